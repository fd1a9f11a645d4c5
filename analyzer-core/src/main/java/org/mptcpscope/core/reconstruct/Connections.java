package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.ip.IpAddress;

/**
 * The connections of the pass: those that live, and the summaries of those that were freed. A
 * connection is over when all its subflows are and some time passed in which late segments are
 * still judged.
 */
final class Connections {
  private static final long SECOND = 1_000_000_000L;
  private static final long SILENT = 600 * SECOND;
  private static final int MAX_LIVE = 200_000;

  /** Told of each connection that is over, before it is freed. */
  interface Farewell {
    void summarised(Connection connection, ConnectionSummary summary);
  }

  private final Set<ConnectionState> live = new LinkedHashSet<>();
  private final List<ConnectionSummary> summaries = new ArrayList<>();
  private final FlowTable flows;
  private final Farewell farewell;
  private Closing closing;
  private int nextId;
  private int nextSweep = MAX_LIVE;
  private int evicted;

  Connections(FlowTable flows, Farewell farewell) {
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
    if (live.size() >= nextSweep) {
      evict(pass.alarms());
    }
    return connection;
  }

  /** Ends the connections that are silent for long, oldest first, down to the limit. */
  private void evict(Alarms alarms) {
    long now = alarms.now();
    for (ConnectionState connection : List.copyOf(live)) {
      if (live.size() <= MAX_LIVE) {
        break;
      }
      if (now - connection.lastTime > SILENT && connection.lastFrame > 0) {
        evicted++;
        for (SubflowState subflow : connection.subflowStates()) {
          closing.subflowEnded(subflow, How.IDLE, null, alarms.lastFrame());
        }
        if (!connection.freed) {
          end(connection, ClosedBy.IDLE, alarms.lastFrame());
        }
      }
    }
    nextSweep = Math.max(MAX_LIVE, live.size() + live.size() / 8);
  }

  /** Connections that were ended because too many were open. */
  int evicted() {
    return evicted;
  }

  /** All subflows of a connection may be over now: gives late segments their time. */
  void subflowEnded(ConnectionState connection) {
    if (connection.freed || !allEnded(connection)) {
      return;
    }
    int generation = ++connection.generation;
    connection
        .pass
        .alarms()
        .set(
            connection.pass.alarms().now() + linger(connection),
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

  private static long linger(ConnectionState connection) {
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
    connection.data.connectionEnding(last);
    EventSink sink = connection.pass.sink();
    if (sink.listening()) {
      sink.emit(new ConnectionEnded(connection, how, last, Set.of()));
    }
    connection.pass.flush().run();
    ConnectionSummary summary = Summaries.of(connection, how);
    summaries.add(summary);
    farewell.summarised(connection, summary);
    release(connection);
  }

  private void release(ConnectionState connection) {
    connection.pass.keys().bury(connection);
    live.remove(connection);
    long now = connection.pass.alarms().now();
    for (SubflowState subflow : connection.subflowStates()) {
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

  /** Summaries in order of ids. */
  List<ConnectionSummary> summaries() {
    summaries.sort((a, b) -> Integer.compare(a.id(), b.id()));
    return summaries;
  }

  /** Connections that were not freed. */
  Set<ConnectionState> live() {
    return live;
  }
}
