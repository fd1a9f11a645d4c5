package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mptcpscope.core.event.MptcpEvent.SegmentEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** Fills a {@link SegmentTable}; data sequence numbers become relative when it is built. */
final class TableBuilder {
  private static final long NONE = SegmentTable.NONE;

  /** Data begin near the number that the key gives, or the key is not the right one. */
  private static final long NEAR_START = 1L << 26;

  /** Nothing counts that lies further from what was seen: a forged number would hide the rest. */
  private static final long FARTHEST = 1L << 32;

  private final Connection connection;
  private final long start;
  private final SegmentTable.Columns columns = new SegmentTable.Columns();
  private final List<SegmentTable.Signal> signals = new ArrayList<>();
  private final OptionCursor cursor = new OptionCursor();
  private final Map<Side, Numbers> numbers = new EnumMap<>(Side.class);

  /** Rows with payload that no mapping covered yet, by subflow and sender. */
  private final Map<Integer, List<Integer>> unmapped = new HashMap<>();

  /** Where the data of a host begin, and how far they came. */
  private static final class Numbers {
    private long idsn = NONE;
    private long highest = 1;

    /** Relative DSN minus SSN of the last mapped octets of each subflow. */
    private final Map<Integer, Long> offsets = new HashMap<>();

    /** Returns a relative number, or NONE if it lies too far from the rest. */
    long near(long relative) {
      return relative > highest - FARTHEST && relative < highest + FARTHEST ? relative : NONE;
    }
  }

  TableBuilder(Connection connection, long start) {
    this.connection = connection;
    this.start = start;
    for (Side side : Side.values()) {
      numbers.put(side, new Numbers());
    }
  }

  void signal(SegmentEvent event) {
    SegmentTable.Signal signal = SignalWords.of(event, start);
    if (signal != null) {
      signals.add(signal);
    }
  }

  void segment(SegmentView segment, SegmentFacts facts) {
    boolean listener = facts.by() == Side.LISTENER;
    int subflow = facts.subflow().id();
    int payload = facts.has(SegmentFacts.PAYLOAD) ? facts.payload() : 0;
    int row = columns.size();
    columns.times.add(facts.time() - start);
    columns.frames.add(facts.frame());
    columns.heads.add(
        (listener ? 1L << 63 : 0) | (long) subflow << 32 | (facts.traits() & 0xffff_ffffL));
    columns.sizes.add((long) payload << 12 | (facts.flags() & 0xfff));
    columns.ssns.add(facts.ssn());
    columns.ackSsns.add(facts.has(SegmentFacts.ACK) ? facts.ackSsn() : NONE);
    columns.windows.add(facts.window());
    options(segment, facts, row);

    if (facts.mappingLength() > 0) {
      mapped(facts, subflow);
    }
    long dsn = NONE;
    if (payload > 0 && facts.mapped()) {
      dsn = relative(facts.by(), facts.dsn());
      place(facts.by(), subflow, facts.ssn(), dsn, payload);
    } else if (payload > 0) {
      unmapped.computeIfAbsent(key(facts.by(), subflow), _ -> new ArrayList<>()).add(row);
    }
    columns.dsns.add(dsn);
    columns.dataAcks.add(
        facts.has(SegmentFacts.DATA_ACK) ? relative(facts.by().peer(), facts.dataAck()) : NONE);
  }

  private void options(SegmentView segment, SegmentFacts facts, int row) {
    long stamps = NONE;
    cursor.reset(segment);
    while (cursor.next()) {
      if (cursor.kind() == TcpOptions.TIMESTAMPS && TcpOptions.tsVal(cursor) >= 0) {
        stamps = TcpOptions.tsVal(cursor) << 32 | TcpOptions.tsEcr(cursor);
        // A value of 2^31 and more sets the sign; NONE itself is not a time anyone sends twice.
      } else if (cursor.kind() == TcpOptions.SACK && facts.has(SegmentFacts.ACK)) {
        int blocks = TcpOptions.sackBlocks(cursor);
        for (int i = 0; i < blocks; i++) {
          columns.sacks.add(row);
          columns.sacks.add(facts.ackSsn() + (TcpOptions.sackLeft(cursor, i) - facts.rawAck()));
          columns.sacks.add(facts.ackSsn() + (TcpOptions.sackRight(cursor, i) - facts.rawAck()));
        }
      }
    }
    columns.stamps.add(stamps);
  }

  private static int key(Side by, int subflow) {
    return subflow << 1 | (by == Side.LISTENER ? 1 : 0);
  }

  /** A mapping may come after its octets. */
  private void mapped(SegmentFacts facts, int subflow) {
    List<Integer> waiting = unmapped.get(key(facts.by(), subflow));
    if (waiting == null) {
      return;
    }
    long from = facts.mappingSsn();
    long to = from + facts.mappingLength();
    waiting.removeIf(
        row -> {
          long ssn = columns.ssns.get(row);
          if (ssn < from || ssn >= to) {
            return false;
          }
          long dsn = relative(facts.by(), facts.mappingDsn() + (ssn - from));
          columns.dsns.set(row, dsn);
          place(facts.by(), subflow, ssn, dsn, (int) (columns.sizes.get(row) >>> 12));
          return true;
        });
  }

  private void place(Side by, int subflow, long ssn, long dsn, int payload) {
    if (dsn != NONE) {
      Numbers of = numbers.get(by);
      of.highest = Math.max(of.highest, dsn + payload);
      of.offsets.put(subflow, dsn - ssn);
    }
  }

  /** The first octet of data is 1; without the key, it is the first one that was seen. */
  private long relative(Side sender, long dsn) {
    Numbers of = numbers.get(sender);
    if (of.idsn == NONE) {
      OptionalLong known = connection.host(sender).idsn();
      boolean trusted = known.isPresent() && Math.abs(dsn - known.getAsLong()) < NEAR_START;
      of.idsn = trusted ? known.getAsLong() : dsn - 1;
    }
    return of.near(dsn - of.idsn);
  }

  SegmentTable build(ConnectionSummary summary) {
    if (summary.fallback() != null) {
      plain();
    }
    return new SegmentTable(columns, summary, start, signals);
  }

  /** On plain TCP the numbers of the one subflow go on where the mappings ended. */
  private void plain() {
    for (int row = 0; row < columns.size(); row++) {
      Side by = columns.heads.get(row) < 0 ? Side.LISTENER : Side.INITIATOR;
      int subflow = (int) (columns.heads.get(row) >>> 32) & 0x7fff_ffff;
      long payload = columns.sizes.get(row) >>> 12;
      if (payload > 0 && columns.dsns.get(row) == NONE) {
        columns.dsns.set(row, columns.ssns.get(row) + offset(by, subflow));
      }
      boolean reset = (columns.sizes.get(row) & SegmentView.RST) != 0;
      if (columns.dataAcks.get(row) == NONE && columns.ackSsns.get(row) != NONE && !reset) {
        columns.dataAcks.set(row, columns.ackSsns.get(row) + offset(by.peer(), subflow));
      }
    }
  }

  private long offset(Side by, int subflow) {
    return numbers.get(by).offsets.getOrDefault(subflow, 0L);
  }
}
