package org.mptcpscope.core.reconstruct;

/** Larger copies of full ring buffers, the oldest element first. */
final class Rings {
  private Rings() {}

  /** Copies a full ring whose oldest element is at {@code turn}. */
  static long[] turned(long[] full, int turn, int capacity) {
    long[] grown = new long[capacity];
    System.arraycopy(full, turn, grown, 0, full.length - turn);
    System.arraycopy(full, 0, grown, full.length - turn, turn);
    return grown;
  }

  /** Copies a full ring whose oldest element is at {@code turn}. */
  static int[] turned(int[] full, int turn, int capacity) {
    int[] grown = new int[capacity];
    System.arraycopy(full, turn, grown, 0, full.length - turn);
    System.arraycopy(full, 0, grown, full.length - turn, turn);
    return grown;
  }
}
