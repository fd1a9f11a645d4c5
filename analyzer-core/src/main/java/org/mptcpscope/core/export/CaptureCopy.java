package org.mptcpscope.core.export;

import java.io.IOException;
import java.io.OutputStream;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureOctets;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.capfile.BlockWriter;
import org.mptcpscope.dissector.capfile.CaptureBlocks;

/** Writes a capture anew as pcapng, in the order of the file, with memory for one block. */
public final class CaptureCopy {
  /** Frames between two looks at whether to go on. */
  private static final int OFTEN = 1 << 12;

  private CaptureCopy() {}

  /** Says what becomes of each block. */
  @FunctionalInterface
  public interface Editor {
    /** One block; what is not written is left out. */
    void block(CaptureBlocks at, BlockWriter to) throws IOException;
  }

  /**
   * How a copy ended.
   *
   * @param frames that were read
   * @param stopped whether somebody wanted it to end before the capture did
   */
  public record Copied(int frames, boolean stopped) {}

  /**
   * Copies what can be read of a capture.
   *
   * @param application that writes, for the file's own account
   * @throws CaptureException if nothing of it can be read
   * @throws IOException if it cannot be written
   */
  public static Copied run(
      CaptureSource source,
      OutputStream out,
      String application,
      TraceOptions.Progress progress,
      Editor editor)
      throws CaptureException, IOException {
    int frames = 0;
    try (CaptureOctets octets = source.octetsToWrite()) {
      CaptureBlocks blocks = octets.blocks();
      BlockWriter to = new BlockWriter(out, blocks, application);
      while (octets.next()) {
        editor.block(blocks, to);
        if (blocks.kind() == CaptureBlocks.Kind.FRAME) {
          frames++;
          boolean look = frames % OFTEN == 0;
          if (look && !progress.goOn(octets.octetsRead(), octets.size(), frames)) {
            return new Copied(frames, true);
          }
        }
      }
      return new Copied(frames, false);
    }
  }
}
