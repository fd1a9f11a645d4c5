package org.mptcpscope.samples.traffic;

import static org.mptcpscope.dissector.tcp.SegmentView.ACK;
import static org.mptcpscope.dissector.tcp.SegmentView.SYN;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;

/**
 * What somebody might send to make an analyzer run out of memory or time: one frame after another.
 */
public final class Flood {
  private static final int INITIATOR = 0;
  private static final int LISTENER_ADDRESS = 0xc6120a01; // 198.18.10.1
  private static final int MAP = DssView.A | DssView.WIDE_DATA_ACK | DssView.M | DssView.WIDE_DSN;

  /** Kinds of floods. */
  public enum Kind {
    /** SYNs with MP_CAPABLE, each from another source. */
    CAPABLE,
    /** SYNs without an option of MPTCP. */
    PLAIN,
    /** MP_JOIN SYNs, each with another token, which nobody owns. */
    TOKENS,
    /** MP_JOIN SYNs with the token of one connection, each from another port. */
    JOINS,
    /** Data ACKs of connections that began before the capture. */
    MIDSTREAM,
    /** Every second octet of one connection, each with a mapping of its own. */
    HOLES,
    /** Addresses without end. */
    ADDRESSES,
    /** Options that are none, all different. */
    OPTIONS,
    /** First fragments of packets that never come whole. */
    FRAGMENTS
  }

  private final FrameSink sink;
  private final Kind kind;
  private final BulkHost[] hosts = {
    new BulkHost(0, "initiator", 64), new BulkHost(0, "listener", 57)
  };
  private final BulkSubflow victim;

  private Flood(FrameSink sink, Kind kind) {
    this.sink = sink;
    this.kind = kind;
    victim = from(0x0a000001, 40_000);
  }

  /** Writes so many frames, 10 microseconds apart, behind the handshake of one connection. */
  public static void write(FrameSink sink, Kind kind, int frames) throws IOException {
    Flood flood = new Flood(sink, kind);
    flood.open();
    for (int i = 0; i < frames; i++) {
      sink.pass(10);
      flood.frame(i);
    }
  }

  private BulkSubflow from(int address, int port) {
    long isns = BulkHost.random(address ^ port, "flood");
    return new BulkSubflow(
        sink,
        hosts,
        new int[] {address, LISTENER_ADDRESS},
        new int[] {port, 443},
        (int) (isns >> 32),
        (int) isns);
  }

  private void open() throws IOException {
    long own = hosts[0].key;
    long peers = hosts[1].key;
    sink.pass(1000);
    victim.send(0, SYN, Octets.EMPTY, MpCapable.keyless(1, MpCapable.H).emit(), 0);
    sink.pass(1000);
    victim.send(1, SYN | ACK, Octets.EMPTY, MpCapable.withKey(1, MpCapable.H, peers).emit(), 0);
    sink.pass(1000);
    victim.send(0, ACK, Octets.EMPTY, MpCapable.withKeys(1, MpCapable.H, own, peers).emit(), 0);
    sink.pass(1000);
    Octets data = MpCapable.withData(1, MpCapable.H, own, peers, 100, -1).emit();
    victim.send(0, ACK, Octets.EMPTY, data, 100);
    hosts[0].nextDsn += 100;
    sink.pass(1000);
    Octets dss =
        new Dss(0, DssView.A | DssView.WIDE_DATA_ACK, hosts[0].nextDsn, 0, 0, -1, -1).emit();
    victim.send(1, ACK, Octets.EMPTY, dss, 0);
  }

  private void frame(int i) throws IOException {
    switch (kind) {
      case CAPABLE -> syn(0x14000000 + i, 40_000, MpCapable.keyless(1, MpCapable.H).emit());
      case PLAIN -> syn(0x14000000 + i, 40_000, Octets.EMPTY);
      case TOKENS ->
          syn(0x14000000 + i, 40_000, new MpJoinSyn(false, 0, 1, 0x5000_0000 + i, i).emit());
      case JOINS ->
          syn(0x0b000000 + (i >> 15), i & 0x7fff, new MpJoinSyn(false, 0, 1, token(), i).emit());
      case MIDSTREAM -> {
        Octets dss = new Dss(0, MAP, 1L << 40, (long) i << 33, 1, 1, -1).emit();
        from(0x14000000 + i, 40_000).send(INITIATOR, ACK, Octets.EMPTY, dss, 1);
      }
      case HOLES -> {
        victim.skip(INITIATOR, 1);
        hosts[0].nextDsn++;
        int ssn = victim.ssn(INITIATOR);
        Octets dss = new Dss(0, MAP, hosts[1].expectedDsn, hosts[0].nextDsn++, ssn, 1, -1).emit();
        victim.send(INITIATOR, ACK, Octets.EMPTY, dss, 1);
      }
      case ADDRESSES -> {
        byte[] address = ByteBuffer.allocate(4).putInt(0x1e000000 + i).array();
        byte[] option = ByteBuffer.allocate(16).array();
        option[0] = 30;
        option[1] = 16;
        option[2] = 0x30;
        option[3] = (byte) i;
        System.arraycopy(InetAddress.getByAddress(address).getAddress(), 0, option, 4, 4);
        victim.send(INITIATOR, ACK, Octets.EMPTY, Octets.of(option), 0);
      }
      case OPTIONS -> {
        ByteBuffer option = ByteBuffer.allocate(24);
        for (int n = 0; n < 4; n++) {
          option.put((byte) 30).put((byte) 6).putInt(i * 31 + n);
        }
        victim.send(INITIATOR, ACK, Octets.EMPTY, Octets.of(option.array()), 0);
      }
      case FRAGMENTS -> sink.frame(fragment(i));
    }
  }

  private int token() {
    return hosts[1].token;
  }

  private void syn(int address, int port, Octets option) throws IOException {
    from(address, port).send(INITIATOR, SYN, Octets.EMPTY, option, 0);
  }

  /** The first half of a packet that has another identification each time. */
  private static byte[] fragment(int i) {
    ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 1400);
    frame.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}).putShort((short) 0x0800);
    frame.putShort((short) 0x4500).putShort((short) 1420).putShort((short) i);
    frame.putShort((short) 0x2000).put((byte) 64).put((byte) 6).putShort((short) 0);
    frame.putInt(0x0a000001 + (i >> 16)).putInt(LISTENER_ADDRESS);
    return frame.array();
  }
}
