package org.mptcpscope.core.reconstruct;

import static org.mptcpscope.core.reconstruct.DataPlane.MOST_EVENTS;

import org.mptcpscope.core.event.MptcpEvent.DataBehindFin;
import org.mptcpscope.core.event.MptcpEvent.MappingConflicted;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced.How;
import org.mptcpscope.core.event.MptcpEvent.PayloadBare;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Novelty;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MpCapable;

/**
 * Takes the mappings of each segment into the table of its direction, and its payload into the
 * stream of its host (RFC 8684, 3.3.1). Payload without a mapping waits for one, and is judged
 * late.
 */
final class MappingTracker {
  /** A mapping this far from its own segment is not taken into the table. */
  private static final long FAR = 1L << 30;

  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private final Coverage coverage;
  private final DssStatements statements;
  private final ResentPayload resent;
  private final DeclaredMapping first = new DeclaredMapping();
  private final DeclaredMapping second = new DeclaredMapping();
  private int conflicts;
  private int misplaced;
  private int bare;

  MappingTracker(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
    coverage = new Coverage(plane, sink);
    statements = new DssStatements(connection, plane, sink);
    resent = new ResentPayload(connection, plane, sink);
  }

  Coverage coverage() {
    return coverage;
  }

  /** The mapping of the segment in hand, if it is present. */
  DeclaredMapping first() {
    return first;
  }

  /** The mapping of a second DSS, or of a DSS beside MP_CAPABLE with data, if it is present. */
  DeclaredMapping second() {
    return second;
  }

  // ---- declarations, in the order of options ---------------------------------------------------

  /** A DSS with a mapping; {@code s.dss} stands on it. */
  void declare(SegmentState s, int nth) {
    DssView dss = s.dss;
    long dsn = promote(s.by, dss.dsn(), dss.dsnWide());
    plane.implausible().dsn(s, plane.of(s.by), dsn);
    if (dss.dataLength() == 0) {
      if (!dss.dataFin()) {
        statements.infinite(s, dsn);
      }
      return;
    }
    DeclaredMapping m = first.present ? second : first;
    m.present = true;
    m.dsn = dsn;
    m.ssnField = dss.ssn();
    m.ssn = Dsn.promote(dss.ssn(), s.out.highest);
    m.lengthField = dss.dataLength();
    m.fin = dss.dataFin();
    m.octets = dss.dataLength() - (m.fin ? 1 : 0);
    m.checksum = dss.checksum();
    m.byCapable = false;
    m.wide = dss.dsnWide();
    if (m.fin) {
      statements.dataFin(s, m, nth);
    }
  }

  private long promote(Side by, long raw, boolean wide) {
    OctetStream stream = plane.of(by);
    long dsn = stream.promoteDsn(raw, wide);
    stream.onTheWire(raw, dsn, wide);
    plane.shift(by, stream.rebased());
    return dsn;
  }

  /** MP_CAPABLE with data maps the first octet of the subflow to IDSN + 1 (RFC 8684, 3.1). */
  void declare(SegmentState s, MpCapable option) {
    OctetStream stream = plane.of(s.by);
    HostState host = connection.host(s.by);
    if (!host.keyKnown || option.dataLength() <= 0 || s.payload == 0) {
      return;
    }
    DeclaredMapping m = first.present ? second : first;
    m.present = true;
    m.dsn = host.idsn + 1;
    m.ssn = 1;
    m.ssnField = 1;
    m.lengthField = option.dataLength();
    m.octets = option.dataLength();
    m.checksum = option.checksum();
    m.fin = false;
    m.byCapable = true;
    m.wide = true;
    stream.promoteDsn(m.dsn, true);
  }

  // ---- the segment -----------------------------------------------------------------------------

  /** Takes the declared mappings, then the payload. */
  void segment(SegmentState s) {
    if (first.present) {
      take(s, first);
      s.mappingDsn = first.dsn;
      s.mappingSsn = first.ssn;
      s.mappingLength = first.octets;
    }
    if (second.present) {
      take(s, second);
    }
    if (s.payload > 0 && !s.has(SegmentFacts.KEEPALIVE)) {
      payload(s);
    } else if (first.present && first.fin && first.octets == 0) {
      s.dsn = first.dsn;
    }
  }

