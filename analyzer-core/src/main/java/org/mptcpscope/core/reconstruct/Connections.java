package org.mptcpscope.core.reconstruct;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.ip.IpAddress;

/**
 * The connections of the pass that live; of those that were freed only counts are kept. A
 * connection is over when all its subflows are and some time passed in which late segments are
 * still judged.
 */
final class Connections {
  private static final long SECOND = 1_000_000_000L;
  private static final long SILENT = 600 * SECOND;

  /** Told of each connection that is over, before it is freed. */
  interface Farewell {
    void summarised(Connection connection, ConnectionSummary summary);
  }

  private final Set<ConnectionState> live = new LinkedHashSet<>();
  private final LinkedHashSet<ConnectionState> lingering = new LinkedHashSet<>();
  private final LinkedHashSet<ConnectionState> halfOpen = new LinkedHashSet<>();
  private final Limits limits;
  private final FlowTable flows;
  private final Farewell farewell;
  private Closing closing;
  private int nextId;
  private int nextEviction;
  private int refused;
  private int evicted;
  private int unanswered;
  private int joined;
  private int joinsIgnored;

  Connections(Limits limits, FlowTable flows, Farewell farewell) {
    this.limits = limits;
    nextEviction = limits.live();
    this.flows = flows;
    this.farewell = farewell;
  }

  void closeWith(Closing closing) {
    this.closing = closing;
  }

  ConnectionState open(PassContext pass, Origin origin, FrameRef first) {
    ConnectionState connection = new ConnectionState(nextId++, pass, origin);
    connection.firstFrame = first;
    live.add(connection);
    halfOpen.add(connection);
    mayEvict(pass.alarms());
    if (halfOpen.size() > limits.halfOpen()) {
      ConnectionState oldest = halfOpen.removeFirst();
      pass.alarms().set(Long.MIN_VALUE, (_, last) -> endUnanswered(oldest, last));
    }
    return connection;
  }

  /** Not now: the segment in hand is still worked on. */
  private void mayEvict(Alarms alarms) {
    if (live.size() + joined >= nextEviction) {
      nextEviction = Integer.MAX_VALUE;
      alarms.set(Long.MIN_VALUE, (_, last) -> evict(last));
    }
  }

  /** Ends an eighth of the connections, those that are silent longest. */
  private void evict(FrameRef last) {
    long[] times = live.stream().mapToLong(connection -> connection.lastTime).sorted().toArray();
    int most = times.length / 8;
    long until = times[most];
    for (ConnectionState connection : List.copyOf(live)) {
      if (connection.lastTime <= until && most-- > 0) {
        evicted++;
        endIdle(connection, last);
      }
    }
    // Where most of it is subflows of few connections this may not have been enough.
    nextEviction = Math.max(limits.live(), live.size() + joined + limits.live() / 8);
  }

  private void endUnanswered(ConnectionState connection, FrameRef last) {
    if (!connection.freed && connection.subflowStates().stream().allMatch(Connections::isMere)) {
      unanswered++;
      endIdle(connection, last);
    }
  }

  /** Nothing but a SYN. */
  private static boolean isMere(SubflowState subflow) {
    return subflow.direction(subflow.opener.peer()).segments == 0
        && !subflow.direction(subflow.opener).beyondSyn;
  }

  private void endIdle(ConnectionState connection, FrameRef last) {
    for (SubflowState subflow : connection.subflowStates()) {
      closing.subflowEnded(subflow, How.IDLE, null, last);
    }
    if (!connection.freed) {
      end(connection, ClosedBy.IDLE, last);
    }
  }

  Limits limits() {
    return limits;
  }

  /** Connections that were ended because too many were open. */
  int evicted() {
    return evicted;
  }

  /** Connections that were ended because too many had no answer to their SYN. */
  int unanswered() {
    return unanswered;
  }

  /** Whether one more subflow of this connection is followed. */
  boolean mayJoin(ConnectionState connection) {
    if (connection.subflowStates().size() < limits.subflows() && joined < limits.live()) {
      return true;
    }
    joinsIgnored++;
    return false;
  }

  /** A subflow was added to a connection that had one. */
  void joined(Alarms alarms) {
    joined++;
    mayEvict(alarms);
  }

  /** Joins that were not followed. */
  int joinsIgnored() {
    return joinsIgnored;
  }

  /** All subflows of a connection may be over now: gives late segments their time. */
  void subflowEnded(ConnectionState connection) {
    if (connection.freed || !allEnded(connection)) {
      return;
    }
    int generation = ++connection.generation;
    linger(connection);
    connection
        .pass
        .alarms()
        .set(
            connection.deadlines,
            connection.pass.alarms().now() + lateness(connection),
            (_, last) -> {
              if (!connection.freed
                  && connection.generation == generation
                  && allEnded(connection)) {
                end(connection, closedBy(connection), last);
              }
            });
  }

  private static boolean allEnded(ConnectionState connection) {
    return connection.subflowStates().stream().allMatch(subflow -> subflow.ended != null);
  }

