package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FastClosed.Form;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.event.MptcpEvent.OptionUnknown;
import org.mptcpscope.core.event.MptcpEvent.ResetExplained;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.tcp.SegmentView;

/** MP_FAIL, MP_FASTCLOSE, MP_TCPRST, and what is no known option. */
final class SignalTracker {
  private static final long TIMER = 100_000_000;

  private final SegmentState s;
  private final CapableTracker capable;

  SignalTracker(SegmentState segment, CapableTracker capable) {
    s = segment;
    this.capable = capable;
  }

  private EventSink sink() {
    return s.on.connection().pass.sink();
  }

  void fail(MpFail option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.FAIL, s.by);
    boolean reciprocal = connection.failedAt[s.by.peer().ordinal()] != null;
    if (connection.failedAt[s.by.ordinal()] == null) {
      connection.failedAt[s.by.ordinal()] = s.ref();
    }
    s.on.trouble(Trouble.Kind.MP_FAIL, s.by, s.ref());
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(new FailSent(sink.carrier(), option, s.isRst(), reciprocal, copy, sink.doubts()));
    }
    connection.data.failed(s, option);
  }

  void explained(MpTcprst option, int copy) {
    s.on.connection().count(Subject.RESET_REASON, s.by);
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(new ResetExplained(sink.carrier(), option, copy, sink.doubts()));
    }
  }

  // ---- fast close ------------------------------------------------------------------------------

  void fastClose(MpFastclose option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.FASTCLOSE, s.by);
    FastClosed.Key key = keyOf(option.key());
    Form form = form();
    boolean acceptable = s.acceptance != Acceptance.OLD && s.acceptance != Acceptance.BEYOND;
    if (key.isValid() && acceptable && connection.fastClosedAt == null) {
      connection.fastClosedAt = s.ref();
      connection.fastClosedBy = s.by;
      connection.fastClosedOnReset = form == Form.RST;
    }
    if (key.isValid() && s.by == connection.fastClosedBy && !s.out.fastClosed) {
      s.out.fastClosed = true;
      connection.fastClosedSubflows++;
    }
    int timerCopy = timerCopy();
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED_FASTCLOSE) {
      sink.emit(new FastClosed(sink.carrier(), option, form, key, copy, timerCopy, sink.doubts()));
    }
  }

  private Form form() {
    if (s.isRst()) {
      return Form.RST;
    }
    int other = SegmentView.SYN | SegmentView.FIN;
    return s.isAck() && (s.flags & other) == 0 ? Form.ACK : Form.OTHER;
  }

  /** Ordinal among copies without a peer segment in between, 100 ms apart, without FIN. */
  private int timerCopy() {
    DirectionState out = s.out;
    if (s.isFin()) {
      return 0;
    }
    if (out.fastCloses == 0 || s.back.segments != out.fastCloseBack) {
      out.fastCloses = 1;
    } else if (s.time - out.fastCloseTime >= TIMER) {
      out.fastCloses++;
    }
    out.fastCloseBack = s.back.segments;
    out.fastCloseTime = s.time;
    return out.fastCloses;
  }

  private FastClosed.Key keyOf(long sent) {
    ConnectionState connection = s.on.connection();
    HostState own = connection.host(s.by);
    HostState receiver = connection.host(s.by.peer());
    boolean learnt = receiver.keyKnown;
    if (learnt && (receiver.key == sent || receiver.disputed && receiver.otherKey == sent)) {
      receiver.keyConfirmed = true;
      return FastClosed.Key.VALID;
    }
    if (isTooEarly(receiver)) {
      return FastClosed.Key.TOO_EARLY;
    }
    if (learnt) {
      return wrong(sent, own, receiver);
    }
    return byToken(sent, own, receiver);
  }

  private static FastClosed.Key wrong(long sent, HostState own, HostState receiver) {
    if (own.keyKnown && own.key == sent) {
      return FastClosed.Key.OWN;
    }
    if (sent == 0) {
      return FastClosed.Key.ZERO;
    }
    return Long.reverseBytes(receiver.key) == sent ? FastClosed.Key.REVERSED : FastClosed.Key.WRONG;
  }

  /** The key of the receiver cannot have reached the sender yet. */
  private boolean isTooEarly(HostState receiver) {
    SubflowState initial = s.on.connection().initial;
    if (initial == null || initial.midstream || !initial.direction(Side.INITIATOR).isnKnown) {
      return false;
    }
    return receiver.keyKnownAt == null && receiver.given == null;
  }

  private FastClosed.Key byToken(long sent, HostState own, HostState receiver) {
    int version = s.on.connection().hashVersion();
    boolean version1 = fits(1, sent, receiver);
    if (version1 || fits(0, sent, receiver)) {
      DialectSigns.byToken(s.on.connection(), version1, s.frame);
      if (version1 != (version == 1)) {
        s.on.connection().otherHashFits(s.ref());
      }
      receiver.keyKnown = true;
      receiver.key = sent;
      receiver.keyConfirmed = true;
      receiver.keyKnownAt = s.ref();
      receiver.derive();
      s.on.connection().pass.keys().learn(receiver);
      s.on.connection().data.agreementChanged();
      return FastClosed.Key.TOKEN_FITS;
    }
    if (sent == 0) {
      return FastClosed.Key.ZERO;
    }
    if (own.keyKnown && own.key == sent) {
      return FastClosed.Key.OWN;
    }
    return joinedHere() ? FastClosed.Key.WRONG : FastClosed.Key.UNKNOWN;
  }

  private static boolean fits(int version, long key, HostState receiver) {
    return receiver.tokensAsked().contains(MptcpCrypto.token(version, key));
  }

  /** The sender itself asked for the receiver's token on this very subflow. */
  private boolean joinedHere() {
    HandshakeState.Growing attempt = s.on.handshake.growing();
    return s.on.opener == s.by && attempt != null && attempt.asked(MpJoinSyn.class);
  }

  // ---- no known option -------------------------------------------------------------------------

  void malformed(Malformed option, int copy) {
    boolean reflected = capable.isReflected(option);
    if (!reflected) {
      s.on.trouble(Trouble.Kind.MALFORMED_OPTION, s.by, s.ref());
    }
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(new OptionMalformed(sink.carrier(), option, reflected, copy, sink.doubts()));
    }
  }

  /** MPTCP under another kind than 30, asked for and answered. */
  void foreign(ForeignKinds.Answer answer) {
    s.on.connection().count(Subject.OPTION, s.by);
    EventSink sink = sink();
    if (sink.listening()) {
      MptcpOption option = answer.option();
      sink.emit(
          new OptionUnknown(
              sink.carrier(), option, option.emit(), answer.asked(), 1, sink.doubts()));
    }
  }

  void unknown(MptcpOption option, int copy) {
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(
          new OptionUnknown(sink.carrier(), option, option.emit(), null, copy, sink.doubts()));
    }
  }
}