  /** Forgets the mappings of the segment. */
  void finish(SegmentState s) {
    first.present = false;
    second.present = false;
    DirectionLedger back = s.back.ledger;
    if (s.isAck() && back.pending != null) {
      coverage.stalled(s);
    }
    if (s.isAck() && s.ackedTo > s.ackedFrom) {
      back.acknowledged(s.back.sndUna);
      coverage.judgeOverdue(s);
    }
  }

  private void take(SegmentState s, DeclaredMapping m) {
    m.accepted = m.octets == 0;
    boolean anchored = s.out.anchor != DirectionState.Anchor.GUESS || m.byCapable && s.ssn == 1;
    if (m.octets <= 0 || !anchored || isMisplaced(s, m) || m.ssn < 1) {
      return;
    }
    DirectionLedger ledger = s.out.ledger;
    MappingRuns runs = plane.runs(s.out);
    Novelty novelty = runs.insert(m.dsn, m.ssn, m.octets, m.byCapable, s.frame, s.time);
    m.accepted = novelty != Novelty.CONFLICT;
    AckWidths widths = plane.of(s.by).widths();
    widths.mapped(m.dsn, m.octets, m.wide && !m.byCapable);
    if (!m.wide) {
      widths.mappedNarrowly(m.dsn + m.octets, s.frame, s.time);
    }
    if (novelty == Novelty.REPLICA) {
      runs.repeated(s.frame, s.time);
    }
    if (m.accepted) {
      ledger.conflict.fails(s.time);
    } else if (!plane.fallbacks().of(s.by).isBound()) {
      conflict(s, m, runs);
    }
    if (runs.fresh() > 0) {
      s.trait(SegmentFacts.NEW_MAPPING);
      connection.count(Subject.MAPPING, s.by);
      if (ledger.pending != null && !ledger.pending.isEmpty()) {
        ledger.pending.found(
            m.ssn,
            m.ssn + m.octets,
            (from, to, seen) -> send(s, from, to, seen.number(), seen.time()));
      }
    }
  }

  private boolean isMisplaced(SegmentState s, DeclaredMapping m) {
    How how = misplacement(s, m);
    if (how == null) {
      s.out.ledger.misplaced.fails(s.time);
      return false;
    }
    boolean begins = s.out.ledger.misplaced.holds(s.time, s.on.grace());
    if (begins
        && sink.listening()
        && !plane.fallbacks().of(s.by).isBound()
        && DataPlane.isSound(s)
        && misplaced++ < MOST_EVENTS) {
      sink.emit(
          new MappingMisplaced(
              sink.carrier(),
              new Mapping(m.dsn, m.ssn, m.octets, m.byCapable, s.ref()),
              how,
              sink.doubts()));
    }
    boolean near = Math.abs(m.ssn - s.ssn) < FAR;
    return how == How.ABSOLUTE_SSN || how == How.ZERO_SSN || !near;
  }

  private static How misplacement(SegmentState s, DeclaredMapping m) {
    if (s.payload == 0) {
      // A DATA_FIN without payload has a form of its own (RFC 8684, 3.3.3).
      return m.fin ? null : How.NO_PAYLOAD;
    }
    if (m.ssn == 0) {
      return How.ZERO_SSN;
    }
    if (m.meets(s.ssn, s.payload) || s.has(SegmentFacts.KEEPALIVE)) {
      return null;
    }
    int ahead = m.ssnField - s.rawSeq;
    return ahead < s.payload && (long) ahead + m.octets > 0 ? How.ABSOLUTE_SSN : How.BESIDE;
  }

  private void conflict(SegmentState s, DeclaredMapping m, MappingRuns runs) {
    if (!s.out.ledger.conflict.holds(s.time, s.on.grace()) || !DataPlane.isSound(s)) {
      return;
    }
    s.on.trouble(Trouble.Kind.MAPPING_CONFLICT, s.by, s.ref());
    if (sink.listening() && conflicts++ < MOST_EVENTS) {
      sink.emit(
          new MappingConflicted(
              sink.carrier(),
              runs.conflictWith(),
              new Mapping(m.dsn, m.ssn, m.octets, m.byCapable, s.ref()),
              runs.conflict(),
              sink.doubts()));
    }
  }

