package org.mptcpscope.samples.script;

/**
 * A number that a script gives in place of a computed one.
 *
 * <p>Hexadecimal is the value itself, decimal counts from where the field counts from (an initial
 * sequence number; zero for a field without one), and a sign is an offset to the computed value.
 */
record Value(Kind kind, long number, Token token) {
  enum Kind {
    RAW,
    RELATIVE,
    OFFSET
  }

  static Value of(Token token, String text) {
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return new Value(Kind.RAW, Long.parseUnsignedLong(text.substring(2), 16), token);
      }
      if (text.startsWith("+") || text.startsWith("-")) {
        return new Value(Kind.OFFSET, Long.parseLong(text), token);
      }
      return new Value(Kind.RELATIVE, Long.parseUnsignedLong(text), token);
    } catch (NumberFormatException _) {
      throw token.expected("a number (100, 0x64, or +100 and -100 from the computed value)");
    }
  }

  /**
   * The value relative to {@code initial}.
   *
   * @param computed the computed relative value
   * @param initial what relative values count from
   */
  long relative(long computed, long initial) {
    return switch (kind) {
      case RAW -> number - initial;
      case RELATIVE -> number;
      case OFFSET -> computed + number;
    };
  }

  /** The value of a field that counts from zero. */
  long plain(long computed) {
    return relative(computed, 0);
  }
}
