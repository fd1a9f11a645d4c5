package org.mptcpscope.rules.stress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mptcpscope.rules.stress.Recording.Packet;

/**
 * What happens to captures: a way to damage one, that makes no host guilty of anything.
 *
 * @param keepsCounts whether connections and subflows must still be counted right
 * @param byBox whether a box changed what hosts said, so that it may be named as the other suspect
 */
record Damage(String name, boolean keepsCounts, boolean byBox, UnaryOperator<Recording> inflict) {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  Damage(String name, boolean keepsCounts, UnaryOperator<Recording> inflict) {
    this(name, keepsCounts, false, inflict);
  }

  /** All of them; the seed decides about chance. */
  static List<Damage> all(long seed) {
    List<Damage> all = new ArrayList<>();
    all.addAll(losses(seed));
    all.addAll(copies(seed));
    all.addAll(times(seed));
    all.addAll(cuts());
    all.addAll(Sections.all());
    all.addAll(Interference.all(seed));
    return all;
  }

  // ---- segments that the capture lacks ---------------------------------------------------------

  private static List<Damage> losses(long seed) {
    List<Damage> all = new ArrayList<>();
    all.add(without("no SYN", (r, p) -> p.isSyn()));
    all.add(without("no SYN/ACK", (r, p) -> p.isSynAck()));
    all.add(without("no handshake", (r, p) -> p.isSyn() || p.isSynAck()));
    all.add(without("no initial SYN", (r, p) -> p.isSyn() && p.flow().equals(firstFlow(r))));
    all.add(without("no initial flow", (r, p) -> p.flow().equals(firstFlow(r))));
    all.add(new Damage("no later flow", false, Damage::withoutSecondFlow));
    all.add(new Damage("no third packet", false, r -> withoutNth(r, true)));
    all.add(new Damage("no fourth packet", false, r -> withoutNth(r, false)));
    all.add(new Damage("opener only", false, r -> oneDirection(r, true)));
    all.add(new Damage("acceptor only", false, r -> oneDirection(r, false)));
    all.add(new Damage("opener of first only", false, r -> halfOfFlow(r, true)));
    all.add(new Damage("acceptor of first only", false, r -> halfOfFlow(r, false)));
    for (int n : new int[] {1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 25, 40, 80, 150}) {
      all.add(new Damage("begins at " + n, false, r -> r.with(tail(r, n))));
      all.add(new Damage("ends at " + n, false, r -> r.with(head(r, n))));
    }
    all.add(new Damage("ends after half", false, r -> r.with(head(r, r.packets().size() / 2))));
    all.add(new Damage("begins after half", false, r -> r.with(tail(r, r.packets().size() / 2))));
    all.add(new Damage("bursts lost", false, r -> inBursts(r, seed)));
    all.add(new Damage("one frame in 1000 lost", false, r -> thinned(r, 0.001, seed)));
    for (int percent : new int[] {1, 3, 5, 10, 20}) {
      for (int i = 0; i < 3; i++) {
        Random chance = new Random(seed * 31 + percent * 7L + i);
        all.add(without("lost " + percent + " % " + i, (r, p) -> chance.nextInt(100) < percent));
      }
    }
    all.add(without("no pure ACKs", (r, p) -> p.payload() == 0 && (p.flags() & 0x17) == 0x10));
    return all;
  }

  private static Recording thinned(Recording r, double rate, long seed) {
    Random chance = new Random(seed);
    return r.with(r.packets().stream().filter(_ -> chance.nextDouble() >= rate).toList());
  }

  /** Now and then up to 20 frames in a row, as a full buffer loses them. */
  private static Recording inBursts(Recording r, long seed) {
    Random chance = new Random(seed * 17);
    List<Packet> kept = new ArrayList<>();
    int left = 0;
    for (Packet p : r.packets()) {
      if (left == 0 && chance.nextInt(60) == 0) {
        left = 1 + chance.nextInt(20);
      }
      if (left > 0) {
        left--;
      } else {
        kept.add(p);
      }
    }
    return r.with(kept);
  }

  private interface Which {
    boolean test(Recording recording, Packet packet);
  }

