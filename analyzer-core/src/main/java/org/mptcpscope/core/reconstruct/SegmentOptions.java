package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent.SynSent.Offers;
import org.mptcpscope.dissector.Wire;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** Reads the options of the segment in hand as values, where somebody needs them. */
final class SegmentOptions {
  private static final int DSS = 2;

  private final OptionCursor cursor = new OptionCursor();

  static SegmentKind kindOf(SegmentView view) {
    if (!view.isSyn()) {
      return SegmentKind.OTHER;
    }
    return view.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
  }

  /**
   * All MPTCP options, left to right. An option that breaks the area ends the list as {@link
   * Malformed}; options cut off by the capture are not there.
   */
  List<MptcpOption> mptcp(SegmentView view) {
    List<MptcpOption> options = new ArrayList<>(2);
    SegmentKind on = kindOf(view);
    cursor.reset(view);
    while (cursor.next()) {
      if (cursor.kind() == TcpOptions.MPTCP) {
        options.add(MptcpOption.parse(cursor.buffer(), cursor.offset(), cursor.length(), on));
      }
    }
    if (cursor.broken()) {
      options.add(Malformed.of(cursor));
    }
    return options;
  }

  /** Stands the view of the segment on its first DSS of legal length, and counts all. */
  void findDss(SegmentState segment) {
    if (segment.summary.mptcpOptions() == 0) {
      return;
    }
    if (segment.summary.isBulk()) {
      segment.dssCount = 1;
      segment.hasDss =
          segment.dss.wrap(
              segment.view.buffer(), segment.summary.mptcpOffset(), segment.summary.mptcpLength());
      return;
    }
    cursor.reset(segment.view);
    while (cursor.next()) {
      if (isDss()) {
        segment.dssCount++;
        if (!segment.hasDss) {
          segment.hasDss = segment.dss.wrap(cursor.buffer(), cursor.offset(), cursor.length());
        }
      }
    }
  }

  private boolean isDss() {
    return cursor.kind() == TcpOptions.MPTCP
        && cursor.length() > 2
        && Wire.u8(cursor.buffer(), cursor.offset() + 2) >> 4 == DSS;
  }

  /** The ordinary options of a SYN. */
  Offers offers(SegmentView view) {
    int mss = -1;
    int scale = -1;
    boolean sack = false;
    boolean timestamps = false;
    int tfoKind = -1;
    int tfoCookie = -1;
    cursor.reset(view);
    while (cursor.next()) {
      mss = Math.max(mss, TcpOptions.mss(cursor));
      scale = Math.max(scale, Math.min(14, TcpOptions.windowScale(cursor)));
      sack |= TcpOptions.sackPermitted(cursor);
      timestamps |= TcpOptions.tsVal(cursor) >= 0;
      int cookie = TcpOptions.fastOpenCookieLength(cursor);
      if (cookie >= 0) {
        tfoKind = cursor.kind();
        tfoCookie = cookie;
      }
    }
    return new Offers(mss, scale, sack, timestamps, tfoKind, tfoCookie, view.optionsLength());
  }

  /** The longest run of No-Operation octets between options. */
  int longestRunOfNops(SegmentView view) {
    int longest = 0;
    int before = 0;
    cursor.reset(view);
    boolean more = true;
    while (more) {
      more = cursor.next();
      longest = Math.max(longest, cursor.nops() - before);
      before = cursor.nops();
    }
    return longest;
  }
}
