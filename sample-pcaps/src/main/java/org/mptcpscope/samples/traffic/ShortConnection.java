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
 * A short exchange over MPTCP version 1, one frame a step: handshake, perhaps a join, a request, an
 * answer, DATA_FINs and FINs.
 */
public final class ShortConnection {
  private static final int INITIATOR = 0;
  private static final int LISTENER = 1;
  private static final int REQUEST = 100;
  private static final int ANSWER = 300;
  private static final int LISTENER_ADDRESS = 0xc6120a01; // 198.18.10.1

  private static final Octets SYN_OPTIONS = Octets.ofHex("020405b4 0402 01 03030a 0101");
  private static final int ACKNOWLEDGE = DssView.A | DssView.WIDE_DATA_ACK;
  private static final int MAP = ACKNOWLEDGE | DssView.M | DssView.WIDE_DSN;

  /** Steps of a connection that never joins, up to its request and with its end. */
  private static final int OPEN_STEPS = 5;

  private static final int JOIN_STEPS = 4;

  /** What a connection goes through: how far it comes. */
  public enum Kind {
    /** From the first SYN to the last ACK. */
    WHOLE,
    /** It falls silent behind its request. */
    SILENT,
    /** A SYN that nobody answers. */
    SYN
  }

  private final int number;
  private final Kind kind;
  private final boolean joins;
  private final BulkHost[] hosts;
  private final BulkSubflow first;
  private final BulkSubflow second;
  private int step;

  ShortConnection(FrameSink sink, int number, Kind kind, boolean joins) {
    this.number = number;
    this.kind = kind;
    this.joins = joins;
    hosts =
        new BulkHost[] {
          new BulkHost(number, "initiator", 64), new BulkHost(number, "listener", 57)
        };
    first = subflow(sink, 0x0a000000 + number, 40_000);
    second = joins ? subflow(sink, 0x1e000000 + number, 40_001) : null;
  }

  private BulkSubflow subflow(FrameSink sink, int address, int port) {
    long isns = BulkHost.random(number, "subflow " + port);
    return new BulkSubflow(
        sink,
        hosts,
        new int[] {address, LISTENER_ADDRESS},
        new int[] {port, 443},
        (int) (isns >> 32),
        (int) isns);
  }

  /** Sends the next frame; false if that was the last one. */
  boolean step() throws IOException {
    int now = step++;
    if (now < OPEN_STEPS) {
      open(now);
      return kind == Kind.WHOLE || kind == Kind.SILENT && now < OPEN_STEPS - 1;
    }
    now -= OPEN_STEPS;
    if (joins && now < JOIN_STEPS) {
      join(now);
      return true;
    }
    now -= joins ? JOIN_STEPS : 0;
    if (now < 5) {
      transfer(now);
      return true;
    }
    now -= 5;
    close(now % 3, now < 3 ? first : second);
    return now < (joins ? 5 : 2);
  }

  private void open(int now) throws IOException {
    long own = hosts[INITIATOR].key;
    long peers = hosts[LISTENER].key;
    switch (now) {
      case 0 ->
          first.send(INITIATOR, SYN, SYN_OPTIONS, MpCapable.keyless(1, MpCapable.H).emit(), 0);
      case 1 ->
          first.send(
              LISTENER, SYN | ACK, SYN_OPTIONS, MpCapable.withKey(1, MpCapable.H, peers).emit(), 0);
      case 2 ->
          first.send(
              INITIATOR,
              ACK,
              Octets.EMPTY,
              MpCapable.withKeys(1, MpCapable.H, own, peers).emit(),
              0);
      case 3 -> {
        Octets data = MpCapable.withData(1, MpCapable.H, own, peers, REQUEST, -1).emit();
        first.send(INITIATOR, PSH | ACK, Octets.EMPTY, data, REQUEST);
        sent(INITIATOR, REQUEST);
      }
      default -> acknowledge(first, LISTENER, ACK);
    }
  }

  private void join(int now) throws IOException {
    long nonces = BulkHost.random(number, "nonces");
    int ours = (int) nonces;
    int theirs = (int) (nonces >> 32);
    long own = hosts[INITIATOR].key;
    long peers = hosts[LISTENER].key;
    switch (now) {
      case 0 ->
          second.send(
              INITIATOR,
              SYN,
              SYN_OPTIONS,
              new MpJoinSyn(false, 0, 1, hosts[LISTENER].token, ours).emit(),
              0);
      case 1 -> {
        long hmac = MptcpCrypto.joinSynAckHmac64(1, peers, own, theirs, ours);
        Octets answer = new MpJoinSynAck(false, 0, 0, hmac, theirs).emit();
        second.send(LISTENER, SYN | ACK, SYN_OPTIONS, answer, 0);
      }
      case 2 -> {
        Octets third = new MpJoinAck(0, MptcpCrypto.joinHmac20(1, own, peers, ours, theirs)).emit();
        second.send(INITIATOR, ACK, Octets.EMPTY, third, 0);
      }
      default -> acknowledge(second, LISTENER, ACK);
    }
  }

  private void transfer(int now) throws IOException {
    switch (now) {
      case 0 -> {
        BulkSubflow on = joins ? second : first;
        map(on, LISTENER, 0, on.ssn(LISTENER), ANSWER);
      }
      case 1 -> acknowledge(joins ? second : first, INITIATOR, ACK);
      case 2 -> map(first, LISTENER, DssView.F, 0, 0);
      case 3 -> map(first, INITIATOR, DssView.F, 0, 0);
      default -> acknowledge(first, LISTENER, ACK);
    }
  }

  private void close(int now, BulkSubflow on) throws IOException {
    switch (now) {
      case 0 -> acknowledge(on, LISTENER, FIN | ACK);
      case 1 -> acknowledge(on, INITIATOR, FIN | ACK);
      default -> acknowledge(on, LISTENER, ACK);
    }
  }

  private void sent(int end, int octets) {
    hosts[end].nextDsn += octets;
    hosts[end].expectedDsn = hosts[end].nextDsn;
  }

  private void map(BulkSubflow on, int end, int flags, int ssn, int payload) throws IOException {
    int length = payload + (flags == DssView.F ? 1 : 0);
    Octets dss =
        new Dss(0, MAP | flags, hosts[1 - end].expectedDsn, hosts[end].nextDsn, ssn, length, -1)
            .emit();
    on.send(end, payload > 0 ? PSH | ACK : ACK, Octets.EMPTY, dss, payload);
    sent(end, length);
  }

  private void acknowledge(BulkSubflow on, int end, int flags) throws IOException {
    Octets dss = new Dss(0, ACKNOWLEDGE, hosts[1 - end].expectedDsn, 0, 0, -1, -1).emit();
    on.send(end, flags, Octets.EMPTY, dss, 0);
  }
}
