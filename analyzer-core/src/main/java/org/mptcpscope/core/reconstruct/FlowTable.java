package org.mptcpscope.core.reconstruct;

import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * All TCP flows of the capture by addresses and ports: open addressing over columns of primitives,
 * so that looking up a segment allocates nothing and a flow without MPTCP costs some 60 octets. An
 * ended flow is forgotten a minute after its FIN or RST, a silent one after ten; forgetting happens
 * when the table would grow. Slots move when it does: never keep one.
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

  private static final long MINUTE = 60_000_000_000L;
  private static final int SMALLEST = 1 << 8;

  private int mask = SMALLEST - 1;
  private int used;
  private long[] high0 = new long[SMALLEST];
  private long[] low0 = new long[SMALLEST];
  private long[] high1 = new long[SMALLEST];
  private long[] low1 = new long[SMALLEST];
  private int[] ports = new int[SMALLEST];
  private int[] isn0 = new int[SMALLEST];
  private int[] isn1 = new int[SMALLEST];
  private int[] stream = new int[SMALLEST];
  private byte[] flags = new byte[SMALLEST];
  private boolean[] taken = new boolean[SMALLEST];
  private long[] lastSeen = new long[SMALLEST];
  private Object[] content = new Object[SMALLEST];

  private long keyHigh0;
  private long keyLow0;
  private long keyHigh1;
  private long keyLow1;
  private int keyPorts;
  private boolean fromUpper;
  private boolean forgot;

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

  private static int mix(long a, long b, long c, long d, int e) {
    long hash = a * 0x9e3779b97f4a7c15L ^ b;
    hash = hash * 0xbf58476d1ce4e5b9L ^ c;
    hash = hash * 0x94d049bb133111ebL ^ d;
    hash = hash * 0x9e3779b97f4a7c15L ^ e;
    hash ^= hash >>> 32;
    hash *= 0xbf58476d1ce4e5b9L;
    return (int) (hash ^ hash >>> 29);
  }

  /** The slot of the key, or -1. */
  int find() {
    int slot = mix(keyHigh0, keyLow0, keyHigh1, keyLow1, keyPorts) & mask;
    while (taken[slot]) {
      if (low0[slot] == keyLow0
          && low1[slot] == keyLow1
          && ports[slot] == keyPorts
          && high0[slot] == keyHigh0
          && high1[slot] == keyHigh1) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  /** A new slot for the key, which is not in the table. */
  int insert(long now, int streamNumber) {
    if (used >= (mask + 1) / 4 * 3) {
      makeRoom(now);
    }
    int slot = freeSlot(keyHigh0, keyLow0, keyHigh1, keyLow1, keyPorts);
    taken[slot] = true;
    used++;
    high0[slot] = keyHigh0;
    low0[slot] = keyLow0;
    high1[slot] = keyHigh1;
    low1[slot] = keyLow1;
    ports[slot] = keyPorts;
    renew(slot, streamNumber);
    lastSeen[slot] = now;
    return slot;
  }

  private int freeSlot(long h0, long l0, long h1, long l1, int p) {
    int slot = mix(h0, l0, h1, l1, p) & mask;
    while (taken[slot]) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Begins a new flow on the ports of a slot. */
  void renew(int slot, int streamNumber) {
    stream[slot] = streamNumber;
    flags[slot] = 0;
    content[slot] = null;
  }

  private void makeRoom(long now) {
    int kept = 0;
    for (int slot = 0; slot <= mask; slot++) {
      if (taken[slot] && !isStale(slot, now)) {
        kept++;
      } else if (taken[slot]) {
        forgot = true;
      }
    }
    int size = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, kept)) * 4);
    FlowTable bigger = new FlowTable(size);
    for (int slot = 0; slot <= mask; slot++) {
      if (taken[slot] && !isStale(slot, now)) {
        bigger.copy(this, slot);
      }
    }
    mask = bigger.mask;
    used = bigger.used;
    high0 = bigger.high0;
    low0 = bigger.low0;
    high1 = bigger.high1;
    low1 = bigger.low1;
    ports = bigger.ports;
    isn0 = bigger.isn0;
    isn1 = bigger.isn1;
    stream = bigger.stream;
    flags = bigger.flags;
    taken = bigger.taken;
    lastSeen = bigger.lastSeen;
    content = bigger.content;
  }

  FlowTable() {}

  private FlowTable(int size) {
    mask = size - 1;
    high0 = new long[size];
    low0 = new long[size];
    high1 = new long[size];
    low1 = new long[size];
    ports = new int[size];
    isn0 = new int[size];
    isn1 = new int[size];
    stream = new int[size];
    flags = new byte[size];
    taken = new boolean[size];
    lastSeen = new long[size];
    content = new Object[size];
  }

  private void copy(FlowTable from, int old) {
    int slot =
        freeSlot(from.high0[old], from.low0[old], from.high1[old], from.low1[old], from.ports[old]);
    taken[slot] = true;
    used++;
    high0[slot] = from.high0[old];
    low0[slot] = from.low0[old];
    high1[slot] = from.high1[old];
    low1[slot] = from.low1[old];
    ports[slot] = from.ports[old];
    isn0[slot] = from.isn0[old];
    isn1[slot] = from.isn1[old];
    stream[slot] = from.stream[old];
    flags[slot] = from.flags[old];
    lastSeen[slot] = from.lastSeen[old];
    content[slot] = from.content[old];
  }

  /** Whether the flow of a slot is to be forgotten; one of a live connection never is. */
  boolean isStale(int slot, long now) {
    if (content[slot] != null) {
      return false;
    }
    long age = now - lastSeen[slot];
    return age > 10 * MINUTE || (age > MINUTE && (flags[slot] & (CLOSED | GHOST)) != 0);
  }

  /** Whether flows were forgotten, so that new ones may be old ones. */
  boolean forgot() {
    return forgot;
  }

  void seen(int slot, long now) {
    lastSeen[slot] = now;
  }

  Object content(int slot) {
    return content[slot];
  }

  void content(int slot, Object value) {
    content[slot] = value;
  }

  int stream(int slot) {
    return stream[slot];
  }

  boolean has(int slot, int flag) {
    return (flags[slot] & flag) != 0;
  }

  void set(int slot, int flag) {
    flags[slot] = (byte) (flags[slot] | flag);
  }

  int isn(int slot, boolean upper) {
    return upper ? isn1[slot] : isn0[slot];
  }

  void isn(int slot, boolean upper, int isn) {
    if (upper) {
      isn1[slot] = isn;
    } else {
      isn0[slot] = isn;
    }
  }

  /** Frees the content of the key that was set last, leaving a ghost of the flow. */
  void release(Object value, long now) {
    int slot = find();
    if (slot >= 0 && content[slot] == value) {
      content[slot] = null;
      flags[slot] = (byte) (flags[slot] | GHOST | CLOSED);
      lastSeen[slot] = now;
    }
  }

  /** Flows in the table. */
  int size() {
    return used;
  }
}
