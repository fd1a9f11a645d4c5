package org.mptcpscope.rules.report;

/** The reason codes of MP_TCPRST (RFC 8684, 3.6). */
final class ResetReasons {
  private ResetReasons() {}

  /** A few words for people. */
  static String words(int code) {
    return switch (code) {
      case 0x00 -> "unspecified error";
      case 0x01 -> "MPTCP-specific error";
      case 0x02 -> "lack of resources";
      case 0x03 -> "administratively prohibited";
      case 0x04 -> "too much outstanding data";
      case 0x05 -> "unacceptable performance";
      case 0x06 -> "middlebox interference";
      default -> "not assigned";
    };
  }
}
