package org.mptcpscope.core.plot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.metric.Longs;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/** Fills the series of one direction from segments; data sequence numbers become relative here. */
final class DsnDirection {
  /** Payload that waits for its mapping; more are taken for unmapped. */
  private static final int MOST_WAITING = 256;

  /** Data begin near the number that the key gives, or the key is not the right one. */
  private static final long NEAR_START = 1L << 26;

  /** Nothing is drawn that lies further from what was seen: a forged number would hide the rest. */
  private static final long FARTHEST = 1L << 32;

  private final Connection connection;
  private final Side sender;
  private final long start;
  private final DsnSeries.Builder series;
  private final Set<Integer> named = new HashSet<>();
  private final Set<Long> dataFins = new HashSet<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Plain plain = new Plain();

  /** Relative DSN minus SSN of the last mapped octets of each subflow. */
  private final Map<Integer, Long> offsets = new HashMap<>();

  private boolean anchored;
  private long idsn;
  private long highest = 1;

  /** Payload without a mapping so far. */
  private record Waiting(long time, int subflow, long ssn, int payload, int frame, boolean again) {}

  DsnDirection(Connection connection, Side sender, long start) {
    this.connection = connection;
    this.sender = sender;
    this.start = start;
    this.series = DsnSeries.of(heading(connection, sender));
  }

  private static DsnSeries.Heading heading(Connection connection, Side sender) {
    int version = connection.dialect().version();
    Subflow first = connection.subflows().isEmpty() ? null : connection.subflows().getFirst();
    return new DsnSeries.Heading(
        connection.id(),
        version < 0 ? "MPTCP" : "MPTCP v" + version,
        sender == Side.INITIATOR,
        first == null ? "" : address(first, Side.INITIATOR),
        first == null ? "" : address(first, Side.LISTENER));
  }

  private static String address(Subflow subflow, Side side) {
    return Addresses.text(subflow.addressOf(side).getAddress());
  }

  DsnSeries.Builder series() {
    return series;
  }

  /** Takes a segment of the sender. */
  void sent(SegmentFacts facts) {
    name(facts.subflow());
    if (facts.mappingLength() >= 0) {
      mapped(facts);
    }
    if (facts.payload() <= 0 || !facts.has(SegmentFacts.PAYLOAD)) {
      series.seen(facts.time() - start);
      return;
    }
    if (!facts.mapped()) {
      Waiting late =
          new Waiting(
              facts.time() - start,
              facts.subflow().id(),
              facts.ssn(),
              facts.payload(),
              facts.frame(),
              facts.has(SegmentFacts.RETRANSMISSION));
      waiting.addLast(late);
      if (waiting.size() > MOST_WAITING) {
        plain.add(waiting.removeFirst());
      }
      return;
    }
    long low = relative(facts.dsn());
    if (near(low)) {
      offsets.put(facts.subflow().id(), low - facts.ssn());
      DsnSeries.Kind kind =
          facts.has(SegmentFacts.RETRANSMISSION)
              ? DsnSeries.Kind.RETRANSMISSION
              : facts.has(SegmentFacts.REINJECTION)
                  ? DsnSeries.Kind.REINJECTION
                  : DsnSeries.Kind.NEW;
      segment(
          facts.time() - start, low, facts.payload(), facts.subflow().id(), facts.frame(), kind);
    }
  }

  /** A mapping may come after its octets. */
  private void mapped(SegmentFacts facts) {
    long from = facts.mappingSsn();
    long to = from + facts.mappingLength();
    Iterator<Waiting> each = waiting.iterator();
    while (each.hasNext()) {
      Waiting late = each.next();
      if (late.subflow() == facts.subflow().id() && late.ssn() >= from && late.ssn() < to) {
        each.remove();
        long low = relative(facts.mappingDsn() + (late.ssn() - from));
        if (near(low)) {
          segment(
              late.time(), low, late.payload(), late.subflow(), late.frame(), DsnSeries.Kind.NEW);
        }
      }
    }
  }

