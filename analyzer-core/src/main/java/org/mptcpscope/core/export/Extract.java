package org.mptcpscope.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.core.export.SubflowIndex.Entry;
import org.mptcpscope.core.export.SubflowIndex.Found;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.capfile.BlockWriter;
import org.mptcpscope.dissector.capfile.CaptureBlocks;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Copies the frames of some subflows, whatever link layers and tunnels they have, with all blocks
 * that are no frames. Fragments of IP packets between their hosts come along, as only the first one
 * has ports.
 */
public final class Extract implements CaptureCopy.Editor {
  private final SubflowIndex subflows;
  private final Predicate<Entry> wanted;
  private final BitSet chosen = new BitSet();
  private final FrameView ip = new FrameView();
  private final SegmentView segment = new SegmentView();
  private List<String> comments = List.of();
  private boolean writes;
  private boolean begun;

  /**
   * Makes one.
   *
   * @param subflows all of the capture, so that those with equal addresses are told apart
   * @param wanted says which are copied
   */
  public Extract(SubflowIndex subflows, Predicate<Entry> wanted) {
    this.subflows = subflows;
    this.wanted = wanted;
  }

  /** Reads the capture and notes which frames are to be copied. */
  public Copied choose(CaptureSource source, TraceOptions.Progress progress)
      throws CaptureException, IOException {
    return CaptureCopy.run(source, OutputStream.nullOutputStream(), "", progress, this);
  }

  /** The numbers of the frames that were chosen. */
  public BitSet chosen() {
    return (BitSet) chosen.clone();
  }

  /**
   * Reads it again and writes those frames.
   *
   * @param application that writes
   * @param comments of the first section header: where the frames come from
   */
  public Copied write(
      CaptureSource source,
      OutputStream out,
      String application,
      TraceOptions.Progress progress,
      List<String> comments)
      throws CaptureException, IOException {
    writes = true;
    begun = false;
    this.comments = List.copyOf(comments);
    return CaptureCopy.run(source, out, application, progress, this);
  }

  @Override
  public void block(CaptureBlocks at, BlockWriter to) throws IOException {
    switch (at.kind()) {
      case FRAME -> {
        if (!writes) {
          chosen.set(at.number(), isWanted(at.frame(), at.number()));
        } else if (chosen.get(at.number())) {
          // Without the frames before it, one without a time would get another one.
          to.copyTimed(List.of());
        }
      }
      case SECTION -> {
        if (writes) {
          to.copy(begun ? List.of() : comments);
          begun = true;
        }
      }
      // They would count as frames.
      case NUMBERED -> {}
      case INTERFACE, STATISTICS, NAMES, SECRETS, OTHER -> {
        if (writes) {
          to.copy();
        }
      }
    }
  }

  private boolean isWanted(FrameCursor frame, int number) {
    Outcome outcome =
        ip.wrap(
            frame.buffer(),
            frame.offset(),
            frame.capturedLength(),
            frame.wireLength(),
            frame.linkType());
    return switch (outcome) {
      case FRAGMENT -> subflows.isBetween(ip);
      case TCP -> {
        Found found = segment.wrap(ip) ? subflows.find(ip, segment, number) : null;
        yield found != null && wanted.test(found.entry());
      }
      default -> false;
    };
  }
}
