package org.mptcpscope.dissector.capfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.dissector.link.LinkType;

/** What the writers write, the cursors read: whole, in windows, and up to each cut. */
class CaptureRoundTripTest {
  private static final long TIME = 1_700_000_000_123_456_789L;

  record Frame(long time, int wire, int interfaceId, int linkType, Octets octets) {}

  static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcapKeepsNanoseconds(ByteOrder order) throws IOException {
    byte[] file = pcap(order, true);
    assertThat(read(file))
        .containsExactly(
            new Frame(TIME, 100, 0, LinkType.RAW, Octets.ofHex("4500")),
            new Frame(TIME + 1, 3, 0, LinkType.RAW, Octets.ofHex("600000")));
  }

  @Test
  void pcapHasOneInterface() throws IOException {
    byte[] file = pcap(ByteOrder.BIG_ENDIAN, true);
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(file));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.position()).isEqualTo(40);
    assertThat(cursor.offset()).isEqualTo(40);
    assertThat(cursor.consumed()).isEqualTo(42);
    assertThat(cursor.direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(cursor.snaplen()).isEqualTo(96);
    assertThat(cursor.ticksPerSecond()).isEqualTo(1_000_000_000);
    assertThat(cursor.interfaces())
        .containsExactly(new CaptureInterface(0, LinkType.RAW, 96, 1_000_000_000, ""));
    assertThat(FrameCursor.open(MemorySegment.ofArray(pcap(ByteOrder.BIG_ENDIAN, false))))
        .extracting(FrameCursor::ticksPerSecond)
        .isEqualTo(1_000_000L);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcapCutsToMicroseconds(ByteOrder order) throws IOException {
    assertThat(read(pcap(order, false)))
        .extracting(Frame::time)
        .containsExactly(TIME - 789, TIME - 789);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcapngKeepsWhatWasLost(ByteOrder order) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out, order, "");
    writer.describe(LinkType.RAW, 0, PcapngWriter.NANOSECONDS, "eth0", "tcp port 80");
    writer.frame(0, TIME, 2, Octets.ofHex("4500"));
    writer.statistics(0, TIME, 10, 3, 4);
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(out.toByteArray()));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.dropped()).isZero();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.damage()).isNull();
    assertThat(cursor.dropped()).isEqualTo(7);
    assertThat(cursor.interfaces().getFirst().name()).isEqualTo("eth0");
    assertThat(cursor.filters()).containsExactly("tcp port 80");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcapngKeepsInterfacesCommentsAndDirections(ByteOrder order) throws IOException {
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(pcapng(order)));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.format()).isEqualTo("pcapng");
    assertThat(cursor.position()).isEqualTo(cursor.offset());
    assertThat(cursor.direction()).isEqualTo(Direction.OUTGOING);
    assertThat(cursor.comments()).containsExactly("first", "zwölf");
    assertThat(cursor.timeNanos()).isEqualTo(TIME);
    assertThat(cursor.snaplen()).isEqualTo(96);
    assertThat(cursor.ticksPerSecond()).isEqualTo(1_000_000_000);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.interfaceId()).isEqualTo(1);
    assertThat(cursor.linkType()).isEqualTo(LinkType.ETHERNET);
    assertThat(cursor.direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(cursor.comments()).isEmpty();
    assertThat(cursor.timeNanos()).isEqualTo(1_700_000_000_123_000_000L);
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.damage()).isNull();
    assertThat(cursor.interfaces()).extracting(CaptureInterface::name).containsExactly("veth0", "");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void eachCutIsNamedAndWhatIsBeforeItIsRead(ByteOrder order) throws IOException {
    for (byte[] file : List.of(pcap(order, true), pcapng(order))) {
      int whole = read(file).size();
      for (int cut = 28; cut < file.length; cut++) {
        FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(file).asSlice(0, cut));
        int frames = 0;
        while (cursor.next()) {
          frames++;
        }
        assertThat(frames).isLessThan(whole);
        if (cursor.consumed() == cut) {
          assertThat(cursor.damage()).as("cut at %d", cut).isNull();
        } else {
          assertThat(cursor.damage().offset()).isEqualTo(cursor.consumed());
          assertThat(cursor.damage().truncated()).isTrue();
          assertThat(cursor.damage().describe()).startsWith("the file ends inside a ");
        }
      }
    }
  }

  @Test
  void aStreamInWindowsReadsAsTheWholeDoes() throws IOException {
    for (byte[] file : List.of(pcap(ByteOrder.LITTLE_ENDIAN, true), pcapng(ByteOrder.BIG_ENDIAN))) {
      MemorySegment whole = MemorySegment.ofArray(file);
      OctetFeed narrow =
          (position, needed) -> {
            long from = Math.min(position, file.length);
            byte[] copy =
                whole
                    .asSlice(from, Math.min(needed, file.length - from))
                    .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            return MemorySegment.ofArray(copy);
          };
      assertThat(read(FrameCursor.open(narrow))).isEqualTo(read(file));
    }
  }

  private static byte[] pcap(ByteOrder order, boolean nanoseconds) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapWriter writer = new PcapWriter(out, order, nanoseconds, 96, LinkType.RAW);
    writer.frame(TIME, 100, Octets.ofHex("4500"));
    writer.frame(TIME + 1, 3, Octets.ofHex("600000"));
    return out.toByteArray();
  }

  private static byte[] pcapng(ByteOrder order) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out, order, "test");
    int raw = writer.describe(LinkType.RAW, 96, PcapngWriter.NANOSECONDS, "veth0");
    int ethernet = writer.describe(LinkType.ETHERNET, 0, 3, "");
    writer.frame(
        raw, TIME, 100, Octets.ofHex("4500"), Direction.OUTGOING, List.of("first", "zwölf"));
    writer.frame(ethernet, TIME, 3, Octets.ofHex("600000"));
    return out.toByteArray();
  }

  private static List<Frame> read(byte[] file) throws IOException {
    return read(FrameCursor.open(MemorySegment.ofArray(file)));
  }

  private static List<Frame> read(FrameCursor cursor) {
    List<Frame> frames = new ArrayList<>();
    while (cursor.next()) {
      frames.add(
          new Frame(
              cursor.timeNanos(),
              cursor.wireLength(),
              cursor.interfaceId(),
              cursor.linkType(),
              Octets.copyOf(cursor.buffer(), cursor.offset(), cursor.capturedLength())));
    }
    assertThat(cursor.damage()).isNull();
    return frames;
  }
}
