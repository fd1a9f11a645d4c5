package org.mptcpscope.core.reconstruct;

import java.util.Arrays;

/**
 * Hands out numbers in order of discovery, as Wireshark does with tcp.stream and mptcp.stream. It
 * discovers in the order of the file, this pass in the order of time: where the two differ, numbers
 * are put in the order of frames afterwards. Bounded: where there are more than four million and
 * the order differs, none is known.
 */
final class StreamNumbers {
  private static final int CHUNK = 1 << 14;

  /** Most numbers whose frames are kept. */
  static final int MOST = 1 << 22;

  private final int most;

  /** First frames, in chunks. */
  private int[][] frames = new int[1][];

  private int count;
  private int latest;
  private boolean ordered = true;

  StreamNumbers() {
    this(MOST);
  }

  /** The same with another bound. */
  StreamNumbers(int most) {
    this.most = most;
  }

  /** The next number, for something that begins with this frame. */
  int next(int frame) {
    ordered &= frame >= latest;
    latest = Math.max(latest, frame);
    if (count < most) {
      keep(count, frame);
    }
    return count++;
  }

  private void keep(int number, int frame) {
    int chunk = number / CHUNK;
    if (chunk == frames.length) {
      frames = Arrays.copyOf(frames, 2 * chunk);
    }
    if (frames[chunk] == null) {
      frames[chunk] = new int[CHUNK];
    }
    frames[chunk][number % CHUNK] = frame;
  }

  int count() {
    return count;
  }

  /** A frame of something numbered: it may come earlier in the file than those seen so far. */
  void seen(int number, int frame) {
    if (frame < latest && (number >= most || frame < frame(number))) {
      ordered = false;
      if (number < most) {
        keep(number, frame);
      }
    }
  }

  private int frame(int number) {
    return frames[number / CHUNK][number % CHUNK];
  }

  /** Whether {@link #inFileOrder} changes nothing. */
  boolean isOrdered() {
    return ordered;
  }

  /** The number in the order of the file, for each number handed out; empty if it is not known. */
  int[] inFileOrder() {
    if (count > most) {
      return new int[0];
    }
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = (long) frame(i) << Integer.SIZE | i;
    }
    Arrays.sort(order);
    int[] rank = new int[count];
    for (int i = 0; i < count; i++) {
      rank[(int) order[i]] = i;
    }
    return rank;
  }
}
