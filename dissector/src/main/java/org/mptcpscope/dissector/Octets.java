package org.mptcpscope.dissector;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;

/** A string of octets that never changes, equal to any other of the same octets. */
public final class Octets {
  /** No octets. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private final byte[] octets;

  private Octets(byte[] octets) {
    this.octets = octets;
  }

  /** Returns a copy of the given octets. */
  public static Octets of(byte... octets) {
    return octets.length == 0 ? EMPTY : new Octets(octets.clone());
  }

  /** Returns the octets that the hexadecimal digits name, blanks between them ignored. */
  public static Octets ofHex(String digits) {
    return of(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  /** Returns a copy of {@code length} octets of the buffer from {@code offset} on. */
  public static Octets copyOf(MemorySegment buffer, long offset, int length) {
    if (length == 0) {
      return EMPTY;
    }
    byte[] copy = new byte[length];
    MemorySegment.copy(buffer, JAVA_BYTE, offset, copy, 0, length);
    return new Octets(copy);
  }

  /** Returns how many octets there are. */
  public int length() {
    return octets.length;
  }

  /** Returns whether there is no octet. */
  public boolean isEmpty() {
    return octets.length == 0;
  }

  /** Returns the octet at that index, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xff;
  }

  /** Returns the two octets from that index on, in network byte order, 0 to 65535. */
  public int u16(int index) {
    return at(index) << 8 | at(index + 1);
  }

  /** Returns the four octets from that index on, in network byte order, as the bits of an int. */
  public int u32(int index) {
    return u16(index) << 16 | u16(index + 2);
  }

  /** Returns the eight octets from that index on, in network byte order, as the bits of a long. */
  public long i64(int index) {
    return (long) u32(index) << 32 | (u32(index + 4) & 0xffff_ffffL);
  }

  /** Returns the octets from index {@code from}, inclusive, to {@code to}, exclusive. */
  public Octets slice(int from, int to) {
    if (from < 0 || from > to || to > octets.length) {
      throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + octets.length);
    }
    return from == to ? EMPTY : new Octets(Arrays.copyOfRange(octets, from, to));
  }

  /** Returns a copy as an array. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** Returns the octets in hexadecimal, such as {@code 1e0c70}. */
  public String hex() {
    return HexFormat.of().formatHex(octets);
  }

  /** Returns the octets in hexadecimal, a blank between two, such as {@code 1e 0c 70}. */
  public String hexSpaced() {
    return SPACED.formatHex(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return hex();
  }
}
