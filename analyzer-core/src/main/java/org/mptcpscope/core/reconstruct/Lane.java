package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subject;

/**
 * What {@link PlainPath} keeps of one direction: copies of what it compares each segment with, and
 * sums of what the trackers would have noted one by one. The sums are settled into the state of the
 * trackers before anybody looks at that.
 */
final class Lane {
  /** Most runs and ranges of a direction or stream on the plain path: far from any bound. */
  static final int MOST_RUNS = 512;

  final DirectionState out;
  final DirectionState back;
  final ConnectionState connection;
  final OctetStream stream;
  final OctetStream acked;

  /** The connection's and the pass's stamp when the lane was found fit: both must still be so. */
  int stamp = -1;

  int passStamp;

  /** Payload may be plain, not only acknowledgments. */
  boolean carries;

  // ---- what a segment is compared with ---------------------------------------------------------
  /** Shift of the sender's window, and of its peer's; -1 where windows are unknown. */
  int scale;

  int peerScale;

  /** How far behind the edge of the window may be, as {@link WindowEdge#grain}. */
  long grain;

  /** A larger window is news. */
  long largestWindow;

  /** Ways of frames that are no news, as {@link VantageJudge#waysSeen}. */
  int ways;

  /** Mappings have a checksum. */
  boolean checksums;

  /** The newest run of mappings: its SSNs, and DSN less SSN. */
  long runStart;

  long runEnd;
  long runDelta;

  /** DSN of a mapping that is known to be the one declared last, if {@link #isDeclared}. */
  long declaredDsn;

  boolean isDeclared;

  // ---- what is to be settled -------------------------------------------------------------------
  boolean dirty;
  Lane nextDirty;

  /** Which frame of the pass was the last one, and its number and time. */
  long ordinal;

  int lastFrame;
  long lastTime;

  int options;
  int data;
  int mappings;
  int dataAcks;

  /** Mappings whose checksum was right. */
  int verified;

  /** End of the payload that {@code out.sent} has. */
  long sentTo;

  /** Octets that the rate meter lacks. */
  long rateOctets;

  /** DSNs that the stream lacks, and up to where it is free behind them. */
  long carriedFrom;

  long freeTo;

  /** Whether these are so, by the number that the stream has. */
  int zone = -1;

  long carriedTo;

  /** Ordinals and times of cut segments in a row; none if {@link #cutFirst} is 0. */
  int cutFirst;

  int cutLast;
  long cutFrom;
  long cutTo;

  int repeatedFrame;
  long repeatedTime;

  /** Up to which SSN the tables of the direction were told that it is acknowledged. */
  long droppedTo;

  Lane(DirectionState out) {
    this.out = out;
    back = out.subflow.direction(out.side.peer());
    connection = out.subflow.connection();
    stream = connection.data.of(out.side);
    acked = connection.data.of(out.side.peer());
  }

  // ---- fitness ---------------------------------------------------------------------------------

  /**
   * Whether segments of this direction may be plain, as far as state tells that only a segment off
   * the plain path, an alarm or an observer changes. Takes the copies if so.
   */
  boolean prepare(long plainTraits) {
    SubflowState on = out.subflow;
    if (!isConnectionPlain(plainTraits)
        || on.phase != Phase.ESTABLISHED
        || on.ended != null
        || !on.handshake.isBehind(on.opener == out.side)
        || !isSettled(out)
        || !isSettled(back)
        || out.beyondRun != 0
        || !out.beyondSyn
        || !out.duplicates.isPlain()
        || !on.vantage.isRead(out.side)
        || !out.ledger.inspector.isRegular()
        || !back.ledger.dataAckSeen
        || back.ledger.payloadStarted && back.ledger.confirmedAt == null
        || !acked.isPlain()
        || !acked.hasAck()) {
      return false;
    }
    scale(out.offersKnown && back.offersKnown, out.windowScale >= 0 && back.windowScale >= 0);
    grain = WindowEdge.grain(out, back);
    // That of segments with a Data ACK is not above the one of all.
    largestWindow = Math.min(back.ledger.window(), connection.host(out.side).largestDataWindow);
    ways = on.vantage.waysSeen(out.side);
    checksums = connection.checksums == Checksums.AGREED;
    sentTo = out.highest;
    droppedTo = out.sndUna;
    carries = stream.isPlain() && isCarrying();
    return true;
  }

  /** TcpTracker#window. */
  private void scale(boolean known, boolean scaled) {
    scale = !known ? -1 : scaled ? out.windowScale : 0;
    peerScale = !known ? -1 : scaled ? back.windowScale : 0;
  }

