package org.mptcpscope.core.reconstruct;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * All TCP flows of the capture by addresses and ports: open addressing over rows of primitives, so
 * that looking up a segment allocates nothing and a flow without MPTCP costs some 70 octets. An
 * ended flow is forgotten a minute after its FIN or RST, a silent one after ten; forgetting happens
 * when the table would grow. When it is large it forgets those that are silent longest, ended ones
 * first. Slots move when it does: never keep one.
 *
 * <p>Where a flow lies depends on a number of chance, so that nobody can write a capture whose
 * flows all lie in one place. Nothing is ever listed in the order of the table.
 */
final class FlowTable {
  /** Flags of a flow; end 0 is the lower one of address and port. */
  static final int SYN_0 = 1;

  static final int SYN_1 = 2;
  static final int SYN_ACK_0 = 4;
  static final int SYN_ACK_1 = 8;
  static final int CLOSED = 16;

  /** The flow of an MPTCP connection that was freed: late segments are not a new one. */
  static final int GHOST = 32;

  /** Options of its SYN or SYN/ACK were cut off by the capture. */
  static final int SYN_CUT = 64;

  private static final long MINUTE = 60_000_000_000L;
  private static final int SMALLEST = 1 << 8;

  private static final int ANY = -1;
  private static final int RECENT_BITS = 9;

  /**
   * Slots at most, of which three quarters are used; the second half of them is for flows that have
   * not ended.
   */
  static final int LARGEST = 1 << 20;

  /** The content of a flow that nobody looks at. */
  static final Object IGNORED = new Object();

  private static final long CHANCE = new SplittableRandom().nextLong();

  private final int largest;
  private final long salt;

  // A flow is a row of words, which is one or two lines of the cache. End 0 first.
  private static final int LOW_0 = 0;
  private static final int LOW_1 = 1;
  private static final int HIGH_0 = 2;
  private static final int HIGH_1 = 3;

  /** Both ports (32 bits), TAKEN, and the flags (8 bits). */
  private static final int PORTS = 4;

  private static final int LAST_SEEN = 5;
  private static final int ISNS = 6;
  private static final int STREAM = 7;
  private static final int WORDS = 8;

  private static final long TAKEN = 1 << 8;
  private static final long LOW_HALF = 0xffff_ffffL;

  private int mask;
  private int used;
  private long[] rows;
  private Object[] content;

  /** Where keys were found of late. */
  private final int[] recent = new int[1 << RECENT_BITS];

  private long keyHigh0;
  private long keyLow0;
  private long keyHigh1;
  private long keyLow1;
  private int keyPorts;
  private boolean fromUpper;
  private boolean forgot;
  private int crowdedOut;

  /** Sets the key of a segment; {@link #fromUpper} then tells which end sent it. */
  void key(FrameView ip, SegmentView tcp) {
    key(ip.srcHigh(), ip.srcLow(), tcp.srcPort(), ip.dstHigh(), ip.dstLow(), tcp.dstPort());
  }

  void key(long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow, int dstPort) {
    int order = Long.compareUnsigned(srcHigh, dstHigh);
    if (order == 0) {
      order = Long.compareUnsigned(srcLow, dstLow);
    }
    if (order == 0) {
      order = srcPort - dstPort;
    }
    fromUpper = order > 0;
    if (fromUpper) {
      keyHigh0 = dstHigh;
      keyLow0 = dstLow;
      keyHigh1 = srcHigh;
      keyLow1 = srcLow;
      keyPorts = dstPort << 16 | srcPort;
    } else {
      keyHigh0 = srcHigh;
      keyLow0 = srcLow;
      keyHigh1 = dstHigh;
      keyLow1 = dstLow;
      keyPorts = srcPort << 16 | dstPort;
    }
  }

  /** Whether the segment whose key was set last came from end 1. */
  boolean fromUpper() {
    return fromUpper;
  }

  private int mix(long a, long b, long c, long d, int e) {
    long hash = (a ^ salt) * 0x9e3779b97f4a7c15L ^ b;
    hash = hash * 0xbf58476d1ce4e5b9L ^ c;
    hash = hash * 0x94d049bb133111ebL ^ d;
    hash = hash * 0x9e3779b97f4a7c15L ^ e;
    hash ^= hash >>> 32;
    hash *= 0xbf58476d1ce4e5b9L;
    return (int) (hash ^ hash >>> 29);
  }

