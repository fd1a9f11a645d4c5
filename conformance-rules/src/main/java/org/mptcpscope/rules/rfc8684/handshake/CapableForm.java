package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;

/**
 * The form that an MP_CAPABLE should have had.
 *
 * @param id the requirement
 * @param what the option and its place
 * @param due the length that belongs there, in words
 */
record CapableForm(String id, String what, String due) {
  static final String SYN = "CAP-SYN-LENGTH";
  static final String SYN_ACK = "CAP-SYNACK-LENGTH";
  static final String ACK = "CAP-ACK-LENGTH";
  static final String DATA = "CAP-ACK-DATA-LENGTH";
  static final String FORM = "CAP-ACK-FORM-MATCHES-PAYLOAD";
  static final String FAST_OPEN = "TFO-SYN-CAPABLE-FORM";
  static final String V0_SYN = "CAP-V0-SYN-LENGTH";

  /** What is wrong with a length that no version has on such a segment. */
  static CapableForm of(Malformed option, Carrier segment) {
    int version = option.octets().at(2) & 0xf;
    if (segment.isSyn() && segment.isAck()) {
      return new CapableForm(SYN_ACK, "MP_CAPABLE SYN/ACK", "12 due");
    }
    return segment.isSyn() ? syn(version) : ack(version);
  }

  /** What is wrong with an option that parses, or null. */
  static CapableForm of(CapableSent event) {
    Carrier segment = event.carrier();
    MpCapable option = event.option();
    if (segment.isSyn()) {
      boolean fits = segment.isAck() || option.length() == (option.version() == 0 ? 12 : 4);
      return fits ? null : syn(option.version());
    }
    if (option.version() == 0) {
      return option.length() == 20 ? null : ack(0);
    }
    CapableForm form = form(segment, option);
    return form != null || !option.hasDataLength() ? form : data(event);
  }

  private static CapableForm syn(int version) {
    return version == 0
        ? new CapableForm(V0_SYN, "MP_CAPABLE SYN", "12 in version 0")
        : new CapableForm(SYN, "MP_CAPABLE SYN", "4 in version 1");
  }

  private static CapableForm ack(int version) {
    String due = version == 0 ? "20 in version 0" : "20, 22 or 24 due";
    return new CapableForm(ACK, "MP_CAPABLE ACK", due);
  }

  /** The form with data goes with payload behind accepted SYN payload, the other one without. */
  private static CapableForm form(Carrier segment, MpCapable option) {
    boolean payload = segment.payload() > 0 && segment.ssn() + segment.payload() > 1;
    if (payload == option.hasDataLength() || segment.keepalive()) {
      return null;
    }
    return payload
        ? new CapableForm(FORM, "MP_CAPABLE on data", "22 or 24 with data")
        : new CapableForm(FORM, "MP_CAPABLE on a segment without data", "20 without data");
  }

  private static CapableForm data(CapableSent event) {
    Checksums checksums = event.connection().checksums();
    boolean agreed = checksums == Checksums.AGREED;
    boolean known = agreed || checksums == Checksums.NOT_AGREED;
    MpCapable option = event.option();
    if (!known || option.a() != agreed || option.hasChecksum() == agreed) {
      return null;
    }
    String due = agreed ? "24: checksums were agreed" : "22: checksums were not agreed";
    return new CapableForm(DATA, "MP_CAPABLE with data", due);
  }
}
