package org.mptcpscope.core.reconstruct;

import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.Carrier.Echo;
import org.mptcpscope.core.event.Carrier.TcpChecksum;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded.Level;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.MappingTable;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;

/**
 * Mapping, coverage, Data ACK and fallback of one connection, in this order for each segment (RFC
 * 8684, 3.3 and 3.7). TCP state and options come before; see the package description.
 */
final class DataPlane {
  /** Most events of one kind per connection and side; the rest is only counted. */
  static final int MOST_EVENTS = 32;

  private final ConnectionState connection;
  private final EventSink sink;
  private final OctetStream fromInitiator;
  private final OctetStream fromListener;
  private final MappingTracker mappings;
  private final ChecksumVerifier checksums;
  private final DataAckTracker dataAcks;
  private final FallbackTracker fallbacks;
  private final ImplausibleNumbers implausible;
  private final ConnectionWindow windows;

  private FrameRef firstDssOfInitiator;
  private FrameRef firstDssOfListener;
  private FrameRef firstDataDssOfInitiator;
  private FrameRef firstDataDssOfListener;
  private int irregular;

  DataPlane(ConnectionState connection, EventSink sink) {
    this.connection = connection;
    this.sink = sink;
    fromInitiator = new OctetStream(connection.subflowStates());
    fromListener = new OctetStream(connection.subflowStates());
    fallbacks = new FallbackTracker(connection, this, sink);
    implausible = new ImplausibleNumbers(this, sink);
    windows = new ConnectionWindow(connection, this, sink);
    mappings = new MappingTracker(connection, this, sink);
    checksums = new ChecksumVerifier(connection, this, sink);
    dataAcks = new DataAckTracker(connection, this, sink);
  }

  /** A key, the dialect or the agreement on checksums became known or changed. */
  void agreementChanged() {
    keyed(Side.INITIATOR);
    keyed(Side.LISTENER);
  }

  private void keyed(Side side) {
    HostState host = connection.host(side);
    if (host.keyKnown && !host.keyOpen) {
      shift(side, of(side).key(connection.hashVersion(), host.key, host.idsn));
    }
  }

  /** A key from outside fits a number of the host, who sent all in front of it unseen. */
  void keyVerified(Side side, long idsn, long number) {
    of(side).keyBehind(connection.hashVersion(), connection.host(side).key, idsn, number);
  }

  /** All DSNs of this host grow by a constant, as more became known of their high half. */
  void shift(Side side, long delta) {
    if (delta != 0) {
      for (SubflowState subflow : connection.subflowStates()) {
        subflow.direction(side).ledger.shiftDsns(delta);
      }
    }
  }

  /**
   * The option walk reached a DSS. Options come left to right; called for each DSS, in place.
   *
   * @param wellFormed {@code segment.dss} stands on it; else the length is wrong
   * @param nth 1 for the first DSS of the segment
   * @param option where the option lies in the buffer of the segment
   * @param length its octets
   */
  void dss(SegmentState segment, boolean wellFormed, int nth, long option, int length) {
    inspect(segment, wellFormed, nth, option, length);
    if (wellFormed && isObeyed(segment)) {
      noteFirst(segment);
      if (segment.dss.hasMapping()) {
        mappings.declare(segment, nth);
      }
    }
  }

  private void inspect(SegmentState segment, boolean wellFormed, int nth, long option, int length) {
    DirectionState out = segment.out;
    DssInspector inspector = out.ledger.inspector;
    if (inspector.isRegular(segment.dss, wellFormed, nth, segment.isSyn(), connection.checksums)) {
      return;
    }
    Set<Oddity> begun =
        inspector.inspect(
            segment.dss,
            wellFormed,
            nth,
            segment.isSyn(),
            connection.checksums,
            segment.time,
            out.subflow.grace());
    if (begun.isEmpty() || !isSound(segment)) {
      return;
    }
    if (begun.contains(Oddity.CHECKSUM_MISSING)) {
      segment.on.trouble(Trouble.Kind.CHECKSUM_MISSING, segment.by, segment.ref());
    }
    if (begun.contains(Oddity.CHECKSUM_UNAGREED)) {
      segment.on.trouble(Trouble.Kind.CHECKSUM_UNAGREED, segment.by, segment.ref());
    }
    if (sink.listening() && irregular++ < MOST_EVENTS) {
      sink.emit(
          new DssIrregular(
              sink.carrier(), Optional.of(parse(segment, option, length)), begun, sink.doubts()));
    }
  }

