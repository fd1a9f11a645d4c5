package org.mptcpscope.core.reconstruct;

/**
 * Rows that all directions together may remember beyond the few that each has, to tell copies that
 * several interfaces made. Dense traffic needs many, a flood must not get them all.
 */
final class SpareRows {
  private static final int MOST = 1 << 18;

  private int left = MOST;

  /** Whether so many are to be had; they are the caller's then. */
  boolean take(int rows) {
    if (rows > left) {
      return false;
    }
    left -= rows;
    return true;
  }

  /** Takes rows back. */
  void give(int rows) {
    left += rows;
  }
}
