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

  private final long[] time = new long[FRAMES];
  private final long[] offset = new long[FRAMES];
  private final int[] number = new int[FRAMES];
  private final int[] captured = new int[FRAMES];
  private final int[] wire = new int[FRAMES];
  private final int[] linkType = new int[FRAMES];
  private final int[] interfaceId = new int[FRAMES];
  private final byte[] direction = new byte[FRAMES];

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
  private long moved;

  LookAhead() {
    Arrays.setAll(unused, i -> i);
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** Whether the first frame need not wait for others any longer. */
  boolean isDue() {
    return free == 0 || (head != tail && time[order[head]] <= latest - NANOS);
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
      lowest = Math.min(lowest, offset[order[i]]);
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
    time[slot] = timeNanos;
    offset[slot] = at;
    number[slot] = frameNumber;
    captured[slot] = capturedLength;
    wire[slot] = wireLength;
    linkType[slot] = link;
    interfaceId[slot] = onInterface;
    direction[slot] = (byte) way;
    if (tail == order.length) {
      System.arraycopy(order, head, order, 0, tail - head);
      tail -= head;
      head = 0;
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
      if (time[order[middle]] <= timeNanos) {
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
    return slot;
  }

  long time(int slot) {
    return time[slot];
  }

  long offset(int slot) {
    return offset[slot];
  }

  int number(int slot) {
    return number[slot];
  }

  int captured(int slot) {
    return captured[slot];
  }

  int wire(int slot) {
    return wire[slot];
  }

  int linkType(int slot) {
    return linkType[slot];
  }

  int interfaceId(int slot) {
    return interfaceId[slot];
  }

  int direction(int slot) {
    return direction[slot];
  }
}
