package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mptcpscope.dissector.InternetChecksum;

/** The octets of a DSS, read and changed without regard to whether what comes out is legal. */
final class Dsses {
  private static final int HAS_ACK = 1;
  private static final int WIDE_ACK = 2;
  private static final int HAS_MAPPING = 4;
  private static final int WIDE_DSN = 8;
  private static final int DATA_FIN = 16;

  private Dsses() {}

  static boolean hasAck(byte[] dss) {
    return (dss[3] & HAS_ACK) != 0;
  }

  static boolean hasMapping(byte[] dss) {
    return (dss[3] & HAS_MAPPING) != 0;
  }

  static boolean isDataFin(byte[] dss) {
    return (dss[3] & DATA_FIN) != 0;
  }

  /** Where the DSN is, or would be. */
  static int dsnAt(byte[] dss) {
    return 4 + (!hasAck(dss) ? 0 : (dss[3] & WIDE_ACK) == 0 ? 4 : 8);
  }

  /** Where the SSN is, or would be. */
  static int ssnAt(byte[] dss) {
    return dsnAt(dss) + ((dss[3] & WIDE_DSN) == 0 ? 4 : 8);
  }

  static boolean hasChecksum(byte[] dss) {
    return hasMapping(dss) && dss.length == ssnAt(dss) + 8;
  }

  static int ssn(byte[] dss) {
    return ByteBuffer.wrap(dss).getInt(ssnAt(dss));
  }

  /** Without Data ACK; empty if nothing else is in it. */
  static byte[] withoutAck(byte[] dss) {
    if (!hasAck(dss)) {
      return dss;
    }
    if (!hasMapping(dss)) {
      return new byte[0];
    }
    byte[] less = new byte[dss.length - dsnAt(dss) + 4];
    System.arraycopy(dss, 0, less, 0, 4);
    System.arraycopy(dss, dsnAt(dss), less, 4, less.length - 4);
    return flagged(less, less[3] & ~(HAS_ACK | WIDE_ACK));
  }

  /** Without mapping and DATA_FIN; empty if nothing else is in it. */
  static byte[] withoutMapping(byte[] dss) {
    if (!hasMapping(dss)) {
      return dss;
    }
    if (!hasAck(dss)) {
      return new byte[0];
    }
    byte[] less = Arrays.copyOf(dss, dsnAt(dss));
    return flagged(less, less[3] & ~(HAS_MAPPING | WIDE_DSN | DATA_FIN));
  }

  /** Without checksum. */
  static byte[] withoutChecksum(byte[] dss) {
    return hasChecksum(dss) ? flagged(Arrays.copyOf(dss, dss.length - 2), dss[3]) : dss;
  }

  /** An option of another length, of which it knows. */
  static byte[] sized(byte[] option, int length) {
    byte[] sized = Arrays.copyOf(option, length);
    sized[1] = (byte) length;
    return sized;
  }

  /** With numbers of 32 bits. */
  static byte[] narrow(byte[] dss) {
    byte[] less = dss;
    if (hasAck(less) && (less[3] & WIDE_ACK) != 0) {
      less = without(less, 4, less[3] & ~WIDE_ACK);
    }
    if (hasMapping(less) && (less[3] & WIDE_DSN) != 0) {
      less = without(less, dsnAt(less), less[3] & ~WIDE_DSN);
    }
    return less;
  }

  /** Without the four octets at a place. */
  private static byte[] without(byte[] dss, int at, int flags) {
    byte[] less = new byte[dss.length - 4];
    System.arraycopy(dss, 0, less, 0, at);
    System.arraycopy(dss, at + 4, less, at, less.length - at);
    return flagged(less, flags);
  }

  private static byte[] flagged(byte[] dss, int flags) {
    dss[1] = (byte) dss.length;
    dss[3] = (byte) flags;
    return dss;
  }

  /** The Data ACK, and the DSN with its checksum, count from elsewhere. */
  static byte[] shifted(byte[] dss, long ack, long dsn, long before) {
    if (hasAck(dss)) {
      add(dss, 4, (dss[3] & WIDE_ACK) != 0, ack);
    }
    if (hasMapping(dss)) {
      int at = dsnAt(dss);
      boolean wide = (dss[3] & WIDE_DSN) != 0;
      ByteBuffer octets = ByteBuffer.wrap(dss);
      long old = wide ? octets.getLong(at) : before + (octets.getInt(at) - (int) before);
      add(dss, at, wide, dsn);
      boolean infinite = octets.getShort(ssnAt(dss) + 4) == 0;
      if (hasChecksum(dss) && !infinite) {
        rechecked(dss, old, old + dsn);
      }
    }
    return dss;
  }

  /** The SSN of a mapping, and its checksum, count from elsewhere; 0 has a meaning of its own. */
  static byte[] shiftedSsn(byte[] dss, int by) {
    if (hasMapping(dss) && ssn(dss) != 0) {
      int old = ssn(dss);
      ByteBuffer.wrap(dss).putInt(ssnAt(dss), old + by);
      if (hasChecksum(dss)) {
        rechecked(dss, old & 0xffff_ffffL, old + by & 0xffff_ffffL);
      }
    }
    return dss;
  }

  /** An MP_FAIL that names data of the peer, which counts from elsewhere. */
  static byte[] failed(byte[] fail, long by) {
    if (fail.length == 12) {
      add(fail, 4, true, by);
    }
    return fail;
  }

  /** An MP_CAPABLE with data and checksum, whose first DSN is another one. */
  static byte[] moved(byte[] capable, long dsn, long by) {
    if (capable.length == 24) {
      rechecked(capable, dsn, dsn + by);
    }
    return capable;
  }

  private static void rechecked(byte[] dss, long old, long fresh) {
    ByteBuffer octets = ByteBuffer.wrap(dss);
    int at = dss.length - 2;
    int sum = InternetChecksum.complement(octets.getChar(at));
    sum = InternetChecksum.add(sum, InternetChecksum.complement(fold(old)));
    sum = InternetChecksum.add(sum, fold(fresh));
    octets.putShort(at, (short) InternetChecksum.complement(sum));
  }

  private static int fold(long number) {
    return InternetChecksum.fold(InternetChecksum.sumOf(number));
  }

  private static void add(byte[] octets, int at, boolean wide, long by) {
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    if (wide) {
      buffer.putLong(at, buffer.getLong(at) + by);
    } else {
      buffer.putInt(at, (int) (buffer.getInt(at) + by));
    }
  }
}
