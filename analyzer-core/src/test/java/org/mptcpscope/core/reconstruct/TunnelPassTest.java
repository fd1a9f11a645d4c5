package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.samples.carrier.Carrier;
import org.mptcpscope.samples.carrier.Rewrapped;
import org.mptcpscope.samples.carrier.Rewrapped.Packet;
import org.mptcpscope.samples.scenario.IpPacket;
import org.mptcpscope.samples.script.PacketScript;

/** Tunnels in fragments, copies inside and outside of one, and what is not read. */
class TunnelPassTest {
  private static final String SCRIPT =
      ScriptedPass.HANDSHAKE
          + """
          0.030  0>  P. 1200 mp_capable
          0.040  0<  .  dss dack
          0.050  0>  P. 1300 dss dack
          0.060  0>  P. 1400 dss dack
          0.070  0<  .  dss dack
          """;

  private static Rewrapped packets() throws IOException {
    byte[] capture = PacketScript.parse("test", SCRIPT).run().toPcapng();
    return Rewrapped.of(
        Arena.ofAuto().allocate(capture.length).copyFrom(MemorySegment.ofArray(capture)));
  }

  private static Carrier carrier(String name) {
    return Carrier.ALL.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  /** What was seen, but for the numbers of frames. */
  private static List<String> seen(byte[] capture) {
    ScriptedPass pass = ScriptedPass.over(capture);
    List<String> seen = new ArrayList<>();
    for (ScriptedPass.Segment segment : pass.segments) {
      seen.add(
          "%x %d %b %d %d"
              .formatted(
                  segment.traits(),
                  segment.dsn(),
                  segment.mapped(),
                  segment.dataAck(),
                  segment.length()));
    }
    return seen;
  }

  private static byte[] capture(int linkType, List<Packet> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapWriter writer = new PcapWriter(out, ByteOrder.BIG_ENDIAN, true, 0, linkType);
    for (Packet frame : frames) {
      writer.frame(frame.time(), frame.wireLength(), frame.octets());
    }
    return out.toByteArray();
  }

  private static Packet at(long time, Octets octets) {
    return new Packet(time, octets, octets.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IP in IPv4",
        "IP in IPv6",
        "GRE with a key over IPv6",
        "VXLAN",
        "VXLAN over IPv6",
        "GTP-U",
        "GTP-U of a 5G session",
        "Teredo with indications"
      })
  void aTunnelMayComeInFragments(String name) throws IOException {
    for (boolean lastFirst : new boolean[] {false, true}) {
      List<Packet> fragments = new ArrayList<>();
      for (Packet packet : packets().packets()) {
        fragments.addAll(fragments(outer(name, packet), packet.time(), 480, lastFirst));
      }
      assertThat(fragments).hasSizeGreaterThan(13);
      assertThat(seen(capture(LinkType.RAW, fragments)))
          .hasSize(8)
          .isEqualTo(seen(packets().in(carrier("raw IP"))));
    }
  }

  /** Fragments whose tunnel comes in fragments. */
  @Test
  void fragmentsMayBeInFragments() throws IOException {
    List<Packet> fragments = new ArrayList<>();
    int id = 1;
    for (Packet packet : packets().packets()) {
      for (Packet inner : fragments(packet.octets(), packet.time(), 960, false)) {
        byte[] octets = outer("VXLAN", inner).toArray();
        octets[4] = (byte) (id >> 8);
        octets[5] = (byte) id++;
        fragments.addAll(fragments(Octets.of(octets), packet.time(), 320, true));
      }
    }
    assertThat(seen(capture(LinkType.RAW, fragments)))
        .hasSize(8)
        .isEqualTo(seen(packets().in(carrier("raw IP"))));
  }

  private static Octets outer(String name, Packet packet) {
    Octets frame = Rewrapped.frame(carrier(name), packet);
    return frame.slice(14, frame.length());
  }

  private static List<Packet> fragments(Octets packet, long time, int size, boolean lastFirst) {
    List<Packet> fragments = new ArrayList<>();
    for (byte[] fragment : IpPacket.fragments(packet.toArray(), size, (int) time)) {
      fragments.add(at(time, Octets.of(fragment)));
    }
    if (lastFirst) {
      Collections.reverse(fragments);
    }
    return fragments;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"VXLAN", "GTP-U", "MPLS", "IP in IPv4", "GRE with a key over IPv6", "802.1Q"})
  void theCopyInsideATunnelIsNoSegment(String name) throws IOException {
    List<Packet> frames = new ArrayList<>();
    for (Packet packet : packets().packets()) {
      frames.add(at(packet.time(), Rewrapped.frame(carrier("Ethernet"), packet)));
      frames.add(at(packet.time() + 50_000, Rewrapped.frame(carrier(name), packet)));
    }
    assertThat(seen(capture(LinkType.ETHERNET, frames)))
        .hasSize(8)
        .isEqualTo(seen(packets().in(carrier("Ethernet"))));
  }

  @Test
  void aMirrorOfBothPortsShowsEachPacketOnce() throws IOException {
    // The identification of IPv4 is the same: a host that sends again counts it up.
    List<Packet> frames = new ArrayList<>();
    for (Packet packet : packets().packets()) {
      frames.add(at(packet.time(), Rewrapped.frame(carrier("VXLAN"), packet)));
      frames.add(at(packet.time() + 50_000, Rewrapped.frame(carrier("VXLAN"), packet)));
    }
    assertThat(seen(capture(LinkType.ETHERNET, frames))).hasSize(8);
  }

  @Test
  void whatIsNotReadIsNamedOnce() throws IOException, CaptureException {
    Octets protectedFrame = Octets.ofHex("0841" + "00".repeat(40));
    List<Packet> frames = new ArrayList<>();
    frames.add(at(0, protectedFrame));
    assertThat(warning(LinkType.IEEE802_11, frames))
        .isEqualTo("1 protected 802.11 frame could not be read");
    frames.add(at(1, protectedFrame));
    frames.add(at(1, Octets.ofHex("8801" + "00".repeat(22) + "8000" + "00".repeat(20))));
    assertThat(warning(LinkType.IEEE802_11, frames))
        .isEqualTo(
            "3 frames could not be read: 2 protected 802.11 frames,"
                + " 1 802.11 frame of several packets (A-MSDU)");
  }

  @Test
  void aPacketOfWhichAFragmentIsMissingIsNotRead() throws IOException, CaptureException {
    Packet data = packets().packets().get(5);
    List<Packet> fragments = fragments(outer("VXLAN", data), 0, 480, false);
    assertThat(fragments).hasSize(3);
    fragments.remove(1);
    assertThat(warning(LinkType.RAW, fragments))
        .isEqualTo("2 fragments of packets that are not all there could not be read");
    fragments.remove(0);
    // Nothing tells the rest of a datagram from any other.
    assertThat(warning(LinkType.RAW, fragments)).isEmpty();
  }

  private static String warning(int linkType, List<Packet> frames)
      throws IOException, CaptureException {
    CaptureSource capture = CaptureSource.memory("test", capture(linkType, frames));
    try (FrameSource source = capture.open()) {
      return TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of()).warnings().stream()
          .filter(warning -> warning.code().equals(CaptureWarning.NOT_READ))
          .map(CaptureWarning::message)
          .reduce((_, _) -> "two warnings")
          .orElse("");
    }
  }
}
