package org.mptcpscope.pcap4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.Samples;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.TcpPort;

/** pcap4j reads options of MPTCP as this project does, and gives back their octets. */
class MptcpTest {
  private static final int AREAS = 30_000;

  @BeforeAll
  static void install() {
    Mptcp.install();
    Mptcp.install();
    assertThat(Mptcp.isInstalled()).isTrue();
  }

  @Test
  void samplesHaveTheOptionsThatTheDissectorFinds() throws Exception {
    int options = 0;
    for (String name : Samples.list().stream().limit(60).toList()) {
      byte[] capture = Samples.load(name).toPcapng();
      FrameCursor cursor =
          FrameCursor.open(
              Arena.ofAuto().allocate(capture.length).copyFrom(MemorySegment.ofArray(capture)));
      FrameView frame = new FrameView();
      SegmentView segment = new SegmentView();
      while (cursor.next()) {
        int length = cursor.capturedLength();
        byte[] octets = Octets.copyOf(cursor.buffer(), cursor.offset(), length).toArray();
        boolean tcp =
            frame.wrap(cursor.buffer(), cursor.offset(), length, length, cursor.linkType())
                    == Outcome.TCP
                && segment.wrap(frame)
                && segment.headerComplete();
        Packet packet = EthernetPacket.newPacket(octets, 0, octets.length);
        List<MptcpOption> expected = tcp ? expected(segment) : List.of();
        if (tcp && cursor.capturedLength() == cursor.wireLength() && frame.ipVersion() == 4) {
          assertThat(Mptcp.options(packet)).as(name).isEqualTo(expected);
          TcpPacket.TcpHeader header = packet.get(TcpPacket.class).getHeader();
          assertThat(values(header)).as(name).isEqualTo(expected);
          options += expected.size();
        }
      }
    }
    assertThat(options).isGreaterThan(300);
  }

  private static List<MptcpOption> expected(SegmentView segment) {
    OptionCursor cursor = new OptionCursor();
    cursor.reset(segment);
    SegmentKind on = SegmentKind.of(segment.isSyn(), segment.isAck());
    List<MptcpOption> options = new ArrayList<>();
    while (cursor.next()) {
      if (cursor.kind() == MptcpOption.KIND) {
        options.add(MptcpOption.parse(cursor.buffer(), cursor.offset(), cursor.length(), on));
      }
    }
    if (cursor.broken() && cursor.kind() == MptcpOption.KIND) {
      options.add(Malformed.of(cursor));
    }
    return options;
  }

  /** The options of pcap4j's own list, as what they are on this segment. */
  private static List<MptcpOption> values(TcpPacket.TcpHeader header) {
    List<MptcpOption> values = new ArrayList<>();
    for (TcpOption option : header.getOptions()) {
      if (option instanceof TcpMptcpOption mptcp) {
        values.add(mptcp.on(SegmentKind.of(header.getSyn(), header.getAck())));
      }
    }
    return values;
  }

