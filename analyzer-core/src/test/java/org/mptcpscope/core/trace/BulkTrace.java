package org.mptcpscope.core.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/**
 * A transfer of any length over two subflows, octet by octet: the sender takes the other subflow
 * for each segment, so that no mapping continues the one before it, and each segment is
 * acknowledged.
 */
final class BulkTrace {
  private static final long KEY_A = 0x0123456789abcdefL;
  private static final long KEY_B = 0x1122334455667788L;
  private static final int PAYLOAD = 100;
  private static final int SYN = 2;
  private static final int ACK = 16;
  private static final int PSH = 8;

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private final PcapWriter writer;
  private final int[] seqA = {1000, 5000};
  private final int[] seqB = {2000, 7000};
  private final int[] ssn = {1, 1};
  private long time = 1_700_000_000_000_000_000L;

  private BulkTrace() throws IOException {
    writer = new PcapWriter(octets, ByteOrder.LITTLE_ENDIAN, true, 65_535, LinkType.RAW);
  }

  /** A capture with so many data segments, each with its acknowledgment. */
  static byte[] of(int dataSegments) {
    try {
      BulkTrace trace = new BulkTrace();
      trace.open();
      trace.join();
      trace.transfer(dataSegments);
      return trace.octets.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open() throws IOException {
    send(0, true, SYN, 0, MpCapable.keyless(1, MpCapable.H));
    seqA[0]++;
    send(0, false, SYN | ACK, 0, MpCapable.withKey(1, MpCapable.H, KEY_B));
    seqB[0]++;
    send(0, true, ACK, 0, MpCapable.withKeys(1, MpCapable.H, KEY_A, KEY_B));
  }

  private void join() throws IOException {
    int a = 0x11111111;
    int b = 0x22222222;
    send(1, true, SYN, 0, new MpJoinSyn(false, 0, 1, MptcpCrypto.token(1, KEY_B), a));
    seqA[1]++;
    long answer = MptcpCrypto.joinSynAckHmac64(1, KEY_B, KEY_A, b, a);
    send(1, false, SYN | ACK, 0, new MpJoinSynAck(false, 0, 0, answer, b));
    seqB[1]++;
    send(1, true, ACK, 0, new MpJoinAck(0, MptcpCrypto.joinHmac20(1, KEY_A, KEY_B, a, b)));
    send(1, false, ACK, 0, null);
  }

  private void transfer(int dataSegments) throws IOException {
    long dsn = MptcpCrypto.idsn(1, KEY_A) + 1;
    long dataAck = MptcpCrypto.idsn(1, KEY_B) + 1;
    int wide = DssView.M | DssView.WIDE_DSN | DssView.A | DssView.WIDE_DATA_ACK;
    int ackOnly = DssView.A | DssView.WIDE_DATA_ACK;
    for (int i = 0; i < dataSegments; i++) {
      int path = i & 1;
      send(path, true, ACK | PSH, PAYLOAD, new Dss(0, wide, dataAck, dsn, ssn[path], PAYLOAD, -1));
      seqA[path] += PAYLOAD;
      ssn[path] += PAYLOAD;
      dsn += PAYLOAD;
      send(path, false, ACK, 0, new Dss(0, ackOnly, dsn, 0, 0, -1, -1));
    }
  }

  private void send(int path, boolean fromA, int flags, int payload, MptcpOption option)
      throws IOException {
    Octets emitted = option == null ? Octets.EMPTY : option.emit();
    int optionOctets = (emitted.length() + 3) / 4 * 4;
    int length = 20 + 20 + optionOctets + payload;
    ByteBuffer packet = ByteBuffer.allocate(length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) length);
    packet.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
    int a = 0x0a000001 + (path << 8);
    int b = 0x0a000101 + (path << 8);
    packet.putInt(fromA ? a : b).putInt(fromA ? b : a);
    packet.putShort((short) (fromA ? 40_000 + path : 443));
    packet.putShort((short) (fromA ? 443 : 40_000 + path));
    packet.putInt(fromA ? seqA[path] : seqB[path]);
    packet.putInt((flags & ACK) == 0 ? 0 : fromA ? seqB[path] : seqA[path]);
    packet.put((byte) (5 + optionOctets / 4 << 4)).put((byte) flags);
    packet.putShort((short) 65_000).putInt(0);
    packet.put(emitted.toArray());
    while (packet.position() < 40 + optionOctets) {
      packet.put((byte) 1);
    }
    time += 10_000;
    writer.frame(time, length, Octets.of(packet.array()));
  }
}
