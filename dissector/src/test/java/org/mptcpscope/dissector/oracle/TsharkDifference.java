package org.mptcpscope.dissector.oracle;

/** Why tshark 4.0 says something else of a field, where it does. */
enum TsharkDifference {
  /**
   * Without reassembly tshark takes the first fragment of a packet for the segment. Here it is none
   * until the packet is whole: its length and checksum are those of a part.
   */
  FIRST_FRAGMENT,

  /**
   * An option of a length that its subtype cannot have is no value here; tshark names the fields in
   * front, or takes it for the form that its length has on another segment.
   */
  WRONG_LENGTH,

  /**
   * With flag B or a version above 1 the layout of MP_CAPABLE is not defined (RFC 8684, section
   * 3.1), so there are no keys here; tshark reads them where version 1 has them.
   */
  UNDEFINED_LAYOUT;

  /** Returns the reason why this field of a frame is not what tshark says, or null. */
  static TsharkDifference of(MptcpField field, Reading ours) {
    if (ours.fragment()) {
      return FIRST_FRAGMENT;
    }
    boolean option = field.compareTo(MptcpField.SUBTYPE) > 0;
    if (option && ours.malformed()) {
      return WRONG_LENGTH;
    }
    boolean key = field == MptcpField.SENDER_KEY || field == MptcpField.RECEIVER_KEY;
    return key && ours.undefined() ? UNDEFINED_LAYOUT : null;
  }
}
