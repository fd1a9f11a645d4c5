package org.mptcpscope.samples.traffic;

import static org.mptcpscope.dissector.tcp.SegmentView.ACK;
import static org.mptcpscope.dissector.tcp.SegmentView.FIN;
import static org.mptcpscope.dissector.tcp.SegmentView.PSH;
import static org.mptcpscope.dissector.tcp.SegmentView.SYN;

import java.io.IOException;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * A download over four subflows as Linux would do it, seen at the initiator: MPTCP version 1,
 * 64-bit data sequence numbers and Data ACKs, full-size segments, mappings that span a burst of
 * them.
 */
final class BulkConnection {
  private static final int INITIATOR = 0;
  private static final int LISTENER = 1;
  private static final int REQUEST = 100;

  /** An Ethernet frame of 1514 octets, less headers, timestamps and DSS. */
  private static final int SEGMENT = 1420;

  private static final int BURST = 16;
  private static final int MAPPING = BURST * SEGMENT;

  private static final long ROUND_TRIP = 10_000;
  private static final long FRAME = 12; // microseconds, at 1 Gbit/s
  private static final long LISTENER_ADDRESS = 0xc6120a01; // 198.18.10.1

  /** MSS 1460, SACK permitted, window scale 10 behind a NOP. */
  private static final Octets SYN_OPTIONS = Octets.ofHex("020405b4 0402 01 03030a 0101");

  private static final int ACKNOWLEDGE = DssView.A | DssView.WIDE_DATA_ACK;
  private static final int MAP = ACKNOWLEDGE | DssView.M | DssView.WIDE_DSN;

  private final int number;
  private final FrameSink sink;
  private final boolean checksums;
  private final BulkHost[] hosts;
  private final BulkSubflow[] subflows;
  private long left;

  /**
   * Makes a connection.
   *
   * @param number of the connection in the capture, from 0
   * @param octets to download, at least
   * @param shape whether the hosts agree on DSS checksums, and how many subflows they have
   */
  BulkConnection(int number, FrameSink sink, long octets, BulkShape shape) {
    this.number = number;
    this.sink = sink;
    this.left = octets;
    this.checksums = shape.checksums();
    subflows = new BulkSubflow[shape.subflows()];
    hosts =
        new BulkHost[] {
          new BulkHost(number, "initiator", 64), new BulkHost(number, "listener", 57)
        };
    for (int i = 0; i < subflows.length; i++) {
      // 10.0.0.1 on: the initiator has one address for each subflow.
      int address = 0x0a000001 + number * subflows.length + i;
      long isns = BulkHost.random(number, "subflow " + i);
      subflows[i] =
          new BulkSubflow(
              sink,
              hosts,
              new int[] {address, (int) LISTENER_ADDRESS},
              new int[] {40_000 + i, 443},
              (int) (isns >> 32),
              (int) isns);
    }
  }

  /** The octets of a download that takes so many frames. */
  static long octetsOf(long frames) {
    return frames * MAPPING / (BURST + BURST / 2);
  }

  /** Sends five packets of a handshake, four of a join, and one more Data ACK. */
  static void openTenPackets(FrameSink sink) throws IOException {
    BulkConnection connection = new BulkConnection(0, sink, 0, BulkShape.ofSize(0, false));
    connection.openInitial();
    connection.join(1);
    connection.acknowledge(connection.subflows[1], INITIATOR);
  }

  /** Sets all four subflows up. */
  void open() throws IOException {
    openInitial();
    for (int i = 1; i < subflows.length; i++) {
      join(i);
    }
  }

  private void openInitial() throws IOException {
    BulkSubflow first = subflows[0];
    sink.pass(ROUND_TRIP);
    first.send(INITIATOR, SYN, SYN_OPTIONS, MpCapable.keyless(1, capableFlags()).emit(), 0);
    sink.pass(ROUND_TRIP);
    Octets answer = MpCapable.withKey(1, capableFlags(), hosts[LISTENER].key).emit();
    first.send(LISTENER, SYN | ACK, SYN_OPTIONS, answer, 0);
    sink.pass(FRAME);
    long own = hosts[INITIATOR].key;
    long peers = hosts[LISTENER].key;
    Octets third = MpCapable.withKeys(1, capableFlags(), own, peers).emit();
    first.send(INITIATOR, ACK, Octets.EMPTY, third, 0);
    sink.pass(FRAME);
    long dsn = hosts[INITIATOR].nextDsn;
    int checksum = checksum(dsn, 1, REQUEST, first.payloadSum(INITIATOR, 1, REQUEST));
    Octets data = MpCapable.withData(1, capableFlags(), own, peers, REQUEST, checksum).emit();
    first.send(INITIATOR, PSH | ACK, Octets.EMPTY, data, REQUEST);
    hosts[INITIATOR].nextDsn += REQUEST;
    hosts[INITIATOR].expectedDsn += REQUEST;
    sink.pass(ROUND_TRIP);
    acknowledge(first, LISTENER);
  }

  private int capableFlags() {
    return checksums ? MpCapable.A | MpCapable.H : MpCapable.H;
  }

