package org.mptcpscope.rules.stress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.rules.stress.Recording.Packet;

/**
 * What boxes and network cards between hosts and capture do to segments: tags, longer headers,
 * another address, options lost, segments split or merged.
 */
final class Interference {
  private static final int ETHERNET = 1;
  private static final int NOP = 1;
  private static final int MPTCP = 30;
  private static final int FIN_PSH = 0x09;

  private Interference() {}

  static List<Damage> all(long seed) {
    List<Damage> all = new ArrayList<>();
    all.add(new Damage("doubled with a VLAN tag", true, Interference::tagged));
    all.add(new Damage("IPv6 destination options", true, r -> each(r, Interference::extended)));
    all.add(new Damage("source address translated", false, Interference::translated));
    all.add(new Damage("segments split", false, r -> split(r)));
    all.add(new Damage("segments merged", false, Interference::merged));
    all.add(new Damage("merged before they pass again", true, r -> atTwoPoints(merged(r), r)));
    all.add(new Damage("merged when they pass again", true, r -> atTwoPoints(r, merged(r))));
    for (int percent : new int[] {30, 100}) {
      all.add(
          new Damage(
              "removals and priorities overwritten in " + percent + " %",
              false,
              true,
              r -> stripped(r, percent, seed)));
    }
    return all;
  }

  private interface Change {
    Packet of(Packet packet);
  }

  private static Recording each(Recording r, Change change) {
    return r.with(r.packets().stream().map(change::of).toList());
  }

  private static boolean isEthernet(Recording r, Packet p) {
    return r.links().get(p.place()) == ETHERNET && p.ipAt() >= 14;
  }

  private static boolean isWhole(Packet p) {
    return p.isTcp()
        && p.octets().length >= p.wire()
        && p.wire() >= p.tcpAt() + 20
        && (!isV4(p) || p.ipAt() + number(p.octets(), p.ipAt() + 2) <= p.octets().length);
  }

  private static boolean isV4(Packet p) {
    return p.octets()[p.ipAt()] >> 4 == 4;
  }