  private static Damage without(String name, Which which) {
    return new Damage(
        name, false, r -> r.with(r.packets().stream().filter(p -> !which.test(r, p)).toList()));
  }

  private static String firstFlow(Recording r) {
    return r.packets().stream().filter(Packet::isTcp).map(Packet::flow).findFirst().orElse("-");
  }

  private static Recording withoutSecondFlow(Recording r) {
    List<String> flows =
        r.packets().stream().filter(Packet::isTcp).map(Packet::flow).distinct().toList();
    return flows.size() < 2
        ? r
        : r.with(r.packets().stream().filter(p -> !p.flow().equals(flows.get(1))).toList());
  }

  /** Who sent the SYN of each flow. */
  private static Map<String, String> openers(Recording r) {
    Map<String, String> openers = new LinkedHashMap<>();
    for (Packet p : r.packets()) {
      if (p.isSyn()) {
        openers.putIfAbsent(p.flow(), p.from());
      }
    }
    return openers;
  }

  private static Recording withoutNth(Recording r, boolean third) {
    Map<String, String> openers = openers(r);
    Set<String> done = new HashSet<>();
    Predicate<Packet> isIt =
        p ->
            p.isTcp()
                && !p.isSyn()
                && !p.isSynAck()
                && p.payload() == 0
                && openers.containsKey(p.flow())
                && p.from().equals(openers.get(p.flow())) == third
                && done.add(p.flow());
    return r.with(r.packets().stream().filter(isIt.negate()).toList());
  }

  private static Recording oneDirection(Recording r, boolean opener) {
    Map<String, String> openers = openers(r);
    return r.with(
        r.packets().stream()
            .filter(
                p ->
                    !openers.containsKey(p.flow())
                        || p.from().equals(openers.get(p.flow())) == opener)
            .toList());
  }

  private static Recording halfOfFlow(Recording r, boolean opener) {
    Map<String, String> openers = openers(r);
    String first = firstFlow(r);
    return r.with(
        r.packets().stream()
            .filter(
                p ->
                    !p.flow().equals(first)
                        || !openers.containsKey(first)
                        || p.from().equals(openers.get(first)) == opener)
            .toList());
  }

  private static List<Packet> tail(Recording r, int from) {
    return r.packets().subList(Math.min(from, r.packets().size()), r.packets().size());
  }

  private static List<Packet> head(Recording r, int to) {
    return r.packets().subList(0, Math.min(to, r.packets().size()));
  }

  // ---- segments that the capture has twice -----------------------------------------------------

  private static List<Damage> copies(long seed) {
    List<Damage> all = new ArrayList<>();
    for (long delay : new long[] {0, MICRO, 100 * MICRO}) {
      all.add(new Damage("twice after " + delay / 1000 + " us", true, r -> twice(r, delay, false)));
      all.add(
          new Damage(
              "other interface after " + delay / 1000 + " us", true, r -> twice(r, delay, true)));
    }
    all.add(new Damage("other interface after 2 ms", true, r -> twice(r, 2 * MILLI, true)));
    all.add(new Damage("mirror of both ports", true, r -> jitteredCopies(r, seed)));
    all.add(new Damage("both sides of a NAT", true, Damage::behindNat));
    return all;
  }

