package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Vantage;

/** What the capture can prove about one connection (facts 5.1 and 5.2), by scope. */
final class ConnectionQuality implements CaptureQuality {
  private static final long REORDERING_HORIZON = 50_000;
  private static final long SEGMENT = 1460;

  private final ConnectionState connection;
  private final SyntheticSigns synthetic;

  ConnectionQuality(ConnectionState connection) {
    this.connection = connection;
    synthetic = new SyntheticSigns(connection);
  }

  private List<SubflowState> subflowsOf(Scope scope) {
    if (scope.subflows().isEmpty()) {
      return connection.subflowStates();
    }
    List<SubflowState> subflows = new ArrayList<>(scope.subflows().size());
    for (Subflow subflow : scope.subflows()) {
      subflows.add((SubflowState) subflow);
    }
    return subflows;
  }

  // ---- needs -----------------------------------------------------------------------------------

  @Override
  public boolean has(Need need, Scope scope) {
    return switch (need) {
      case BOTH_DIRECTIONS -> subflowsOf(scope).stream().allMatch(this::hasBothDirections);
      case SYN_CAPTURED -> hasSyn(scope);
      case ALL_SUBFLOWS -> connection.initial != null && !isPathMissing();
      case TIMING -> connection.pass.source().facts().hasTiming();
      case KEYS -> hasKey(Side.INITIATOR) && hasKey(Side.LISTENER);
      case FULL_PAYLOAD -> subflowsOf(scope).stream().noneMatch(s -> isCut(s, scope));
      case SENDER_SIDE_CAPTURE, RECEIVER_SIDE_CAPTURE -> isAtAccused(scope);
    };
  }

  private boolean hasBothDirections(SubflowState subflow) {
    DirectionState a = subflow.direction(Side.INITIATOR);
    DirectionState b = subflow.direction(Side.LISTENER);
    DirectionState opener = subflow.direction(subflow.opener);
    if (a.segments == 0 || b.segments == 0) {
      // A SYN that nobody answered is a whole story, not half of one.
      return opener.segments > 0 && subflow.handshake.growing() != null && !opener.beyondSyn;
    }
    if (a.segments > 2
        && b.segments > 2
        && (a.lastTime < b.firstTime || b.lastTime < a.firstTime)) {
      return false;
    }
    return isSeen(a) && isSeen(b);
  }

  /** The peer acknowledges octets that were seen, or there are none. */
  private static boolean isSeen(DirectionState direction) {
    return direction.sndUna <= 1 || direction.octets > 0 || direction.gaps.missing() == 0;
  }

  private boolean hasSyn(Scope scope) {
    if (scope.subflows().isEmpty()) {
      return connection.initial != null && hasSyn(connection.initial);
    }
    return subflowsOf(scope).stream().allMatch(ConnectionQuality::hasSyn);
  }

  private static boolean hasSyn(SubflowState subflow) {
    DirectionState opener = subflow.direction(subflow.opener);
    DirectionState acceptor = subflow.direction(subflow.opener.peer());
    boolean answered = acceptor.offersKnown || !opener.beyondSyn;
    return opener.offersKnown && answered;
  }

  /** Data ACKs of more than the subflows carried, all of them captured without a gap. */
  private boolean isPathMissing() {
    for (Side side : Side.values()) {
      boolean gapless =
          connection.subflowStates().stream()
              .allMatch(subflow -> subflow.direction(side).gaps.missing() == 0);
      long beyond = connection.data.of(side).claimedUnseen();
      if (gapless && beyond > 2 * SEGMENT && beyond < 1L << 40) {
        return true;
      }
    }
    return false;
  }

  private boolean hasKey(Side side) {
    HostState host = connection.host(side);
    return host.keyKnown && host.keyConfirmed && !host.disputed;
  }

  private static boolean isCut(SubflowState subflow, Scope scope) {
    for (Side side : Side.values()) {
      DirectionState direction = subflow.direction(side);
      if (direction.cut.touches(scope.from(), scope.to())) {
        return true;
      }
    }
    return false;
  }

