package org.mptcpscope.core.reconstruct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Recognises a flow that was captured on both sides of an address translator: a SYN to the same
 * address and port, with the sequence number, time stamp and options of one that passed just before
 * from another source. The copy is ignored, or all that is unique would seem to be used twice.
 */
final class TranslatedCopies {
  private static final int SIZE = 64;
  private static final long HORIZON = 50_000_000;

  private final int[] seq = new int[SIZE];
  private final long[] tsVal = new long[SIZE];
  private final long[] options = new long[SIZE];
  private final long[] target = new long[SIZE];
  private final long[] source = new long[SIZE];
  private final long[] time = new long[SIZE];
  private int count;
  private int copies;
  private int firstFrame;

  /**
   * Whether the SYN in hand, the first segment of its flow, is such a copy; remembers it if not.
   */
  boolean isCopy(SegmentState s) {
    long hash = hash(s);
    long to = s.ip.dstLow() * 31 + s.ip.dstHigh() + ((long) s.view.dstPort() << 48);
    long from = s.ip.srcLow() * 31 + s.ip.srcHigh() + ((long) s.view.srcPort() << 48);
    for (int i = Math.max(0, count - SIZE); i < count; i++) {
      int at = i % SIZE;
      if (seq[at] == s.rawSeq
          && tsVal[at] == s.tsVal
          && options[at] == hash
          && target[at] == to
          && source[at] != from
          && s.time - time[at] <= HORIZON) {
        firstFrame = copies++ == 0 ? s.frame : firstFrame;
        return true;
      }
    }
    int at = count++ % SIZE;
    seq[at] = s.rawSeq;
    tsVal[at] = s.tsVal;
    options[at] = hash;
    target[at] = to;
    source[at] = from;
    time[at] = s.time;
    return false;
  }

  private static long hash(SegmentState s) {
    MemorySegment buffer = s.view.buffer();
    // A translator keeps the identification of IPv4, which tells synthetic twins apart.
    long hash = s.payload * 65_537L + s.ip.ipId();
    for (int i = 0; i < s.view.optionsCaptured(); i++) {
      hash = hash * 31 + buffer.get(JAVA_BYTE, s.view.optionsOffset() + i);
    }
    return hash;
  }

  /** Flows that were ignored. */
  int copies() {
    return copies;
  }

  /** The SYN of the first of them. */
  int firstFrame() {
    return firstFrame;
  }
}
