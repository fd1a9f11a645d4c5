package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host.FinalDsn;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.Dsn;

/**
 * The data that one host sent in a connection (RFC 8684, 3.3): which DSNs passed, on which
 * subflows, and what of them was Data-ACKed. DSNs are 64 bits wide and may wrap.
 */
final class OctetStream implements DataStream {
  /** Most ranges where segments may be plain. */
  private static final int MOST_PLAIN = 512;

  /** Numbers this near to the end of a stream are what they are by any of its anchors. */
  private static final long NEAR = 1L << 30;

  /** Octets that are acknowledged before the carriers are told. */
  private static final long TOLD = 1 << 16;

  private final List<? extends Subflow> subflows;
  private final Promotion promotion = new Promotion();
  private final RangeSet sent = new RangeSet(RangeSet.Overflow.FILL_OLDEST);
  private final Carriers carriers = new Carriers();
  private final AckWidths widths = new AckWidths();

  private long key;
  private int hashVersion = -1;

  private long octets;
  private boolean anyData;
  private long lowest;

  private boolean numbersFit;
  private boolean anyAck;
  private long dataAcked;

  /** Highest DATA_ACK as sent, also if it is behind all that was seen; as a distance it fits. */
  private long claimed;

  /** How often that moved on behind all that was seen. */
  private int claims;

  private int ackFrame;
  private long ackTime;
  private boolean ackWide;

  // ---- of the plain path -----------------------------------------------------------------------
  /** Behind the highest DSN sent, what lanes hold included. */
  private long plainEnd;

  /** Lanes that have a zone; what they hold is not settled. */
  private final List<Lane> lanes = new ArrayList<>(0);

  /** A lane has a zone while it has this number. */
  private int zone;

  /** Octets up to here are sent without a hole; what lies in zones may be missing. */
  private long plainReach;

  /** Somebody waits for octets that were acknowledged and not seen: none is plain. */
  private boolean watched;

  private boolean dropDue;
  private long dropBound;
  private long dropped;

  private boolean reinjected;
  private long reinjectedEnd;

  private boolean finKnown;
  private long finDsn;
  private FrameRef finSentAt;
  private FrameRef finAckedAt;

  /**
   * Makes an empty stream.
   *
   * @param subflows those of the connection, as they come
   */
  OctetStream(List<? extends Subflow> subflows) {
    this.subflows = subflows;
  }

  /**
   * The key of the host is known, or counts otherwise than before.
   *
   * @param version 0 for SHA-1, 1 for SHA-256
   * @return what must be added to all DSNs found before; 0 as a rule
   */
  long key(int version, long newKey, long idsn) {
    key = newKey;
    hashVersion = version;
    long delta = promotion.key(idsn, anyData || anyAck);
    shift(delta);
    return delta;
  }

  /** The key of the host is known, and that the capture began at or before this number. */
  void keyBehind(int version, long newKey, long idsn, long number) {
    key = newKey;
    hashVersion = version;
    promotion.keyBehind(idsn, number);
  }

  /** 64-bit value of a DSN on the wire. */
  long promoteDsn(long raw, boolean wide) {
    return promote(raw, wide);
  }

  /** 64-bit value of a DATA_ACK toward this host. */
  long promoteAck(long raw, boolean wide) {
    return promote(raw, wide);
  }

  /**
   * What the last promotion asks to be added to the DSNs of mapping tables; the stream has done so
   * itself.
   */
  long rebased() {
    return promotion.rebased();
  }

  /** A number of 8 octets, or that of the first octet, was seen and fits: the anchor is right. */
  boolean numbersFit() {
    return numbersFit;
  }

  /** A number of the wire was promoted to this value. */
  void onTheWire(long raw, long value, boolean wide) {
    numbersFit |=
        wide ? raw == value : promotion.anchor() == Anchor.KEY && value == promotion.begin();
  }

  private long promote(long raw, boolean wide) {
    boolean known = !sent.isEmpty() || anyAck;
    long reference = sent.isEmpty() ? dataAcked : sent.last();
    long value = promotion.promote(raw, wide, reference, known, octets);
    shift(promotion.rebased());
    return value;
  }

  /** Whether the high half of a number of 8 octets cannot be, by what was sent and Data-ACKed. */
  boolean isHighHalfWrong(long raw, long value) {
    return isAnyDataAcked() && promotion.isHighHalfWrong(raw, value);
  }

  /** Whether a DSN cannot be, by what was sent and Data-ACKed: it lies in front of all data. */
  boolean isInFront(long dsn) {
    return isAnyDataAcked() && promotion.isInFront(dsn);
  }

  /** With how many octets its data is numbered and acknowledged. */
  AckWidths widths() {
    return widths;
  }