  /** Of one frame only what its own host sent can be the frame. */
  private static boolean isCutItself(SubflowState subflow, Scope scope) {
    return scope.accused() == null || scope.from() != scope.to()
        ? isCut(subflow, scope)
        : subflow.direction(scope.accused()).cut.touches(scope.from(), scope.to());
  }

  private boolean isAtAccused(Scope scope) {
    return scope.accused() != null
        && subflowsOf(scope).stream().allMatch(s -> s.vantage().isAt(scope.accused()));
  }

  // ---- doubts ----------------------------------------------------------------------------------

  @Override
  public Set<Doubt> doubts(Scope scope) {
    Set<Doubt> doubts = EnumSet.of(Doubt.POLICY);
    for (SubflowState subflow : subflowsOf(scope)) {
      ofSubflow(subflow, scope, doubts);
    }
    add(doubts, Doubt.CLOCK_SKEW, isSkewed(scope));
    add(doubts, Doubt.CAPTURE_GAP, mayLackFrames(scope));
    if (scope.to() > connection.pass.alarms().now()) {
      doubts.add(Doubt.CAPTURE_END);
    }
    add(doubts, Doubt.CAPTURE_GAP, connection.copies.isOverfull());
    for (Side side : Side.values()) {
      connection
          .fallback(side)
          .filter(fallback -> fallback.since().time() < scope.from())
          .ifPresent(_ -> doubts.add(Doubt.FALLBACK));
      boolean overfull =
          connection.data.of(side).isOverfull() || connection.host(side).addresses().isOverfull();
      add(doubts, Doubt.CAPTURE_GAP, overfull);
      if (connection.host(side).addresses().isTranslated()) {
        doubts.add(Doubt.NAT);
      }
    }
    if (connection.initial != null && connection.initial.handshake.severalKeys) {
      doubts.add(Doubt.SYN_COOKIES);
    }
    if (isClosing(scope)) {
      doubts.add(Doubt.CLOSING);
    }
    if (synthetic.isSynthetic()) {
      doubts.add(Doubt.SYNTHETIC_CAPTURE);
    }
    return doubts;
  }

  private void ofSubflow(SubflowState subflow, Scope scope, Set<Doubt> doubts) {
    add(doubts, Doubt.MIDSTREAM, subflow.midstream);
    add(doubts, Doubt.MIDDLEBOX, subflow.altered);
    add(doubts, Doubt.SNAPLEN, isCutItself(subflow, scope));
    add(doubts, Doubt.THIRD_ACK_LOSS, subflow.thirdImplicit);
    add(doubts, Doubt.SIMULTANEOUS_OPEN, subflow.handshake.crossed);
    add(doubts, Doubt.SIMULTANEOUS_CLOSE, isClosedByBoth(subflow));
    boolean scaleUnknown =
        !subflow.direction(Side.INITIATOR).offersKnown
            || !subflow.direction(Side.LISTENER).offersKnown;
    add(doubts, Doubt.WINDOW_SCALE_UNKNOWN, scaleUnknown);
    for (Side side : Side.values()) {
      DirectionState direction = subflow.direction(side);
      add(doubts, Doubt.CAPTURE_GAP, hasGap(direction, scope) || direction.isOverfull());
      long acked = Math.max(1, direction.sndUna - 1);
      add(doubts, Doubt.ASYMMETRIC_PATH, direction.gaps.missing() * 10 > acked);
      long span = scope.to() - scope.from();
      boolean close = span > 0 && span < REORDERING_HORIZON;
      boolean proven = span > 0 && span <= orderHorizon();
      add(doubts, Doubt.REORDERING, close && direction.reordered || proven);
      boolean behindBox = direction.nopsInPlace || subflow.vantage.hopsVary(side);
      boolean atSender = side == scope.accused() && subflow.vantage().isAt(side);
      add(doubts, Doubt.MIDDLEBOX, behindBox && !atSender);
    }
  }

  private static void add(Set<Doubt> doubts, Doubt doubt, boolean holds) {
    if (holds) {
      doubts.add(doubt);
    }
  }

