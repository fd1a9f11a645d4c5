package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.script.PacketScript;

/** Bulk data costs no allocation: two captures that differ in length only cost the same. */
class BulkAllocationTest {
  private static final int ROUNDS = 200;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static byte[] capture(String start, String round, int rounds) {
    return PacketScript.parse("bulk", start + round.repeat(rounds)).run().toPcapng();
  }

  /** Sees each segment, as metrics and plots do. */
  private static final class Counting implements TraceObserver {
    long segments;
    long data;

    @Override
    public boolean wantsSegments() {
      return true;
    }

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      segments++;
      data += facts.has(SegmentFacts.NEW_DATA) ? facts.payload() : 0;
    }
  }

  private static long allocatedOver(byte[] capture, Counting counting) throws CaptureException {
    try (FrameSource source = CaptureSource.memory("bulk", capture).open()) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(counting));
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        +0.001 0> . 1000  dss dack dsn
        +0.001 0< .  dss dack
        """,
        """
        +0.001 0> . 1000  dss dack dsn csum
        +0.001 0< .  dss dack
        """,
        """
        +0.001 0> . 1000  dss dack dsn dll=2000
        +0.001 0> . 1000  dss dack
        +0.001 0< .  dss dack
        """,
        """
        +0.001 0> . 1000  dss dack dsn
        +0.001 1> . 1000  dss dack dsn
        +0.001 0< .  dss dack
        +0.001 1< .  dss dack
        """,
      })
  void bulkDataAllocatesNothing(String round) throws CaptureException {
    String start =
        (round.contains("csum") ? ScriptedPass.CHECKSUMS : ScriptedPass.HANDSHAKE)
            + "0.030 0> P. 100  dss dsn\n0.040 0< .  dss dack\n"
            + "+0.010 1>  S        mp_join id=1\n+0.010 1<  S.       mp_join id=0\n"
            + "+0.010 1>  .        mp_join\n+0.010 1<  .        dss dack\n";
    byte[] shorter = capture(start, round.replace(" csum", ""), ROUNDS);
    byte[] longer = capture(start, round.replace(" csum", ""), 2 * ROUNDS);
    Counting few = new Counting();
    Counting many = new Counting();
    // The first passes load classes and link what they call: the cheapest one tells.
    long little = Long.MAX_VALUE;
    long much = Long.MAX_VALUE;
    for (int pass = 0; pass < 4; pass++) {
      few = new Counting();
      little = Math.min(little, allocatedOver(shorter, few));
      many = new Counting();
      much = Math.min(much, allocatedOver(longer, many));
    }
    long segments = many.segments - few.segments;
    assertThat(segments).isGreaterThanOrEqualTo(2L * ROUNDS);
    assertThat(many.data - few.data).isGreaterThanOrEqualTo(1000L * ROUNDS);
    assertThat((double) (much - little) / segments)
        .as("octets allocated per segment")
        .isLessThan(0.1);
  }
}