  private static Recording twice(Recording r, long delay, boolean elsewhere) {
    List<Integer> links = new ArrayList<>(r.links());
    if (elsewhere) {
      links.addAll(r.links());
    }
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      all.add(p);
      Packet copy = p.at(p.time() + delay);
      all.add(elsewhere ? copy.on(p.place() + r.links().size()) : copy);
    }
    all.sort(Comparator.comparingLong(Packet::time));
    return new Recording(links, all);
  }

  /** Each frame once more on the same interface, up to 300 us later. */
  private static Recording jitteredCopies(Recording r, long seed) {
    Random chance = new Random(seed);
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      all.add(p);
      all.add(p.at(p.time() + chance.nextInt(300_000)));
    }
    all.sort(Comparator.comparingLong(Packet::time));
    return r.with(all);
  }

  /** The second interface sees the opener of the first flow under another address and port. */
  private static Recording behindNat(Recording r) {
    List<Integer> links = new ArrayList<>(r.links());
    links.addAll(r.links());
    Packet first = r.packets().stream().filter(Packet::isSyn).findFirst().orElse(null);
    if (first == null || isLoop(first)) {
      return r;
    }
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      all.add(p);
      if (p.isTcp() && p.octets().length >= p.tcpAt() + 20) {
        all.add(
            Translator.translate(p, first)
                .at(p.time() + 40 * MICRO)
                .on(p.place() + r.links().size()));
      }
    }
    all.sort(Comparator.comparingLong(Packet::time));
    return new Recording(links, all);
  }

  private static boolean isLoop(Packet p) {
    String[] ends = p.flow().split(" ", -1);
    return ends[0].replaceAll(":.*", "").equals(ends[1].replaceAll(":.*", ""));
  }

  // ---- clocks ----------------------------------------------------------------------------------

  private static List<Damage> times(long seed) {
    List<Damage> all = new ArrayList<>();
    for (long spread :
        new long[] {20 * MICRO, 50 * MICRO, 200 * MICRO, MILLI, 2 * MILLI, 5 * MILLI}) {
      all.add(
          new Damage(
              "jumbled within " + spread / 1000 + " us", true, r -> jumbled(r, spread, seed)));
    }
    all.add(new Damage("file order jumbled", true, r -> shuffled(r, seed)));
    for (long tick : new long[] {MICRO, MILLI, 1_000 * MILLI}) {
      all.add(new Damage("clock of " + tick / MICRO + " us", false, r -> coarse(r, tick)));
    }
    for (long step : new long[] {MILLI, 500 * MILLI, 3_600_000 * MILLI}) {
      for (int part : new int[] {10, 3, 2}) {
        all.add(
            new Damage(
                "clock back by " + step / MILLI + " ms at 1/" + part,
                true,
                r -> steppedBack(r, step, part)));
      }
    }
    all.add(
        new Damage("clock ahead by 10 s at 1/3", true, r -> steppedBack(r, -10_000 * MILLI, 3)));
    all.add(
        new Damage(
            "all times equal",
            true,
            r -> r.with(r.packets().stream().map(p -> p.at(1_000_000_000_000_000_000L)).toList())));
    return all;
  }

  private static Recording jumbled(Recording r, long spread, long seed) {
    Random chance = new Random(seed);
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      all.add(p.at(p.time() + chance.nextLong(spread)));
    }
    all.sort(Comparator.comparingLong(Packet::time));
    return r.with(all);
  }

  private static Recording coarse(Recording r, long tick) {
    return r.with(
        r.packets().stream().map(p -> p.at(Math.floorDiv(p.time(), tick) * tick)).toList());
  }

  /** Frames stand up to 50 ms from where they belong, with their right times. */
  private static Recording shuffled(Recording r, long seed) {
    Random chance = new Random(seed);
    long[] keys = new long[r.packets().size()];
    Integer[] order = new Integer[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = r.packets().get(i).time() + chance.nextLong(50 * MILLI);
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingLong(i -> keys[i]));
    return r.with(Arrays.stream(order).map(r.packets()::get).toList());
  }

  private static Recording steppedBack(Recording r, long step, int part) {
    List<Packet> all = new ArrayList<>();
    int from = r.packets().size() / part;
    for (int i = 0; i < r.packets().size(); i++) {
      Packet p = r.packets().get(i);
      all.add(i < from ? p : p.at(p.time() - step));
    }
    return r.with(all);
  }

  // ---- snaplen ---------------------------------------------------------------------------------

  private static List<Damage> cuts() {
    List<Damage> all = new ArrayList<>();
    for (int snaplen = 34; snaplen <= 134; snaplen += snaplen >= 54 && snaplen < 120 ? 2 : 7) {
      int kept = snaplen;
      all.add(
          new Damage(
              "snaplen " + kept,
              false,
              r -> r.with(r.packets().stream().map(p -> cut(p, kept)).toList())));
    }
    return all;
  }

  private static Packet cut(Packet p, int kept) {
    return p.octets().length <= kept ? p : p.with(Arrays.copyOf(p.octets(), kept));
  }
}