  /** The checksum of a mapping, or -1 if the hosts use none. */
  private int checksum(long dsn, int ssn, int length, int payloadSum) {
    return checksums ? MptcpCrypto.checksum(dsn, ssn, length, payloadSum) : -1;
  }

  private void join(int id) throws IOException {
    BulkSubflow subflow = subflows[id];
    long nonces = BulkHost.random(number, "nonces " + id);
    int ours = (int) nonces;
    int theirs = (int) (nonces >> 32);
    long own = hosts[INITIATOR].key;
    long peers = hosts[LISTENER].key;
    Octets request = new MpJoinSyn(false, 0, id, hosts[LISTENER].token, ours).emit();
    sink.pass(FRAME);
    subflow.send(INITIATOR, SYN, SYN_OPTIONS, request, 0);
    sink.pass(ROUND_TRIP);
    long hmac = MptcpCrypto.joinSynAckHmac64(1, peers, own, theirs, ours);
    Octets answer = new MpJoinSynAck(false, 0, 0, hmac, theirs).emit();
    subflow.send(LISTENER, SYN | ACK, SYN_OPTIONS, answer, 0);
    sink.pass(FRAME);
    Octets third = new MpJoinAck(0, MptcpCrypto.joinHmac20(1, own, peers, ours, theirs)).emit();
    subflow.send(INITIATOR, ACK, Octets.EMPTY, third, 0);
    sink.pass(ROUND_TRIP);
    acknowledge(subflow, LISTENER);
  }

  /** Sends one burst on each subflow, segment by segment in turn; false if there is no more. */
  boolean transfer() throws IOException {
    if (left <= 0) {
      return false;
    }
    BulkHost listener = hosts[LISTENER];
    long base = listener.nextDsn;
    Octets[] mappings = new Octets[subflows.length];
    for (int i = 0; i < subflows.length; i++) {
      mappings[i] = mapping(base + (long) i * MAPPING, subflows[i]);
    }
    for (int segment = 1; segment <= BURST; segment++) {
      for (int i = 0; i < subflows.length; i++) {
        sink.pass(FRAME);
        int flags = segment == BURST ? PSH | ACK : ACK;
        subflows[i].send(LISTENER, flags, Octets.EMPTY, mappings[i], SEGMENT);
        listener.expectedDsn = base + contiguous(segment, i);
        if (segment % 2 == 0) {
          sink.pass(1);
          acknowledge(subflows[i], INITIATOR);
        }
      }
    }
    listener.nextDsn += (long) subflows.length * MAPPING;
    left -= (long) subflows.length * MAPPING;
    return true;
  }

  /** Octets without a gap when so many segments came on the subflows up to this, else one less. */
  private long contiguous(int segments, int subflow) {
    return segments < BURST
        ? (long) segments * SEGMENT
        : (long) (subflow + 1) * MAPPING + (subflow + 1 < subflows.length ? MAPPING - SEGMENT : 0);
  }

  private Octets mapping(long dsn, BulkSubflow subflow) {
    int ssn = subflow.ssn(LISTENER);
    int sum = checksums ? subflow.payloadSum(LISTENER, BURST, SEGMENT) : 0;
    int checksum = checksum(dsn, ssn, MAPPING, sum);
    long dataAck = hosts[INITIATOR].expectedDsn;
    return new Dss(0, MAP, dataAck, dsn, ssn, MAPPING, checksum).emit();
  }

  private void acknowledge(BulkSubflow subflow, int end) throws IOException {
    long dataAck = hosts[1 - end].expectedDsn;
    Octets dss = new Dss(0, ACKNOWLEDGE, dataAck, 0, 0, -1, -1).emit();
    subflow.send(end, ACK, Octets.EMPTY, dss, 0);
  }

  void close() throws IOException {
    dataFin(LISTENER);
    dataFin(INITIATOR);
    for (BulkSubflow subflow : subflows) {
      for (int end = LISTENER; end >= INITIATOR; end--) {
        sink.pass(ROUND_TRIP / 2);
        Octets dss = new Dss(0, ACKNOWLEDGE, hosts[1 - end].expectedDsn, 0, 0, -1, -1).emit();
        subflow.send(end, FIN | ACK, Octets.EMPTY, dss, 0);
      }
      sink.pass(ROUND_TRIP / 2);
      acknowledge(subflow, LISTENER);
    }
  }

  private void dataFin(int end) throws IOException {
    BulkHost host = hosts[end];
    long dataAck = hosts[1 - end].expectedDsn;
    sink.pass(ROUND_TRIP / 2);
    int checksum = checksum(host.nextDsn, 0, 1, 0);
    Octets dss = new Dss(0, MAP | DssView.F, dataAck, host.nextDsn, 0, 1, checksum).emit();
    subflows[0].send(end, ACK, Octets.EMPTY, dss, 0);
    host.nextDsn++;
    host.expectedDsn++;
    sink.pass(ROUND_TRIP / 2);
    acknowledge(subflows[0], 1 - end);
  }
}
