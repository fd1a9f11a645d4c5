package org.mptcpscope.rules.report;

import java.util.Locale;

/** Where a section of an RFC can be read. */
final class RfcLink {
  private RfcLink() {}

  /**
   * The address of a section.
   *
   * @param spec such as "RFC8684"
   * @param section such as "3.3.1"; a letter is an appendix
   */
  static String of(String spec, String section) {
    boolean appendix = Character.isLetter(section.charAt(0));
    return "https://www.rfc-editor.org/rfc/"
        + spec.toLowerCase(Locale.ROOT)
        + ".html#"
        + (appendix ? "appendix-" : "section-")
        + section;
  }
}
