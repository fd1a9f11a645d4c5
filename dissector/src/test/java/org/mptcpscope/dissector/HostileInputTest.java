package org.mptcpscope.dissector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;

/** Random and mutated octets through every reader, the same ones each time. */
class HostileInputTest {
  private static final List<String> FRAMES =
      List.of(
          "0200000000020200000000010800 4500 0044 1234 4000 40 06 0000 0a000001 0a000002"
              + "0400 0050 00000001 00000001 c018 ffff 0000 0000"
              + "0101 080a 00000001 00000002 1e10 2005 00000001 00000001 00000001 0005",
          "020000000002020000000001 8100 0064 86dd 60000000 0030 00 40"
              + "20010db8000000000000000000000001 20010db8000000000000000000000002"
              + "2c00 050200000100 0600 0000 89abcdef"
              + "0400 0050 00000001 00000000 8002 ffff 0000 0000 020405b4 1e04 0181 2202 0101",
          "0200000000020200000000010800 4500 0034 1234 2000 40 06 0000 0a000001 0a000002"
              + "0400 0050 00000001 00000001 8010 ffff 0000 0000 1e0c 7000 0102030405060708",
          // VXLAN in a VLAN
          "020000000002020000000001 8100 0064 0800 4500 005e 0001 0000 40 11 0000 0a000009 0a00000a"
              + "c000 12b5 004a 0000 08000000 00000700"
              + "020000000002020000000001 0800 4500 002c 1234 4000 40 06 0000 0a000001 0a000002"
              + "0400 0050 00000001 00000000 6002 ffff 0000 0000 1e04 0181",
          // GTP-U with an extension header, in GRE with a key, in MPLS
          "0200000000020200000000018847 00007140 4500 0064 0001 0000 40 2f 0000 0a000009 0a00000a"
              + "2000 0800 00000009 4500 0048 0001 0000 40 11 0000 0a00000b 0a00000c"
              + "0868 0868 0034 0000 34ff 0024 00000007 0000 00 85 01100900"
              + "4500 001c 1234 4000 40 32 0000 0a000001 0a000002 0000000100000001");

  private final Hostile hostile = new Hostile();

  @Test
  void anyOptionAreaEnds() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] area = new byte[random.nextInt(41)];
      random.nextBytes(area);
      // Random octets are broken at once; areas of MPTCP options go further.
      for (int at = 0; at + 3 < area.length && random.nextInt(4) > 0; at += area[at + 1]) {
        area[at] = 30;
        area[at + 1] = (byte) (2 + random.nextInt(28));
      }
      hostile.area(Native.of(area));
    }
    assertThat(hostile.trace()).isNotZero();
  }

  @Test
  void anyFrameHasAnOutcome() {
    Random random = new Random(2);
    Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
    for (int i = 0; i < 10_000; i++) {
      byte[] frame = Octets.ofHex(FRAMES.get(i % FRAMES.size())).toArray();
      mutate(frame, 1 + random.nextInt(4), random);
      int captured = random.nextInt(4) > 0 ? frame.length : random.nextInt(frame.length + 1);
      int linkType =
          random.nextInt(4) > 0
              ? LinkType.ETHERNET
              : Hostile.LINK_TYPES.get(random.nextInt(Hostile.LINK_TYPES.size()));
      seen.add(hostile.frame(Native.of(frame), 0, captured, frame.length, linkType));
    }
    assertThat(seen).contains(Outcome.values());
  }

  @Test
  void anyCaptureEndsOrIsDamaged() throws IOException {
    Random random = new Random(3);
    int whole = 0;
    int partly = 0;
    for (byte[] good : captures()) {
      assertThat(hostile.capture(Native.of(good))).isEqualTo(FRAMES.size());
      for (int i = 0; i < 1_000; i++) {
        byte[] bad = good.clone();
        mutate(bad, 1 + random.nextInt(3), random);
        int frames = hostile.capture(Native.of(bad));
        whole += frames == FRAMES.size() ? 1 : 0;
        partly += frames >= 0 && frames < FRAMES.size() ? 1 : 0;
      }
    }
    assertThat(whole).isPositive();
    assertThat(partly).isPositive();
  }

  private static List<byte[]> captures() throws IOException {
    ByteArrayOutputStream pcap = new ByteArrayOutputStream();
    PcapWriter plain = new PcapWriter(pcap, ByteOrder.BIG_ENDIAN, true, 0, LinkType.ETHERNET);
    ByteArrayOutputStream pcapng = new ByteArrayOutputStream();
    PcapngWriter blocks = new PcapngWriter(pcapng, ByteOrder.LITTLE_ENDIAN, "test");
    int id = blocks.describe(LinkType.ETHERNET, 0, PcapngWriter.NANOSECONDS, "eth0");
    for (String frame : FRAMES) {
      Octets octets = Octets.ofHex(frame);
      plain.frame(1, octets.length(), octets);
      blocks.frame(id, 1, octets.length(), octets, Direction.OUTGOING, List.of("comment"));
    }
    return List.of(pcap.toByteArray(), pcapng.toByteArray());
  }

  private static void mutate(byte[] octets, int times, Random random) {
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(octets.length);
      octets[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (octets[at] ^ (1 << random.nextInt(8)));
            default -> (byte) (random.nextBoolean() ? 0 : 0xff);
          };
    }
  }
}
