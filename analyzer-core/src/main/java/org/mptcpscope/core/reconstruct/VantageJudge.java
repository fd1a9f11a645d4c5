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
  private final Traces ofInitiator = new Traces();
  private final Traces ofListener = new Traces();
  private long synToSynAck = -1;
  private long synAckToAck = -1;
  private int interfaceId = -1;
  private boolean tunneled;

  /** Times of several interfaces, or of several files, do not tell which end was nearer. */
  private boolean severalInterfaces;

  /** What the segments of one host show. */
  private static final class Traces {
    private boolean out;
    private boolean in;
    private int read;
    private int partial;
    private int lowestHops = Integer.MAX_VALUE;
    private int highestHops = -1;

    boolean isPartial() {
      return partial > 0 && partial * 2 > read;
    }

    /** A hop limit as hosts begin with: nothing routed the segments before the vantage. */
    boolean isFull() {
      return highestHops == lowestHops
          && (highestHops == 64 || highestHops == 128 || highestHops == 255);
    }
  }

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
    Traces traces = of(s.by);
    if (interfaceId < 0) {
      interfaceId = s.interfaceId;
    }
    severalInterfaces |= interfaceId != s.interfaceId;
    if (s.ip.tunnels() > 0) {
      // Both speak of the ends of the tunnel: where the packet went in, and how far it came.
      tunneled = true;
    } else {
      direction(s, traces);
    }
    int hops = s.ip.hopLimit();
    // The RST of a host without a socket has a hop limit and a whole checksum of its own.
    if (s.isRst()) {
      return;
    }
    traces.lowestHops = Math.min(traces.lowestHops, hops);
    traces.highestHops = Math.max(traces.highestHops, hops);
    if (traces.read < CHECKSUMS_READ) {
      traces.read++;
      if (s.view.checksumPartial(s.ip)) {
        traces.partial++;
      }
    }
  }

  /** Whether a segment like those before it, of this host, has nothing more to show. */
  boolean isRead(Side side) {
    return of(side).read >= CHECKSUMS_READ;
  }

  /** The ways that frames of this host went, bit n for n; 0 is unknown, 1 in, 2 out. */
  int waysSeen(Side side) {
    Traces traces = of(side);
    return 1 | (traces.in ? 2 : 0) | (traces.out ? 4 : 0);
  }

  /** Which way the frame went: 0 unknown, 1 in, 2 out. */
  static int way(SegmentState s) {
    return switch (s.ip.direction()) {
      case OUTGOING -> 2;
      case INCOMING -> 1;
      case UNKNOWN, OTHER -> s.direction;
    };
  }

  private Traces of(Side side) {
    return side == Side.INITIATOR ? ofInitiator : ofListener;
  }

  private void direction(SegmentState s, Traces traces) {
    int way = way(s);
    traces.out |= way == 2;
    traces.in |= way == 1;
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
    return of(side).highestHops - of(side).lowestHops > 1;
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
    boolean atA = ofInitiator.out && !ofInitiator.in;
    boolean atB = ofListener.out && !ofListener.in;
    if (ofInitiator.out && ofInitiator.in && ofListener.out && ofListener.in) {
      return Vantage.BETWEEN;
    }
    if (atA == atB) {
      return Vantage.UNKNOWN;
    }
    return Vantage.at(atA ? Side.INITIATOR : Side.LISTENER);
  }

  private Vantage byHandshake() {
    if (severalInterfaces || Math.max(synToSynAck, synAckToAck) <= SHORTEST) {
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
    if (Math.min(ofInitiator.read, ofListener.read) < FEWEST) {
      return Vantage.UNKNOWN;
    }
    Vantage checksums = one(ofInitiator.isPartial(), ofListener.isPartial());
    Vantage hops = tunneled ? Vantage.UNKNOWN : one(ofInitiator.isFull(), ofListener.isFull());
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
}
