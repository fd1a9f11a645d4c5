package org.mptcpscope.rules.bounds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntPredicate;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.script.SampleFrame;

/**
 * The conversation of one packet script held by very many hosts: 10.x.y.z instead of the first one,
 * each with sequence numbers of its own, or they would be taken for one host behind a translator.
 */
final class Crowd {
  private static final int ETHERNET = 14;
  private static final int TCP = ETHERNET + 20;
  private static final int FIRST_HOST = 0x0a40_0000;

  private Crowd() {}

  /**
   * A pcap file.
   *
   * @param script over IPv4 and Ethernet; 10.0.0.1 is the host that is replaced
   * @param count of hosts
   * @param apartNanos from the first frame of one host to that of the next
   * @param frame which frames of the script are captured, by number
   */
  static byte[] of(String script, int count, long apartNanos, IntPredicate frame) {
    Sample sample = Samples.load(script);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PcapWriter writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 0, sample.linkType());
      for (int host = 0; host < count; host++) {
        for (SampleFrame one : sample.frames()) {
          if (frame.test(one.number())) {
            long time = one.timeNanos() + host * apartNanos;
            writer.frame(time, one.wireLength(), Octets.of(moved(one.octets().toArray(), host)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] moved(byte[] octets, int host) {
    for (int at = ETHERNET + 12; at <= ETHERNET + 16; at += 4) {
      if (octets[at] == 10 && octets[at + 2] == 0 && octets[at + 3] == 1 && octets[at + 1] == 0) {
        put(octets, at, FIRST_HOST + host);
        boolean source = at == ETHERNET + 12;
        int number = source ? TCP + 4 : TCP + 8;
        boolean first = (octets[TCP + 13] & 0x12) == 2;
        if (source || !first) {
          put(octets, number, get(octets, number) + host * 100_003);
        }
      }
    }
    octets[TCP + 16] = 0;
    octets[TCP + 17] = 0;
    int from = ETHERNET + 12;
    int sum = InternetChecksum.sum(octets, from, octets.length - from);
    int check = InternetChecksum.complement(InternetChecksum.add(sum, 6 + octets.length - TCP));
    octets[TCP + 16] = (byte) (check >> 8);
    octets[TCP + 17] = (byte) check;
    return octets;
  }

  private static int get(byte[] octets, int at) {
    return ByteBuffer.wrap(octets).getInt(at);
  }

  private static void put(byte[] octets, int at, int number) {
    ByteBuffer.wrap(octets).putInt(at, number);
  }
}
