package org.mptcpscope.core.reconstruct;

import java.util.Arrays;

/**
 * A set of 64-bit sequence numbers kept as sorted, half-open, non-touching ranges.
 *
 * <p>Order is that of RFC 1982 on 64 bits: {@code a} is before {@code b} if {@code a - b < 0}, so a
 * data sequence number may wrap at 2^64 as long as all numbers of the set lie within 2^63 of each
 * other (RFC 8684, 3.3.1). Growing at the end, the case of bulk data, allocates nothing once the
 * arrays have the size that what is in flight needs.
 */
final class RangeSet {
  /** Most ranges that a set keeps. */
  static final int CAP = 4096;

  /** What happens to the oldest ranges when a set has {@link #CAP} of them. */
  enum Overflow {
    /** The hole between the two oldest ranges is written off as filled. */
    FILL_OLDEST,
    /** The oldest range is forgotten. */
    DROP_OLDEST
  }

  private static final int FIRST_CAPACITY = 2;

  private final Overflow overflow;
  private long[] starts = new long[FIRST_CAPACITY];
  private long[] ends = new long[FIRST_CAPACITY];
  private int head;
  private int size;
  private long total;
  private boolean overflowed;

  RangeSet(Overflow overflow) {
    this.overflow = overflow;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Numbers in the set. */
  long total() {
    return total;
  }

  /** Whether the cap ever made the set forget or fill something. */
  boolean overflowed() {
    return overflowed;
  }

  /** First number of the n-th range, 0 being the lowest. */
  long start(int n) {
    return starts[head + n];
  }

  /** First number behind the n-th range. */
  long end(int n) {
    return ends[head + n];
  }

  /** First number behind the highest range; the set must not be empty. */
  long last() {
    return ends[head + size - 1];
  }

  /**
   * Adds [from, to).
   *
   * @return how many of these numbers were not in the set
   */
  long add(long from, long to) {
    if (to - from <= 0) {
      return 0;
    }
    if (size == 0 || from - last() > 0) {
      append(from, to);
      total += to - from;
      enforceCap();
      return to - from;
    }
    int top = head + size - 1;
    if (from - starts[top] >= 0) {
      long fresh = Math.max(0, to - ends[top]);
      ends[top] += fresh;
      total += fresh;
      return fresh;
    }
    long fresh = insert(from, to);
    total += fresh;
    enforceCap();
    return fresh;
  }

  /** Removes [from, to); returns how many of these numbers were in the set. */
  long remove(long from, long to) {
    if (to - from <= 0 || size == 0) {
      return 0;
    }
    int first = firstEndingBehind(from);
    if (first == head + size || starts[first] - to >= 0) {
      return 0;
    }
    if (starts[first] - from < 0 && ends[first] - to > 0) {
      long right = ends[first];
      ends[first] = from;
      int n = first + 1 - head;
      openSlot(n);
      starts[head + n] = to;
      ends[head + n] = right;
      total -= to - from;
      enforceCap();
      return to - from;
    }
    return removeWhole(first, from, to);
  }

  /** Forgets all numbers below this one. */
  void dropBelow(long bound) {
    while (size > 0 && ends[head] - bound <= 0) {
      total -= ends[head] - starts[head];
      head++;
      size--;
    }
    if (size > 0 && starts[head] - bound < 0) {
      total -= bound - starts[head];
      starts[head] = bound;
    }
    if (size == 0) {
      head = 0;
    }
  }

  boolean contains(long number) {
    int at = firstEndingBehind(number);
    return at < head + size && starts[at] - number <= 0;
  }

  /** How many numbers of [from, to) are in the set. */
  long covered(long from, long to) {
    long sum = 0;
    for (int i = firstEndingBehind(from); i < head + size && starts[i] - to < 0; i++) {
      long left = starts[i] - from < 0 ? from : starts[i];
      long right = ends[i] - to > 0 ? to : ends[i];
      sum += right - left;
    }
    return sum;
  }

  /** Whether all of [from, to) is in the set. */
  boolean containsAll(long from, long to) {
    int at = firstEndingBehind(from);
    return to - from <= 0 || at < head + size && starts[at] - from <= 0 && ends[at] - to >= 0;
  }

  /** First number at or behind {@code from} that is not in the set. */
  long firstMissing(long from) {
    int at = firstEndingBehind(from);
    return at < head + size && starts[at] - from <= 0 ? ends[at] : from;
  }

  /**
   * First number at or behind {@code from} that is in the set, or {@code limit} if that is lower.
   */
  long firstPresent(long from, long limit) {
    int at = firstEndingBehind(from);
    if (at == head + size) {
      return limit;
    }
    long found = starts[at] - from < 0 ? from : starts[at];
    return found - limit < 0 ? found : limit;
  }

  /** Adds a constant to all numbers. */
  void shift(long delta) {
    for (int i = head; i < head + size; i++) {
      starts[i] += delta;
      ends[i] += delta;
    }
  }

  void clear() {
    head = 0;
    size = 0;
    total = 0;
  }

  private int firstEndingBehind(long number) {
    int low = head;
    int high = head + size;
    if (size > 0 && starts[high - 1] - number <= 0) {
      return ends[high - 1] - number > 0 ? high - 1 : high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] - number > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long insert(long from, long to) {
    int first = firstEndingBehind(from);
    if (first > head && ends[first - 1] - from == 0) {
      first--;
    }
    int behind = first;
    long start = from;
    long end = to;
    long held = 0;
    while (behind < head + size && starts[behind] - to <= 0) {
      start = starts[behind] - start < 0 ? starts[behind] : start;
      end = ends[behind] - end > 0 ? ends[behind] : end;
      held += ends[behind] - starts[behind];
      behind++;
    }
    if (behind == first) {
      int n = first - head;
      openSlot(n);
      starts[head + n] = from;
      ends[head + n] = to;
      return to - from;
    }
    starts[first] = start;
    ends[first] = end;
    closeSlots(first + 1, behind);
    return end - start - held;
  }

  private long removeWhole(int first, long from, long to) {
    long gone = 0;
    int i = first;
    if (starts[i] - from < 0) {
      gone += ends[i] - from;
      ends[i] = from;
      i++;
    }
    int behind = i;
    while (behind < head + size && ends[behind] - to <= 0) {
      gone += ends[behind] - starts[behind];
      behind++;
    }
    if (behind < head + size && starts[behind] - to < 0) {
      gone += to - starts[behind];
      starts[behind] = to;
    }
    closeSlots(i, behind);
    total -= gone;
    return gone;
  }

  private void append(long from, long to) {
    openSlot(size);
    starts[head + size - 1] = from;
    ends[head + size - 1] = to;
  }

  /** Makes room before the n-th range; the new slot counts in {@link #size}. */
  private void openSlot(int n) {
    if (head + size == starts.length) {
      makeRoom();
    }
    int at = head + n;
    System.arraycopy(starts, at, starts, at + 1, size - n);
    System.arraycopy(ends, at, ends, at + 1, size - n);
    size++;
  }

  private void makeRoom() {
    if (head >= starts.length / 2) {
      System.arraycopy(starts, head, starts, 0, size);
      System.arraycopy(ends, head, ends, 0, size);
    } else {
      int capacity = starts.length * 2;
      starts = Arrays.copyOf(Arrays.copyOfRange(starts, head, head + size), capacity);
      ends = Arrays.copyOf(Arrays.copyOfRange(ends, head, head + size), capacity);
    }
    head = 0;
  }

  private void closeSlots(int from, int to) {
    if (to > from) {
      System.arraycopy(starts, to, starts, from, head + size - to);
      System.arraycopy(ends, to, ends, from, head + size - to);
      size -= to - from;
    }
  }

  private void enforceCap() {
    if (size <= CAP) {
      return;
    }
    overflowed = true;
    if (overflow == Overflow.FILL_OLDEST) {
      total += starts[head + 1] - ends[head];
      starts[head + 1] = starts[head];
    } else {
      total -= ends[head] - starts[head];
    }
    head++;
    size--;
  }
}
