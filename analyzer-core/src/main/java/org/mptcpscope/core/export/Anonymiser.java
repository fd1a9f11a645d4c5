package org.mptcpscope.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureOctets;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.Anonymised.Blank;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.capfile.BlockWriter;
import org.mptcpscope.dissector.capfile.CaptureBlocks;

/**
 * Writes a capture anew so that it tells who did what wrong, and not who it was nor what was said:
 * other addresses (and ports, if wished), keys, tokens, nonces, HMACs and data sequence numbers,
 * payload of zeros, checksums to match; names, comments and decryption keys are left out. What is
 * wrong stays wrong by the same mistake. A frame that is not understood keeps its time and length.
 */
public final class Anonymiser implements CaptureCopy.Editor {
  /** A filter that says of itself what counts: that it looks into segments. */
  private static final String PARTIAL = "len >= 0";

  private final Secret secret;
  private final boolean ports;
  private final Survey survey;
  private final Map<Blank, Integer> blanked = new EnumMap<>(Blank.class);
  private FrameRewriter frames;
  private int filters;

  /**
   * Makes one for one capture.
   *
   * @param secret what replaces everything follows from it; who has it can recognise an address
   * @param ports whether ports change too
   */
  public Anonymiser(byte[] secret, boolean ports) {
    this.secret = new Secret(secret);
    this.ports = ports;
    survey = new Survey(this.secret);
  }

  /** What must hear a pass over the capture before it is written. */
  public TraceObserver survey() {
    return survey;
  }

  /**
   * Writes the capture.
   *
   * @param application that writes
   */
  public Anonymised write(
      CaptureSource source, OutputStream out, String application, TraceOptions.Progress progress)
      throws CaptureException, IOException {
    survey.settle();
    frames = new FrameRewriter(survey, secret, new HostMap(secret, ports));
    Copied copied = CaptureCopy.run(source, out, application, progress, this);
    return new Anonymised(copied.frames(), blanked, copied.stopped());
  }

  @Override
  public void block(CaptureBlocks at, BlockWriter to) throws IOException {
    switch (at.kind()) {
      case SECTION, STATISTICS -> to.bare();
      case INTERFACE -> {
        boolean more = at.filters().size() > filters;
        filters = at.filters().size();
        to.bareInterface(more && CaptureOctets.isPartial(at.filters().getLast()) ? PARTIAL : "");
      }
      case FRAME -> {
        Blank why = frames.write(at.frame(), at.number());
        if (why != null) {
          blanked.merge(why, 1, Integer::sum);
        }
        to.frame(frames.octets());
      }
      // They have names, keys, or what only their writer knows.
      case NAMES, SECRETS, OTHER -> {}
      // It has a number among the frames, which is all that stays of it.
      case NUMBERED -> to.bare();
    }
  }
}
