package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mptcpscope.core.metric.Observation.Kind;
import org.mptcpscope.core.metric.SegmentTable.Signal;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;

/**
 * Finds what cost time or octets. Each kind has its threshold, written for users in {@code
 * docs/metrics.md}.
 */
public final class Observations {
  /** A join later than this after the connection, in nanoseconds, is late ... */
  private static final long LATE = 1_000_000_000L;

  /** ... if so much of the data had been sent without it. */
  private static final double LATE_SHARE = 0.1;

  private final SegmentTable table;
  private final List<SubflowMetrics> subflows;
  private final StreamMetrics initiator;
  private final StreamMetrics listener;
  private final List<Observation> all = new ArrayList<>();

  private Observations(
      SegmentTable table,
      List<SubflowMetrics> subflows,
      StreamMetrics initiator,
      StreamMetrics listener) {
    this.table = table;
    this.subflows = subflows;
    this.initiator = initiator;
    this.listener = listener;
  }

  private StreamMetrics stream(Side sender) {
    return sender == Side.INITIATOR ? initiator : listener;
  }

  /** Returns what is to be said of a connection, costliest first. */
  static List<Observation> of(
      SegmentTable table,
      List<SubflowMetrics> subflows,
      StreamMetrics initiator,
      StreamMetrics listener) {
    Observations found = new Observations(table, subflows, initiator, listener);
    for (Side sender : Side.values()) {
      found.direction(found.stream(sender));
    }
    found.joins();
    found.unused();
    return found.sorted();
  }

  /** Octets cost the time that the connection took for as many of its data. */
  private List<Observation> sorted() {
    Comparator<Observation> costliest =
        Comparator.<Observation>comparingLong(
                one -> -(one.time() + cost(one.sender(), one.octets())))
            .thenComparingLong(Observation::from)
            .thenComparing(Observation::kind)
            .thenComparingInt(Observation::subflow);
    return all.stream().sorted(costliest).toList();
  }

  private long cost(Side sender, long octets) {
    double rate = stream(sender).goodput();
    return octets == 0 ? 0 : rate == 0 ? 1 : (long) (octets * 1e9 / rate);
  }

  private void direction(StreamMetrics data) {
    stalls(data);
    new Silences(table, data.sender()).find(this::add);
    copies(data);
    window(data);
    regressions(data.sender());
  }

  private void stalls(StreamMetrics data) {
    for (Stall stall : data.stalls()) {
      List<Integer> frames = new ArrayList<>();
      if (stall.row() >= 0) {
        frames.add(table.frame(stall.row()));
      }
      if (stall.frame() > 0) {
        frames.add(stall.frame());
      }
      add(
          Kind.DATA_ACK_STOOD,
          data.sender(),
          stall.subflow(),
          stall.from(),
          stall.to(),
          stall.length(),
          0,
          1,
          frames,
          "at DSN " + stall.dsn() + ", " + (stall.highest() - stall.dsn()) + " octets above");
    }
  }

  private void copies(StreamMetrics data) {
    Map<Integer, List<Reinjection>> needless = new TreeMap<>();
    Map<Integer, List<Reinjection>> needed = new TreeMap<>();
    for (Reinjection copy : data.reinjections()) {
      if (copy.needless() > 0) {
        needless.computeIfAbsent(copy.subflow(), _ -> new ArrayList<>()).add(copy);
      }
      if (copy.needless() < copy.octets()) {
        needed.computeIfAbsent(copy.subflow(), _ -> new ArrayList<>()).add(copy);
      }
    }
    needless.forEach((subflow, copies) -> copies(Kind.NEEDLESS, data.sender(), subflow, copies));
    needed.forEach((subflow, copies) -> copies(Kind.REINJECTION, data.sender(), subflow, copies));
  }

  private void copies(Kind kind, Side sender, int subflow, List<Reinjection> copies) {
    long octets = 0;
    List<Integer> frames = new ArrayList<>();
    for (Reinjection copy : copies) {
      octets += kind == Kind.NEEDLESS ? copy.needless() : copy.octets() - copy.needless();
      frames.add(table.frame(copy.row()));
    }
    add(
        kind,
        sender,
        subflow,
        copies.getFirst().time(),
        copies.getLast().time(),
        0,
        octets,
        copies.size(),
        frames,
        "");
  }

