package org.mptcpscope.rules.rfc8684.format;

import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.Subtype;

/**
 * The lengths that an option of some subtype has.
 *
 * @param id the requirement
 * @param what name of the option and, where it matters, of the segment
 * @param due the legal lengths, in words
 * @param lacks what the option has not, for the message; may be empty
 */
record LegalLength(String id, String what, String due, String lacks) {

  /** Whether the subtype of an option that is cut off has this length in some form. */
  static boolean exists(Octets octets, int length) {
    if (octets.length() < 3) {
      return false;
    }
    return switch (octets.at(2) >> 4) {
      case Subtype.MP_CAPABLE -> Set.of(4, 12, 20, 22, 24).contains(length);
      case Subtype.MP_JOIN -> Set.of(12, 16, 24).contains(length);
      case Subtype.DSS -> length >= 8 && length <= 28 && length % 2 == 0;
      case Subtype.ADD_ADDR -> Set.of(8, 10, 16, 18, 20, 22, 28, 30).contains(length);
      case Subtype.REMOVE_ADDR -> length >= 4 && length <= 20;
      case Subtype.MP_FAIL, Subtype.MP_FASTCLOSE -> length == 12;
      case Subtype.MP_PRIO, Subtype.MP_TCPRST -> length == 4;
      default -> false;
    };
  }

  /** What is demanded of this option, or null if another rule has the say. */
  static LegalLength of(Malformed option, Carrier segment, Dialect dialect) {
    boolean v0 = dialect == Dialect.V0;
    return switch (option.subtype()) {
      case Subtype.MP_JOIN -> join(segment);
      case Subtype.MP_PRIO ->
          v0 || dialect == Dialect.V1_KEYED_SYN
              ? plain("PRIO-V0-LENGTH", "MP_PRIO", "3 or 4 in version 0")
              : plain("PRIO-LENGTH", "MP_PRIO", v1Only(dialect, "3 in version 1", "3 or 4"));
      case Subtype.ADD_ADDR -> addAddr(option.octets(), v0);
      case Subtype.REMOVE_ADDR -> plain("REM-LENGTH", "REMOVE_ADDR", "4 or more");
      case Subtype.MP_FAIL -> plain("FAIL-LENGTH", "MP_FAIL", "12");
      case Subtype.MP_FASTCLOSE -> plain("FCLOSE-LENGTH", "MP_FASTCLOSE", "12");
      case Subtype.MP_TCPRST -> plain("RST-LENGTH", "MP_TCPRST", "4");
      default -> null;
    };
  }

  /** What is demanded of an ADD_ADDR that parses but has the form of the other version, or null. */
  static LegalLength ofAddAddr(AddAddr option, Dialect dialect) {
    return switch (dialect) {
      case V1, V1_BIS ->
          option.hasHmac()
              ? null
              : new LegalLength(
                  "ADD-LENGTH",
                  "ADD_ADDR",
                  advertised(false) + " in version 1",
                  ", without an HMAC");
      case V0 ->
          option.hasHmac()
              ? new LegalLength(
                  "ADD-V0-LENGTH", "ADD_ADDR", version0(option.nibble()), ", with an HMAC")
              : null;
      case V1_KEYED_SYN, UNKNOWN -> null;
    };
  }

  private static LegalLength join(Carrier segment) {
    if (!segment.isSyn()) {
      return plain("JOIN-ACK-LENGTH", "MP_JOIN ACK", "24");
    }
    return segment.isAck()
        ? plain("JOIN-SYNACK-LENGTH", "MP_JOIN SYN/ACK", "16")
        : plain("JOIN-SYN-LENGTH", "MP_JOIN SYN", "12");
  }

  private static LegalLength addAddr(Octets octets, boolean v0) {
    int nibble = octets.at(2) & 0xf;
    if (v0) {
      return plain("ADD-V0-LENGTH", "ADD_ADDR", version0(nibble));
    }
    boolean echo = (nibble & 1) != 0;
    return plain("ADD-LENGTH", echo ? "ADD_ADDR echo" : "ADD_ADDR", advertised(echo));
  }

  private static String advertised(boolean echo) {
    return echo ? "8, 10, 20 or 22" : "16, 18, 28 or 30";
  }

  private static String version0(int ipVersion) {
    return switch (ipVersion) {
      case 4 -> "8 or 10 in version 0";
      case 6 -> "20 or 22 in version 0";
      default -> "8, 10, 20 or 22 in version 0";
    };
  }

  private static String v1Only(Dialect dialect, String known, String unknown) {
    return dialect == Dialect.UNKNOWN ? unknown : known;
  }

  private static LegalLength plain(String id, String what, String due) {
    return new LegalLength(id, what, due + " due", "");
  }
}