  /** Less between first and last piece of evidence than the clocks of the interfaces differ. */
  private boolean isSkewed(Scope scope) {
    long span = scope.to() - scope.from();
    if (span <= 0) {
      return false;
    }
    return span < connection.pass.skew().among(interfacesOf(scope)) || span <= orderHorizon();
  }

  private long interfacesOf(Scope scope) {
    long interfaces = 0;
    for (SubflowState subflow : subflowsOf(scope)) {
      for (Side side : Side.values()) {
        interfaces |= subflow.direction(side).interfaces;
      }
    }
    return interfaces;
  }

  @Override
  public long clockSkew(Scope scope) {
    ClockSkew skew = connection.pass.skew();
    long interfaces = interfacesOf(scope);
    long found = skew.among(interfaces);
    if (found == 0 || !skew.haveSeveralClocks(interfaces)) {
      return found;
    }
    long shared = interfaces;
    for (SubflowState subflow : subflowsOf(scope)) {
      for (Side side : Side.values()) {
        long own = subflow.direction(side).interfaces;
        shared &= own == 0 ? -1 : skew.withClocksOf(own, interfaces);
      }
    }
    // No system saw all of it.
    return shared == 0 ? Math.max(found, ClockSkew.APART) : found;
  }

  /** The capturing system says that it lost frames, of whatever kind. */
  private boolean mayLackFrames(Scope scope) {
    FrameSource source = connection.pass.source();
    long start = source.startNanos();
    // A scope may reach over all of time.
    long from = scope.from() < 0 ? Long.MIN_VALUE : start + scope.from();
    long to = scope.to() > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + scope.to();
    return source.mayLack(from, to);
  }

  private static boolean hasGap(DirectionState direction, Scope scope) {
    for (GapWatch.Gap gap : direction.gaps.gaps()) {
      if (gap.fromTime() <= scope.to() && gap.toTime() >= scope.from()) {
        return true;
      }
    }
    return false;
  }

  /** FIN or RST of both hosts within one round trip. */
  private static boolean isClosedByBoth(SubflowState subflow) {
    long a = closedAt(subflow.direction(Side.INITIATOR));
    long b = closedAt(subflow.direction(Side.LISTENER));
    if (a == Long.MAX_VALUE || b == Long.MAX_VALUE) {
      return false;
    }
    long roundTrip = Math.max(0, subflow.roundTrip());
    DirectionState later = subflow.direction(a < b ? Side.LISTENER : Side.INITIATOR);
    // An answer to the FIN is no crossing of it.
    boolean answers = later.closedKnowing;
    return Math.abs(a - b) < roundTrip && !answers;
  }

  private static long closedAt(DirectionState direction) {
    long fin = direction.finAt == null ? Long.MAX_VALUE : direction.finAt.time();
    long rst = direction.rstAt == null ? Long.MAX_VALUE : direction.rstAt.time();
    return Math.min(fin, rst);
  }

  /** Something began to close the connection before the first piece of evidence. */
  private boolean isClosing(Scope scope) {
    long from = scope.from();
    for (SubflowState subflow : connection.subflowStates()) {
      for (Side side : Side.values()) {
        if (closedAt(subflow.direction(side)) < from) {
          return true;
        }
      }
    }
    for (Side side : Side.values()) {
      if (connection.data.finalDsn(side).filter(end -> end.sentAt().time() < from).isPresent()) {
        return true;
      }
    }
    return connection.fastClosedAt != null && connection.fastClosedAt.time() < from;
  }

  @Override
  public boolean isLossy() {
    return connection.pass.source().facts().drops() > 0 || connection.pass.disorder().gaps() > 0;
  }

  @Override
  public long orderHorizon() {
    return connection.pass.disorder().horizon();
  }

  // ---- vantage ---------------------------------------------------------------------------------

  @Override
  public Vantage vantage(Subflow subflow) {
    return subflow.vantage();
  }

  @Override
  public boolean vantageStated() {
    return !connection.subflowStates().isEmpty()
        && connection.subflowStates().getFirst().vantage.isStated();
  }
}