  private void window(StreamMetrics data) {
    if (data.windowFullTime() > Stalls.least(table)) {
      add(
          Kind.WINDOW_FULL,
          data.sender(),
          -1,
          Math.max(0, data.firstData()),
          table.end(),
          data.windowFullTime(),
          0,
          1,
          List.of(),
          "");
    }
    for (SubflowMetrics subflow : subflows) {
      if (subflow.by() != data.sender() && subflow.zeroWindows() > 0) {
        add(
            Kind.ZERO_WINDOW,
            data.sender(),
            subflow.subflow(),
            0,
            table.end(),
            subflow.zeroWindowTime(),
            0,
            subflow.zeroWindows(),
            zeroWindows(subflow),
            "");
      }
    }
  }

  private List<Integer> zeroWindows(SubflowMetrics subflow) {
    List<Integer> frames = new ArrayList<>();
    boolean closed = false;
    for (int row : table.rowsOf(subflow.subflow())) {
      if (table.by(row) == subflow.by() && table.window(row) >= 0) {
        boolean zero = table.window(row) == 0;
        if (zero && !closed) {
          frames.add(table.frame(row));
        }
        closed = zero;
      }
    }
    return frames;
  }

  private void regressions(Side sender) {
    Map<Integer, Long> highest = new TreeMap<>();
    List<Integer> frames = new ArrayList<>();
    long first = 0;
    long last = 0;
    for (int row = 0; row < table.size(); row++) {
      if (table.by(row) == sender || table.dataAck(row) == SegmentTable.NONE) {
        continue;
      }
      long most = highest.merge(table.subflow(row), table.dataAck(row), Math::max);
      if (table.dataAck(row) < most) {
        first = frames.isEmpty() ? table.time(row) : first;
        last = table.time(row);
        frames.add(table.frame(row));
      }
    }
    if (!frames.isEmpty()) {
      add(Kind.DATA_ACK_BACK, sender, -1, first, last, 0, 0, frames.size(), frames, "");
    }
  }

  private void joins() {
    long opened = -1;
    for (Signal signal : table.signals()) {
      if (signal.kind() != Signal.Kind.ESTABLISHED) {
        continue;
      }
      if (opened < 0) {
        opened = signal.time();
      } else {
        long delay = signal.time() - opened;
        Side busier = initiator.octets() >= listener.octets() ? Side.INITIATOR : Side.LISTENER;
        if (delay > LATE && sentBefore(busier, signal.time()) > LATE_SHARE) {
          add(
              Kind.JOIN_LATE,
              signal.by(),
              signal.subflow(),
              opened,
              signal.time(),
              delay,
              0,
              1,
              List.of(signal.frame()),
              "");
        }
        // Later ones replace what was lost, or follow addresses that came.
        return;
      }
    }
  }

  private double sentBefore(Side sender, long time) {
    long highest = 1;
    int end = table.from(time);
    for (int row = 0; row < end; row++) {
      if (table.by(row) == sender && table.hasData(row)) {
        highest = Math.max(highest, table.dsn(row) + table.payload(row));
      }
    }
    return (highest - 1) / (double) Math.max(1, stream(sender).octets());
  }

  private void unused() {
    Set<Integer> established = new HashSet<>();
    table.signals().stream()
        .filter(signal -> signal.kind() == Signal.Kind.ESTABLISHED)
        .forEach(signal -> established.add(signal.subflow()));
    for (SubflowSummary subflow : table.summary().subflows()) {
      boolean idle =
          subflow.id() > 0
              && established.contains(subflow.id())
              && subflow.bytesFromInitiator() + subflow.bytesFromListener() == 0;
      if (idle) {
        add(
            Kind.NEVER_USED,
            subflow.openedBy(),
            subflow.id(),
            subflow.firstFrame().time() - table.start(),
            subflow.lastFrame().time() - table.start(),
            0,
            0,
            1,
            List.of(subflow.firstFrame().number()),
            "");
      }
    }
  }

  private void add(Observation observation) {
    all.add(observation);
  }

  private void add(
      Kind kind,
      Side sender,
      int subflow,
      long from,
      long to,
      long time,
      long octets,
      int count,
      List<Integer> frames,
      String detail) {
    all.add(
        new Observation(
            kind,
            table.summary().id(),
            sender,
            subflow,
            from,
            to,
            time,
            octets,
            count,
            frames,
            detail));
  }
}
