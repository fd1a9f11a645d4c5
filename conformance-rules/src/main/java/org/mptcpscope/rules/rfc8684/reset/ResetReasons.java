package org.mptcpscope.rules.rfc8684.reset;

import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.rules.api.Evidence;

/** What the rules on resets share. */
final class ResetReasons {
  static final int MPTCP_ERROR = 0x01;
  static final int PROHIBITED = 0x03;
  static final int TOO_MUCH_DATA = 0x04;
  static final int PERFORMANCE = 0x05;
  static final int MIDDLEBOX = 0x06;
  static final int LAST_ASSIGNED = 0x06;

  private ResetReasons() {}

  static boolean isTransient(MpTcprst option) {
    return (option.flags() & 1) != 0;
  }

  /** "MP_TCPRST 0x03, permanent". */
  static String shown(MpTcprst option) {
    return "MP_TCPRST 0x%02x, %s"
        .formatted(option.reason(), isTransient(option) ? "transient" : "permanent");
  }

  /** "RST, MP_TCPRST 0x03, permanent" or "RST without MP_TCPRST". */
  static String shown(SubflowReset reset) {
    return reset.reason().map(o -> "RST, " + shown(o)).orElse("RST without MP_TCPRST");
  }

  /** The evidence of a RST, its reason octet marked if it has one. */
  static Evidence evidence(SubflowReset reset) {
    Evidence evidence = Evidence.at(reset.carrier(), shown(reset));
    return reset.reason().map(o -> evidence.octets(o.emit(), 3, 4, "")).orElse(evidence);
  }
}