  /** The slot of the key, or -1. */
  int find() {
    int mark = mark();
    int slot = recent[mark];
    if (slot <= mask && isTaken(slot) && isKey(slot * WORDS)) {
      return slot;
    }
    slot = search();
    if (slot >= 0) {
      recent[mark] = slot;
    }
    return slot;
  }

  /** A hash that costs little; keys that share one cost a search each, and nothing more. */
  private int mark() {
    int mix = ((int) keyLow0 ^ Integer.rotateLeft((int) keyLow1, 16) ^ keyPorts) * 0x9e3779b1;
    return mix >>> Integer.SIZE - RECENT_BITS;
  }

  private boolean isKey(int row) {
    return rows[row + LOW_0] == keyLow0
        && rows[row + LOW_1] == keyLow1
        && (int) (rows[row + PORTS] >>> 32) == keyPorts
        && rows[row + HIGH_0] == keyHigh0
        && rows[row + HIGH_1] == keyHigh1;
  }

  private int search() {
    int slot = mix(keyHigh0, keyLow0, keyHigh1, keyLow1, keyPorts) & mask;
    while (isTaken(slot)) {
      if (isKey(slot * WORDS)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  private boolean isTaken(int slot) {
    return (rows[slot * WORDS + PORTS] & TAKEN) != 0;
  }

  /** A new slot for the key, which is not in the table. */
  int insert(long now, int streamNumber) {
    if (used >= (mask + 1) / 4 * 3) {
      makeRoom(now);
    }
    int slot = freeSlot(keyHigh0, keyLow0, keyHigh1, keyLow1, keyPorts);
    used++;
    int row = slot * WORDS;
    rows[row + HIGH_0] = keyHigh0;
    rows[row + LOW_0] = keyLow0;
    rows[row + HIGH_1] = keyHigh1;
    rows[row + LOW_1] = keyLow1;
    rows[row + PORTS] = (long) keyPorts << 32 | TAKEN;
    rows[row + LAST_SEEN] = now;
    renew(slot, streamNumber);
    return slot;
  }

  private int freeSlot(long h0, long l0, long h1, long l1, int p) {
    int slot = mix(h0, l0, h1, l1, p) & mask;
    while (isTaken(slot)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Begins a new flow on the ports of a slot. */
  void renew(int slot, int streamNumber) {
    rows[slot * WORDS + STREAM] = streamNumber;
    rows[slot * WORDS + PORTS] &= ~0xffL;
    content[slot] = null;
  }

  private void makeRoom(long now) {
    int kept = 0;
    for (int slot = 0; slot <= mask; slot++) {
      if (isTaken(slot) && !isStale(slot, now)) {
        kept++;
      } else if (isTaken(slot)) {
        forgot = true;
      }
    }
    int size = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, kept)) * 4);
    if (size > largest / 2 && mask + 1 >= largest / 2) {
      crowdOut(now);
      if (used <= (mask + 1) / 8 * 5) {
        return;
      }
      // Flows of connections, whose number has a bound of its own.
      size = 2 * (mask + 1);
    }
    FlowTable bigger = new FlowTable(size, largest, salt);
    for (int slot = 0; slot <= mask; slot++) {
      if (isTaken(slot) && !isStale(slot, now)) {
        bigger.copy(this, slot);
      }
    }
    mask = bigger.mask;
    used = bigger.used;
    rows = bigger.rows;
    content = bigger.content;
  }

  FlowTable() {
    this(SMALLEST, LARGEST, CHANCE);
  }

  /** A table of at most so many slots, a power of two. */
  FlowTable(int largest, long salt) {
    this(SMALLEST, largest, salt);
  }

  private FlowTable(int size, int largest, long salt) {
    this.largest = largest;
    this.salt = salt;
    mask = size - 1;
    rows = new long[size * WORDS];
    content = new Object[size];
  }

  /**
   * Makes room in place: forgets what is stale, then the older half of the ended flows, and when
   * the table is at its largest that of all.
   */
  private void crowdOut(long now) {
    int before = used;
    forgetIf(now, 0, Long.MIN_VALUE);
    if (used > (mask + 1) / 8 * 5) {
      forgetIf(now, CLOSED | GHOST, middle(CLOSED | GHOST));
    }
    if (used > (mask + 1) / 8 * 5 && mask + 1 >= largest) {
      int held = used;
      forgetIf(now, ANY, middle(ANY));
      crowdedOut += held - used;
    }
    forgot |= used < before;
  }

  /** The time behind which half of the flows without content were seen. */
  private long middle(int which) {
    long[] times = new long[used];
    int count = 0;
    for (int slot = 0; slot <= mask; slot++) {
      if (mayGo(slot, which)) {
        times[count++] = seen(slot);
      }
    }
    Arrays.sort(times, 0, count);
    return count == 0 ? Long.MIN_VALUE : times[count / 2];
  }

  private boolean mayGo(int slot, int which) {
    return isTaken(slot)
        && (content[slot] == null || content[slot] == IGNORED)
        && (which == ANY || has(slot, which));
  }

  private void forgetIf(long now, int which, long until) {
    for (int slot = 0; slot <= mask; slot++) {
      // What moved into the place of a forgotten one is looked at, too.
      while (isTaken(slot) && (isStale(slot, now) || mayGo(slot, which) && seen(slot) <= until)) {
        remove(slot);
      }
    }
  }

  /** Empties a slot and moves up those behind it that were pushed on by it. */
  private void remove(int slot) {
    int hole = slot;
    for (int at = hole + 1 & mask; isTaken(at); at = at + 1 & mask) {
      int row = at * WORDS;
      int ports = (int) (rows[row + PORTS] >>> 32);
      int home =
          mask
              & mix(
                  rows[row + HIGH_0],
                  rows[row + LOW_0],
                  rows[row + HIGH_1],
                  rows[row + LOW_1],
                  ports);
      if ((at - home & mask) >= (at - hole & mask)) {
        move(at, hole);
        hole = at;
      }
    }
    rows[hole * WORDS + PORTS] = 0;
    content[hole] = null;
    used--;
  }

  private void copy(FlowTable from, int old) {
    long[] theirs = from.rows;
    int row = old * WORDS;
    int ports = (int) (theirs[row + PORTS] >>> 32);
    int slot =
        freeSlot(
            theirs[row + HIGH_0],
            theirs[row + LOW_0],
            theirs[row + HIGH_1],
            theirs[row + LOW_1],
            ports);
    System.arraycopy(theirs, row, rows, slot * WORDS, WORDS);
    content[slot] = from.content[old];
    used++;
  }

  /** Moves a row; the old place is the caller's. */
  private void move(int old, int slot) {
    System.arraycopy(rows, old * WORDS, rows, slot * WORDS, WORDS);
    content[slot] = content[old];
  }

  /** Whether the flow of a slot is to be forgotten; one of a live connection never is. */
  boolean isStale(int slot, long now) {
    if (content[slot] != null && content[slot] != IGNORED) {
      return false;
    }
    long age = now - seen(slot);
    boolean over = content[slot] == null && has(slot, CLOSED | GHOST);
    return age > 10 * MINUTE || (age > MINUTE && over);
  }

  /** Whether flows were forgotten, so that new ones may be old ones. */
  boolean forgot() {
    return forgot;
  }

  /** Flows that were forgotten early because there were too many. */
  int crowdedOut() {
    return crowdedOut;
  }

  private long seen(int slot) {
    return rows[slot * WORDS + LAST_SEEN];
  }

  void seen(int slot, long now) {
    rows[slot * WORDS + LAST_SEEN] = now;
  }

  Object content(int slot) {
    return content[slot];
  }

  void content(int slot, Object value) {
    content[slot] = value;
  }

  int stream(int slot) {
    return (int) rows[slot * WORDS + STREAM];
  }

  boolean has(int slot, int flag) {
    return (rows[slot * WORDS + PORTS] & flag) != 0;
  }

  void set(int slot, int flag) {
    rows[slot * WORDS + PORTS] |= flag;
  }

  int isn(int slot, boolean upper) {
    long isns = rows[slot * WORDS + ISNS];
    return (int) (upper ? isns >>> 32 : isns);
  }

  void isn(int slot, boolean upper, int isn) {
    long kept = rows[slot * WORDS + ISNS] & (upper ? LOW_HALF : ~LOW_HALF);
    rows[slot * WORDS + ISNS] = kept | (isn & LOW_HALF) << (upper ? 32 : 0);
  }

  /** Frees the content of the key that was set last, leaving a ghost of the flow. */
  void release(Object value, long now) {
    int slot = find();
    if (slot >= 0 && content[slot] == value) {
      content[slot] = null;
      set(slot, GHOST | CLOSED);
      rows[slot * WORDS + LAST_SEEN] = now;
    }
  }

  /** Flows in the table. */
  int size() {
    return used;
  }
}