  /** Whether 64-bit numbers are certain in their high half. */
  boolean isHighHalfKnown() {
    return promotion.anchor() != null && promotion.anchor() != Anchor.FIRST_32;
  }

  /** First DSN of data by the key; meaningless unless {@link #anchor} is KEY. */
  long firstDsn() {
    return promotion.origin();
  }

  /**
   * Octets passed that were not sent before on their subflow.
   *
   * @return how many of these DSNs were never sent before on any
   */
  long send(int subflow, long dsn, int length, int frame, long time) {
    long fresh = sent.add(dsn, dsn + length);
    octets += fresh;
    if (!anyData || !isAnyDataAcked() && dsn - lowest < 0) {
      lowest = dsn;
    }
    anyData = true;
    carriers.add(subflow, dsn, dsn + length);
    if (fresh < length) {
      carriers.reinjected(subflow, frame, time);
      long end = dsn + length;
      reinjectedEnd = reinjected && reinjectedEnd - end > 0 ? reinjectedEnd : end;
      reinjected = true;
    }
    return fresh;
  }

  // ---- the plain path --------------------------------------------------------------------------

  /**
   * Whether segments may be plain as far as this stream goes: begun, open, far from bounds. All
   * that was sent must be settled; zones begin anew.
   */
  boolean isPlain() {
    if (promotion.anchor() == null
        || finKnown
        || watched
        || sent.isEmpty()
        || sent.size() > MOST_PLAIN) {
      return false;
    }
    plainEnd = sent.last();
    plainReach = reach();
    zone++;
    lanes.clear();
    return true;
  }

  /** The 64-bit value of a number on the wire if {@link #isNearEnd}. */
  long nearEnd(long raw, boolean wide) {
    return wide ? raw : Dsn.promote((int) raw, plainEnd);
  }

  /** Whether {@link #promoteDsn} finds the same and changes nothing. */
  boolean isNearEnd(long value, boolean wide) {
    return Math.abs(value - plainEnd) < NEAR && (!wide || promotion.anchor() != Anchor.FIRST_32);
  }

  /** Whether a DATA_ACK says no less than any before, and no more than was sent without a hole. */
  boolean isPlainAck(long value, boolean wide) {
    return value - dataAcked >= 0
        && plainEnd - value >= 0
        && isNearEnd(value, wide)
        && widths.isPlain(value, wide)
        && (value - plainReach <= 0 || isReached(value));
  }