  private void segment(
      long time, long low, int payload, int subflow, int frame, DsnSeries.Kind kind) {
    series.segment(time, low, low + payload, subflow, frame, kind);
    highest = Math.max(highest, low + payload);
  }

  /** Takes a segment of the peer. */
  void acknowledged(SegmentFacts facts) {
    long time = facts.time() - start;
    long ack;
    if (facts.has(SegmentFacts.DATA_ACK)) {
      ack = relative(facts.dataAck());
    } else if (fellBack() && facts.has(SegmentFacts.ACK) && !facts.has(SegmentFacts.RST)) {
      ack = facts.ackSsn() + offset(facts.subflow().id());
    } else {
      series.seen(time);
      return;
    }
    if (!near(ack)) {
      return;
    }
    int subflow = facts.subflow().id();
    series.dataAck(time, ack, subflow, facts.frame());
    if (facts.window() >= 0 && !facts.has(SegmentFacts.RST)) {
      series.windowEdge(time, ack + facts.window(), facts.window(), subflow, facts.frame());
    }
  }

  /** The first DATA_FIN at a number; the same one is sent again, and on other subflows. */
  void dataFin(long time, long dsn, int subflow, int frame) {
    long at = relative(dsn);
    if (near(at) && dataFins.add(at)) {
      series.dataFin(time - start, at, subflow, frame);
    }
  }

  private void name(Subflow subflow) {
    if (named.add(subflow.id())) {
      series.subflow(subflow.id(), address(subflow, sender));
    }
  }

  /** The first octet of data is 1; without the key, it is the first one that was seen. */
  private long relative(long dsn) {
    if (!anchored) {
      OptionalLong known = connection.host(sender).idsn();
      boolean trusted = known.isPresent() && Math.abs(dsn - known.getAsLong()) < NEAR_START;
      idsn = trusted ? known.getAsLong() : dsn - 1;
      anchored = true;
    }
    return dsn - idsn;
  }

  private boolean near(long relative) {
    return relative > highest - FARTHEST && relative < highest + FARTHEST;
  }

  /** On plain TCP the numbers of the one subflow go on where the mappings ended. */
  private long offset(int subflow) {
    return offsets.getOrDefault(subflow, 0L);
  }

  private boolean fellBack() {
    return connection.fallback(Side.INITIATOR).isPresent()
        || connection.fallback(Side.LISTENER).isPresent();
  }

  /** Ends the series; so many distinct octets passed. */
  DsnSeries build(long octets) {
    waiting.forEach(plain::add);
    waiting.clear();
    boolean tcp = fellBack();
    for (int i = 0; i < plain.size(); i++) {
      int subflow = plain.subflow(i);
      long low = plain.ssn(i) + offset(subflow);
      DsnSeries.Kind kind =
          !tcp
              ? DsnSeries.Kind.UNMAPPED
              : plain.again(i) ? DsnSeries.Kind.RETRANSMISSION : DsnSeries.Kind.NEW;
      series.segment(plain.time(i), low, low + plain.payload(i), subflow, plain.frame(i), kind);
    }
    return series.heading(heading(connection, sender)).octets(octets).build();
  }

  /** Payload that no mapping came for, as columns: after a fallback there may be much. */
  private static final class Plain {
    private final Longs times = new Longs();
    private final Longs ssns = new Longs();
    private final Longs frames = new Longs();

    /** Subflow, payload and whether it was sent before, in one number. */
    private final Longs packed = new Longs();

    void add(Waiting late) {
      times.add(late.time());
      ssns.add(late.ssn());
      frames.add(late.frame());
      packed.add((long) late.subflow() << 32 | (long) late.payload() << 1 | (late.again() ? 1 : 0));
    }

    int size() {
      return times.size();
    }

    long time(int index) {
      return times.get(index);
    }

    long ssn(int index) {
      return ssns.get(index);
    }

    long frame(int index) {
      return frames.get(index);
    }

    int subflow(int index) {
      return (int) (packed.get(index) >> 32);
    }

    int payload(int index) {
      return (int) packed.get(index) >>> 1;
    }

    boolean again(int index) {
      return (packed.get(index) & 1) != 0;
    }
  }
}
