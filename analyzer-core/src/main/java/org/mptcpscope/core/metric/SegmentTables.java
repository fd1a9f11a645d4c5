package org.mptcpscope.core.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.event.MptcpEvent.SegmentEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Collects the segments of connections in one pass and hands each table over when its connection is
 * over, so that memory follows what is open.
 */
public final class SegmentTables implements TraceObserver {
  private static final long ANY = -1L;

  private final IntPredicate wanted;
  private final Taker taker;
  private final Map<Integer, TableBuilder> open = new HashMap<>();
  private TraceControl control;

  /** Takes a table when its connection is over. */
  @FunctionalInterface
  public interface Taker {
    /** The table is complete and nobody else has it. */
    void take(SegmentTable table);
  }

  /** Collects the connections whose number {@code wanted} accepts. */
  public SegmentTables(IntPredicate wanted, Taker taker) {
    this.wanted = wanted;
    this.taker = taker;
  }

  /** Tables of connections that are over, by number. */
  public static final class Kept implements Taker {
    private final Map<Integer, SegmentTable> tables = new TreeMap<>();

    /** Makes a place for tables. */
    public Kept() {}

    @Override
    public void take(SegmentTable table) {
      tables.put(table.summary().id(), table);
    }

    /** Returns the table of a connection, if it was collected and is over. */
    public Optional<SegmentTable> table(int connection) {
      return Optional.ofNullable(tables.get(connection));
    }
  }

  @Override
  public void onStart(TraceControl control) {
    this.control = control;
  }

  @Override
  public void onEvent(MptcpEvent event) {
    Connection connection = event.connection();
    if (connection == null || !wanted.test(connection.id())) {
      return;
    }
    if (event instanceof ConnectionOpened) {
      control.want(connection, ANY);
    }
    TableBuilder table =
        open.computeIfAbsent(
            connection.id(), id -> new TableBuilder(connection, event.knownAt().time()));
    if (event instanceof SegmentEvent said) {
      table.signal(said);
    }
  }

  @Override
  public void onSegment(SegmentView segment, SegmentFacts facts) {
    TableBuilder table = open.get(facts.subflow().connection().id());
    if (table != null) {
      table.segment(segment, facts);
    }
  }

  @Override
  public void onSummary(Connection connection, ConnectionSummary summary) {
    TableBuilder table = open.remove(connection.id());
    if (table != null) {
      taker.take(table.build(summary));
    }
  }
}