  /** The option as a value. */
  static MptcpOption parse(SegmentState segment, long option, int length) {
    SegmentKind kind =
        !segment.isSyn()
            ? SegmentKind.OTHER
            : segment.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
    return MptcpOption.parse(segment.view.buffer(), option, length, kind);
  }

  /** The option walk reached an MP_CAPABLE with a Data-Level Length. */
  void capableData(SegmentState segment, MpCapable option) {
    if (isObeyed(segment)) {
      noteFirst(segment);
      mappings.declare(segment, option);
    }
  }

  private void noteFirst(SegmentState segment) {
    boolean initiator = segment.by == Side.INITIATOR;
    if ((initiator ? firstDssOfInitiator : firstDssOfListener) == null) {
      if (initiator) {
        firstDssOfInitiator = segment.ref();
      } else {
        firstDssOfListener = segment.ref();
      }
    }
    if (segment.payload > 0
        && (initiator ? firstDataDssOfInitiator : firstDataDssOfListener) == null) {
      if (initiator) {
        firstDataDssOfInitiator = segment.ref();
      } else {
        firstDataDssOfListener = segment.ref();
      }
    }
  }

  /** A segment that its receiver cannot accept, or a SYN, moves no data state. */
  private static boolean isObeyed(SegmentState segment) {
    return !segment.isSyn() && segment.acceptance != Acceptance.BEYOND;
  }

  /**
   * Whether an anomaly of the segment can be its sender's doing: its TCP checksum does not prove it
   * to be damaged. At its sender's host the checksum proves nothing, as the card computes it.
   */
  static boolean isSound(SegmentState segment) {
    return segment.on.vantage().isAt(segment.by) || segment.checksum() != TcpChecksum.BAD;
  }

  /** A handshake ended with this segment. */
  void handshake(SegmentState segment, Outcome outcome, boolean explicit) {
    fallbacks.handshake(segment, outcome, explicit);
  }

  /** MP_FAIL passed on this segment. */
  void failed(SegmentState segment, MpFail option) {
    fallbacks.failed(segment);
  }

  /** Any other option that parsed, passed on this segment. */
  void signal(SegmentState segment, MptcpOption option) {
    if (option instanceof MpCapable && !segment.isSyn()) {
      fallbacks.capableSeen(segment);
    }
  }

  /** All options are walked: mapping and coverage, DATA_ACK, confirmation, fallback. */
  void segment(SegmentState segment) {
    if (segment.isSyn()) {
      return;
    }
    fallbacks.firstData(segment);
    mappings.segment(segment);
    checksums.segment(segment, mappings);
    if (segment.has(SegmentFacts.NEW_PAYLOAD)) {
      window(segment);
    }
    dataAcks.segment(segment);
    fallbacks.segment(segment);
    mappings.finish(segment);
  }

  /**
   * Payload beyond what the receiver allowed: by its words on this subflow, and by the largest
   * window of any subflow, which senders may add to the acknowledgment (RFC 8684, 3.3.5).
   */
  private void window(SegmentState segment) {
    DirectionState out = segment.out;
    long end = segment.ssn + segment.payload;
    long largest = connection.host(segment.by.peer()).largestWindow;
    long edge = Math.max(out.windowEdge, out.sndUna + largest);
    if (end - edge > WindowEdge.grain(segment.back, out)
        && out.windowEdge >= 0
        && !out.ledger.exceeded
        && out.offersKnown
        && segment.back.offersKnown
        && segment.echo == Echo.SEEN
        && fallbacks.of(Side.INITIATOR).isQuiet()
        && fallbacks.of(Side.LISTENER).isQuiet()
        && sink.listening()
        && isSound(segment)) {
      out.ledger.exceeded = true;
      sink.emit(
          new WindowExceeded(
              sink.carrier(), Level.SUBFLOW, end, edge, edge - out.sndUna, false, sink.doubts()));
    }
  }

