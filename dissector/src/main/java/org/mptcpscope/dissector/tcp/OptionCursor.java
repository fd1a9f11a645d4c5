package org.mptcpscope.dissector.tcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Flaw;

/**
 * Walks the options of a segment: {@code while (cursor.next())}. It ends at End of Option List, at
 * the end of the area, where the capture ends ({@link #cut()}) or at an option that breaks the area
 * ({@link #flaw()}). Reused; valid until the segment view moves on.
 */
public final class OptionCursor {
  /** End of Option List. */
  public static final int EOL = 0;

  /** No-Operation. */
  public static final int NOP = 1;

  private MemorySegment buffer = MemorySegment.NULL;
  private long area;
  private long areaEnd;
  private long capturedEnd;
  private long at;

  private int kind;
  private long offset;
  private int length;
  private int nops;
  private boolean eol;
  private boolean cut;
  private int needed;
  private int present;

  /** Makes a cursor that stands nowhere yet. */
  public OptionCursor() {}

  /** Starts at the first option of the segment. */
  public void reset(SegmentView segment) {
    reset(
        segment.buffer(),
        segment.optionsOffset(),
        segment.optionsLength(),
        segment.optionsCaptured());
  }

  /**
   * Starts at the first option of an area of {@code length} octets, {@code captured} of them there.
   */
  public void reset(MemorySegment buffer, long offset, int length, int captured) {
    this.buffer = buffer;
    area = offset;
    areaEnd = offset + length;
    capturedEnd = offset + Math.min(length, captured);
    at = offset;
    kind = -1;
    this.offset = offset;
    this.length = 0;
    nops = 0;
    eol = false;
    cut = false;
    needed = 0;
    present = 0;
  }

  /** Moves to the next option other than NOP; false if there is none. */
  public boolean next() {
    while (at < capturedEnd) {
      int octet = u8(buffer, at);
      if (octet == NOP) {
        nops++;
        at++;
      } else if (octet == EOL) {
        eol = true;
        capturedEnd = at;
        return false;
      } else {
        return option(octet);
      }
    }
    cut |= capturedEnd < areaEnd && !eol && needed == 0;
    return false;
  }

  private boolean option(int octet) {
    kind = octet;
    offset = at;
    length = 0;
    int left = (int) (areaEnd - at);
    if (left < 2) {
      return broken(2, left);
    }
    if (at + 1 >= capturedEnd) {
      return cutHere();
    }
    int claimed = u8(buffer, at + 1);
    if (claimed < 2) {
      return broken(2, claimed);
    }
    if (claimed > left) {
      return broken(claimed, left);
    }
    if (at + claimed > capturedEnd) {
      return cutHere();
    }
    length = claimed;
    at += claimed;
    return true;
  }

  private boolean broken(int needed, int present) {
    this.needed = needed;
    this.present = present;
    capturedEnd = at;
    return false;
  }

  private boolean cutHere() {
    cut = true;
    capturedEnd = at;
    return false;
  }

  /** Returns the kind of the option; after a flaw that of the option that breaks the area. */
  public int kind() {
    return kind;
  }

  /** Returns the offset in the buffer of the option's kind octet. */
  public long offset() {
    return offset;
  }

  /** Returns the octets of the option with kind and length, 2 to 40. */
  public int length() {
    return length;
  }

  /** Returns the offset of the option in the option area, 0 to 39. */
  public int areaOffset() {
    return (int) (offset - area);
  }

  /** Returns the octets from the option's kind octet to the end of the area. */
  public int left() {
    return (int) (areaEnd - offset);
  }

  /** Returns how many NOPs were walked over so far. */
  public int nops() {
    return nops;
  }

  /** Returns whether End of Option List ended the walk. */
  public boolean endedByEol() {
    return eol;
  }

  /**
   * Returns how many octets lie behind End of Option List; more than 3 are no padding, as the area
   * ends at the next 32-bit word.
   */
  public int behindEol() {
    return eol ? (int) (areaEnd - at) - 1 : 0;
  }

  /** Returns whether the walk ended because the rest of the options is not captured. */
  public boolean cut() {
    return cut;
  }

  /** Returns whether an option breaks the area. */
  public boolean broken() {
    return needed != 0;
  }

  /** Returns what breaks the area, or null; its offset counts from the start of the area. */
  public Flaw flaw() {
    return needed == 0 ? null : new Flaw(Flaw.Kind.AREA, areaOffset(), needed, present);
  }

  /** Returns the buffer that the options lie in. */
  public MemorySegment buffer() {
    return buffer;
  }
}
