package org.mptcpscope.rules.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mptcpscope.rules.stress.Recording.Packet;

/**
 * Captures that were put into one file as sections of it: one behind the other, or of several
 * capturing systems whose clocks differ.
 */
final class Sections {
  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLI;

  private Sections() {}

  static List<Damage> all() {
    List<Damage> all = new ArrayList<>();
    all.add(new Damage("appended to itself", false, Sections::appended));
    all.add(new Damage("halves in two sections", true, r -> halves(r, 0)));
    for (long skew : new long[] {-HOUR, -300 * MILLI, -3 * MILLI, 3 * MILLI, 300 * MILLI, HOUR}) {
      String by = " by " + skew / MILLI + " ms";
      all.add(new Damage("second half off" + by, false, r -> halves(r, skew)));
      all.add(new Damage("one direction off" + by, false, r -> skewed(r, skew, Sections::isDown)));
      all.add(
          new Damage(
              "one flow off" + by, false, r -> skewed(r, skew, p -> !p.flow().equals(first(r)))));
    }
    return all;
  }

  private static Recording appended(Recording r) {
    List<Packet> all = new ArrayList<>(r.packets());
    all.addAll(r.packets());
    return new Recording(r.links(), all, List.of(r.packets().size()));
  }

  private static Recording halves(Recording r, long skew) {
    int half = r.packets().size() / 2;
    List<Packet> all = new ArrayList<>(r.packets().subList(0, half));
    r.packets().stream().skip(half).forEach(p -> all.add(p.at(p.time() + skew)));
    return new Recording(r.links(), all, List.of(half));
  }

  /** What does not pass the first point of capture passed a second one with another clock. */
  private static Recording skewed(Recording r, long skew, Predicate<Packet> elsewhere) {
    List<Packet> here = r.packets().stream().filter(elsewhere.negate()).toList();
    List<Packet> there =
        r.packets().stream().filter(elsewhere).map(p -> p.at(p.time() + skew)).toList();
    return new Recording(
        r.links(), Stream.concat(here.stream(), there.stream()).toList(), List.of(here.size()));
  }

  private static boolean isDown(Packet p) {
    return p.isTcp() && p.flow().endsWith(p.from());
  }

  private static String first(Recording r) {
    return r.packets().stream().filter(Packet::isTcp).map(Packet::flow).findFirst().orElse("");
  }
}