  /**
   * A guess about where a mid-stream direction began proves wrong: all its SSNs grow by delta.
   * Comes before the mapping that proves it.
   */
  void rebasing(DirectionState direction, long delta) {
    direction.ledger.rebase(delta);
  }

  /** The frame that first had the octets which this segment sends again, 0 if unknown. */
  int originalOf(SegmentState segment) {
    return mappings.originalOf(segment);
  }

  /** A subflow is over: what waits for its octets is judged or dropped. */
  void subflowEnded(SubflowState subflow, FrameRef at) {
    mappings.coverage().ended(subflow, at);
  }

  /** The connection is over, before its last event. */
  void connectionEnding(FrameRef at) {
    dataAcks.ending(at);
  }

  Overreaches overreaches() {
    return dataAcks.overreaches();
  }

  /** Hears of new data that is not plain. */
  ConnectionWindow windows() {
    return windows;
  }

  /** Hears of each DSN and Data ACK that is not plain. */
  ImplausibleNumbers implausible() {
    return implausible;
  }

  /** The data that this host sent. */
  DataStream stream(Side sender) {
    return of(sender);
  }

  OctetStream of(Side sender) {
    return sender == Side.INITIATOR ? fromInitiator : fromListener;
  }

  FallbackTracker fallbacks() {
    return fallbacks;
  }

  /** The mappings of one direction of a subflow. */
  MappingTable mappings(SubflowState subflow, Side sender) {
    return runs(subflow.direction(sender));
  }

  /** The mappings of a direction, made if there are none yet. */
  MappingRuns runs(DirectionState direction) {
    DirectionLedger ledger = direction.ledger;
    if (ledger.runs == null) {
      ledger.runs = new MappingRuns(of(direction.side));
    }
    return ledger.runs;
  }

  Optional<Fallback> fallback(Side side) {
    return fallbacks.of(side).fallback();
  }

  /** Whether a DSS with a Data ACK of this host is no news, as far as the connection goes. */
  boolean isPlain(Side by) {
    return firstDss(by).isPresent()
        && dataAcks.hasStarted(by)
        && !overreaches().isOpen()
        && fallbacks.of(Side.INITIATOR).isQuiet()
        && fallbacks.of(Side.LISTENER).isQuiet();
  }

  /** Distinct data octets of this host. After a fallback plain payload counts as well. */
  long octets(Side side) {
    long octets = of(side).octets() + fallbacks.plainOctets(side);
    if (fallbacks.of(side).isSuspected()) {
      // What waits for a mapping is plain payload, if the host fell back.
      for (SubflowState subflow : connection.subflowStates()) {
        octets += subflow.direction(side).ledger.unmapped();
      }
    }
    return octets;
  }

  Optional<Host.FinalDsn> finalDsn(Side side) {
    return of(side).finalDsn();
  }

  Optional<FrameRef> firstDss(Side side) {
    return Optional.ofNullable(side == Side.INITIATOR ? firstDssOfInitiator : firstDssOfListener);
  }

  Optional<FrameRef> firstDssWithPayload(Side side) {
    return Optional.ofNullable(
        side == Side.INITIATOR ? firstDataDssOfInitiator : firstDataDssOfListener);
  }

  Optional<FrameRef> confirmed(SubflowState subflow, Side side) {
    return Optional.ofNullable(subflow.direction(side).ledger.confirmedAt);
  }
}
