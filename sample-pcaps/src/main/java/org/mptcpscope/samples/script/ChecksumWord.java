package org.mptcpscope.samples.script;

/** The words about a DSS checksum: {@code csum}, {@code csum=...}, {@code nocsum}. */
final class ChecksumWord {
  private ChecksumWord() {}

  /**
   * Returns the checksum to write, or -1 for none.
   *
   * @param agreed whether the connection uses checksums
   * @param computed the right one
   */
  static int take(Words words, boolean agreed, int computed) {
    if (words.flag("nocsum")) {
      return -1;
    }
    if (words.flagged("csum")) {
      return computed;
    }
    Token token = words.valued("csum");
    if (token == null) {
      return agreed ? computed : -1;
    }
    return switch (token.value()) {
      case "bad" -> computed ^ 1;
      case "swapped" -> (computed & 0xff) << 8 | computed >> 8;
      case "zero" -> 0;
      default -> (int) Value.of(token, token.value()).plain(computed) & 0xffff;
    };
  }
}
