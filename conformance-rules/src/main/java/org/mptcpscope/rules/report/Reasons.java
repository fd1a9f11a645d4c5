package org.mptcpscope.rules.report;

/** Why something is inconclusive, in words: the catalogue's tags, explained. */
final class Reasons {
  private Reasons() {}

  /** What the capture lacks. */
  static String explain(String reason) {
    return switch (reason) {
      case "both-directions" -> "segments of one direction are missing";
      case "syn-captured" -> "no SYN, or no SYN/ACK, of a flow in question";
      case "all-subflows" -> "a path of the connection is not in the capture";
      case "timing" -> "time stamps are too coarse, or step back";
      case "keys" -> "no frame shows both keys: no HMAC, token or IDSN to check";
      case "full-payload" -> "frames were cut, payload is missing";
      case "capture-gap" -> "a frame in question is missing in the capture";
      case "midstream" -> "the capture begins in the middle of a flow";
      case "snaplen" -> "frames were cut by the snapshot length";
      case "capture-end" -> "the capture ends before the deadline";
      case "3rdack-loss" -> "the third packet of a handshake is not in the capture";
      case "fallback" -> "the connection fell back to plain TCP, or may have";
      case "clock-skew" -> "two clocks, and less between them than they differ";
      case "asymmetric-path" -> "a direction took another path for a while";
      case "window-scale-unknown" -> "no window scale without the SYNs";
      case "reordering" -> "frames too near to each other to know their order";
      case "syn-cookies" -> "one SYN was answered in several ways";
      case "simultaneous-open" -> "both hosts sent a SYN";
      case "simultaneous-close" -> "both hosts closed at the same time";
      default -> "";
    };
  }

  /** What would help, or null. */
  static String help(String reason) {
    return switch (reason) {
      case "syn-captured", "keys", "midstream", "window-scale-unknown" ->
          "start the capture before the connection is opened";
      case "both-directions", "asymmetric-path" -> "capture both directions in one file";
      case "all-subflows" -> "capture all paths in one file";
      case "full-payload", "snaplen" -> "capture whole frames: -s 0";
      case "capture-end" -> "let the capture run on after the last frame in question";
      case "capture-gap" -> "capture with a larger buffer: -B 65536";
      default -> null;
    };
  }

  /** The end of a row about an inconclusive requirement. */
  static String row(String reason) {
    return switch (reason) {
      case "both-directions", "syn-captured", "all-subflows", "timing", "keys", "full-payload" ->
          "lacks " + reason;
      case "capture-end" -> "capture ends before the deadline";
      default -> reason;
    };
  }
}
