package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/** Fills the series of one direction from segments; data sequence numbers become relative here. */
final class DsnDirection {
  /** Payload that waits for its mapping; more are taken for unmapped. */
  private static final int MOST_WAITING = 256;

  /** Nothing is drawn that lies further from what was seen: a forged number would hide the rest. */
  private static final long FARTHEST = 1L << 32;

  private final Connection connection;
  private final Side sender;
  private final long start;
  private final DsnSeries.Builder series;
  private final Set<Integer> named = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean anchored;
  private long idsn;
  private long highest = 1;

  /** Payload without a mapping so far. */
  private record Waiting(long time, int subflow, long ssn, int payload, int frame) {}

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
    return subflow.addressOf(side).getAddress().getHostAddress();
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
              facts.frame());
      if (waiting.size() < MOST_WAITING) {
        waiting.add(late);
      } else {
        unmapped(late);
      }
      return;
    }
    long low = relative(facts.dsn());
    if (near(low)) {
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

  private void unmapped(Waiting late) {
    series.segment(
        late.time(), 0, late.payload(), late.subflow(), late.frame(), DsnSeries.Kind.UNMAPPED);
  }

  /** Takes a segment of the peer. */
  void acknowledged(SegmentFacts facts) {
    long time = facts.time() - start;
    if (!facts.has(SegmentFacts.DATA_ACK)) {
      series.seen(time);
      return;
    }
    long ack = relative(facts.dataAck());
    if (!near(ack)) {
      return;
    }
    int subflow = facts.subflow().id();
    series.dataAck(time, ack, subflow, facts.frame());
    if (facts.window() >= 0 && !facts.has(SegmentFacts.RST)) {
      series.windowEdge(time, ack + facts.window(), facts.window(), subflow, facts.frame());
    }
  }

  void dataFin(long time, long dsn, int subflow, int frame) {
    long at = relative(dsn);
    if (near(at)) {
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
      idsn = known.isPresent() ? known.getAsLong() : dsn - 1;
      anchored = true;
    }
    return dsn - idsn;
  }

  private boolean near(long relative) {
    return relative > highest - FARTHEST && relative < highest + FARTHEST;
  }

  DsnSeries build() {
    waiting.forEach(this::unmapped);
    waiting.clear();
    return series.heading(heading(connection, sender)).build();
  }
}
