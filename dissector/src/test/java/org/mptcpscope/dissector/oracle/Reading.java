package org.mptcpscope.dissector.oracle;

import java.util.Map;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/**
 * A frame as it is read here.
 *
 * @param fields of its segment, empty if it has none
 * @param fragment the frame is a part of an IP packet
 * @param malformed an MPTCP option cannot be read
 * @param undefined an MP_CAPABLE has a layout that no RFC defines
 */
record Reading(
    Map<MptcpField, String> fields, boolean fragment, boolean malformed, boolean undefined) {

  /** A frame that is no segment. */
  static Reading of(Outcome outcome) {
    return new Reading(Map.of(), outcome == Outcome.FRAGMENT, false, false);
  }

  static Reading of(SegmentView segment) {
    boolean malformed = false;
    boolean undefined = false;
    OptionCursor cursor = new OptionCursor();
    cursor.reset(segment);
    SegmentKind on = SegmentKind.of(segment.isSyn(), segment.isAck());
    while (cursor.next()) {
      if (cursor.kind() == TcpOptions.MPTCP) {
        MptcpOption option =
            MptcpOption.parse(cursor.buffer(), cursor.offset(), cursor.length(), on);
        malformed |= option instanceof Malformed;
        undefined |= option instanceof MpCapable capable && !capable.isDefined();
      }
    }
    return new Reading(MptcpField.of(segment), false, malformed, undefined);
  }
}