  /** Any option area: octets come back, nothing throws, and what is read is what is there. */
  @Test
  void anyOptionAreaIsReadAndGivenBack() throws IllegalRawDataException {
    Random random = new Random(5);
    int broken = 0;
    int read = 0;
    for (int i = 0; i < AREAS; i++) {
      byte[] segment = new byte[20 + 4 * random.nextInt(11)];
      random.nextBytes(segment);
      segment[12] = (byte) (segment.length / 4 << 4);
      segment[13] = (byte) (random.nextInt(4) == 0 ? 2 : random.nextInt(4) == 0 ? 0x12 : 0x10);
      for (int at = 20; at + 3 < segment.length && random.nextInt(5) > 0; ) {
        segment[at] = 30;
        segment[at + 1] =
            (byte) (random.nextInt(8) > 0 ? 3 + random.nextInt(26) : random.nextInt(256));
        at += Math.max(1, segment[at + 1] & 0xff);
      }
      TcpPacket packet = TcpPacket.newPacket(segment, 0, segment.length);
      assertThat(packet.getHeader().getRawData()).isEqualTo(segment);
      List<MptcpOption> options = Mptcp.options(packet);
      SegmentView view = new SegmentView();
      assertThat(view.wrap(MemorySegment.ofArray(segment), 0, segment.length, segment.length))
          .isTrue();
      assertThat(options).isEqualTo(expected(view));
      for (TcpOption option : packet.getHeader().getOptions()) {
        if (option instanceof TcpMptcpOption mptcp) {
          read++;
          broken += mptcp.option() instanceof Malformed ? 1 : 0;
          assertThat(mptcp.length()).isEqualTo(mptcp.getRawData().length);
          assertThatCode(mptcp::toString).doesNotThrowAnyException();
        }
      }
    }
    assertThat(read).isGreaterThan(AREAS / 2);
    assertThat(broken).isBetween(1_000, read - 1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1e04 0181, SYN",
    "1e0c 0081 0102030405060708, SYN_ACK",
    "1e14 0081 01020304050607080102030405060708, OTHER",
    "1e0c 1001 01020304 05060708, SYN",
    "1e10 1001 0102030405060708 01020304, SYN_ACK",
    "1e18 1000 0102030405060708090a0b0c0d0e0f1011121314, OTHER",
    "1e08 2001 01020304, OTHER"
  })
  void anOptionAloneIsTakenForWhatItsLengthSays(String octets, SegmentKind segment) {
    Octets option = Octets.ofHex(octets);
    TcpMptcpOption read = TcpMptcpOption.read(option.toArray(), 0, option.length());
    assertThat(read.option()).isEqualTo(MptcpOption.parse(option, segment));
    assertThat(read.option().flaw()).isNull();
    assertThat(read.getRawData()).isEqualTo(option.toArray());
    assertThat(read).isEqualTo(TcpMptcpOption.of(read.option()));
    assertThat(read.hashCode()).isEqualTo(TcpMptcpOption.of(read.option()).hashCode());
    assertThat(read)
        .hasToString(
            "[Kind: 30 (MPTCP)] [Length: %d bytes] [%s]".formatted(option.length(), read.option()));
  }

  @ParameterizedTest
  @CsvSource({"1e, 1", "1e00, 2", "1e01ffff, 4", "1e02, 2", "1e0c1001, 4", "1eff2001, 4"})
  void whatBreaksTheAreaTakesTheRest(String octets, int length) {
    byte[] raw = Octets.ofHex("ff" + octets).toArray();
    TcpMptcpOption read = TcpMptcpOption.read(raw, 1, raw.length - 1);
    assertThat(read.length()).isEqualTo(length);
    assertThat(read.option()).isInstanceOf(Malformed.class);
    assertThat(read.getRawData()).isEqualTo(Arrays.copyOfRange(raw, 1, 1 + length));
    assertThat(read.toString()).contains("Malformed");
  }

  @Test
  void aPacketMayBeBuiltWithOptions() throws Exception {
    TcpMptcpOption option =
        TcpMptcpOption.of(
            MptcpOption.parse(Octets.ofHex("1e0c1001 01020304 05060708"), SegmentKind.SYN));
    TcpPacket built =
        new TcpPacket.Builder()
            .srcPort(TcpPort.getInstance((short) 1024))
            .dstPort(TcpPort.HTTP)
            .syn(true)
            .options(List.of(option))
            .payloadBuilder(new UnknownPacket.Builder().rawData(new byte[0]))
            .correctLengthAtBuild(true)
            .paddingAtBuild(true)
            .build();
    byte[] octets = built.getRawData();
    TcpPacket read = TcpPacket.newPacket(octets, 0, octets.length);
    assertThat(Mptcp.options(read)).containsExactly(option.option());
    assertThat(read.getHeader().getOptions()).containsExactly(option);
    assertThat(copyOf(option)).isEqualTo(option);
  }

  private static Object copyOf(TcpMptcpOption option) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(option);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void whatIsNoTcpHasNoOptions() {
    assertThat(Mptcp.options(UnknownPacket.newPacket(new byte[] {1, 2, 3}, 0, 3))).isEmpty();
  }
}
