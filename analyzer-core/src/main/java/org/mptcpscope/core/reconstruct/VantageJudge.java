package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Vantage;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;

/**
 * Where a subflow was captured, by the first that speaks (facts 5.1): the user; the direction that
 * the capture recorded; the halves of the handshake; checksums left to the network card; hop
 * limits. Unfinished checksums of both hosts prove nothing here: virtual links carry them to the
 * other end, and what lies between is then still unknown.
 */
final class VantageJudge {
  private static final long SHORTEST = 100_000;
  private static final long BETWEEN = 1_000_000;
  private static final int FACTOR = 4;
  private static final int CHECKSUMS_READ = 8;
  private static final int FEWEST = 2;

  private final SubflowState subflow;
  private final boolean[] out = new boolean[2];
  private final boolean[] in = new boolean[2];
  private final int[] read = new int[2];
  private final int[] partial = new int[2];
  private final int[] lowestHops = {Integer.MAX_VALUE, Integer.MAX_VALUE};
  private final int[] highestHops = {-1, -1};
  private long synToSynAck = -1;
  private long synAckToAck = -1;
  private int interfaceId = -1;
  private boolean tunneled;

  VantageJudge(SubflowState subflow) {
    this.subflow = subflow;
  }

  /** The two halves of the handshake, first copies. */
  void handshake(long toSynAck, long toAck) {
    synToSynAck = toSynAck;
    synAckToAck = toAck;
  }

  /** What one frame shows, also one that is dropped as a copy. */
  void note(SegmentState s) {
    int side = s.by.ordinal();
    if (interfaceId < 0) {
      interfaceId = s.interfaceId;
    }
    if (s.ip.tunnels() > 0) {
      // Both speak of the ends of the tunnel: where the packet went in, and how far it came.
      tunneled = true;
    } else {
      direction(s, side);
    }
    int hops = s.ip.hopLimit();
    // The RST of a host without a socket has a hop limit and a whole checksum of its own.
    if (s.isRst()) {
      return;
    }
    lowestHops[side] = Math.min(lowestHops[side], hops);
    highestHops[side] = Math.max(highestHops[side], hops);
    if (read[side] < CHECKSUMS_READ) {
      read[side]++;
      if (s.view.checksumPartial(s.ip)) {
        partial[side]++;
      }
    }
  }

  private void direction(SegmentState s, int side) {
    switch (s.ip.direction()) {
      case OUTGOING -> out[side] = true;
      case INCOMING -> in[side] = true;
      case OTHER, UNKNOWN -> {
        out[side] |= s.direction == 2;
        in[side] |= s.direction == 1;
      }
    }
  }

  Vantage vantage() {
    Vantage own = judge();
    SubflowState initial = subflow.connection().initial;
    if (own == Vantage.UNKNOWN
        && initial != null
        && initial != subflow
        && initial.vantage.interfaceId == interfaceId) {
      return initial.vantage.judge();
    }
    return own;
  }

  /** Whether a box changed the hop limit of this host on the way to the vantage. */
  boolean hopsVary(Side side) {
    return highestHops[side.ordinal()] - lowestHops[side.ordinal()] > 1;
  }

  boolean isStated() {
    return !(subflow.connection().pass.options().capturedAt() instanceof CapturedAt.Inferred);
  }

  private Vantage judge() {
    Vantage vantage = stated();
    if (vantage == Vantage.UNKNOWN && !isStated()) {
      vantage = byDirection();
      if (vantage == Vantage.UNKNOWN) {
        vantage = byHandshake();
      }
      if (vantage == Vantage.UNKNOWN) {
        vantage = byTraces();
      }
    }
    return vantage;
  }

  private Vantage stated() {
    return switch (subflow.connection().pass.options().capturedAt()) {
      case CapturedAt.Inferred() -> Vantage.UNKNOWN;
      case CapturedAt.AtSide(Side side) -> Vantage.at(side);
      case CapturedAt.AtAddress(InetAddress address) -> at(address);
    };
  }

  private Vantage at(InetAddress address) {
    Vantage vantage = Vantage.UNKNOWN;
    for (Side side : Side.values()) {
      boolean owns =
          subflow.addressOf(side).getAddress().equals(address)
              || subflow.connection().host(side).addresses().addresses().contains(address);
      if (owns) {
        vantage = vantage == Vantage.UNKNOWN ? Vantage.at(side) : Vantage.BOTH;
      }
    }
    return vantage;
  }

  private Vantage byDirection() {
    InetAddress a = subflow.addressOf(Side.INITIATOR).getAddress();
    InetAddress b = subflow.addressOf(Side.LISTENER).getAddress();
    if (a.equals(b) || a.isLoopbackAddress() && b.isLoopbackAddress()) {
      return Vantage.BOTH;
    }
    boolean atA = out[0] && !in[0];
    boolean atB = out[1] && !in[1];
    if (out[0] && in[0] && out[1] && in[1]) {
      return Vantage.BETWEEN;
    }
    if (atA == atB) {
      return Vantage.UNKNOWN;
    }
    return Vantage.at(atA ? Side.INITIATOR : Side.LISTENER);
  }

  private Vantage byHandshake() {
    if (Math.max(synToSynAck, synAckToAck) <= SHORTEST) {
      return Vantage.UNKNOWN;
    }
    if (synAckToAck < synToSynAck / FACTOR) {
      return Vantage.at(subflow.opener);
    }
    if (synToSynAck < synAckToAck / FACTOR) {
      return Vantage.at(subflow.opener.peer());
    }
    boolean between = synToSynAck > BETWEEN && synAckToAck > BETWEEN;
    return between ? Vantage.BETWEEN : Vantage.UNKNOWN;
  }

  /** Checksums and hop limits; in contradiction, or of few segments, they say nothing. */
  private Vantage byTraces() {
    if (Math.min(read[0], read[1]) < FEWEST) {
      return Vantage.UNKNOWN;
    }
    Vantage checksums = one(isPartial(0), isPartial(1));
    Vantage hops = tunneled ? Vantage.UNKNOWN : one(isFull(0), isFull(1));
    if (checksums == Vantage.UNKNOWN || hops == Vantage.UNKNOWN || checksums == hops) {
      return checksums == Vantage.UNKNOWN ? hops : checksums;
    }
    return Vantage.UNKNOWN;
  }

  private static Vantage one(boolean initiator, boolean listener) {
    if (initiator == listener) {
      return Vantage.UNKNOWN;
    }
    return Vantage.at(initiator ? Side.INITIATOR : Side.LISTENER);
  }

  private boolean isPartial(int side) {
    return partial[side] > 0 && partial[side] * 2 > read[side];
  }

  /** A hop limit as hosts begin with: nothing routed the segments before the vantage. */
  private boolean isFull(int side) {
    int hops = highestHops[side];
    return hops == lowestHops[side] && (hops == 64 || hops == 128 || hops == 255);
  }
}
