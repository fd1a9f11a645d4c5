package org.mptcpscope.rules.stress;

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
 * A capture of a transfer that is longer than its octets: only headers are kept of each segment, so
 * that gigabytes fit in memory.
 */
final class LongTransfer {
  private static final int SYN = 2;
  private static final int FIN = 1;
  private static final int ACK = 16;
  private static final int PSH = 8;

  /** How packets of more than 65,535 octets look (RFC 2675, and cards that cut them). */
  enum Length {
    PLAIN,
    JUMBO_OPTION,
    ZERO
  }

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private final PcapWriter writer;
  private final boolean wide;
  private final Length length;
  private final int payload;
  private final long keyA;
  private final long keyB;
  private final int[] seqA;
  private final int[] seqB;
  private final int[] ssn;
  private final int portBase;
  private long dsn;
  private final long dataAck;
  private long time = 1_700_000_000_000_000_000L;
  private int identification = 1;

  /**
   * Begins a capture.
   *
   * @param subflows of the connection
   * @param wide numbers of 8 octets, else of 4
   * @param payload octets of each segment
   */
  LongTransfer(int subflows, boolean wide, int payload, Length length, long keyA, long keyB) {
    this.wide = wide;
    this.payload = payload;
    this.length = length;
    this.keyA = keyA;
    this.keyB = keyB;
    seqA = new int[subflows];
    seqB = new int[subflows];
    ssn = new int[subflows];
    portBase = 40_000;
    for (int i = 0; i < subflows; i++) {
      seqA[i] = 0xfff0_0000 + 77_777 * i;
      seqB[i] = 0x1234_5678 + 99_999 * i;
      ssn[i] = 1;
    }
    dsn = MptcpCrypto.idsn(1, keyA) + 1;
    dataAck = MptcpCrypto.idsn(1, keyB) + 1;
    try {
      writer = new PcapWriter(octets, ByteOrder.LITTLE_ENDIAN, true, 262_144, LinkType.RAW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The handshake of each subflow, then so many segments over all in turn, then the close. */
  byte[] run(int segments) {
    try {
      open();
      for (int i = 1; i < ssn.length; i++) {
        join(i);
      }
      for (int i = 0; i < segments; i++) {
        data(i % ssn.length);
      }
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  private void open() throws IOException {
    send(0, true, SYN, 0, MpCapable.keyless(1, MpCapable.H));
    seqA[0]++;
    send(0, false, SYN | ACK, 0, MpCapable.withKey(1, MpCapable.H, keyB));
    seqB[0]++;
    send(0, true, ACK, 0, MpCapable.withKeys(1, MpCapable.H, keyA, keyB));
    int first = 100;
    send(0, true, ACK | PSH, first, MpCapable.withData(1, MpCapable.H, keyA, keyB, first, -1));
    advance(0, first);
    acknowledge(0);
  }

  private void join(int i) throws IOException {
    int a = 0x11111111 * (i % 13 + 1) + i;
    int b = 0x02222222 + i;
    send(i, true, SYN, 0, new MpJoinSyn(false, 0, i, MptcpCrypto.token(1, keyB), a));
    seqA[i]++;
    long answer = MptcpCrypto.joinSynAckHmac64(1, keyB, keyA, b, a);
    send(i, false, SYN | ACK, 0, new MpJoinSynAck(false, 0, 0, answer, b));
    seqB[i]++;
    send(i, true, ACK, 0, new MpJoinAck(0, MptcpCrypto.joinHmac20(1, keyA, keyB, a, b)));
    acknowledge(i);
  }

  private void data(int i) throws IOException {
    int mapped = Math.min(payload, 0xffff);
    int flags = DssView.M | DssView.A | (wide ? DssView.WIDE_DSN | DssView.WIDE_DATA_ACK : 0);
    send(
        i,
        true,
        ACK | PSH,
        mapped,
        new Dss(0, flags, narrow(dataAck), narrow(dsn), ssn[i], mapped, -1));
    advance(i, mapped);
    acknowledge(i);
  }

  private void advance(int i, int count) {
    seqA[i] += count;
    ssn[i] += count;
    dsn += count;
  }

  private void acknowledge(int i) throws IOException {
    int flags = DssView.A | (wide ? DssView.WIDE_DATA_ACK : 0);
    send(i, false, ACK, 0, new Dss(0, flags, narrow(dsn), 0, 0, -1, -1));
  }

  private long narrow(long number) {
    return wide ? number : number & 0xffff_ffffL;
  }

  private void close() throws IOException {
    int end = DssView.M | DssView.A | DssView.F | DssView.WIDE_DSN | DssView.WIDE_DATA_ACK;
    int both = DssView.A | DssView.WIDE_DATA_ACK;
    send(0, true, ACK, 0, new Dss(0, end, dataAck, dsn, 0, 1, -1));
    send(0, false, ACK, 0, new Dss(0, end, dsn + 1, dataAck, 0, 1, -1));
    send(0, true, ACK, 0, new Dss(0, both, dataAck + 1, 0, 0, -1, -1));
    for (int i = 0; i < ssn.length; i++) {
      send(i, true, FIN | ACK, 0, new Dss(0, both, dataAck + 1, 0, 0, -1, -1));
      seqA[i]++;
      send(i, false, FIN | ACK, 0, new Dss(0, both, dsn + 1, 0, 0, -1, -1));
      seqB[i]++;
      send(i, true, ACK, 0, new Dss(0, both, dataAck + 1, 0, 0, -1, -1));
    }
  }

  private void send(int i, boolean fromA, int flags, int octetsOfData, MptcpOption option)
      throws IOException {
    Octets emitted = option.emit();
    boolean syn = (flags & SYN) != 0;
    int options = (emitted.length() + (syn ? 3 : 0) + 3) / 4 * 4;
    int tcp = 20 + options + octetsOfData;
    ByteBuffer packet = ByteBuffer.allocate(48 + 20 + options);
    int wire = length == Length.PLAIN ? ipv4(packet, fromA, i, tcp) : ipv6(packet, fromA, i, tcp);
    packet.putShort((short) (fromA ? portBase + i : 443));
    packet.putShort((short) (fromA ? 443 : portBase + i));
    packet.putInt(fromA ? seqA[i] : seqB[i]);
    packet.putInt((flags & ACK) == 0 ? 0 : fromA ? seqB[i] : seqA[i]);
    packet.put((byte) (5 + options / 4 << 4)).put((byte) flags);
    packet.putShort((short) 60_000).putInt(0);
    if (syn) {
      packet.put((byte) 3).put((byte) 3).put((byte) 10);
    }
    packet.put(emitted.toArray());
    int end = packet.position();
    int pad = options - emitted.length() - (syn ? 3 : 0);
    for (int n = 0; n < pad; n++) {
      packet.put(end + n, (byte) 1);
    }
    packet.position(end + pad);
    byte[] kept = new byte[packet.position()];
    packet.get(0, kept);
    time += 9_137;
    writer.frame(time, wire, Octets.of(kept));
  }

  private int ipv4(ByteBuffer packet, boolean fromA, int i, int tcp) {
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + tcp));
    packet.putShort((short) identification++).putShort((short) 0x4000);
    packet.put((byte) 64).put((byte) 6).putShort((short) 0);
    int a = 0x0a000001 + (i << 8);
    packet.putInt(fromA ? a : 0x0aff0001).putInt(fromA ? 0x0aff0001 : a);
    return 20 + tcp;
  }

  private int ipv6(ByteBuffer packet, boolean fromA, int i, int tcp) {
    boolean large = tcp > 0xffff;
    boolean option = large && length == Length.JUMBO_OPTION;
    packet.putInt(0x6000_0000).putShort((short) (large ? 0 : tcp));
    packet.put((byte) (option ? 0 : 6)).put((byte) 64);
    long a = 0x2001_0db8_0000_0000L + i;
    long b = 0x2001_0db8_ffff_0000L;
    packet.putLong(fromA ? a : b).putLong(1).putLong(fromA ? b : a).putLong(1);
    if (option) {
      packet.put((byte) 6).put((byte) 0).put((byte) 0xc2).put((byte) 4).putInt(tcp + 8);
    }
    return 40 + (option ? 8 : 0) + tcp;
  }
}
