package org.mptcpscope.core.reconstruct;

/**
 * A ring of rows of longs, the newest last. The words of a row lie side by side, so that whoever
 * looks at a row waits for memory once.
 */
final class RowRing {
  private static final int FIRST_ROWS = 4;

  private final int width;
  private final int cap;
  private long[] words;
  private int mask = FIRST_ROWS - 1;

  // Positions count up for ever and are reduced to the number of rows, a power of two.
  private int first;
  private int behind;

  /**
   * Makes an empty ring.
   *
   * @param width words of a row
   * @param cap most rows, a power of two; above, the oldest is forgotten
   */
  RowRing(int width, int cap) {
    this.width = width;
    this.cap = cap;
    words = new long[FIRST_ROWS * width];
  }

  /** Adds a row of any content; returns it. */
  int add() {
    if (behind - first == mask + 1) {
      if (mask + 1 == cap) {
        first++;
      } else {
        grow();
      }
    }
    return row(behind++);
  }

  long get(int row, int word) {
    return words[row + word];
  }

  void set(int row, int word, long value) {
    words[row + word] = value;
  }

  /** The row at a position, valid until the next {@link #add}: where its first word lies. */
  int row(int position) {
    return (position & mask) * width;
  }

  /** The position of a row. */
  int position(int row) {
    return first + (row / width - first & mask);
  }

  /** Position of the oldest row; equal to {@link #behind} if there is none. */
  int first() {
    return first;
  }

  /** Position behind the newest row. */
  int behind() {
    return behind;
  }

  int size() {
    return behind - first;
  }

  void dropFirst() {
    first++;
  }

  private void grow() {
    long[] grown = new long[2 * words.length];
    int turn = row(first);
    System.arraycopy(words, turn, grown, 0, words.length - turn);
    System.arraycopy(words, 0, grown, words.length - turn, turn);
    behind = size();
    first = 0;
    words = grown;
    mask = 2 * mask + 1;
  }
}
