package org.mptcpscope.core.model;

/** Which wire format and hash the hosts of a connection speak. */
public enum Dialect {
  /** RFC 6824. */
  V0("v0"),
  /** RFC 8684. */
  V1("v1"),
  /** Layouts of RFC 8684 with SHA-1, or another sign of a bis draft. */
  V1_BIS("v1Bis"),
  /** Version nibble 1 with a key in the SYN: the out-of-tree Linux stack up to 0.95. */
  V1_KEYED_SYN("v1KeyedSyn"),
  /** No handshake in the capture, and nothing later that tells. */
  UNKNOWN("unknown");

  private final String word;

  Dialect(String word) {
    this.word = word;
  }

  /** The word in reports. */
  public String word() {
    return word;
  }

  /** The version nibble on the wire: 0 or 1; -1 if unknown. */
  public int version() {
    return switch (this) {
      case V0 -> 0;
      case V1, V1_BIS, V1_KEYED_SYN -> 1;
      case UNKNOWN -> -1;
    };
  }
}
