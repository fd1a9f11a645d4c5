package org.mptcpscope.dissector.capfile;

import java.math.BigInteger;

/** Turns the ticks of a pcapng interface into nanoseconds since 1970. */
final class TickClock {
  private static final long NANOS = 1_000_000_000;

  /** Of finer resolutions a long holds less than nanoseconds. */
  private static final int MOST_EXPONENT = 93;

  private final boolean binary;
  private final int exponent;
  private final long offsetSeconds;
  private final long multiplier;
  private final long divisor;

  /**
   * @param resolution the value of if_tsresol: its low seven bits are the exponent, of 2 if the
   *     high bit is set, else of 10
   * @param offsetSeconds the value of if_tsoffset
   */
  TickClock(int resolution, long offsetSeconds) {
    binary = (resolution & 0x80) != 0;
    exponent = resolution & 0x7f;
    this.offsetSeconds = offsetSeconds;
    multiplier = exponent <= 9 ? power(9 - exponent) : 1;
    divisor = exponent > 9 && exponent <= 27 ? power(exponent - 9) : 1;
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  /** Returns ticks per second, or 0 if a long cannot hold them. */
  long ticksPerSecond() {
    if (binary) {
      return exponent < 63 ? 1L << exponent : 0;
    }
    return exponent <= 18 ? power(exponent) : 0;
  }

  /** Returns the time of a tick; a time beyond the year 2262 wraps, as no capture is from then. */
  long nanos(long ticks) {
    return offsetSeconds * NANOS + (binary ? binaryNanos(ticks) : decimalNanos(ticks));
  }

  /** Returns the first tick that has this time, or is the last one before it. */
  long ticks(long nanos) {
    long since = nanos - offsetSeconds * NANOS;
    BigInteger perSecond =
        BigInteger.valueOf(binary ? 2 : 10).pow(Math.min(exponent, MOST_EXPONENT));
    BigInteger exact = BigInteger.valueOf(Math.max(0, since)).multiply(perSecond);
    BigInteger[] ticks = exact.divideAndRemainder(BigInteger.valueOf(NANOS));
    long floor = ticks[0].longValue();
    // Of ticks finer than nanoseconds the first one whose time is not cut down to less.
    return ticks[1].signum() != 0 && nanos(floor) < nanos && nanos(floor + 1) == nanos
        ? floor + 1
        : floor;
  }

  private long decimalNanos(long ticks) {
    if (exponent > 27) {
      return 0;
    }
    return exponent <= 9 ? ticks * multiplier : Long.divideUnsigned(ticks, divisor);
  }

  private long binaryNanos(long ticks) {
    if (exponent == 0) {
      return ticks * NANOS;
    }
    if (exponent > 93) {
      return 0;
    }
    if (exponent >= 64) {
      return Math.unsignedMultiplyHigh(ticks, NANOS) >>> (exponent - 64);
    }
    long seconds = ticks >>> exponent;
    long fraction = ticks << (64 - exponent);
    return seconds * NANOS + Math.unsignedMultiplyHigh(fraction, NANOS);
  }
}
