package org.mptcpscope.samples.traffic;

import static org.mptcpscope.dissector.tcp.SegmentView.ACK;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;

/**
 * One subflow: sequence numbers of both ends, and the frames that carry them. The initiator is end
 * 0, the listener end 1.
 */
@SuppressWarnings("ByteBufferBackingArray") // its buffers are made by allocate
final class BulkSubflow {
  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int TCP = 20;
  private static final int PROTOCOL_TCP = 6;
  private static final int WINDOW = 4096;
  private static final byte[] PAYLOAD = payload();

  private final FrameSink sink;
  private final BulkHost[] hosts;
  private final int[] addresses;
  private final int[] ports;
  private final int[] isn = new int[2];
  private final int[] next = new int[2];
  private final int[] acknowledged = new int[2];
  private final int[] echo = new int[2];

  BulkSubflow(
      FrameSink sink,
      BulkHost[] hosts,
      int[] addresses,
      int[] ports,
      int initiatorIsn,
      int listenerIsn) {
    this.sink = sink;
    this.hosts = hosts;
    this.addresses = addresses;
    this.ports = ports;
    isn[0] = initiatorIsn;
    isn[1] = listenerIsn;
    System.arraycopy(isn, 0, next, 0, 2);
  }

  private static byte[] payload() {
    byte[] octets = new byte[1 << 16];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (i * 31 + (i >> 8));
    }
    return octets;
  }

  /** The subflow sequence number of the next octet that an end sends, 1 for the first. */
  int ssn(int end) {
    return next[end] - isn[end];
  }

  /** The sum of the octets that an end sends next, in segments of that length. */
  int payloadSum(int end, int segments, int length) {
    int sum = 0;
    for (int i = 0; i < segments; i++) {
      int from = payloadFrom(next[end] + i * length);
      sum = InternetChecksum.add(sum, InternetChecksum.sum(PAYLOAD, from, length));
    }
    return sum;
  }

  private static int payloadFrom(int sequenceNumber) {
    return sequenceNumber & 0x3fff;
  }

  /** Leaves octets of the sequence space out. */
  void skip(int end, int octets) {
    next[end] += octets;
  }

  /**
   * Sends a segment.
   *
   * @param end who sends it
   * @param flags of TCP; a SYN or FIN takes a sequence number
   * @param head options before the timestamps, for a SYN
   * @param mptcp an MPTCP option; none if empty
   * @param payload octets of payload
   */
  void send(int end, int flags, Octets head, Octets mptcp, int payload) throws IOException {
    byte[] options = options(end, flags, head, mptcp);
    int ipLength = IPV4 + TCP + options.length + payload;
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET + ipLength);
    ethernet(frame, end);
    ip(frame, end, ipLength);
    tcp(frame, end, flags, options, payload);
    sink.frame(frame.array());
    next[end] += payload + ((flags & 0x03) != 0 ? 1 : 0);
    acknowledged[1 - end] = next[end];
    echo[1 - end] = sink.millis();
  }

  private byte[] options(int end, int flags, Octets head, Octets mptcp) {
    int length = (head.length() + 12 + mptcp.length() + 3) & ~3;
    ByteBuffer options = ByteBuffer.allocate(length);
    options.put(head.toArray()).put(new byte[] {1, 1, 8, 10});
    options.putInt(sink.millis()).putInt((flags & ACK) != 0 ? echo[end] : 0);
    options.put(mptcp.toArray());
    while (options.hasRemaining()) {
      options.put((byte) 1);
    }
    return options.array();
  }

  private static void ethernet(ByteBuffer frame, int end) {
    frame.put(new byte[] {2, 0, 0, 0, 0, (byte) (2 - end), 2, 0, 0, 0, 0, (byte) (1 + end)});
    frame.putShort((short) 0x0800);
  }

  private void ip(ByteBuffer frame, int end, int length) {
    int start = frame.position();
    frame.putShort((short) 0x4500).putShort((short) length);
    frame.putShort((short) ++hosts[end].ipId).putShort((short) 0x4000);
    frame.put((byte) hosts[end].hopLimit).put((byte) PROTOCOL_TCP).putShort((short) 0);
    frame.putInt(addresses[end]).putInt(addresses[1 - end]);
    int sum = InternetChecksum.sum(frame.array(), start, IPV4);
    frame.putShort(start + 10, (short) InternetChecksum.complement(sum));
  }

  private void tcp(ByteBuffer frame, int end, int flags, byte[] options, int payload) {
    int start = frame.position();
    frame.putShort((short) ports[end]).putShort((short) ports[1 - end]);
    frame.putInt(next[end]).putInt((flags & ACK) != 0 ? acknowledged[end] : 0);
    int words = (TCP + options.length) / 4;
    frame.putShort((short) (words << 12 | flags)).putShort((short) WINDOW).putInt(0);
    frame.put(options).put(PAYLOAD, payloadFrom(next[end]), payload);
    int length = frame.position() - start;
    int pseudo =
        InternetChecksum.add(
            InternetChecksum.sumOf((long) addresses[0] << 32 | addresses[1] & 0xffff_ffffL),
            InternetChecksum.fold(PROTOCOL_TCP + length));
    int sum = InternetChecksum.add(pseudo, InternetChecksum.sum(frame.array(), start, length));
    frame.putShort(start + 16, (short) InternetChecksum.complement(sum));
  }
}
