package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import org.mptcpscope.dissector.InternetChecksum;

/** A DSS whose fields can be set; a checksum stays as right or as wrong as it was. */
final class DssFields {
  static final int ACK = 1;
  static final int WIDE_ACK = 2;
  static final int MAP = 4;
  static final int WIDE_DSN = 8;
  static final int FIN = 0x10;

  int flags;
  long ack;
  long dsn;
  long ssn;
  int length;

  /** The field, or -1 for a mapping without one. */
  int checksum = -1;

  private final int sum;

  DssFields(byte[] option) {
    ByteBuffer octets = ByteBuffer.wrap(option);
    flags = octets.get(3);
    octets.position(4);
    ack = has(ACK) ? number(octets, has(WIDE_ACK)) : 0;
    if (has(MAP)) {
      dsn = number(octets, has(WIDE_DSN));
      ssn = octets.getInt() & 0xffff_ffffL;
      length = octets.getShort() & 0xffff;
      checksum = octets.remaining() >= 2 ? octets.getShort() & 0xffff : -1;
    }
    sum = header();
  }

  boolean has(int bits) {
    return (flags & bits) == bits;
  }

  /** A mapping of the same octets. */
  boolean isSame(DssFields other) {
    return has(MAP)
        && other.has(MAP)
        && dsn == other.dsn
        && ssn == other.ssn
        && length == other.length;
  }

  byte[] emit() {
    return emit(checksum < 0 ? 0 : adapted());
  }

  /** With the checksum as it is set. */
  byte[] raw() {
    return emit(checksum);
  }

  /** The checksum of this mapping over octets that are all zero. */
  int headerSum() {
    return InternetChecksum.complement(header());
  }

  private byte[] emit(int sent) {
    ByteBuffer octets = ByteBuffer.allocate(40).put((byte) 30).put((byte) 0);
    octets.put((byte) 0x20).put((byte) flags);
    if (has(ACK)) {
      put(octets, has(WIDE_ACK), ack);
    }
    if (has(MAP)) {
      put(octets, has(WIDE_DSN), dsn);
      octets.putInt((int) ssn).putShort((short) length);
      if (checksum >= 0) {
        octets.putShort((short) sent);
      }
    }
    byte[] option = new byte[octets.position()];
    octets.put(1, (byte) option.length).flip().get(option);
    return option;
  }

  /** The checksum with the change of what it also covers. */
  private int adapted() {
    int rest = InternetChecksum.add(~checksum & 0xffff, 0xffff - sum);
    return InternetChecksum.complement(InternetChecksum.add(rest, header()));
  }

  private int header() {
    int numbers = InternetChecksum.add(InternetChecksum.sumOf(dsn), InternetChecksum.sumOf(ssn));
    return InternetChecksum.add(numbers, length);
  }

  private static long number(ByteBuffer octets, boolean wide) {
    return wide ? octets.getLong() : octets.getInt() & 0xffff_ffffL;
  }

  private static void put(ByteBuffer octets, boolean wide, long value) {
    if (wide) {
      octets.putLong(value);
    } else {
      octets.putInt((int) value);
    }
  }
}
