package org.mptcpscope.core.reconstruct;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Hands out numbers in order of discovery, as Wireshark does with tcp.stream and mptcp.stream. It
 * discovers in the order of the file, this pass in the order of time: where the two differ, numbers
 * are put in the order of frames afterwards.
 */
final class StreamNumbers {
  private int[] frames = new int[16];
  private int count;

  /** The next number, for something that begins with this frame. */
  int next(int frame) {
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, 2 * count);
    }
    frames[count] = frame;
    return count++;
  }

  int count() {
    return count;
  }

  /** A frame of something numbered: it may come earlier in the file than those seen so far. */
  void seen(int number, int frame) {
    if (frame < frames[number]) {
      frames[number] = frame;
    }
  }

  /** Whether {@link #inFileOrder} changes nothing. */
  boolean isOrdered() {
    for (int i = 1; i < count; i++) {
      if (frames[i] < frames[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** The number in the order of the file, for each number handed out. */
  int[] inFileOrder() {
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Integer.compare(frames[a], frames[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] rank = new int[count];
    for (int i = 0; i < count; i++) {
      rank[order[i]] = i;
    }
    return rank;
  }
}
