package org.mptcpscope.samples.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;
import org.mptcpscope.samples.Tshark;
import org.mptcpscope.samples.carrier.Rewrapped.Packet;

/** Segments in each link layer and tunnel: whole, cut, damaged, and as Wireshark reads them. */
class CarrierTest {
  static final List<Carrier> CARRIERS = Carrier.ALL;

  private static final String TCP =
      "0400 0050 12345678 9abcdef0 a018 0400 0000 0000 0101080a 00000001 00000002"
          + "1e08 2001 00000009 68656c6c6f";

  private static final List<Packet> PACKETS =
      List.of(
          packet("4500 0041 1234 4000 3f 06 15a0 0a000001 0a000002" + TCP),
          packet(
              "60000000 002d 06 3f 20010db8000000000000000000000001 20010db8000000000000000000000002"
                  + TCP));

  /** What nothing in the frame says: how old VXLAN and pseudowires are configured. */
  private static final List<String> AS_CONFIGURED =
      List.of(
          "-d",
          "udp.port==8472,vxlan",
          "-d",
          "mpls.label==1001,pwethnocw",
          "-d",
          "mpls.label==1002,pwethcw");

  private final FrameView frame = new FrameView();
  private final SegmentView segment = new SegmentView();

  private static Packet packet(String hex) {
    Octets octets = Octets.ofHex(hex);
    return new Packet(0, octets, octets.length());
  }

