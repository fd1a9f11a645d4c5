package org.mptcpscope.core.reconstruct;

import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpTcprst;

/** FIN and RST, and how subflows end. */
final class Closing {
  private final SegmentState s;
  private final Connections connections;

  Closing(SegmentState segment, Connections connections) {
    s = segment;
    this.connections = connections;
  }

  /** Behind the data plane: FIN, RST, and the end of the subflow if that is it. */
  void close() {
    if (s.isRst()) {
      reset();
    } else if (s.isFin() && s.acceptance != Acceptance.BEYOND && s.acceptance != Acceptance.OLD) {
      fin();
    }
    SubflowState on = s.on;
    if (on.ended == null && s.out.finAcked && s.back.finAcked) {
      subflowEnded(on, How.FIN, carrierIfHeard(), s.ref());
    }
  }

  private EventSink sink() {
    return s.on.connection().pass.sink();
  }

  private Carrier carrierIfHeard() {
    return sink().listening() ? sink().carrier() : null;
  }

  private void fin() {
    if (s.out.finAt != null) {
      return;
    }
    s.out.finAt = s.ref();
    s.out.closedKnowing |= s.back.finSsn >= 0 && s.isAck() && s.ackSsn > s.back.finSsn;
    if (s.on.phase == Phase.ESTABLISHED || s.on.phase == Phase.PRE_ESTABLISHED) {
      s.on.phase = Phase.CLOSING;
    }
    EventSink sink = sink();
    if (sink.listening()) {
      sink.emit(new FinSent(sink.carrier(), s.out.finSsn, sink.doubts()));
    }
  }

  private void reset() {
    SubflowState on = s.on;
    ConnectionState connection = on.connection();
    Phase before = on.phase;
    boolean acceptable = isAcceptable(before);
    FrameRef answers = answers();
    connection.count(Subject.RESET, s.by);
    if (acceptable && s.out.rstAt == null) {
      s.out.rstAt = s.ref();
    }
    Optional<MpTcprst> reason =
        s.options().stream()
            .filter(MpTcprst.class::isInstance)
            .map(MpTcprst.class::cast)
            .findFirst();
    EventSink sink = sink();
    if (sink.listening() && s.out.resets++ < CopyCounter.STATED_FASTCLOSE) {
      sink.emit(
          new SubflowReset(sink.carrier(), reason, answers, before, acceptable, sink.doubts()));
    }
    if (acceptable && on.ended == null) {
      on.resetReason = reason.orElse(null);
      subflowEnded(on, How.RESET, carrierIfHeard(), s.ref());
    }
  }

  /** A RST in SYN_SENT must acknowledge the SYN; any later one must lie in the window. */
  private boolean isAcceptable(Phase phase) {
    if (phase == Phase.SYN_SENT && s.by != s.on.opener) {
      int acked = s.rawAck - s.back.isn - 1;
      return s.isAck() && acked >= 0 && acked <= s.on.handshake.synPayload;
    }
    return s.acceptance == Acceptance.EXACT || s.acceptance == Acceptance.OK;
  }

  /** The segment of the handshake that a RST answers directly, or null. */
  private FrameRef answers() {
    HandshakeState.Growing attempt = s.on.handshake.growing();
    if (attempt == null) {
      return null;
    }
    long since = s.out.beforeLastTime;
    Copy asked = null;
    if (s.by == s.on.opener) {
      asked = attempt.synAcks.isEmpty() ? null : attempt.synAcks.getLast();
    } else if (attempt.third != null) {
      asked = attempt.third;
    } else if (!attempt.syns.isEmpty()) {
      asked = attempt.syns.getLast();
    }
    if (asked == null
        || s.ordinal > 1 && since > asked.frame().time()
        || s.time - asked.frame().time() > s.on.grace()) {
      return null;
    }
    boolean fits =
        s.ssn == 1 && s.out.isnKnown
            || s.isAck() && s.back.isnKnown && s.ackSsn == 1
            || s.ordinal == 1;
    return fits ? asked.frame() : null;
  }

  /**
   * A subflow is over.
   *
   * @param last the segment that ended it, or null
   */
  void subflowEnded(SubflowState subflow, How how, Carrier last, FrameRef at) {
    if (subflow.ended != null) {
      return;
    }
    subflow.ended = how;
    subflow.endedAt = at;
    subflow.endedBy = last;
    subflow.phaseBeforeEnd = subflow.phase;
    subflow.phase = Phase.CLOSED;
    ConnectionState connection = subflow.connection();
    connection.data.subflowEnded(subflow, at);
    EventSink sink = connection.pass.sink();
    if (sink.listening()) {
      Set<Doubt> doubts = last == null ? Set.of() : sink.doubts();
      sink.emit(new SubflowEnded(subflow, last, how, at, doubts));
    }
    connections.subflowEnded(connection);
  }
}
