package org.mptcpscope.core.reconstruct;

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

  /** Start and end of each range in turn: a look at the newest range is one look at memory. */
  private long[] bounds = new long[2 * FIRST_CAPACITY];

  private int head;
  private int size;

  /** First number behind the highest range, kept beside these as it is asked most. */
  private long last;

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
    return bounds[2 * (head + n)];
  }

  /** First number behind the n-th range. */
  long end(int n) {
    return bounds[2 * (head + n) + 1];
  }

  /** First number behind the highest range; the set must not be empty. */
  long last() {
    return last;
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
    if (from - bounds[2 * top] >= 0) {
      long fresh = Math.max(0, to - last);
      last += fresh;
      bounds[2 * top + 1] = last;
      total += fresh;
      return fresh;
    }
    long fresh = insert(from, to);
    total += fresh;
    last = end(size - 1);
    enforceCap();
    return fresh;
  }

  /** Removes [from, to); returns how many of these numbers were in the set. */
  long remove(long from, long to) {
    if (to - from <= 0 || size == 0) {
      return 0;
    }
    int first = firstEndingBehind(from);
    if (first == head + size || bounds[2 * first] - to >= 0) {
      return 0;
    }
    if (bounds[2 * first] - from < 0 && bounds[2 * first + 1] - to > 0) {
      long right = bounds[2 * first + 1];
      bounds[2 * first + 1] = from;
      int n = first + 1 - head;
      openSlot(n);
      bounds[2 * (head + n)] = to;
      bounds[2 * (head + n) + 1] = right;
      total -= to - from;
      enforceCap();
      return to - from;
    }
    return removeWhole(first, from, to);
  }

  /** Forgets all numbers below this one. */
  void dropBelow(long bound) {
    while (size > 0 && bounds[2 * head + 1] - bound <= 0) {
      total -= bounds[2 * head + 1] - bounds[2 * head];
      head++;
      size--;
    }
    if (size > 0 && bounds[2 * head] - bound < 0) {
      total -= bound - bounds[2 * head];
      bounds[2 * head] = bound;
    }
    if (size == 0) {
      head = 0;
    }
  }

  boolean contains(long number) {
    int at = firstEndingBehind(number);
    return at < head + size && bounds[2 * at] - number <= 0;
  }

  /** How many numbers of [from, to) are in the set. */
  long covered(long from, long to) {
    long sum = 0;
    for (int i = firstEndingBehind(from); i < head + size && bounds[2 * i] - to < 0; i++) {
      long left = bounds[2 * i] - from < 0 ? from : bounds[2 * i];
      long right = bounds[2 * i + 1] - to > 0 ? to : bounds[2 * i + 1];
      sum += right - left;
    }
    return sum;
  }

  /** Whether all of [from, to) is in the set. */
  boolean containsAll(long from, long to) {
    int at = firstEndingBehind(from);
    return to - from <= 0
        || at < head + size && bounds[2 * at] - from <= 0 && bounds[2 * at + 1] - to >= 0;
  }

  /** First number at or behind {@code from} that is not in the set. */
  long firstMissing(long from) {
    int at = firstEndingBehind(from);
    return at < head + size && bounds[2 * at] - from <= 0 ? bounds[2 * at + 1] : from;
  }

  /**
   * First number at or behind {@code from} that is in the set, or {@code limit} if that is lower.
   */
  long firstPresent(long from, long limit) {
    int at = firstEndingBehind(from);
    if (at == head + size) {
      return limit;
    }
    long found = bounds[2 * at] - from < 0 ? from : bounds[2 * at];
    return found - limit < 0 ? found : limit;
  }

  /** Adds a constant to all numbers. */
  void shift(long delta) {
    last += delta;
    for (int i = head; i < head + size; i++) {
      bounds[2 * i] += delta;
      bounds[2 * i + 1] += delta;
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
    if (size > 0 && bounds[2 * (high - 1)] - number <= 0) {
      return bounds[2 * (high - 1) + 1] - number > 0 ? high - 1 : high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds[2 * middle + 1] - number > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long insert(long from, long to) {
    int first = firstEndingBehind(from);
    if (first > head && bounds[2 * (first - 1) + 1] - from == 0) {
      first--;
    }
    int behind = first;
    long start = from;
    long end = to;
    long held = 0;
    while (behind < head + size && bounds[2 * behind] - to <= 0) {
      start = bounds[2 * behind] - start < 0 ? bounds[2 * behind] : start;
      end = bounds[2 * behind + 1] - end > 0 ? bounds[2 * behind + 1] : end;
      held += bounds[2 * behind + 1] - bounds[2 * behind];
      behind++;
    }
    if (behind == first) {
      int n = first - head;
      openSlot(n);
      bounds[2 * (head + n)] = from;
      bounds[2 * (head + n) + 1] = to;
      return to - from;
    }
    bounds[2 * first] = start;
    bounds[2 * first + 1] = end;
    closeSlots(first + 1, behind);
    return end - start - held;
  }

  private long removeWhole(int first, long from, long to) {
    long gone = 0;
    int i = first;
    if (bounds[2 * i] - from < 0) {
      gone += bounds[2 * i + 1] - from;
      bounds[2 * i + 1] = from;
      i++;
    }
    int behind = i;
    while (behind < head + size && bounds[2 * behind + 1] - to <= 0) {
      gone += bounds[2 * behind + 1] - bounds[2 * behind];
      behind++;
    }
    if (behind < head + size && bounds[2 * behind] - to < 0) {
      gone += to - bounds[2 * behind];
      bounds[2 * behind] = to;
    }
    closeSlots(i, behind);
    total -= gone;
    if (size > 0) {
      last = end(size - 1);
    }
    return gone;
  }

  private void append(long from, long to) {
    openSlot(size);
    last = to;
    bounds[2 * (head + size - 1)] = from;
    bounds[2 * (head + size - 1) + 1] = to;
  }

  /** Makes room before the n-th range; the new slot counts in {@link #size}. */
  private void openSlot(int n) {
    if (2 * (head + size) == bounds.length) {
      makeRoom();
    }
    int at = 2 * (head + n);
    System.arraycopy(bounds, at, bounds, at + 2, 2 * (size - n));
    size++;
  }

  private void makeRoom() {
    long[] room = head >= bounds.length / 4 ? bounds : new long[2 * bounds.length];
    System.arraycopy(bounds, 2 * head, room, 0, 2 * size);
    bounds = room;
    head = 0;
  }

  private void closeSlots(int from, int to) {
    if (to > from) {
      System.arraycopy(bounds, 2 * to, bounds, 2 * from, 2 * (head + size - to));
      size -= to - from;
    }
  }

  private void enforceCap() {
    if (size <= CAP) {
      return;
    }
    overflowed = true;
    if (overflow == Overflow.FILL_OLDEST) {
      total += bounds[2 * (head + 1)] - bounds[2 * head + 1];
      bounds[2 * (head + 1)] = bounds[2 * head];
    } else {
      total -= bounds[2 * head + 1] - bounds[2 * head];
    }
    head++;
    size--;
  }
}
