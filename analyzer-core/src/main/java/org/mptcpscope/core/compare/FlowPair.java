package org.mptcpscope.core.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.mptcpscope.dissector.Octets;

/**
 * One TCP connection in two captures.
 *
 * @param client its view there
 * @param server its view there
 * @param openerIsNearClient whether the host that sent the SYN is on the client's side
 * @param pairs segments that both captures show
 * @param changes what the path did to others, and to those
 */
public record FlowPair(
    Flow client, Flow server, boolean openerIsNearClient, List<Pair> pairs, List<Change> changes) {
  private static final int COMPARED_FLAGS = 0x37;

  /** Clocks of captures round to microseconds, once a segment. */
  private static final long ROUNDING = 4_000;

  /** Copies the lists. */
  public FlowPair {
    pairs = List.copyOf(pairs);
    changes = List.copyOf(changes);
  }

  /**
   * A segment in both captures.
   *
   * @param sole whether neither has another that looks alike: copies may have been taken for each
   *     other
   */
  public record Pair(Sight client, Sight server, boolean sole) {}

  static FlowPair of(Flow client, Flow server) {
    return new Matcher(client, server).match();
  }

  /** Whether a segment went from the client's capture to the server's. */
  public boolean isFromClient(Sight sight) {
    return sight.fromOpener() == openerIsNearClient;
  }

  /** Finds which segment is which. */
  private static final class Matcher {
    private final Flow client;
    private final Flow server;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<Sight> left = new HashSet<>();
    private final Set<Sight> right = new HashSet<>();
    private boolean near;

    Matcher(Flow client, Flow server) {
      this.client = client;
      this.server = server;
    }

    FlowPair match() {
      exact();
      loose();
      near = openerIsNear();
      for (Pair pair : pairs) {
        differences(pair);
      }
      leftOver();
      changes.sort(Comparator.comparingLong(Change::time));
      pairs.sort(Comparator.comparingLong(pair -> pair.client().time()));
      return new FlowPair(client, server, near, pairs, changes);
    }

    /** Equal in all that boxes leave alone; of copies, the first with the first. */
    private void exact() {
      Map<Sight.Identity, Deque<Sight>> waiting = new HashMap<>();
      for (Sight sight : server.sights()) {
        waiting.computeIfAbsent(sight.identity(), _ -> new ArrayDeque<>()).add(sight);
      }
      Map<Sight.Identity, Integer> copies = new HashMap<>();
      client.sights().forEach(sight -> copies.merge(sight.identity(), 1, Integer::sum));
      server.sights().forEach(sight -> copies.merge(sight.identity(), 1, Integer::sum));
      for (Sight sight : client.sights()) {
        Deque<Sight> same = waiting.get(sight.identity());
        if (same != null && !same.isEmpty()) {
          pairs.add(new Pair(sight, best(sight, same), copies.get(sight.identity()) == 2));
        }
      }
      rest();
    }

    /** Among segments that look alike the one with the same options, if the first has others. */
    private static Sight best(Sight sight, Deque<Sight> same) {
      for (Sight one : same) {
        if (one.mptcp().equals(sight.mptcp()) && one.sum() == sight.sum()) {
          same.remove(one);
          return one;
        }
      }
      return same.removeFirst();
    }

    private void rest() {
      left.clear();
      right.clear();
      left.addAll(client.sights());
      right.addAll(server.sights());
      pairs.forEach(
          pair -> {
            left.remove(pair.client());
            right.remove(pair.server());
          });
    }

    /** A box that rewrites timestamps or flags leaves place and length. */
    private void loose() {
      Map<String, Deque<Sight>> waiting = new HashMap<>();
      for (Sight sight : inOrder(right)) {
        waiting.computeIfAbsent(place(sight), _ -> new ArrayDeque<>()).add(sight);
      }
      for (Sight sight : inOrder(left)) {
        Deque<Sight> same = waiting.get(place(sight));
        if (same != null && !same.isEmpty()) {
          pairs.add(new Pair(sight, same.removeFirst(), false));
        }
      }
      rest();
    }

    private static String place(Sight sight) {
      return sight.fromOpener()
          + " "
          + sight.seq()
          + " "
          + sight.payload()
          + " "
          + (sight.payload() > 0 ? "" : sight.ack() + " " + (sight.flags() & COMPARED_FLAGS));
    }

    private static List<Sight> inOrder(Set<Sight> sights) {
      return sights.stream().sorted(Comparator.comparingInt(Sight::frame)).toList();
    }

    /**
     * At the opener's side the SYN/ACK comes later after the SYN than at the other: there is the
     * path between.
     */
    private boolean openerIsNear() {
      long there = Long.MAX_VALUE;
      long back = Long.MAX_VALUE;
      for (Pair pair : pairs) {
        if (!pair.sole()) {
          continue;
        }
        long delta = pair.server().time() - pair.client().time();
        if (pair.client().fromOpener()) {
          there = Math.min(there, delta);
        } else {
          back = Math.min(back, -delta);
        }
      }
      // Both delays together are a round trip of the path: negative if the captures are swapped.
      return there == Long.MAX_VALUE || back == Long.MAX_VALUE || there + back >= -ROUNDING;
    }

    private boolean fromClient(Sight sight) {
      return sight.fromOpener() == near;
    }

    private void differences(Pair pair) {
      Sight sent = fromClient(pair.client()) ? pair.client() : pair.server();
      Sight arrived = sent == pair.client() ? pair.server() : pair.client();
      if (!sent.mptcp().equals(arrived.mptcp())) {
        boolean stripped =
            arrived.mptcp().length() < sent.mptcp().length()
                && isPart(arrived.mptcp(), sent.mptcp());
        change(stripped ? Change.Kind.STRIPPED : Change.Kind.OPTION_CHANGED, pair);
      }
      if (!sent.others().equals(arrived.others())) {
        change(Change.Kind.TCP_OPTION_CHANGED, pair);
      }
      if ((sent.flags() & COMPARED_FLAGS) != (arrived.flags() & COMPARED_FLAGS)) {
        change(Change.Kind.FLAGS_CHANGED, pair);
      }
      if (sent.sum() >= 0 && arrived.sum() >= 0 && sent.sum() != arrived.sum()) {
        change(Change.Kind.PAYLOAD_CHANGED, pair);
      }
    }

    /** Whether all that is left was there. */
    private static boolean isPart(Octets few, Octets many) {
      for (int at = 0; at + few.length() <= many.length(); at++) {
        if (many.slice(at, at + few.length()).equals(few)) {
          return true;
        }
      }
      return false;
    }

    private void change(Change.Kind kind, Pair pair) {
      changes.add(
          new Change(kind, client, pair.client(), pair.server(), fromClient(pair.client())));
    }

    private void leftOver() {
      for (boolean fromOpener : new boolean[] {true, false}) {
        leftOver(fromOpener);
      }
    }

    private void leftOver(boolean fromOpener) {
      boolean fromClient = fromOpener == near;
      List<Sight> sent = of(fromClient ? left : right, fromOpener);
      List<Sight> arrived = of(fromClient ? right : left, fromOpener);
      NavigableMap<Long, Long> all = octets((fromClient ? client : server).sights(), fromOpener);
      NavigableMap<Long, Long> there = octets(arrived, fromOpener);
      NavigableMap<Long, Long> reached =
          octets((fromClient ? server : client).sights(), fromOpener);
      for (Sight one : sent) {
        boolean elsewhere =
            one.payload() > 0
                && covers(reached, one.seq(), one.end())
                && touches(there, one.seq(), one.end());
        alone(elsewhere ? Change.Kind.RESEGMENTED : Change.Kind.LOST, one, fromClient, true);
      }
      NavigableMap<Long, Long> gone = octets(sent, fromOpener);
      for (Sight one : arrived) {
        boolean elsewhere =
            one.payload() > 0
                && covers(all, one.seq(), one.end())
                && touches(gone, one.seq(), one.end());
        if (!elsewhere) {
          alone(Change.Kind.ADDED, one, fromClient, false);
        }
      }
    }

    private void alone(Change.Kind kind, Sight one, boolean fromClient, boolean sent) {
      boolean isClients = sent == fromClient;
      changes.add(
          new Change(kind, client, isClients ? one : null, isClients ? null : one, fromClient));
    }

    private static List<Sight> of(Set<Sight> sights, boolean fromOpener) {
      return inOrder(sights).stream().filter(one -> one.fromOpener() == fromOpener).toList();
    }

    private static NavigableMap<Long, Long> octets(List<Sight> sights, boolean fromOpener) {
      NavigableMap<Long, Long> ranges = new TreeMap<>();
      sights.stream()
          .filter(one -> one.fromOpener() == fromOpener && one.payload() > 0)
          .sorted(Comparator.comparingLong(Sight::seq))
          .forEach(
              one -> {
                Map.Entry<Long, Long> last = ranges.lastEntry();
                if (last != null && last.getValue() >= one.seq()) {
                  ranges.put(last.getKey(), Math.max(last.getValue(), one.end()));
                } else {
                  ranges.put(one.seq(), one.end());
                }
              });
      return ranges;
    }

    private static boolean covers(NavigableMap<Long, Long> ranges, long from, long to) {
      Map.Entry<Long, Long> range = ranges.floorEntry(from);
      return range != null && range.getValue() >= to;
    }

    private static boolean touches(NavigableMap<Long, Long> ranges, long from, long to) {
      Map.Entry<Long, Long> range = ranges.lowerEntry(to);
      return range != null && range.getValue() > from;
    }
  }
}
