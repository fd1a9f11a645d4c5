package org.mptcpscope.core.capture;

import java.util.ArrayList;
import java.util.List;

/** Where each frame of a merged capture comes from: five octets a frame. */
final class MergedNumbers {
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final List<byte[]> places = new ArrayList<>();
  private final List<int[]> numbers = new ArrayList<>();
  private int count;

  /** The next frame: the place of its capture, 0 to 255, and its number there. */
  void add(int place, int number) {
    int at = count & CHUNK - 1;
    if (at == 0) {
      places.add(new byte[CHUNK]);
      numbers.add(new int[CHUNK]);
    }
    places.getLast()[at] = (byte) place;
    numbers.getLast()[at] = number;
    count++;
  }

  /** Whether there is a frame of this number, counted from 1. */
  boolean has(int frame) {
    return frame >= 1 && frame <= count;
  }

  int place(int frame) {
    return places.get(frame - 1 >> CHUNK_BITS)[frame - 1 & CHUNK - 1] & 0xff;
  }

  int number(int frame) {
    return numbers.get(frame - 1 >> CHUNK_BITS)[frame - 1 & CHUNK - 1];
  }
}