  private boolean isConnectionPlain(long plainTraits) {
    return !connection.fresh
        && !connection.freed
        && !connection.givenOpen
        && connection.mptcpStream >= 0
        && (connection.wanted & plainTraits) == 0
        && connection.data.isPlain(out.side);
  }

  private static boolean isSettled(DirectionState direction) {
    DirectionLedger ledger = direction.ledger;
    return direction.anchor == DirectionState.Anchor.SYN
        && direction.finSsn < 0
        && direction.finAt == null
        && direction.rstAt == null
        && !direction.gaps.isSuspected()
        && !direction.regress.isOpen()
        && (ledger.pending == null || ledger.pending.isEmpty());
  }

  private boolean isCarrying() {
    DirectionLedger ledger = out.ledger;
    MappingRuns runs = ledger.runs;
    if (!ledger.payloadStarted
        || ledger.confirmedAt == null
        || !back.anyDataAck
        || !isWindowCounted()
        || connection.firstDssWithPayload(out.side).isEmpty()
        || runs == null
        || runs.size() == 0
        || runs.size() > MOST_RUNS
        || ledger.log == null
        || ledger.infinite
        || checksums != (ledger.checksums != null)
        || checksums && !stream.isHighHalfKnown()
        || ledger.conflict.isOpen()
        || ledger.misplaced.isOpen()
        || ledger.firstMapped > out.highest
        || out.sent.isEmpty()
        || out.sent.last() != out.highest
        || out.contiguous != out.highest
        || out.sent.size() > MOST_RUNS) {
      return false;
    }
    takeRun(runs);
    return true;
  }

  /** Whether the window that the peer told last is one of segments with a Data ACK. */
  private boolean isWindowCounted() {
    long told = peerScale < 0 ? -1 : (long) back.lastRawWindow << peerScale;
    return told <= connection.host(back.side).largestDataWindow;
  }

  void takeRun(MappingRuns runs) {
    runStart = runs.topStart();
    runEnd = runs.topEnd();
    runDelta = runs.topDelta();
    isDeclared = false;
  }

  /** Whether the mapping declared last begins with this DSN; it is in flight, so it is kept. */
  boolean isDeclaredLast(long dsn) {
    if (!isDeclared || declaredDsn != dsn) {
      declaredDsn = dsn;
      isDeclared = out.ledger.runs.isDeclaredLast(dsn);
    }
    return isDeclared;
  }

  // ---- settling --------------------------------------------------------------------------------

  /** Brings all sums to where the trackers keep them. */
  void settle() {
    dirty = false;
    Side by = out.side;
    connection.count(Subject.OPTION, by, options);
    if (connection.dialect == Dialect.V0) {
      connection.count(Subject.V0, by, options);
    }
    // Both Pipeline#seen and MappingTracker#payload count it.
    connection.count(Subject.DATA, by, 2 * data);
    connection.count(Subject.MAPPING, by, mappings);
    connection.count(Subject.DATA_ACK, by, dataAcks);
    if (verified > 0) {
      connection.count(Subject.CHECKSUM, by, verified);
      out.subflow.checks.passed(CheckLedger.Check.CHECKSUM);
      verified = 0;
    }
    options = 0;
    data = 0;
    mappings = 0;
    dataAcks = 0;
    if (carries) {
      settlePayload();
    }
    if (out.sndUna > droppedTo) {
      drop();
    }
    settleCuts();
  }

  private void settlePayload() {
    out.sent.add(sentTo, out.highest);
    sentTo = out.highest;
    out.rate.put(rateOctets);
    rateOctets = 0;
    settleCarried();
    if (repeatedFrame > 0) {
      out.ledger.runs.repeated(repeatedFrame, repeatedTime);
      repeatedFrame = 0;
    }
  }

  void settleCarried() {
    if (carriedTo != carriedFrom) {
      stream.carried(out.subflow.id(), carriedFrom, carriedTo);
      carriedFrom = carriedTo;
    }
  }

  /** Tells the tables of the direction what was acknowledged. */
  void drop() {
    out.ledger.acknowledged(out.sndUna);
    droppedTo = out.sndUna;
  }

  void settleCuts() {
    if (cutFirst > 0) {
      out.cut.add(cutFrom, cutFirst);
      if (cutLast > cutFirst) {
        out.cut.stretch(cutTo, cutLast);
      }
      cutFirst = 0;
    }
  }
}