  /** Each frame once more, 3 us later, as a port of a switch sends it on. */
  private static Recording tagged(Recording r) {
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      all.add(p);
      if (isEthernet(r, p)) {
        byte[] octets = new byte[p.octets().length + 4];
        System.arraycopy(p.octets(), 0, octets, 0, 12);
        octets[12] = (byte) 0x81;
        octets[15] = 7;
        System.arraycopy(p.octets(), 12, octets, 16, p.octets().length - 12);
        all.add(p.at(p.time() + 3_000).shifted(octets, 4, 4));
      }
    }
    all.sort(Comparator.comparingLong(Packet::time));
    return r.with(all);
  }

  /** Eight octets of padding between the IPv6 header and TCP. */
  private static Packet extended(Packet p) {
    if (!p.isTcp()
        || p.octets().length < p.ipAt() + 40
        || isV4(p)
        || p.octets()[p.ipAt() + 6] != 6) {
      return p;
    }
    int at = p.ipAt() + 40;
    byte[] octets = new byte[p.octets().length + 8];
    System.arraycopy(p.octets(), 0, octets, 0, at);
    int length = number(p.octets(), p.ipAt() + 4) + 8;
    if (length > 0xffff || length == 8) {
      return p;
    }
    put(octets, p.ipAt() + 4, length);
    octets[p.ipAt() + 6] = 60;
    octets[at] = 6;
    octets[at + 2] = NOP;
    octets[at + 3] = 4;
    System.arraycopy(p.octets(), at, octets, at + 8, p.octets().length - at);
    return p.shifted(octets, 0, 8);
  }

  /** The hosts behind the first opener's address have another one in all frames. */
  private static Recording translated(Recording r) {
    Packet first = r.packets().stream().filter(Packet::isSyn).findFirst().orElse(null);
    if (first == null) {
      return r;
    }
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      boolean translates = p.isTcp() && p.octets().length >= p.tcpAt() + 20;
      all.add(translates ? Translator.translate(p, first, 0) : p);
    }
    return r.with(all);
  }

  // ---- boxes that overwrite options ------------------------------------------------------------

  /**
   * Options that their receiver can do without become NOPs; without the others it would behave in
   * another way than it did.
   */
  private static Recording stripped(Recording r, int percent, long seed) {
    Random chance = new Random(seed * 13 + percent);
    String behind = behindBox(r);
    return each(
        r,
        p ->
            isWhole(p)
                    && !p.isSyn()
                    && !p.isSynAck()
                    && isOf(p, behind)
                    && chance.nextInt(100) < percent
                ? stripped(p)
                : p);
  }

  /** REMOVE_ADDR or MP_PRIO; an ADD_ADDR is echoed by who gets it. */
  private static boolean isSignal(int subtype) {
    return subtype == 4 || subtype == 5;
  }

  /** Address of the farther host of the first handshake: a box can only stand between. */
  private static String behindBox(Recording r) {
    Packet syn = null;
    Packet answer = null;
    for (Packet p : r.packets()) {
      if (syn == null && p.isSyn()) {
        syn = p;
      } else if (syn != null && p.flow().equals(syn.flow())) {
        if (answer == null && p.isSynAck()) {
          answer = p;
        } else if (answer != null && p.from().equals(syn.from())) {
          boolean nearAcceptor = answer.time() - syn.time() < p.time() - answer.time();
          return host(nearAcceptor ? syn : answer);
        }
      }
    }
    return "";
  }

  private static boolean isOf(Packet p, String host) {
    return host(p).equals(host);
  }

  private static String host(Packet p) {
    return p.from().replaceAll(":[0-9]+$", "");
  }

  private static Packet stripped(Packet p) {
    byte[] octets = p.octets().clone();
    List<int[]> signals = options(p, Interference::isSignal);
    signals.forEach(option -> Arrays.fill(octets, option[0], option[1], (byte) NOP));
    return signals.isEmpty() ? p : checked(p.with(octets));
  }

  /** Where MPTCP options of these subtypes begin and end. */
  private static List<int[]> options(Packet p, IntPredicate subtype) {
    byte[] octets = p.octets();
    int end = Math.min(p.tcpAt() + headerLength(p), octets.length);
    int at = p.tcpAt() + 20;
    List<int[]> found = new ArrayList<>();
    while (at < end && octets[at] != 0) {
      int length = octets[at] == NOP || at + 1 == end ? 1 : octets[at + 1] & 0xff;
      if (length == 0 || at + length > end) {
        break;
      }
      if (octets[at] == MPTCP && length > 2 && subtype.test(octets[at + 2] >> 4 & 15)) {
        found.add(new int[] {at, at + length});
      }
      at += length;
    }
    return found;
  }

  // ---- network cards ---------------------------------------------------------------------------

  /** Segments of more than 100 octets of payload become two with the same options. */
  private static Recording split(Recording r) {
    List<Packet> all = new ArrayList<>();
    for (Packet p : r.packets()) {
      if (!isWhole(p) || p.payload() <= 100 || p.isSyn() || p.isSynAck() || !isV4(p)) {
        all.add(p);
        continue;
      }
      int header = p.tcpAt() + headerLength(p);
      int half = p.payload() / 2;
      byte[] head = Arrays.copyOf(p.octets(), header + half);
      head[p.tcpAt() + 13] &= (byte) ~FIN_PSH;
      byte[] tail = new byte[header + p.payload() - half];
      System.arraycopy(p.octets(), 0, tail, 0, header);
      System.arraycopy(p.octets(), header + half, tail, header, p.payload() - half);
      long seq = sequence(p) + half;
      put(tail, p.tcpAt() + 4, (int) (seq >>> 16));
      put(tail, p.tcpAt() + 6, (int) seq);
      all.add(resized(p, head, half));
      all.add(resized(p, tail, p.payload() - half));
    }
    return r.with(all);
  }

  /** Full segments that follow each other with equal options but for the DSS become one. */
  private static Recording merged(Recording r) {
    List<Packet> all = new ArrayList<>();
    Map<String, Integer> last = new HashMap<>();
    for (Packet p : r.packets()) {
      Integer before = last.remove(p.from());
      Packet joined = before == null ? null : joined(all.get(before), p);
      if (joined != null) {
        all.set(before, joined);
        last.put(p.from(), before);
        continue;
      }
      all.add(p);
      if (p.isTcp() && p.payload() > 0) {
        last.put(p.from(), all.size() - 1);
      }
    }
    return r.with(all);
  }

  /** What the first point captured passes the second 100 us later. */
  private static Recording atTwoPoints(Recording first, Recording second) {
    List<Integer> links = new ArrayList<>(first.links());
    links.addAll(first.links());
    List<Packet> all = new ArrayList<>(first.packets());
    for (Packet p : second.packets()) {
      all.add(p.at(p.time() + 100_000).on(p.place() + first.links().size()));
    }
    all.sort(Comparator.comparingLong(Packet::time));
    return new Recording(links, all);
  }

  /** One segment of both, or null: as receivers merge, the options must be the same octets. */
  private static Packet joined(Packet a, Packet b) {
    int header = headerLength(a);
    boolean fits =
        isWhole(a)
            && isWhole(b)
            && a.flow().equals(b.flow())
            && a.place() == b.place()
            && isV4(a)
            && a.tcpAt() == b.tcpAt()
            && a.payload() > 0
            && b.payload() > 0
            && a.flags() == 0x10
            && (b.flags() & ~0x08) == 0x10
            && header == headerLength(b)
            && (int) (sequence(a) + a.payload()) == (int) sequence(b)
            && a.tcpAt() - a.ipAt() + header + a.payload() + b.payload() < 0xffff
            && Arrays.equals(
                a.octets(),
                a.tcpAt() + 8,
                a.tcpAt() + 12,
                b.octets(),
                b.tcpAt() + 8,
                b.tcpAt() + 12)
            && Arrays.equals(
                a.octets(),
                a.tcpAt() + 20,
                a.tcpAt() + header,
                b.octets(),
                b.tcpAt() + 20,
                b.tcpAt() + header);
    if (!fits) {
      return null;
    }
    int from = a.tcpAt() + header;
    byte[] octets = Arrays.copyOf(a.octets(), from + a.payload() + b.payload());
    System.arraycopy(b.octets(), from, octets, from + a.payload(), b.payload());
    return resized(a, octets, a.payload() + b.payload());
  }

  private static Packet resized(Packet p, byte[] octets, int payload) {
    put(octets, p.ipAt() + 2, octets.length - p.ipAt());
    put(octets, p.ipAt() + 10, 0);
    put(
        octets,
        p.ipAt() + 10,
        InternetChecksum.complement(InternetChecksum.sum(octets, p.ipAt(), p.tcpAt() - p.ipAt())));
    return checked(
        new Packet(
            p.time(),
            p.place(),
            octets.length,
            octets,
            p.direction(),
            p.flow(),
            p.from(),
            p.flags(),
            payload,
            p.ipAt(),
            p.tcpAt()));
  }

  /** The packet with a right TCP checksum. */
  private static Packet checked(Packet p) {
    byte[] octets = p.octets();
    int length = octets.length - p.tcpAt();
    if (isV4(p)) {
      length = number(octets, p.ipAt() + 2) - (p.tcpAt() - p.ipAt());
    }
    int addresses = isV4(p) ? p.ipAt() + 12 : p.ipAt() + 8;
    put(octets, p.tcpAt() + 16, 0);
    int sum = InternetChecksum.sum(octets, addresses, isV4(p) ? 8 : 32);
    sum = InternetChecksum.add(sum, InternetChecksum.add(6, length));
    sum = InternetChecksum.add(sum, InternetChecksum.sum(octets, p.tcpAt(), length));
    put(octets, p.tcpAt() + 16, InternetChecksum.complement(sum));
    return p;
  }

  private static int headerLength(Packet p) {
    return (p.octets()[p.tcpAt() + 12] >> 4 & 15) * 4;
  }

  private static long sequence(Packet p) {
    return (long) number(p.octets(), p.tcpAt() + 4) << 16 | number(p.octets(), p.tcpAt() + 6);
  }

  private static int number(byte[] octets, int at) {
    return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
  }

  private static void put(byte[] octets, int at, int value) {
    octets[at] = (byte) (value >> 8);
    octets[at + 1] = (byte) value;
  }
}