  // ---- payload ---------------------------------------------------------------------------------

  private void payload(SegmentState s) {
    DirectionLedger ledger = s.out.ledger;
    long start = Math.max(1, s.ssn);
    int run = ledger.runs == null ? -1 : ledger.runs.find(start);
    if (run >= 0) {
      s.mapped = true;
      s.dsn = start + ledger.runs.deltaOf(run);
    } else if (ledger.infinite && start >= ledger.infiniteSsn) {
      s.mapped = true;
      s.dsn = start + ledger.infiniteDelta;
    }
    if (s.pieces == 0) {
      s.originalFrame = SegmentState.UNSOUGHT;
      resent.onSubflow(s);
      return;
    }
    if (s.pieces > 1 || s.pieceFrom[0] > start || s.pieceTo[0] < s.ssn + s.payload) {
      resent.onSubflow(s);
    }
    boolean plain = run >= 0 && s.pieces == 1 && s.pieceFrom[0] == start;
    if (plain && s.pieceTo[0] <= ledger.runs.endOf(run)) {
      send(s, start, s.pieceTo[0], ledger.runs.deltaOf(run), s.frame, s.time);
    } else {
      for (int i = 0; i < s.pieces; i++) {
        walk(s, s.pieceFrom[i], s.pieceTo[i]);
      }
    }
    if (s.has(SegmentFacts.REINJECTION)) {
      s.originalFrame = SegmentState.UNSOUGHT;
    }
    remember(s, start);
    if (!ledger.payloadStarted) {
      ledger.payloadStarted = true;
      started(s);
    }
    if (ledger.confirmedAt == null && !first.present) {
      unconfirmed(s, ledger);
    }
    if (!plane.fallbacks().of(s.by).isBound()) {
      connection.count(Subject.DATA, s.by);
    }
  }

  /** New payload without a mapping on its segment, before anything of it was confirmed here. */
  private void unconfirmed(SegmentState s, DirectionLedger ledger) {
    boolean plain = s.has(SegmentFacts.NO_OPTION) || s.hasDss && !s.dss.hasMapping();
    if (!plain
        || ledger.infinite
        || s.capableData != null
        || s.on.midstream
        || s.on.isInitial() && plane.of(s.by).isAnyDataAcked()
        || plane.fallbacks().of(s.by).isBound()) {
      return;
    }
    boolean begins = ledger.bare.holds(s.time, s.on.grace());
    if (begins && sink.listening() && DataPlane.isSound(s) && bare++ < MOST_EVENTS) {
      Range ssns = new Range(s.pieceFrom[0], s.pieceTo[s.pieces - 1]);
      boolean covered = !s.has(SegmentFacts.UNCOVERED);
      sink.emit(new PayloadBare(sink.carrier(), ssns, covered, sink.doubts()));
    }
  }

  private void walk(SegmentState s, long from, long to) {
    DirectionLedger ledger = s.out.ledger;
    long at = from;
    while (at < to) {
      int run = ledger.runs == null ? -1 : ledger.runs.find(at);
      long end = ledger.runs == null ? to : Math.min(to, ledger.runs.boundary(at, run));
      if (run >= 0) {
        send(s, at, end, ledger.runs.deltaOf(run), s.frame, s.time);
      } else if (ledger.infinite && at >= ledger.infiniteSsn) {
        send(s, at, end, ledger.infiniteDelta, s.frame, s.time);
      } else {
        if (ledger.infinite && ledger.infiniteSsn < end) {
          end = ledger.infiniteSsn;
        }
        coverage.uncovered(s, at, end);
      }
      at = end;
    }
  }