  /**
   * Of connections that are over and wait for late segments the oldest are let go when there are
   * many; before the next frame, since the one in hand is still worked on.
   */
  private void linger(ConnectionState connection) {
    lingering.add(connection);
    if (lingering.size() <= limits.lingering()) {
      return;
    }
    ConnectionState oldest = lingering.removeFirst();
    Alarms alarms = oldest.pass.alarms();
    alarms.set(
        oldest.deadlines,
        Long.MIN_VALUE,
        (_, last) -> {
          if (!oldest.freed && allEnded(oldest)) {
            end(oldest, closedBy(oldest), last);
          }
        });
  }

  private static long lateness(ConnectionState connection) {
    if (isDataClosed(connection)) {
      return 2 * SECOND;
    }
    return connection.fastClosedAt != null ? 10 * SECOND : 60 * SECOND;
  }

  private static boolean isDataClosed(ConnectionState connection) {
    for (Side side : Side.values()) {
      Host.FinalDsn end = connection.data.finalDsn(side).orElse(null);
      if (end == null || end.ackedAt() == null) {
        return false;
      }
    }
    return true;
  }

  /** How a connection ended whose subflows are all over. */
  static ClosedBy closedBy(ConnectionState connection) {
    boolean bothFins = true;
    for (Side side : Side.values()) {
      bothFins &= connection.data.finalDsn(side).isPresent();
    }
    if (isDataClosed(connection) || bothFins && connection.fastClosedAt == null) {
      return ClosedBy.DATA_FIN;
    }
    if (connection.fastClosedAt != null) {
      return ClosedBy.FAST_CLOSE;
    }
    SubflowState last = lastEnded(connection);
    if (last == null) {
      return ClosedBy.IDLE;
    }
    return last.ended == How.FIN ? ClosedBy.FIN : ClosedBy.RESET;
  }

  /** The subflow whose FINs or RST came last, established ones first; null if none had any. */
  static SubflowState lastEnded(ConnectionState connection) {
    SubflowState latest = null;
    for (SubflowState subflow : connection.subflowStates()) {
      if (subflow.ended != How.FIN && subflow.ended != How.RESET) {
        continue;
      }
      boolean live = subflow.establishedAt != null;
      boolean betterLived = latest != null && latest.establishedAt == null && live;
      boolean asLive = latest != null && (latest.establishedAt != null) == live;
      if (latest == null || betterLived || asLive && latest.endedAt.isBefore(subflow.endedAt)) {
        latest = subflow;
      }
    }
    return latest;
  }

  private void end(ConnectionState connection, ClosedBy how, FrameRef last) {
    connection.freed = true;
    lingering.remove(connection);
    halfOpen.remove(connection);
    connection.data.connectionEnding(last);
    EventSink sink = connection.pass.sink();
    if (sink.listening()) {
      sink.emit(new ConnectionEnded(connection, how, last, Set.of()));
    }
    connection.pass.flush().run();
    ConnectionSummary summary = Summaries.of(connection, how);
    boolean fellBack = summary.fallback() != null;
    refused += fellBack && summary.fallback().reason() == Fallback.Reason.REFUSED ? 1 : 0;
    farewell.summarised(connection, summary);
    release(connection);
  }

  private void release(ConnectionState connection) {
    connection.pass.alarms().forget(connection.deadlines);
    connection.pass.keys().bury(connection);
    live.remove(connection);
    joined -= connection.subflowStates().size() - 1;
    long now = connection.pass.alarms().now();
    for (SubflowState subflow : connection.subflowStates()) {
      subflow.direction(Side.INITIATOR).giveRows();
      subflow.direction(Side.LISTENER).giveRows();
      var a = subflow.addressOf(Side.INITIATOR);
      var b = subflow.addressOf(Side.LISTENER);
      flows.key(
          IpAddress.high(a.getAddress()),
          IpAddress.low(a.getAddress()),
          a.getPort(),
          IpAddress.high(b.getAddress()),
          IpAddress.low(b.getAddress()),
          b.getPort());
      flows.release(subflow, now);
    }
  }

  /** A connection whose data is closed is so even if a dead path never saw a FIN. */
  private static ClosedBy howAtLast(ConnectionState connection, boolean silent) {
    if (allEnded(connection) || isDataClosed(connection) || connection.fastClosedAt != null) {
      return closedBy(connection);
    }
    return silent ? ClosedBy.IDLE : ClosedBy.CAPTURE_END;
  }

  /** The capture is over: so is everything. */
  void finish(FrameRef last) {
    for (ConnectionState connection : List.copyOf(live)) {
      boolean silent = last.time() - connection.lastTime > SILENT;
      ClosedBy how = howAtLast(connection, silent);
      for (SubflowState subflow : connection.subflowStates()) {
        closing.subflowEnded(subflow, silent ? How.IDLE : How.CAPTURE_END, null, last);
      }
      end(connection, how, last);
    }
  }

  /** Connections so far. */
  int count() {
    return nextId;
  }

  /** Connections that were refused, of those that are over. */
  int refused() {
    return refused;
  }

  /** Connections that were not freed. */
  Set<ConnectionState> live() {
    return live;
  }
}
