package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.tcp.Seq32;

/**
 * One direction of one subflow: what its sender sent, as far as the capture shows it. Sequence
 * numbers are SSNs, unwrapped to 64 bits: the first octet of data has SSN 1 (RFC 8684, 3.3.1).
 */
final class DirectionState {
  /** What ties raw sequence numbers to SSNs. */
  enum Anchor {
    NONE,
    /** The first number seen stands for SSN 1. */
    GUESS,
    /** A data sequence mapping names the SSN of its own segment. */
    MAPPING,
    /** The SYN, or the acknowledgment of it. */
    SYN
  }

  final SubflowState subflow;

  /** The sender. */
  final Side side;

  /** What the data plane keeps of this direction. */
  final DirectionLedger ledger = new DirectionLedger();

  final RecentSegments recent = new RecentSegments();
  final RateMeter rate = new RateMeter(this);
  final GapWatch gaps = new GapWatch(this);
  final DuplicateFilter duplicates = new DuplicateFilter();

  /** Of a merged capture only; made with the first segment. */
  SeenElsewhere elsewhere;

  /** Made once several interfaces show it. */
  Regrouped regrouped;

  /** Rows taken of {@link SpareRows}. */
  private int rows;

  /** What the plain path keeps; made with the first segment that may be plain. */
  Lane lane;

  /** Whether so many more rows are to be had. */
  boolean takeRows(int more) {
    boolean had = subflow.connection().pass.rows().take(more);
    rows += had ? more : 0;
    return had;
  }

  /** The connection is freed. */
  void giveRows() {
    subflow.connection().pass.rows().give(rows);
    rows = 0;
  }

  // ---- sequence space --------------------------------------------------------------------------
  Anchor anchor = Anchor.NONE;

  /** Raw sequence numbers can be turned into SSNs. */
  boolean anchored;

  /** The sequence number of the SYN; right only if {@link #isnKnown}. */
  int isn;

  boolean isnKnown;

  /** Raw sequence number of SSN 0. */
  int base;

  /** First SSN behind the payload that was sent; 1 before any. */
  long highest = 1;

  /** First SSN not acknowledged by the peer; behind a FIN it counts. */
  long sndUna = 1;

  /** End of the octets seen, or acknowledged, without a hole; 1 before any data. */
  long contiguous = 1;

  /** Payload that was seen. */
  final RangeSet sent = new RangeSet(RangeSet.Overflow.FILL_OLDEST);

  /** Distinct payload octets seen, with those of an accepted SYN. */
  long octets;

  int ackedFrame;
  long ackedTime;

  /** Segments in a row that lie beyond any window: at some point the capture must have jumped. */
  int beyondRun;

  // ---- segments --------------------------------------------------------------------------------
  /** Segments of this sender. */
  int segments;

  int firstFrame;
  long firstTime;
  long lastTime;

  /** Capture time of the segment before the last one. */
  long beforeLastTime = Long.MIN_VALUE;

  /** MP_FASTCLOSE copies of a timer: how many, the peer's segments and the time at the last. */
  int fastCloses;

  /** The host closed the connection fast on this subflow. */
  boolean fastClosed;

  int fastCloseBack;
  long fastCloseTime;

  /** RSTs of this sender. */
  int resets;

  /** Payload of this direction passed since the peer's last segment. */
  boolean payloadSincePeer;

  int lastRawAck;
  int lastRawWindow;
  boolean lastHadAck;
  int lastDataAck;
  boolean anyDataAck;

  /** Where {@link #lastDataAck} was reached; its TSval if it had one. */
  int lastDataAckFrame;

  long lastDataAckTime;
  int lastDataAckTsVal;
  boolean lastDataAckTimed;

  /** A Data ACK said more than was sent, so that the highest one says nothing. */
  boolean dataAckUnfounded;

  /** Data ACKs go back. */
  final Episode regress = new Episode();

  /** Widths of the last Data ACK and DSN. */
  boolean lastDataAckWide;

  boolean lastDsnWide;

  /** A mapping passed. */
  boolean anyDsn;

  /** The last mapping whose DSN had another width than before, on this subflow or any; or null. */
  FrameRef widthChanged;

  /** Capture time of the last segment with flag ACK. */
  long lastAckTime = Long.MIN_VALUE / 2;

  // ---- timestamps ------------------------------------------------------------------------------
  boolean anyTsVal;

  /** Newest TSval captured. */
  int newestTsVal;