  /** Octets [from, to), which a run or the infinite mapping covers, join the stream. */
  private void send(SegmentState s, long from, long to, int frame, long time) {
    DirectionLedger ledger = s.out.ledger;
    long at = from;
    while (at < to) {
      int run = ledger.runs == null ? -1 : ledger.runs.find(at);
      long end = ledger.runs == null ? to : Math.min(to, ledger.runs.boundary(at, run));
      long delta = run >= 0 ? ledger.runs.deltaOf(run) : ledger.infiniteDelta;
      send(s, at, end, delta, frame, time);
      at = end;
    }
  }

  /** Octets [from, to), whose DSNs are their SSNs and delta, join the stream. */
  private void send(SegmentState s, long from, long to, long delta, int frame, long time) {
    int length = (int) (to - from);
    OctetStream stream = plane.of(s.by);
    long fresh = stream.send(s.on.id(), from + delta, length, frame, time);
    if (stream.isFinishKnown() && to + delta - stream.finishDsn() > 0) {
      behindFinish(s, stream, from + delta, to + delta);
    }
    if (fresh > 0) {
      plane.overreaches().appeared(s, stream, frame, time);
      if (frame == s.frame) {
        plane.windows().sent(s, stream, to + delta);
      }
      s.trait(SegmentFacts.NEW_DATA);
    }
    if (fresh < length) {
      s.trait(SegmentFacts.REINJECTION);
      if (frame == s.frame) {
        resent.onStream(s, from, to, delta);
      }
    }
    s.out.ledger.firstMapped = Math.min(s.out.ledger.firstMapped, from);
  }

  /** Octets that are mapped to [from, to), at or behind the DATA_FIN of their host. */
  private void behindFinish(SegmentState s, OctetStream stream, long from, long to) {
    DirectionLedger ledger = s.out.ledger;
    if (ledger.behindFinish || plane.fallbacks().of(s.by).isBound() || !DataPlane.isSound(s)) {
      return;
    }
    ledger.behindFinish = true;
    if (sink.listening()) {
      long finish = stream.finishDsn();
      Range dsns = new Range(from - finish < 0 ? finish : from, to);
      sink.emit(new DataBehindFin(sink.carrier(), dsns, finish, sink.doubts()));
    }
  }

  /** The frame that first had the octets which this segment sends again, 0 if unknown. */
  int originalOf(SegmentState s) {
    if (s.pieces == 0) {
      SegmentLog log = s.out.ledger.log;
      int at = log == null ? -1 : log.findSsn(Math.max(1, s.ssn));
      return at < 0 ? 0 : log.frame(at);
    }
    int found = s.frame;
    long earliest = s.time;
    for (SubflowState subflow : connection.subflowStates()) {
      SegmentLog log = subflow.direction(s.by).ledger.log;
      int at = log == null ? -1 : log.findDsn(s.dsn);
      boolean before =
          at >= 0 && (log.time(at) < earliest || log.time(at) == earliest && log.frame(at) < found);
      if (before) {
        earliest = log.time(at);
        found = log.frame(at);
      }
    }
    return found == s.frame ? 0 : found;
  }

  private void remember(SegmentState s, long start) {
    DirectionLedger ledger = s.out.ledger;
    if (plane.fallbacks().of(s.by).isBound()) {
      return;
    }
    if (ledger.log == null) {
      ledger.log = new SegmentLog();
    }
    ledger.log.add(s.ssn, s.payload, s.frame, s.time, s.position);
    if (s.mapped) {
      ledger.log.mapLast(s.dsn - (start - s.ssn));
    }
  }

  private void started(SegmentState s) {
    if (!sink.listening()) {
      return;
    }
    long ssn = s.pieceFrom[0];
    DirectionLedger ledger = s.out.ledger;
    Mapping mapping = ledger.runs == null ? null : ledger.runs.at(ssn).orElse(null);
    MappedBy by;
    if (mapping == null) {
      by = ledger.infinite && ssn >= ledger.infiniteSsn ? MappedBy.INFINITE : MappedBy.NONE;
    } else if (mapping.mappedAt().number() != s.frame) {
      by = MappedBy.EARLIER;
    } else {
      by = mapping.byCapable() ? MappedBy.CAPABLE : MappedBy.DSS;
    }
    sink.emit(new PayloadStarted(sink.carrier(), by, mapping, sink.doubts()));
  }
}
