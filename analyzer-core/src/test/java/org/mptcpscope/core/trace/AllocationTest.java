package org.mptcpscope.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;

/** A segment of bulk data allocates nothing, whoever listens. */
class AllocationTest {
  private static final int PASSES = 4;
  private static final int FEW = 10_000;
  private static final int MANY = 110_000;
  private static final double OCTETS_PER_SEGMENT = 0.1;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  /** Hears all segments and all events. */
  private static final class Listener implements TraceObserver {
    private long newData;

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      newData += facts.has(SegmentFacts.NEW_DATA) ? facts.payload() : 0;
    }

    @Override
    public boolean wantsSegments() {
      return true;
    }
  }

  @Test
  void bulkDataCostsNothing() throws Exception {
    Path few = Files.write(folder.resolve("few.pcap"), BulkTrace.of(FEW));
    Path many = Files.write(folder.resolve("many.pcap"), BulkTrace.of(MANY));
    assertSegmentsAreFree(few, many, List.of());
  }

  @Test
  void bulkDataCostsNothingUnderTheEyesOfAnObserver() throws Exception {
    Path few = Files.write(folder.resolve("few.pcap"), BulkTrace.of(FEW));
    Path many = Files.write(folder.resolve("many.pcap"), BulkTrace.of(MANY));
    Listener listener = new Listener();
    assertSegmentsAreFree(few, many, List.of(listener));
    assertThat(listener.newData).isEqualTo(100L * PASSES * (FEW + MANY));
  }

  private void assertSegmentsAreFree(Path few, Path many, List<TraceObserver> observers)
      throws Exception {
    long less = Long.MAX_VALUE;
    long more = Long.MAX_VALUE;
    // Code that is not compiled yet allocates what compiled code does not: the cheapest pass
    // counts.
    for (int pass = 0; pass < PASSES; pass++) {
      less = Math.min(less, allocated(few, FEW, observers));
      more = Math.min(more, allocated(many, MANY, observers));
    }
    assertThat((double) (more - less) / (2 * (MANY - FEW))).isLessThan(OCTETS_PER_SEGMENT);
  }

  private long allocated(Path file, int dataSegments, List<TraceObserver> observers)
      throws Exception {
    try (FrameSource source = CaptureSource.file(file).open()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      SummaryList summaries = new SummaryList();
      List<TraceObserver> all = new ArrayList<>(observers);
      all.add(summaries);
      TraceResult result = TraceAnalyzer.run(source, TraceOptions.DEFAULT, all);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      ConnectionSummary connection = summaries.of(result).getFirst();
      assertThat(summaries.of(result)).hasSize(1);
      assertThat(connection.dataFromInitiator()).isEqualTo(100L * dataSegments);
      assertThat(connection.subflows()).hasSize(2);
      return allocated;
    }
  }
}