  // ---- window of this sender as receiver -------------------------------------------------------
  /** Shift count of its SYN, -1 if its SYN had none; right only if {@link #isnKnown}. */
  int windowScale = -1;

  /** Its SYN, or SYN/ACK, was captured, so that {@link #windowScale} is known. */
  boolean offersKnown;

  /** Maximum segment size that its SYN named, or -1. */
  int mss = -1;

  /** Right edge in SSN of the peer's window for this direction; -1 if unknown. */
  long windowEdge = -1;

  // ---- timing ----------------------------------------------------------------------------------
  /** Smoothed loop from the vantage through the peer and back; -1 without a sample. */
  long loop = -1;

  long loopVariation;

  /** SSN whose acknowledgment ends the running sample; -1 without one. */
  long timedSsn = -1;

  long timedAt;

  /** When the octet at sndUna was sent last. */
  long unaSentAt;

  /** Retransmissions of sndUna at least one RTO apart without progress. */
  int timeoutsInRow;

  // ---- end -------------------------------------------------------------------------------------
  /** SSN of the FIN, or -1. */
  long finSsn = -1;

  FrameRef finAt;

  /** The peer acknowledged the FIN. */
  boolean finAcked;

  /** First acceptable RST of this sender. */
  FrameRef rstAt;

  /** Segments of this sender with payload that the capture cut. */
  final CutFrames cut = new CutFrames();

  // ---- what the capture is worth ---------------------------------------------------------------
  /** The TCP checksum of the first segment is right: those that are wrong were damaged. */
  boolean checksumsGood;

  /** A segment without SYN and RST was seen. */
  boolean beyondSyn;

  /** Its first FIN or RST acknowledges the FIN of the peer. */
  boolean closedKnowing;

  /** Options of a segment were cut off by the capture. */
  boolean optionsCut;

  /** A segment came behind a younger one, by its TSval. */
  boolean reordered;

  /** NOPs stand where other segments have an MPTCP option. */
  boolean nopsInPlace;

  /** Where its segments were captured, as {@link ClockSkew#bit}. */
  long interfaces;

  /** A capture time that is no whole number of milliseconds. */
  boolean oddTime;

  /** An IPv4 identification other than 0, or IPv6. */
  boolean anyIpId;

  DirectionState(SubflowState subflow, Side side) {
    this.subflow = subflow;
    this.side = side;
  }

  /** Ties raw numbers to SSNs. */
  void anchorAt(int rawOfSsnZero, Anchor by) {
    base = rawOfSsnZero;
    anchor = by;
    anchored = true;
  }

  /** What a flow sent before anybody looked at it counts as seen; ends at this SSN. */
  void assumeSeen(long to) {
    if (to > 1) {
      sent.add(1, to);
      highest = Math.max(highest, to);
      contiguous = sent.firstMissing(1);
      sndUna = Math.max(sndUna, to);
    }
  }

  /** The SSN nearest to what was sent last that has this raw number. */
  long unwrap(int raw) {
    return highest + (raw - base - (int) highest);
  }

  /** Moves all numbers, when a guess about the beginning proves wrong. */
  void rebase(long delta) {
    base -= (int) delta;
    highest += delta;
    sndUna += delta;
    contiguous += delta;
    sent.shift(delta);
    gaps.shift(delta);
    if (windowEdge >= 0) {
      windowEdge += delta;
    }
    if (timedSsn >= 0) {
      timedSsn += delta;
    }
    if (finSsn >= 0) {
      finSsn += delta;
    }
  }

  /** The Data ACK is higher than any before on this direction. */
  void dataAckReached(int value, int frame, long time, long tsVal) {
    lastDataAck = value;
    lastDataAckFrame = frame;
    lastDataAckTime = time;
    lastDataAckTsVal = (int) tsVal;
    lastDataAckTimed = tsVal >= 0;
  }

  /** Remembers the newest TSval, also of a segment that is dropped as a duplicate. */
  void timestamp(long tsVal) {
    if (tsVal >= 0 && (!anyTsVal || Seq32.less(newestTsVal, (int) tsVal))) {
      newestTsVal = (int) tsVal;
      anyTsVal = true;
    }
  }

  /** More was in flight than is kept: what was sent, or mapped, may be forgotten. */
  boolean isOverfull() {
    return sent.overflowed() || ledger.runs != null && ledger.runs.isOverfull();
  }

  /** Octets that the receiver's window still admits; 0 if that is unknown. */
  long windowLeft() {
    return windowEdge < 0 ? 0 : Math.max(0, windowEdge - highest);
  }
}