  @ParameterizedTest
  @FieldSource("CARRIERS")
  void thePacketIsFoundAsItWas(Carrier carrier) {
    for (Packet packet : PACKETS) {
      byte[] octets = Rewrapped.frame(carrier, packet).toArray();
      assertThat(wrap(octets, octets.length, carrier)).isEqualTo(Outcome.TCP);
      assertThat(frame.ipOffset()).isEqualTo(octets.length - packet.wireLength());
      assertThat(frame.ipVersion()).isEqualTo(packet.version());
      assertThat(frame.ipPayloadLength()).isEqualTo(45);
      assertThat(frame.ipPayloadCaptured()).isEqualTo(45);
      assertThat(segment.wrap(frame)).isTrue();
      assertThat(segment.payloadLength()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @FieldSource("CARRIERS")
  void eachCutIsTruncatedOrLeavesTheRestCountable(Carrier carrier) {
    for (Packet packet : PACKETS) {
      byte[] octets = Rewrapped.frame(carrier, packet).toArray();
      for (int cut = 0; cut < octets.length; cut++) {
        Outcome outcome = wrap(Arrays.copyOf(octets, cut), octets.length, carrier);
        assertThat(outcome)
            .as("%s cut at %d", carrier, cut)
            .isEqualTo(cut < octets.length - 45 ? Outcome.TRUNCATED : Outcome.TCP);
        if (outcome == Outcome.TCP) {
          assertThat(frame.ipPayloadLength()).isEqualTo(45);
          assertThat(frame.ipPayloadCaptured()).isEqualTo(cut - octets.length + 45);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CARRIERS")
  void whateverIsDamagedHasAnOutcomeInItsBounds(Carrier carrier) {
    Random random = new Random(carrier.name().hashCode());
    for (int i = 0; i < 2_000; i++) {
      byte[] octets = Rewrapped.frame(carrier, PACKETS.get(i & 1)).toArray();
      int headers = octets.length - 45;
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        octets[random.nextInt(headers)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 0 : 0xff);
      }
      int captured = random.nextInt(3) > 0 ? octets.length : random.nextInt(octets.length);
      Outcome outcome = wrap(Arrays.copyOf(octets, captured), octets.length, carrier);
      if (outcome == Outcome.TCP || outcome == Outcome.FRAGMENT) {
        assertThat(frame.ipPayloadCaptured()).isBetween(0, frame.ipPayloadLength());
        assertThat(frame.ipPayloadOffset() + frame.ipPayloadCaptured())
            .isLessThanOrEqualTo(captured);
        segment.wrap(frame);
      } else if (outcome == Outcome.NOT_READ) {
        assertThat(frame.notRead()).isNotNull();
      }
    }
  }

  /** All carriers are interfaces of one capture, so that one run of tshark reads all. */
  @Test
  void tsharkFindsTheSameInnermostSegment() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out, ByteOrder.LITTLE_ENDIAN, "test");
    List<String> ours = new ArrayList<>();
    for (Carrier carrier : Carrier.ALL) {
      int id = writer.describe(carrier.linkType(), 0, PcapngWriter.NANOSECONDS, "");
      for (Packet packet : PACKETS) {
        Octets octets = Rewrapped.frame(carrier, packet);
        writer.frame(id, 0, octets.length(), octets);
        ours.add(
            carrier
                + ": "
                + (wrap(octets.toArray(), octets.length(), carrier) == Outcome.TCP ? line() : ""));
      }
    }
    List<String> theirs = new ArrayList<>();
    List<List<String>> rows =
        Tshark.fields(
            out.toByteArray(),
            AS_CONFIGURED,
            "ip.src",
            "ip.dst",
            "ipv6.src",
            "ipv6.dst",
            "tcp.srcport",
            "tcp.dstport",
            "tcp.seq_raw",
            "tcp.ack_raw",
            "tcp.len",
            "tcp.options.mptcp.rawdataack",
            "frame.protocols");
    for (int i = 0; i < rows.size(); i++) {
      theirs.add(Carrier.ALL.get(i / 2) + ": " + line(rows.get(i), i % 2 == 0));
    }
    assertThat(ours).hasSameSizeAs(theirs).hasSize(2 * Carrier.ALL.size());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      if (!ours.get(i).equals(theirs.get(i))) {
        differences.add(ours.get(i) + " <> " + theirs.get(i) + " in " + rows.get(i).getLast());
      }
    }
    assertThat(differences).isEmpty();
  }

  /**
   * tshark goes by the port alone, and finds segments that are none: each of these datagrams
   * contradicts what the header of the tunnel must be, and is no TCP here.
   */
  @Test
  void tsharkBelievesPortsThatProveNothing() throws IOException {
    String ether = "020000000002 020000000001 0800";
    List<String> datagrams =
        List.of(
            // VXLAN whose flag I is not set, and whose reserved octets are.
            "c001 12b5 0000000000000700" + ether,
            "c001 12b5 08ffffff00000700" + ether,
            // Geneve whose reserved bits are set.
            "c001 17c1 003f655800000700" + ether,
            // GTP-U whose length is beyond the datagram.
            "c001 0868 30ff0f0000000007",
            // Teredo from an address of nobody's Teredo (IPv6, so with another packet).
            "c001 0dd8");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out, ByteOrder.LITTLE_ENDIAN, "test");
    writer.describe(LinkType.RAW, 0, PcapngWriter.NANOSECONDS, "");
    for (String datagram : datagrams) {
      Octets inner = PACKETS.get(datagram.startsWith("c001 0dd8") ? 1 : 0).octets();
      String hex = datagram.replace(" ", "");
      int length = hex.length() / 2 + 4 + inner.length();
      Octets octets =
          Octets.ofHex(
              "4500 %04x 0001 0000 40 11 0000 c0000201 c0000202".formatted(20 + length)
                  + hex.substring(0, 8)
                  + "%04x 0000".formatted(length)
                  + hex.substring(8)
                  + inner.hex());
      writer.frame(0, 0, octets.length(), octets);
      assertThat(wrap(octets.toArray(), octets.length(), LinkType.RAW)).isEqualTo(Outcome.OTHER);
    }
    assertThat(Tshark.fields(out.toByteArray(), "tcp.dstport"))
        .isEqualTo(Collections.nCopies(datagrams.size(), List.of("80")));
  }

  private String line() {
    segment.wrap(frame);
    OptionCursor options = new OptionCursor();
    options.reset(segment);
    StringJoiner line = new StringJoiner(" ");
    line.add(IpAddress.of(frame.srcHigh(), frame.srcLow()).getHostAddress());
    line.add(IpAddress.of(frame.dstHigh(), frame.dstLow()).getHostAddress());
    line.add(Integer.toString(segment.srcPort())).add(Integer.toString(segment.dstPort()));
    line.add(Integer.toUnsignedString(segment.seq())).add(Integer.toUnsignedString(segment.ack()));
    line.add(Integer.toString(segment.payloadLength()));
    while (options.next()) {
      if (options.kind() == TcpOptions.MPTCP) {
        line.add(Octets.copyOf(options.buffer(), options.offset() + 4, 4).u32(0) + "");
      }
    }
    return line.toString();
  }

  /** The last value of a field is the innermost. */
  private static String line(List<String> row, boolean v4) throws IOException {
    StringJoiner line = new StringJoiner(" ");
    for (int i = 0; i < row.size() - 1; i++) {
      if (i >= 4 || i < 2 == v4) {
        String last = row.get(i).substring(row.get(i).lastIndexOf(',') + 1);
        line.add(
            i < 4 && !last.isEmpty()
                ? java.net.InetAddress.getByName(last).getHostAddress()
                : last);
      }
    }
    return line.toString();
  }

  private Outcome wrap(byte[] octets, int wire, Carrier carrier) {
    return wrap(octets, wire, carrier.linkType());
  }

  private Outcome wrap(byte[] octets, int wire, int linkType) {
    MemorySegment buffer =
        Arena.ofAuto()
            .allocate(Math.max(1, octets.length))
            .asSlice(0, octets.length)
            .copyFrom(MemorySegment.ofArray(octets));
    return frame.wrap(buffer, 0, octets.length, wire, linkType);
  }
}
