package org.mptcpscope.dissector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** Bulk data must cost no allocation: this, not time, is what a test can hold on to. */
class AllocationTest {
  private static final int FRAMES = 20_000;
  private static final Octets DATA =
      Octets.ofHex(
          "0200000000020200000000010800 4500 005a 1234 4000 40 06 0000 0a000001 0a000002"
              + "0400 0050 00000001 00000001 f018 ffff 0000 0000"
              + "0101 080a 00000001 00000002"
              + "1e1c 200f 0000000000000001 0000000000000001 00000001 0005 abcd"
              + "0000000000000102");

  private final FrameView frame = new FrameView();
  private final SegmentView segment = new SegmentView();
  private final OptionCursor options = new OptionCursor();
  private final OptionSummary summary = new OptionSummary();
  private final DssView dss = new DssView();

  @Test
  void readingPcapAllocatesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapWriter writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 0, LinkType.ETHERNET);
    for (int i = 0; i < FRAMES; i++) {
      writer.frame(i, DATA.length(), DATA);
    }
    assertAllocatesNothing(Native.of(out.toByteArray()));
  }

  @Test
  void readingPcapngAllocatesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out, ByteOrder.LITTLE_ENDIAN, "test");
    int id = writer.describe(LinkType.ETHERNET, 0, PcapngWriter.MICROSECONDS, "eth0");
    for (int i = 0; i < FRAMES; i++) {
      writer.frame(id, i, DATA.length(), DATA);
    }
    assertAllocatesNothing(Native.of(out.toByteArray()));
  }

  private void assertAllocatesNothing(MemorySegment capture) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double best = Double.MAX_VALUE;
    // The first passes are interpreted and compiled, which allocates.
    for (int pass = 0; pass < 60 && best >= 0.1; pass++) {
      FrameCursor cursor = FrameCursor.open(capture);
      long before = threads.getCurrentThreadAllocatedBytes();
      long seen = pass(cursor);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(seen).isEqualTo(FRAMES * (1L + 2 + 5 + 2));
      best = Math.min(best, (double) allocated / FRAMES);
    }
    assertThat(best).as("octets allocated per frame").isLessThan(0.1);
  }

  private long pass(FrameCursor cursor) {
    long sum = 0;
    while (cursor.next()) {
      Outcome outcome =
          frame.wrap(
              cursor.buffer(),
              cursor.offset(),
              cursor.capturedLength(),
              cursor.wireLength(),
              cursor.linkType());
      if (outcome != Outcome.TCP || !segment.wrap(frame)) {
        continue;
      }
      summary.scan(segment);
      sum += summary.tsVal();
      options.reset(segment);
      while (options.next()) {
        if (options.kind() == TcpOptions.TIMESTAMPS) {
          sum += TcpOptions.tsEcr(options);
        } else if (options.kind() == TcpOptions.MPTCP
            && dss.wrap(options.buffer(), options.offset(), options.length())) {
          sum += dss.dataLength();
        }
      }
      sum += segment.payloadSum(segment.payloadOffset(), 2) + options.nops();
      sum -= segment.payloadSum(segment.payloadOffset(), 2);
    }
    return sum;
  }
}
