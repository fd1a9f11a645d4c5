package org.mptcpscope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.samples.traffic.BulkCapture;
import org.mptcpscope.samples.traffic.BulkShape;
import org.mptcpscope.samples.traffic.FrameSink;
import org.mptcpscope.samples.traffic.ShortConnection;
import org.mptcpscope.samples.traffic.Traffic;

/**
 * The time of a lint grows as the number of packets, of connections and of subflows does. Measured
 * is processor time of one thread, the least of a few passes, and compared with a margin that a
 * busy machine does not use up and that work which grows with the square would break.
 */
class ComplexityTest {
  private static final int PASSES = 3;
  private static final int FACTOR = 8;
  private static final double MARGIN = 2.5;
  private static final int SNAPLEN = 100;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void timeGrowsWithPackets() throws IOException, CaptureException {
    grows(bulk(8_000, 4), bulk(FACTOR * 8_000, 4), FACTOR);
  }

  @Test
  void timeGrowsWithConnectionsThatAreOpenTogether() throws IOException, CaptureException {
    grows(connections(200, 200), connections(FACTOR * 200, FACTOR * 200), FACTOR);
  }

  @Test
  void timeGrowsWithConnectionsOneAfterTheOther() throws IOException, CaptureException {
    grows(connections(200, 10), connections(FACTOR * 200, 10), FACTOR);
  }

  @Test
  void moreSubflowsForTheSamePacketsTakeHardlyMoreTime() throws IOException, CaptureException {
    // Sixteen times the subflows fit the caches less well: what is looked through for each packet
    // would cost sixteen times as much.
    grows(bulk(40_000, 4), bulk(40_000, 64), 2);
  }

  private static CaptureSource bulk(long frames, int subflows) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (FrameSink sink = new FrameSink(octets, SNAPLEN)) {
      BulkCapture.write(sink, new BulkShape(frames, SNAPLEN, false, subflows));
    }
    return CaptureSource.memory("bulk", octets.toByteArray());
  }

  private static CaptureSource connections(int count, int atATime) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    Traffic.connections(
        octets, new Traffic.Plan(ShortConnection.Kind.WHOLE, count, atATime, 2, 600_000));
    return CaptureSource.memory("connections", octets.toByteArray());
  }

  private static void grows(CaptureSource small, CaptureSource large, int factor)
      throws CaptureException {
    long least = Long.MAX_VALUE;
    long most = Long.MAX_VALUE;
    for (int pass = 0; pass < PASSES; pass++) {
      most = Math.min(most, nanos(large));
      least = Math.min(least, nanos(small));
    }
    assertThat((double) most / least)
        .as("%,d ns for the smaller capture, %,d ns for the larger one", least, most)
        .isLessThan(MARGIN * factor);
  }

  private static long nanos(CaptureSource capture) throws CaptureException {
    long start = THREADS.getCurrentThreadCpuTime();
    Linter.lint(capture, LintOptions.DEFAULT, List.of());
    return THREADS.getCurrentThreadCpuTime() - start;
  }
}
