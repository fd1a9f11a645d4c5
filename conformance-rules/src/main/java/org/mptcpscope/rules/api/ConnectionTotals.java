package org.mptcpscope.rules.api;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;

/**
 * What can be said of many connections without listing them.
 *
 * @param count connections
 * @param subflows of all of them, refused ones among them
 * @param midstream whose handshake was not captured
 * @param strange mid-stream ones of which not even the version is known
 * @param dialects of all of them, also where only one host tried
 * @param spoken dialects that both hosts of a connection agreed on
 * @param fallbacks that fell back to TCP
 * @param certainFallbacks of those, the ones that are certain
 * @param refusedJoins subflows that were refused
 * @param refusals why, as far as told; of more than one only that there is more than one
 * @param fastCloses that ended by a fast close
 * @param keysGiven connections of which the user gave keys, and whose, the first 16
 * @param hostSeen whether a host has the address that was looked for; true if none was
 */
public record ConnectionTotals(
    int count,
    long subflows,
    int midstream,
    int strange,
    Set<Dialect> dialects,
    Set<Dialect> spoken,
    int fallbacks,
    int certainFallbacks,
    long refusedJoins,
    Set<String> refusals,
    int fastCloses,
    List<String> keysGiven,
    boolean hostSeen) {
  private static final int MOST_KEYS = 16;
  private static final int MOST_REFUSALS = 2;

  /** Of no connection. */
  public static final ConnectionTotals NONE = new Counter(null).totals();

  public ConnectionTotals {
    keysGiven = List.copyOf(keysGiven);
    dialects = Collections.unmodifiableSet(new TreeSet<>(dialects));
    spoken = Collections.unmodifiableSet(new TreeSet<>(spoken));
    refusals =
        refusals.stream().sorted().limit(MOST_REFUSALS).collect(Collectors.toUnmodifiableSet());
  }

  /** Counts those of a list. */
  public static ConnectionTotals of(List<ConnectionSummary> connections) {
    Counter counter = new Counter(null);
    connections.forEach(counter::add);
    return counter.totals();
  }

  /** These and others. */
  public ConnectionTotals plus(ConnectionTotals other) {
    Set<Dialect> all = new TreeSet<>(dialects);
    all.addAll(other.dialects);
    Set<Dialect> both = new TreeSet<>(spoken);
    both.addAll(other.spoken);
    Set<String> why = new TreeSet<>(refusals);
    why.addAll(other.refusals);
    return new ConnectionTotals(
        count + other.count,
        subflows + other.subflows,
        midstream + other.midstream,
        strange + other.strange,
        all,
        both,
        fallbacks + other.fallbacks,
        certainFallbacks + other.certainFallbacks,
        refusedJoins + other.refusedJoins,
        why,
        fastCloses + other.fastCloses,
        Stream.concat(keysGiven.stream(), other.keysGiven.stream()).limit(MOST_KEYS).toList(),
        hostSeen || other.hostSeen);
  }

  /** The joins of a connection that were refused. */
  public static long refusedJoins(ConnectionSummary connection) {
    return connection.subflows().stream().filter(ConnectionTotals::isRefusedJoin).count();
  }

  private static boolean isRefusedJoin(SubflowSummary subflow) {
    return subflow.id() > 0 && subflow.state() == SubflowSummary.State.REFUSED;
  }

  /** Counts connections one by one. */
  public static final class Counter {
    private final InetAddress sought;
    private final Set<Dialect> dialects = new TreeSet<>();
    private final Set<Dialect> spoken = new TreeSet<>();
    private int count;
    private long subflows;
    private int midstream;
    private int strange;
    private int fallbacks;
    private int certainFallbacks;
    private long refusedJoins;
    private final Set<String> refusals = new TreeSet<>();
    private int fastCloses;
    private final List<String> keysGiven = new ArrayList<>(0);
    private boolean hostSeen;

    /**
     * Begins at nothing.
     *
     * @param sought the address of a host to look for, or null
     */
    public Counter(InetAddress sought) {
      this.sought = sought;
      hostSeen = sought == null;
    }

    /** Counts one more. */
    public void add(ConnectionSummary one) {
      count++;
      subflows += one.subflows().size();
      boolean isMidstream = one.state() == State.MIDSTREAM;
      midstream += isMidstream ? 1 : 0;
      strange += isMidstream && one.dialect() == Dialect.UNKNOWN ? 1 : 0;
      dialects.add(one.dialect());
      if (isAgreed(one)) {
        spoken.add(one.dialect());
      }
      fallbacks += one.fallback() != null ? 1 : 0;
      certainFallbacks += one.fallback() != null && one.fallback().certain() ? 1 : 0;
      refusedJoins += ConnectionTotals.refusedJoins(one);
      for (SubflowSummary subflow : one.subflows()) {
        if (isRefusedJoin(subflow) && refusals.size() < MOST_REFUSALS) {
          refusals.add(String.valueOf(subflow.stateReason()));
        }
      }
      fastCloses += one.closedBy() == ClosedBy.FAST_CLOSE ? 1 : 0;
      if (!one.keysGiven().isEmpty() && keysGiven.size() < MOST_KEYS) {
        keysGiven.add("connection " + one.id() + ", " + words(one.keysGiven()));
      }
      hostSeen |= sought != null && one.subflows().stream().anyMatch(this::isOf);
    }

    private static boolean isAgreed(ConnectionSummary one) {
      return switch (one.state()) {
        case OPENING, FAILED -> false;
        case ESTABLISHED, FALLBACK, CLOSED, MIDSTREAM ->
            one.fallback() == null || one.fallback().reason() != Fallback.Reason.REFUSED;
      };
    }

    private static String words(List<Side> sides) {
      return sides.stream().map(Side::word).collect(Collectors.joining(" and "));
    }

    private boolean isOf(SubflowSummary subflow) {
      return sought.equals(subflow.initiator().address().getAddress())
          || sought.equals(subflow.listener().address().getAddress());
    }

    /** What was counted so far. */
    public ConnectionTotals totals() {
      return new ConnectionTotals(
          count,
          subflows,
          midstream,
          strange,
          dialects,
          spoken,
          fallbacks,
          certainFallbacks,
          refusedJoins,
          refusals,
          fastCloses,
          keysGiven,
          hostSeen);
    }
  }
}
