package org.mptcpscope.dissector.tcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;

/**
 * One pass over the options of a segment for what every packet needs: timestamps, and where the
 * MPTCP options and SACK are. Reused; allocates nothing. Who needs more walks an {@link
 * OptionCursor}.
 */
public final class OptionSummary {
  /** NOP, NOP, Timestamps, 10 octets: how nearly every host starts its options. */
  private static final int ALIGNED_TIMESTAMPS = 0x0101_080a;

  private static final int DSS = 2;
  private static final int TWO_NOPS = 0x0101;

  private final OptionCursor cursor = new OptionCursor();

  private long tsVal;
  private long tsEcr;
  private int mptcpOptions;
  private long mptcpOffset;
  private int mptcpLength;
  private boolean onlyDss;
  private boolean sound;
  private long sackOffset;
  private int sackBlocks;

  /** Makes a view of nothing yet. */
  public OptionSummary() {}

  /** Reads the options of a segment. */
  public void scan(SegmentView segment) {
    MemorySegment buffer = segment.buffer();
    long offset = segment.optionsOffset();
    int length = segment.optionsLength();
    int captured = segment.optionsCaptured();
    tsVal = -1;
    tsEcr = -1;
    mptcpOptions = 0;
    mptcpOffset = -1;
    mptcpLength = 0;
    onlyDss = true;
    sackOffset = -1;
    sackBlocks = 0;
    int skip = 0;
    if (captured >= 12 && i32(buffer, offset) == ALIGNED_TIMESTAMPS) {
      long both = i64(buffer, offset + 4);
      tsVal = both >>> 32;
      tsEcr = both & 0xffff_ffffL;
      skip = 12;
    }
    if (captured == length && isOneDss(buffer, offset + skip, length - skip)) {
      return;
    }
    cursor.reset(buffer, offset + skip, length - skip, captured - skip);
    while (cursor.next()) {
      take(buffer);
    }
    sound = !cursor.cut() && !cursor.broken();
  }

  /** Takes what bulk data has: one DSS, with two NOPs behind it or none. */
  private boolean isOneDss(MemorySegment buffer, long offset, int length) {
    if (length < 4) {
      return false;
    }
    int head = i32(buffer, offset);
    int claimed = head >>> 16 & 0xff;
    int left = length - claimed;
    boolean alone =
        head >>> 24 == TcpOptions.MPTCP
            && claimed >= 4
            && (head >>> 12 & 0xf) == DSS
            && (left == 0 || left == 2 && u16(buffer, offset + claimed) == TWO_NOPS);
    if (alone) {
      mptcpOptions = 1;
      mptcpOffset = offset;
      mptcpLength = claimed;
      sound = true;
    }
    return alone;
  }

  private void take(MemorySegment buffer) {
    switch (cursor.kind()) {
      case TcpOptions.MPTCP -> {
        if (mptcpOptions++ == 0) {
          mptcpOffset = cursor.offset();
          mptcpLength = cursor.length();
        }
        onlyDss &= cursor.length() > 2 && u8(buffer, cursor.offset() + 2) >> 4 == DSS;
      }
      case TcpOptions.TIMESTAMPS -> {
        if (tsVal < 0) {
          tsVal = TcpOptions.tsVal(cursor);
          tsEcr = TcpOptions.tsEcr(cursor);
        }
      }
      case TcpOptions.SACK -> {
        if (sackBlocks == 0 && TcpOptions.sackBlocks(cursor) > 0) {
          sackOffset = cursor.offset();
          sackBlocks = TcpOptions.sackBlocks(cursor);
        }
      }
      default -> {}
    }
  }

  /** Returns TSval, 0 to 2^32 - 1, or -1 without timestamps. */
  public long tsVal() {
    return tsVal;
  }

  /** Returns TSecr, 0 to 2^32 - 1, or -1 without timestamps. */
  public long tsEcr() {
    return tsEcr;
  }

  /** Returns how many options of kind 30 there are. */
  public int mptcpOptions() {
    return mptcpOptions;
  }

  /** Returns the offset in the buffer of the first option of kind 30, or -1. */
  public long mptcpOffset() {
    return mptcpOffset;
  }

  /** Returns the length of the first option of kind 30, or 0. */
  public int mptcpLength() {
    return mptcpLength;
  }

  /** Returns whether the one and only MPTCP option is a DSS, as in bulk data. */
  public boolean isBulk() {
    return mptcpOptions == 1 && onlyDss && isSound();
  }

  /** Returns the number of SACK blocks, 0 to 4. */
  public int sackBlocks() {
    return sackBlocks;
  }

  /** Returns the offset in the buffer of the SACK option's kind octet, or -1. */
  public long sackOffset() {
    return sackOffset;
  }

  /** Returns whether all options were captured and none breaks the area. */
  public boolean isSound() {
    return sound;
  }
}
