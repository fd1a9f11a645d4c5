package org.mptcpscope.core.reconstruct;

import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** Ties raw sequence numbers to SSNs: by the SYN, else by what the first options tell. */
final class SequenceAnchor {
  private static final long LARGEST_JUMP = 1 << 20;

  private final SegmentState s;

  SequenceAnchor(SegmentState segment) {
    s = segment;
  }

  /** Anchors both directions as far as the segment in hand tells. */
  void set() {
    DirectionState out = s.out;
    DirectionState back = s.back;
    if (s.isSyn()) {
      if (!out.isnKnown || out.highest == 1) {
        out.isn = s.rawSeq;
        out.isnKnown = true;
        int accepted = s.isAck() ? 0 : out.subflow.handshake.synAccepted;
        boolean open = !s.isAck() && s.payload > 0;
        out.anchorAt(
            s.rawSeq + accepted, open ? DirectionState.Anchor.GUESS : DirectionState.Anchor.SYN);
      }
      if (s.isAck()) {
        anchorByAnswer(back);
      }
      return;
    }
    if (!out.anchored) {
      out.anchorAt(s.rawSeq - 1, DirectionState.Anchor.GUESS);
    }
    if (s.isAck() && !back.anchored) {
      back.anchorAt(s.rawAck - 1, DirectionState.Anchor.GUESS);
    }
    if (out.anchor == DirectionState.Anchor.SYN && !out.isnKnown) {
      correct(out);
    } else if (out.anchor == DirectionState.Anchor.GUESS && out.isnKnown) {
      anchorByFirst(out);
    }
    boolean mayTell = out.anchor != DirectionState.Anchor.SYN && s.summary.mptcpOptions() > 0;
    if (mayTell && isThirdPacket()) {
      out.anchor = DirectionState.Anchor.SYN;
    } else if (mayTell && s.hasDss && s.payload > 0) {
      anchorByMapping(out);
    }
  }

  /** The forms that only the first octet of data, or nothing, can carry: SSN 1 is here. */
  private boolean isThirdPacket() {
    if (s.summary.isBulk() || s.out.segments > 0) {
      return false;
    }
    for (MptcpOption option : s.options()) {
      if (option instanceof MpCapable || option instanceof MpJoinAck) {
        return true;
      }
    }
    return false;
  }

  /**
   * Offload copies an MP_CAPABLE with data to all segments of its mapping: the first of them has
   * SSN 1, though another one was captured before it.
   */
  private void correct(DirectionState out) {
    long ssn = out.unwrap(s.rawSeq);
    if (ssn < 1 && ssn > 1 - LARGEST_JUMP && s.payload > 0 && s.summary.mptcpOptions() > 0) {
      for (MptcpOption option : s.options()) {
        if (option instanceof MpCapable capable && capable.hasDataLength()) {
          out.subflow.connection().data.rebasing(out, 1 - ssn);
          out.rebase(1 - ssn);
          return;
        }
      }
    }
  }

  /** The SYN had payload and its answer was not captured: what follows tells how much it took. */
  private void anchorByFirst(DirectionState out) {
    HandshakeState handshake = out.subflow.handshake;
    int accepted = s.rawSeq - out.isn - 1;
    if (accepted >= 0 && accepted <= handshake.synPayload) {
      handshake.synAccepted = accepted;
      out.octets = accepted;
      out.anchorAt(out.isn + accepted, DirectionState.Anchor.SYN);
    }
  }

  /** A SYN/ACK tells the ISN of the other side, and how much SYN payload it took (TFO). */
  private void anchorByAnswer(DirectionState opener) {
    HandshakeState handshake = opener.subflow.handshake;
    if (!opener.isnKnown) {
      opener.isn = s.rawAck - 1;
      opener.isnKnown = true;
      opener.anchorAt(s.rawAck - 1, DirectionState.Anchor.SYN);
      return;
    }
    int accepted = s.rawAck - opener.isn - 1;
    if (accepted == 0 && opener.highest == 1) {
      opener.anchorAt(opener.isn, DirectionState.Anchor.SYN);
    }
    if (accepted > 0 && accepted <= handshake.synPayload && opener.highest == 1) {
      handshake.synAccepted = accepted;
      opener.octets = accepted;
      opener.anchorAt(opener.isn + accepted, DirectionState.Anchor.SYN);
    }
  }

  /**
   * Without a SYN the SSN of a mapping tells where the subflow began, if the mapping begins with
   * its own segment. Where an offload copied the option to all segments of a mapping, only the
   * first of them tells: it puts the beginning earliest, so any such segment corrects the others.
   */
  private void anchorByMapping(DirectionState out) {
    DssView dss = s.dss;
    if (!dss.hasMapping() || dss.ssn() == 0) {
      return;
    }
    int mapped = dss.dataLength() - (dss.dataFin() ? 1 : 0);
    if (mapped < s.payload) {
      return;
    }
    long at = out.unwrap(s.rawSeq);
    long ssn = dss.ssn() & 0xffff_ffffL;
    long delta = ssn - at;
    if (out.anchor == DirectionState.Anchor.MAPPING) {
      int earlier = dss.ssn() - (int) at;
      if (earlier <= 0 || earlier > LARGEST_JUMP) {
        return;
      }
      delta = earlier;
    } else if (at > ssn && at + s.payload <= ssn + mapped) {
      // The option of an earlier segment, copied: the guess fits it.
      return;
    }
    out.subflow.connection().data.rebasing(out, delta);
    out.rebase(delta);
    out.anchor = DirectionState.Anchor.MAPPING;
  }
}
