package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u32;

import java.lang.foreign.MemorySegment;

/**
 * The DSS option (RFC 8684, section 3.3, figure 9), read in place:
 *
 * <pre>
 *  0      1        2          3                4
 *  | kind | length | 2 | rsvd | rsvd F m M a A | Data ACK, 4 or 8 | DSN, 4 or 8 | SSN, 4 | length, 2 | checksum, 2
 *                                                if A               if M                             if agreed
 * </pre>
 *
 * It is the only MPTCP option that bulk data carries. The view is reused and allocates nothing.
 */
public final class DssView {
  /** DATA_FIN. */
  public static final int F = 0x10;

  /** Flag m: with {@link #M}, the data sequence number has 8 octets. */
  public static final int WIDE_DSN = 0x08;

  /** A data sequence mapping is there. */
  public static final int M = 0x04;

  /** Flag a: with {@link #A}, the Data ACK has 8 octets. */
  public static final int WIDE_DATA_ACK = 0x02;

  /** A Data ACK is there. */
  public static final int A = 0x01;

  /** The reserved bits of the fourth octet. */
  public static final int RESERVED = 0xe0;

  private long offset;
  private int head;
  private int flags;
  private long dataAck;
  private long dsn;
  private int ssn;
  private int dataLength;
  private int checksum;

  /** Makes a view of nothing yet. */
  public DssView() {}

  /**
   * Reads an option whose kind and subtype the caller has seen.
   *
   * @param optionOffset of the kind octet in the buffer
   * @param optionLength octets of the option with kind and length, all in the buffer
   * @return false if the length is not what the flags demand; the accessors then mean nothing
   */
  public boolean wrap(MemorySegment buffer, long optionOffset, int optionLength) {
    if (optionLength < 4 || optionOffset + optionLength > buffer.byteSize()) {
      return false;
    }
    offset = optionOffset;
    head = i32(buffer, optionOffset);
    flags = head & 0xff;
    boolean mapping = (flags & M) != 0;
    int surplus = optionLength - lengthFor(flags);
    if (surplus != 0 && !(mapping && surplus == 2)) {
      return false;
    }
    long at = optionOffset + 4;
    dataAck = 0;
    if ((flags & A) != 0) {
      boolean wide = (flags & WIDE_DATA_ACK) != 0;
      dataAck = wide ? i64(buffer, at) : u32(buffer, at);
      at += wide ? 8 : 4;
    }
    dsn = 0;
    ssn = 0;
    dataLength = -1;
    checksum = -1;
    if (mapping) {
      boolean wide = (flags & WIDE_DSN) != 0;
      dsn = wide ? i64(buffer, at) : u32(buffer, at);
      at += wide ? 8 : 4;
      ssn = i32(buffer, at);
      dataLength = u16(buffer, at + 4);
      checksum = surplus == 2 ? u16(buffer, at + 6) : -1;
    }
    return true;
  }

  /** Returns the length that the flags demand, without a checksum: 4 to 26 octets. */
  public static int lengthFor(int flags) {
    int length = 4;
    if ((flags & A) != 0) {
      length += (flags & WIDE_DATA_ACK) != 0 ? 8 : 4;
    }
    if ((flags & M) != 0) {
      length += ((flags & WIDE_DSN) != 0 ? 8 : 4) + 6;
    }
    return length;
  }

  /** Returns the offset of the kind octet in the buffer. */
  public long offset() {
    return offset;
  }

  /** Returns the fourth octet: flags and reserved bits. */
  public int flags() {
    return flags;
  }

  /** Returns the reserved four bits behind the subtype, 0 to 15. */
  public int reservedNibble() {
    return head >> 8 & 0xf;
  }

  /** Returns whether a reserved bit is set, in either octet that has some. */
  public boolean hasReservedBits() {
    return reservedNibble() != 0 || (flags & RESERVED) != 0;
  }

  public boolean hasDataAck() {
    return (flags & A) != 0;
  }

  /** Returns the Data ACK as sent; one of 4 octets without sign, not promoted; 0 if absent. */
  public long dataAck() {
    return dataAck;
  }

  /** Returns whether there is a Data ACK of 8 octets. */
  public boolean dataAckWide() {
    return (flags & (A | WIDE_DATA_ACK)) == (A | WIDE_DATA_ACK);
  }

  public boolean hasMapping() {
    return (flags & M) != 0;
  }

  /** Returns the data sequence number as sent; one of 4 octets without sign, not promoted. */
  public long dsn() {
    return dsn;
  }

  /** Returns whether there is a mapping whose data sequence number has 8 octets. */
  public boolean dsnWide() {
    return (flags & (M | WIDE_DSN)) == (M | WIDE_DSN);
  }

  /** Returns the subflow sequence number, relative to the subflow's start; 0 if absent. */
  public int ssn() {
    return ssn;
  }

  /** Returns the Data-Level Length, 0 to 65535, or -1 without a mapping. */
  public int dataLength() {
    return dataLength;
  }

  public boolean hasChecksum() {
    return checksum >= 0;
  }

  /** Returns the checksum, 0 to 65535, or -1 if absent. */
  public int checksum() {
    return checksum;
  }

  /** Returns whether DATA_FIN is set. */
  public boolean dataFin() {
    return (flags & F) != 0;
  }
}
