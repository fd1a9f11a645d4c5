package org.mptcpscope.dissector.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.Blocks;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.dissector.link.LinkType;

/** What the writers write, Wireshark opens. */
class WrittenCaptureTest {
  private static final long TIME = 1_700_000_000_123_456_789L;
  private static final Octets SYN =
      Octets.ofHex(
          "4500 002c 0001 0000 40 06 0000 0a000001 0a000002"
              + "0400 0050 00000001 00000000 6002 ffff 0000 0000 1e040181");

  @TempDir Path folder;

  static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
  }

  @BeforeEach
  void needsTshark() {
    Tshark.isNeeded();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcapng(ByteOrder order) throws IOException {
    Path file = folder.resolve("written.pcapng");
    try (OutputStream out = Files.newOutputStream(file)) {
      PcapngWriter writer = new PcapngWriter(out, order, "mptcpscope");
      int first = writer.describe(LinkType.RAW, 0, PcapngWriter.NANOSECONDS, "first");
      int second = writer.describe(LinkType.IPV4, 96, PcapngWriter.MICROSECONDS, "second");
      List<String> comments = List.of("one", "zwei");
      writer.frame(first, TIME, 44, SYN, Direction.OUTGOING, comments);
      writer.frame(second, TIME, 1500, SYN.slice(0, 43));
    }
    assertThat(
            Tshark.fields(
                file,
                "frame",
                "frame.time_epoch",
                "frame.interface_id",
                "frame.interface_name",
                "frame.packet_flags_direction",
                "frame.comment",
                "frame.len",
                "frame.cap_len",
                "tcp.dstport"))
        .containsExactly(
            "1700000000.123456789\t0\tfirst\t0x00000002\tone,zwei\t44\t44\t80",
            "1700000000.123456000\t1\tsecond\t\t\t1500\t43\t80");
  }

  /** Nobody's writer: times, lengths and interfaces of a file that has all kinds of blocks. */
  @Test
  void exoticPcapngIsReadAsTsharkReadsIt() throws IOException {
    Path file = Files.write(folder.resolve("exotic.pcapng"), Blocks.exotic());
    List<String> ours = new ArrayList<>();
    List<String> times = new ArrayList<>();
    FrameCursor cursor = FrameCursor.open(ReferenceCaptures.octets(file));
    long before = -1;
    while (cursor.next()) {
      // A frame without a time has none for tshark, and ours of the frame before it.
      if (cursor.timeNanos() != before) {
        before = cursor.timeNanos();
        times.add("%d.%09d".formatted(before / 1_000_000_000, before % 1_000_000_000));
      }
      ours.add(cursor.wireLength() + "\t" + cursor.capturedLength());
    }
    assertThat(ours).hasSize(7);
    assertThat(Tshark.fields(file, "frame", "frame.len", "frame.cap_len")).isEqualTo(ours);
    assertThat(Tshark.fields(file, "frame.time_epoch", "frame.time_epoch"))
        .containsExactlyElementsOf(times);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcap(ByteOrder order) throws IOException {
    for (boolean nanoseconds : new boolean[] {true, false}) {
      Path file = folder.resolve("written.pcap");
      try (OutputStream out = Files.newOutputStream(file)) {
        PcapWriter writer = new PcapWriter(out, order, nanoseconds, 65_535, LinkType.RAW);
        writer.frame(TIME, 44, SYN);
      }
      assertThat(
              Tshark.fields(
                  file, "frame", "frame.time_epoch", "tcp.options.mptcp.version", "frame.len"))
          .containsExactly("1700000000.123456" + (nanoseconds ? "789" : "000") + "\t1\t44");
    }
  }
}
