package org.mptcpscope.core.capture;

import java.util.Arrays;

/**
 * Frames that were read and not yet delivered, in the order of their times; frames of the same time
 * keep the order of the file. Holds where frames lie, never their octets.
 *
 * <p>Interfaces of one file are not sorted among each other, and network cards with several queues
 * do not even sort one. Frames are held back until one is read that is {@link #NANOS} younger, or
 * until there are {@link #FRAMES} of them.
 */
final class LookAhead {
  static final int FRAMES = 8192;
  static final long NANOS = 1_000_000_000;

  // A slot is a row of words: what belongs to a frame is written and read at once.
  private static final int TIME = 0;
  private static final int OFFSET = 1;

  /** Captured and on the wire, 32 bits each. */
  private static final int LENGTHS = 2;

  /** Frame number and link type, 32 bits each. */
  private static final int NUMBER = 3;

  /** Interface (32 bits) and direction. */
  private static final int INTERFACE = 4;

  private static final int WORDS = 5;
  private static final long LOW_HALF = 0xffff_ffffL;

  private final long[] words = new long[FRAMES * WORDS];

  /** Slots that hold no frame: the first {@link #free} of them. */
  private final int[] unused = new int[FRAMES];

  private int free = FRAMES;

  /**
   * Slots in the order of delivery, from {@link #head} to {@link #tail}; it slides to the right.
   */
  private final int[] order = new int[2 * FRAMES];

  private int head;
  private int tail;

  private long latest = Long.MIN_VALUE;

  /** The time of the first frame, if there is one. */
  private long first;

  private long moved;

  LookAhead() {
    Arrays.setAll(unused, i -> i * WORDS);
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** Whether the first frame need not wait for others any longer. */
  boolean isDue() {
    return free == 0 || (head != tail && first <= latest - NANOS);
  }

  /**
   * Whether a frame of this time is too early to be put in its place, because the clock was set
   * back or because its predecessors have been delivered long ago.
   */
  boolean isBehind(long timeNanos) {
    return latest != Long.MIN_VALUE && timeNanos < latest - NANOS;
  }

  /** The latest time that was read. */
  long latest() {
    return latest;
  }

  /** Begins anew after a clock step; nothing may be held back. */
  void restart() {
    latest = Long.MIN_VALUE;
  }

  /** The least place of the octets of all frames held back. */
  long lowestOffset() {
    long lowest = Long.MAX_VALUE;
    for (int i = head; i < tail; i++) {
      lowest = Math.min(lowest, offset(order[i]));
    }
    return lowest;
  }

  /** Frames that were put before one that the file has earlier. */
  long moved() {
    return moved;
  }

  /** Takes a frame; there must be room. */
  void add(
      long timeNanos,
      long at,
      int frameNumber,
      int capturedLength,
      int wireLength,
      int link,
      int onInterface,
      int way) {
    int slot = unused[--free];
    words[slot + TIME] = timeNanos;
    words[slot + OFFSET] = at;
    words[slot + LENGTHS] = (long) capturedLength << 32 | wireLength & LOW_HALF;
    words[slot + NUMBER] = (long) frameNumber << 32 | link & LOW_HALF;
    words[slot + INTERFACE] = (long) onInterface << 32 | way & LOW_HALF;
    if (tail == order.length) {
      System.arraycopy(order, head, order, 0, tail - head);
      tail -= head;
      head = 0;
    }
    if (head == tail || timeNanos < first) {
      first = timeNanos;
    }
    if (timeNanos >= latest) {
      latest = timeNanos;
      order[tail++] = slot;
    } else {
      insert(slot, timeNanos);
    }
  }

  private void insert(int slot, long timeNanos) {
    int low = head;
    int high = tail;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time(order[middle]) <= timeNanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    System.arraycopy(order, low, order, low + 1, tail - low);
    order[low] = slot;
    moved += low == tail ? 0 : 1;
    tail++;
  }

  /** Frames held back. */
  int size() {
    return tail - head;
  }

  /** Returns the slot of the n-th frame from the first, which is 0. */
  int peek(int n) {
    return order[head + n];
  }

  /** Takes the first frame out and returns its slot, which is valid until the next {@link #add}. */
  int poll() {
    int slot = order[head++];
    unused[free++] = slot;
    if (head != tail) {
      first = time(order[head]);
    }
    return slot;
  }

  long time(int slot) {
    return words[slot + TIME];
  }

  long offset(int slot) {
    return words[slot + OFFSET];
  }

  int number(int slot) {
    return (int) (words[slot + NUMBER] >>> 32);
  }

  int captured(int slot) {
    return (int) (words[slot + LENGTHS] >>> 32);
  }

  int wire(int slot) {
    return (int) words[slot + LENGTHS];
  }

  int linkType(int slot) {
    return (int) words[slot + NUMBER];
  }

  int interfaceId(int slot) {
    return (int) (words[slot + INTERFACE] >>> 32);
  }

  int direction(int slot) {
    return (int) words[slot + INTERFACE];
  }
}
