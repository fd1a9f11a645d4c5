package org.mptcpscope.core.reconstruct;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.mptcp.Unknown;
import org.mptcpscope.dissector.tcp.OptionCursor;

/**
 * SYNs that speak MPTCP under another option kind than 30, as experiments do. Any option can look
 * like MP_CAPABLE by chance, so only one that is answered in kind counts.
 */
final class ForeignKinds {
  /** SYNs that wait for their answer. */
  private static final int MOST = 1024;

  /** Below, and a few above, kinds have a meaning of their own. */
  private static final int FIRST = 35;

  private final OptionCursor cursor = new OptionCursor();
  private final Map<Syn, Asked> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Syn, Asked> eldest) {
          return size() > MOST;
        }
      };

  private record Syn(
      long srcHigh, long srcLow, long dstHigh, long dstLow, int srcPort, int dstPort, int isn) {}

  private record Asked(int kind, FrameRef frame) {}

  /**
   * An answer in kind.
   *
   * @param option the whole option
   * @param asked frame of the SYN
   */
  record Answer(MptcpOption option, FrameRef asked) {}

  /** Takes a SYN or SYN/ACK without options of kind 30; the answer in kind that it is, or null. */
  Answer take(SegmentState s) {
    cursor.reset(s.view);
    while (cursor.next()) {
      int kind = cursor.kind();
      if (kind >= FIRST && cursor.length() >= 4) {
        Answer answer = take(s, kind);
        if (answer != null) {
          return answer;
        }
      }
    }
    return null;
  }

  private Answer take(SegmentState s, int kind) {
    SegmentKind on = SegmentOptions.kindOf(s.view);
    MptcpOption body =
        MptcpOption.parseForeign(cursor.buffer(), cursor.offset(), cursor.length(), on);
    if (!isLegal(body)) {
      return null;
    }
    if (!s.isAck()) {
      asked.put(syn(s, false), new Asked(kind, s.ref()));
      return null;
    }
    Asked first = asked.get(syn(s, true));
    if (first == null || first.kind() != kind) {
      return null;
    }
    return new Answer(
        new Unknown(
            kind,
            body.subtype(),
            org.mptcpscope.dissector.Octets.copyOf(
                cursor.buffer(), cursor.offset(), cursor.length())),
        first.frame());
  }

  private static boolean isLegal(MptcpOption body) {
    return switch (body) {
      case MpCapable it -> it.isDefined() && it.h() && it.algorithmBits() == 0;
      case MpJoinSyn _, MpJoinSynAck _ -> true;
      default -> false;
    };
  }

  private static Syn syn(SegmentState s, boolean answered) {
    int source = s.view.srcPort();
    int target = s.view.dstPort();
    return answered
        ? new Syn(
            s.ip.dstHigh(),
            s.ip.dstLow(),
            s.ip.srcHigh(),
            s.ip.srcLow(),
            target,
            source,
            s.rawAck - 1)
        : new Syn(
            s.ip.srcHigh(), s.ip.srcLow(), s.ip.dstHigh(), s.ip.dstLow(), source, target, s.rawSeq);
  }
}