  private boolean isReached(long value) {
    if (lanes.size() == 1 && sent.size() == 1 && lanes.get(0).carriedFrom == sent.last()) {
      return true;
    }
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).settleCarried();
    }
    plainReach = sent.firstMissing(dataAcked);
    return value - plainReach <= 0;
  }

  /**
   * Up to where all octets were sent, from what was Data-ACKed on; meaningless while nothing is
   * known of the stream. What was acknowledged counts as sent.
   */
  long reach() {
    boolean early = anchor() == Anchor.KEY && dataAcked - promotion.begin() < 0;
    if (anyAck && !early) {
      return sent.firstMissing(dataAcked);
    }
    return anchor() == Anchor.KEY ? sent.firstMissing(promotion.begin()) : sentEnd();
  }

  /** Behind the highest DSN that was sent or acknowledged. */
  long sentEnd() {
    return sent.isEmpty() ? anyAck ? dataAcked : promotion.begin() : sent.last();
  }

  /** End of the hole at {@link #reach}, at most this DSN. */
  long holeEnd(long limit) {
    return sent.firstPresent(reach(), limit);
  }

  /** Octets that were acknowledged before they were seen are waited for, or no longer. */
  void watch(boolean wanted) {
    watched = wanted;
  }

  /** How many gaps are in what was sent: their octets may have gone by another path. */
  int holes() {
    return Math.max(0, sent.size() - 1);
  }

  /** Whether all these DSNs were sent. */
  boolean wasSent(long from, long to) {
    return sent.containsAll(from, to);
  }

  /**
   * Whether these DSNs were never sent, nor acknowledged. As a rule they follow in the zone of the
   * lane: from what it sent last to what is sent already, or to the zone of another lane.
   */
  boolean isFresh(Lane lane, long dsn, int length) {
    boolean follows = lane.zone == zone && lane.carriedTo == dsn;
    return follows && dsn + length - lane.freeTo <= 0 || mayBegin(lane, dsn, dsn + length);
  }

  /** Begins a new zone at a DSN, if it is free; all that lanes hold is settled for that. */
  private boolean mayBegin(Lane lane, long dsn, long to) {
    if (anyAck && dsn - dataAcked < 0
        || dsn - lowest < 0
        || sent.size() > 2 * MOST_PLAIN
        || carriers.size(lane.out.subflow.id()) > MOST_PLAIN) {
      return false;
    }
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).settleCarried();
    }
    if (sent.firstMissing(dsn) != dsn || sent.firstPresent(dsn, to) != to) {
      return false;
    }
    for (int i = 0; i < lanes.size(); i++) {
      Lane other = lanes.get(i);
      if (dsn - other.carriedTo >= 0 && other.freeTo - dsn > 0) {
        other.freeTo = dsn;
      }
    }
    if (lane.zone != zone) {
      lane.zone = zone;
      lanes.add(lane);
    }
    lane.carriedFrom = dsn;
    lane.carriedTo = dsn;
    lane.freeTo = sent.firstPresent(dsn, dsn + NEAR);
    return true;
  }

  /** The lane sends the next fresh DSNs of its zone. */
  void sendFresh(Lane lane, int length) {
    lane.carriedTo += length;
    octets += length;
    if (lane.carriedTo - plainEnd > 0) {
      plainEnd = lane.carriedTo;
    }
  }

  /** These DSNs were sent on that subflow: with {@link #sendFresh} all that {@link #send} does. */
  void carried(int subflow, long from, long to) {
    sent.add(from, to);
    carriers.add(subflow, from, to);
  }

  /** Does what {@link #acknowledge} does with a plain one, but tells the carriers late. */
  void acknowledgePlainly(long value, int frame, long time, boolean wide, long window) {
    if (value - claimed > 0) {
      claimed = value;
    }
    if (wide) {
      widths.ackedWidely(value);
    }
    if (value - dataAcked <= 0) {
      return;
    }
    dataAcked = value;
    ackFrame = frame;
    ackTime = time;
    ackWide = wide;
    // The bound of the carriers never falls, whatever the windows of subflows are.
    long bound = value - window;
    dropBound = dropDue && dropBound - bound > 0 ? dropBound : bound;
    dropDue = true;
    if (value - dropped > TOLD) {
      dropped = value;
      carriers.dropBelow(dropBound, value);
    }
  }

  /** Tells the carriers what was acknowledged, once they know what was carried. */
  void settle() {
    if (dropDue) {
      dropDue = false;
      dropped = dataAcked;
      carriers.dropBelow(dropBound, dataAcked);
    }
  }

  /** DATA_FIN takes one DSN behind the data. */
  void finish(long dsn, int frame, long time) {
    sent.add(dsn, dsn + 1);
    if (!finKnown) {
      finKnown = true;
      finDsn = dsn;
      finSentAt = new FrameRef(frame, time);
    }
  }

  /**
   * A DATA_ACK toward this host passed. A value behind all that was sent counts only up to there:
   * it says nothing about octets to come.
   *
   * @return whether it is higher than any before
   */
  boolean acknowledge(long value, int frame, long time, boolean wide, long window) {
    boolean beyond = !sent.isEmpty() && value - sent.last() > 0;
    if (!anyAck || value - claimed > 0) {
      claimed = value;
      claims += beyond ? 1 : 0;
    }
    long counted = beyond ? sent.last() : value;
    if (anyAck && counted - dataAcked <= 0) {
      return false;
    }
    anyAck = true;
    dataAcked = counted;
    ackFrame = frame;
    ackTime = time;
    ackWide = wide;
    carriers.dropBelow(counted - window, counted);
    return true;
  }

  /** Whether a DATA_ACK, once taken, is the highest so far, and covers nothing that was unseen. */
  boolean isPlausibleAck(long value) {
    return anyAck && value - dataAcked >= 0 && !sent.isEmpty() && value - sent.last() <= 0;
  }

  /**
   * Octets that were Data-ACKed, in two steps or more, and never seen, behind all that was; else 0.
   */
  long claimedUnseen() {
    return claims > 1 && !sent.isEmpty() && claimed - sent.last() > 0 ? claimed - sent.last() : 0;
  }

  /** Holes were written off because there were too many. */
  boolean isOverfull() {
    return sent.overflowed();
  }

  /** Whether this DATA_ACK is the first that covers the DATA_FIN; notes it if so. */
  boolean finishAcknowledged(long value, int frame, long time) {
    if (!finKnown || finAckedAt != null || value - finDsn <= 0) {
      return false;
    }
    finAckedAt = new FrameRef(frame, time);
    return true;
  }

  Optional<FinalDsn> finalDsn() {
    return finKnown ? Optional.of(new FinalDsn(finDsn, finSentAt, finAckedAt)) : Optional.empty();
  }

  boolean isFinishKnown() {
    return finKnown;
  }

  /** DSN of the first DATA_FIN; meaningless unless {@link #isFinishKnown}. */
  long finishDsn() {
    return finDsn;
  }

  boolean isFinishAcked() {
    return finAckedAt != null;
  }

  boolean hasAck() {
    return anyAck;
  }

  /**
   * Behind the highest octet that the peer said it has, whether it passed or not; the first octet
   * by the key before any. Meaningless without either.
   */
  long claimedEnd() {
    return anyAck ? claimed : promotion.origin();
  }

  /** Whether the peer counts from where the key says, as far as its Data ACKs show. */
  boolean isClaimPlausible() {
    return !anyAck
        || claimed - promotion.origin() >= -1 && !sent.isEmpty() && claimed - sent.last() < NEAR;
  }

  boolean hasData() {
    return anyData;
  }

  /** Highest DATA_ACK; meaningless unless {@link #hasAck}. */
  long highestAck() {
    return dataAcked;
  }

  /** Whether any data of this host was Data-ACKed. */
  boolean isAnyDataAcked() {
    return anyAck && anyData && dataAcked - sent.start(0) > 0;
  }

  /** Octets of [from, to) that were Data-ACKed. */
  long acknowledgedOf(long from, long to) {
    if (!anyAck || dataAcked - from <= 0) {
      return 0;
    }
    return (dataAcked - to < 0 ? dataAcked : to) - from;
  }

  /** Whether octets that were sent again on another subflow still wait for their Data ACK. */
  boolean isReinjectionOutstanding() {
    return reinjected && (!anyAck || reinjectedEnd - dataAcked > 0);
  }

  /** Whether this DSN was sent before. */
  boolean wasSent(long dsn) {
    return sent.contains(dsn);
  }

  @Override
  public Anchor anchor() {
    return promotion.anchor() == null ? Anchor.FIRST_32 : promotion.anchor();
  }

  @Override
  public OptionalLong lowest() {
    return anyData ? OptionalLong.of(lowest) : OptionalLong.empty();
  }

  @Override
  public OptionalLong end() {
    return sent.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sent.last());
  }

  @Override
  public OptionalLong contiguousEnd() {
    if (sent.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean whole = promotion.anchor() != Anchor.KEY || sent.start(0) - promotion.begin() <= 0;
    return OptionalLong.of(whole ? sent.end(0) : promotion.origin());
  }

  @Override
  public Optional<DataAck> dataAcked() {
    return anyAck
        ? Optional.of(new DataAck(dataAcked, new FrameRef(ackFrame, ackTime), ackWide))
        : Optional.empty();
  }

  @Override
  public OptionalLong narrowEnd() {
    return widths.narrowEnd();
  }

  @Override
  public Optional<Wrap> fastestWrap() {
    return widths.fastest();
  }

  @Override
  public long outstandingOnlyOn(Subflow subflow) {
    return carriers.only(subflow.id(), outstandingFrom());
  }

  @Override
  public long outstanding() {
    if (sent.isEmpty()) {
      return 0;
    }
    long open = sent.covered(outstandingFrom(), sent.last());
    boolean finOpen = finKnown && (!anyAck || finDsn - dataAcked >= 0);
    return open - (finOpen ? 1 : 0);
  }

  @Override
  public long outstandingBelow(long dsn) {
    long from = outstandingFrom();
    return sent.isEmpty() || dsn - from <= 0 ? 0 : sent.covered(from, dsn);
  }

  private long outstandingFrom() {
    return anyAck ? dataAcked : sent.isEmpty() ? 0 : sent.start(0);
  }

  @Override
  public Optional<FrameRef> reinjectedOn(Subflow subflow) {
    return carriers.reinjectedOn(subflow.id());
  }

  @Override
  public Optional<Variant> explain(long dsn) {
    return hashVersion < 0 ? Optional.empty() : IdsnVariants.explain(hashVersion, key, dsn);
  }

  @Override
  public long octets() {
    return octets;
  }

  /** Ids of the subflows that carried any octet of [from, to), as far as that is still known. */
  Set<Integer> carrierIds(long from, long to) {
    return carriers.of(from, to);
  }

  @Override
  public Set<Subflow> carriers(long fromDsn, long toDsn) {
    Set<Integer> ids = carrierIds(fromDsn, toDsn);
    Set<Subflow> found = new HashSet<>();
    for (Subflow subflow : subflows) {
      if (ids.contains(subflow.id())) {
        found.add(subflow);
      }
    }
    return Set.copyOf(found);
  }

  private void shift(long delta) {
    if (delta != 0) {
      sent.shift(delta);
      carriers.shift(delta);
      widths.shift(delta);
      lowest += delta;
      dataAcked += delta;
      claimed += delta;
      reinjectedEnd += delta;
      finDsn += delta;
    }
  }
}
