package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;

/**
 * What an option tells of the dialect of a connection whose handshake was not captured: the forms
 * that only one version has. A 4-octet MP_PRIO is no sign, as drafts of version 1 had it too.
 */
final class DialectSigns {
  private DialectSigns() {}

  static void read(SegmentState s, MptcpOption option) {
    ConnectionState connection = s.on.connection();
    if (connection.dialect != Dialect.UNKNOWN) {
      return;
    }
    String in = ", frame " + s.frame;
    switch (option) {
      case AddAddr it when it.ipVersion() == 4 || it.ipVersion() == 6 -> {
        if (it.hasHmac()) {
          connection.sign(Dialect.V1_KEYED_SYN, "ADD_ADDR with IP version and HMAC" + in);
        } else {
          connection.sign(Dialect.V0, "ADD_ADDR with IP version and without HMAC" + in);
        }
      }
      case AddAddr it when it.hasHmac() || it.nibble() == 1 ->
          connection.sign(Dialect.V1, "ADD_ADDR as in version 1" + in);
      case Malformed it when s.isSyn() && !s.isAck() && isCapable(it) ->
          connection.sign(
              it.octets().at(2) % 2 == 0 ? Dialect.V0 : Dialect.V1,
              "MP_CAPABLE SYN of wrong length" + in);
      case MpTcprst _ -> connection.sign(Dialect.V1, "MP_TCPRST" + in);
      case MpFastclose _ when s.isRst() ->
          connection.sign(Dialect.V1, "MP_FASTCLOSE on a RST" + in);
      default -> {}
    }
  }

  /** An MP_CAPABLE of version 0 or 1 whose length is wrong. */
  private static boolean isCapable(Malformed option) {
    return option.kind() == MptcpOption.KIND
        && option.subtype() == Subtype.MP_CAPABLE
        && option.flaw().kind() == Flaw.Kind.LENGTH
        && (option.octets().at(2) & 0xf) <= 1;
  }

  /** A token was explained by a key: its hash is that of the version. */
  static void byToken(ConnectionState connection, boolean version1, int frame) {
    connection.sign(
        version1 ? Dialect.V1 : Dialect.V0,
        "token by " + (version1 ? "SHA-256" : "SHA-1") + ", frame " + frame);
  }
}
