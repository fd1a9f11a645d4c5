package org.mptcpscope.core.plot;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {
  /** Parts groups of three digits. */
  public static final char THIN_SPACE = '\u2009';

  private Numbers() {}

  /** Returns a whole number with its digits in groups of three. */
  public static String grouped(long value) {
    String digits = Long.toUnsignedString(Math.abs(value));
    StringBuilder out = new StringBuilder(digits.length() + 8);
    if (value < 0) {
      out.append('-');
    }
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        out.append(THIN_SPACE);
      }
      out.append(digits.charAt(i));
    }
    return out.toString();
  }

  /** Returns seconds from nanoseconds, with this many decimals. */
  public static String seconds(long nanos, int decimals) {
    return fixed(nanos / 1e9, decimals);
  }

  /**
   * Returns a span of time in the unit that fits: {@code 1.87 s}, {@code 422 ms}, {@code 83 µs}.
   */
  public static String duration(long nanos) {
    double value = nanos;
    if (value >= 999.5e6) {
      return threeDigits(value / 1e9) + " s";
    }
    return value >= 999.5e3 ? twoDigits(value / 1e6) + " ms" : twoDigits(value / 1e3) + " µs";
  }

  /** Returns an amount of octets in the unit that fits: {@code 2.00 MB}, {@code 404 kB}. */
  public static String octets(long octets) {
    if (octets < 1000) {
      return octets + (octets == 1 ? " octet" : " octets");
    }
    double value = octets;
    if (value < 999.5e3) {
      return threeDigits(value / 1e3) + " kB";
    }
    if (value < 999.5e6) {
      return threeDigits(value / 1e6) + " MB";
    }
    return threeDigits(value / 1e9) + " GB";
  }

  /** Returns a number with this many decimals. */
  public static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String twoDigits(double value) {
    return fixed(value, value < 9.95 ? 1 : 0);
  }

  private static String threeDigits(double value) {
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return fixed(value, decimals);
  }
}
