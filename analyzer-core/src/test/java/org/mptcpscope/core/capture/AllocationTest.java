package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a frame allocates nothing: what a capture costs does not grow with its frames. */
class AllocationTest {
  private static final int FEW = 20_000;
  private static final int MANY = 220_000;
  private static final double OCTETS_PER_FRAME = 0.1;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void aMappedFrameCostsNothing() throws Exception {
    Path few = Files.write(folder.resolve("few.pcap"), capture(FEW));
    Path many = Files.write(folder.resolve("many.pcap"), capture(MANY));
    assertFrameIsFree(CaptureSource.file(few), CaptureSource.file(few), CaptureSource.file(many));
  }

  @Test
  void aStreamedFrameCostsNothing() throws Exception {
    byte[] few = capture(FEW);
    byte[] many = capture(MANY);
    assertFrameIsFree(stream(few), stream(few), stream(many));
    byte[] fewPacked = Captures.gzip(few);
    byte[] manyPacked = Captures.gzip(many);
    assertFrameIsFree(stream(fewPacked), stream(fewPacked), stream(manyPacked));
  }

  private static CaptureSource stream(byte[] octets) {
    return CaptureSource.standardInput(new ByteArrayInputStream(octets));
  }

  /** Frames of which each third is out of order. */
  private static byte[] capture(int frames) {
    return Captures.pcap(LongStream.range(0, frames).map(i -> i % 3 == 0 ? i : i - 2).toArray());
  }

  private void assertFrameIsFree(CaptureSource warmUp, CaptureSource few, CaptureSource many)
      throws CaptureException {
    allocated(warmUp);
    long less = allocated(few);
    long more = allocated(many);
    assertThat((double) (more - less) / (MANY - FEW)).isLessThan(OCTETS_PER_FRAME);
  }

  private long allocated(CaptureSource source) throws CaptureException {
    long before = threads.getCurrentThreadAllocatedBytes();
    long sum = 0;
    try (FrameSource frames = source.open()) {
      while (frames.next()) {
        sum += frames.offset() + frames.wireLength() + frames.timeNanos() + frames.number();
        sum += frames.position();
      }
    }
    assertThat(sum).isPositive();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
