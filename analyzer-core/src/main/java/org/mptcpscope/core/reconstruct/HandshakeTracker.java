package org.mptcpscope.core.reconstruct;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.event.MptcpEvent.SynSent.Offers;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** The SYN exchange of a subflow, up to its establishment. */
final class HandshakeTracker {
  /** A SYN without answer is over this long after its last copy. */
  private static final long PATIENCE = 60_000_000_000L;

  private static final int CAPABLE = 0;
  private static final int JOIN = 1;

  private final SegmentState s;
  private final Closing closing;

  HandshakeTracker(SegmentState segment, Closing closing) {
    s = segment;
    this.closing = closing;
  }

  /** Before TCP places a SYN: its offers, and the payload that an answer may accept. */
  void prepare() {
    if (!s.isSyn()) {
      return;
    }
    if (!s.out.offersKnown) {
      Offers offers = s.reader.offers(s.view);
      s.out.offersKnown = true;
      s.out.windowScale = offers.windowScale();
      s.out.mss = offers.mss();
    }
    HandshakeState handshake = s.on.handshake;
    if (!s.isAck()) {
      handshake.synPayload = Math.max(handshake.synPayload, s.payload);
      handshake.synIdentification = s.by == s.on.opener ? s.ip.ipId() : -1;
      handshake.crossed |= s.by != s.on.opener;
    }
  }

  /** Before the options: copies, and the event of the SYN. */
  void begin() {
    if (!s.isSyn()) {
      return;
    }
    HandshakeState handshake = s.on.handshake;
    Copy copy = new Copy(s.ref(), s.rawSeq, s.payload, s.tsVal, List.copyOf(s.options()));
    int ordinal;
    if (s.isAck()) {
      ordinal = handshake.synAck(isnAnswered(), copy);
      if (ordinal == 1) {
        noteOrder(handshake.growing());
      }
      handshake.growing().answerCut |= !s.view.headerComplete();
      if (s.on.phase == Phase.SYN_SENT) {
        s.on.phase = Phase.SYN_RECEIVED;
      }
    } else {
      ordinal = handshake.syn(copy);
      if (ordinal == 1 && handshake.growing().isn == s.rawSeq) {
        noteOrder(handshake.growing());
      }
      watchForAnswer();
    }
    Offers offers = s.reader.offers(s.view);
    if (offers.tfoKind() >= 0 || s.payload > 0) {
      s.on.connection().count(Subject.TFO, s.by);
    }
    EventSink sink = sink();
    if (sink.listening() && ordinal <= CopyCounter.STATED) {
      sink.emit(new SynSent(sink.carrier(), s.rawSeq, s.isAck(), offers, ordinal, sink.doubts()));
    }
  }

  /** SYN, SYN/ACK and third packet answer each other, in whatever order they were captured. */
  private void noteOrder(HandshakeState.Growing attempt) {
    Disorder disorder = s.on.connection().pass.disorder();
    if (attempt.synAcks.isEmpty()) {
      return;
    }
    long answered = attempt.synAcks.getFirst().frame().time();
    if (attempt.third != null) {
      disorder.answered(answered, attempt.third.frame().time());
    }
    if (!attempt.syns.isEmpty()) {
      disorder.answered(attempt.syns.getFirst().frame().time(), answered);
    }
  }

  private EventSink sink() {
    return s.on.connection().pass.sink();
  }

  /** The ISN that a SYN/ACK acknowledges, with or without SYN payload. */
  private int isnAnswered() {
    int accepted = s.rawAck - s.back.isn - 1;
    boolean fits = s.back.isnKnown && accepted >= 0 && accepted <= s.on.handshake.synPayload;
    return fits ? s.back.isn : s.rawAck - 1;
  }

  private void watchForAnswer() {
    HandshakeState handshake = s.on.handshake;
    handshake.synAt = s.time;
    handshake.synOrdinal = s.out.segments;
    if (!handshake.awaitsAnswer) {
      handshake.awaitsAnswer = true;
      watchForAnswer(s.on);
    }
  }

  /** One deadline at a time, however many copies of the SYN there are. */
  private void watchForAnswer(SubflowState subflow) {
    HandshakeState handshake = subflow.handshake;
    ConnectionState connection = subflow.connection();
    long due = handshake.synAt + PATIENCE;
    connection
        .pass
        .alarms()
        .set(
            connection.deadlines,
            due,
            (_, last) -> {
              boolean answered = subflow.direction(subflow.opener.peer()).segments > 0;
              int since = subflow.direction(subflow.opener).segments;
              if (handshake.synAt + PATIENCE > due) {
                watchForAnswer(subflow);
              } else if (!answered && since == handshake.synOrdinal) {
                handshake.awaitsAnswer = false;
                closing.subflowEnded(subflow, SubflowEnded.How.UNANSWERED, null, last);
              } else {
                handshake.awaitsAnswer = false;
              }
            });
  }

  /** Behind the options: the third and the fourth packet. */
  void finish() {
    if (s.isSyn() || s.isRst()) {
      return;
    }
    HandshakeState.Growing attempt = s.on.handshake.growing();
    if (s.by == s.on.opener && attempt != null && attempt.third == null && isThird(attempt)) {
      third(attempt);
    }
    fourth();
  }

  /** Acknowledges the SYN/ACK; where that direction was not captured, whatever follows the SYN. */
  private boolean isThird(HandshakeState.Growing attempt) {
    if (!s.isAck() || s.ackSsn < 1) {
      return false;
    }
    return !attempt.synAcks.isEmpty() || s.back.segments == 0;
  }

  private void third(HandshakeState.Growing attempt) {
    attempt.third = new Copy(s.ref(), s.rawSeq, s.payload, s.tsVal, List.copyOf(s.options()));
    boolean answerKnown = !attempt.synAcks.isEmpty() && !attempt.answerCut;
    boolean bears = bears(s.options(), s.on.isInitial() ? CAPABLE : JOIN);
    boolean explicit = s.payload == 0 && (bears || mayBeFirst());
    s.on.thirdImplicit = !explicit;
    if (!bears && (!answerKnown || !s.view.headerComplete())) {
      // Refused or bare: only octets that were not captured could tell.
      establish();
      return;
    }
    timing(attempt);
    Outcome outcome = s.on.isInitial() ? capableOutcome(attempt) : joinOutcome(attempt);
    EventSink sink = sink();
    if (sink.listening()) {
      sink.emit(new HandshakeCompleted(sink.carrier(), outcome, explicit, sink.doubts()));
    }
    s.on.connection().data.handshake(s, outcome, explicit);
    if (s.on.isInitial()) {
      establish();
    } else if (outcome == Outcome.BARE) {
      s.on.trouble(Trouble.Kind.MISSING_ACK_JOIN, s.by, s.ref());
    }
  }

  /**
   * Whether a segment without the option of the third packet can be that packet all the same. A
   * lost one in front of it shows itself by an echo of what came since and by the identification of
   * IPv4, which many hosts count up; if both say nothing, by another option on this one.
   */
  private boolean mayBeFirst() {
    if (!s.view.headerComplete() || s.echo == Carrier.Echo.UNSEEN) {
      return false;
    }
    int behindSyn = s.on.handshake.identificationsSince(s.ip.ipId());
    return behindSyn == 1 || behindSyn == 0 && s.options().isEmpty();
  }

  private void timing(HandshakeState.Growing attempt) {
    if (attempt.synCount != 1
        || attempt.synAckCount != 1
        || !s.on.handshake.current().isPresent()) {
      return;
    }
    long syn = attempt.syns.getFirst().frame().time();
    long synAck = attempt.synAcks.getFirst().frame().time();
    if (s.payload == 0 || s.time - synAck < synAck - syn) {
      TcpTracker.sample(s.out, synAck - syn);
      TcpTracker.sample(s.back, s.time - synAck);
      s.on.roundTrips.handshake(s.time - syn);
      s.on.vantage.handshake(synAck - syn, s.time - synAck);
    }
  }

  private Outcome capableOutcome(HandshakeState.Growing attempt) {
    if (attempt.synAcks.isEmpty() || attempt.answerCut) {
      return Outcome.AGREED;
    }
    boolean answered =
        attempt.synAcks.stream().anyMatch(copy -> bears(copy.options(), CAPABLE))
            && !s.on.handshake.reflectedOnly;
    if (!answered) {
      return Outcome.REFUSED;
    }
    if (!bears(s.options(), CAPABLE)) {
      return Outcome.BARE;
    }
    for (MptcpOption option : s.options()) {
      if (option instanceof MpCapable capable && capable.hasReceiverKey()) {
        return isEcho(attempt, capable.receiverKey()) ? Outcome.AGREED : Outcome.TAMPERED;
      }
    }
    return Outcome.AGREED;
  }

  private boolean isEcho(HandshakeState.Growing attempt, long key) {
    boolean any = false;
    for (Copy copy : attempt.synAcks) {
      MpCapable answer = copy.option(MpCapable.class).orElse(null);
      if (answer != null && answer.hasSenderKey()) {
        any = true;
        if (answer.senderKey() == key) {
          return true;
        }
      }
    }
    return !any;
  }

  private Outcome joinOutcome(HandshakeState.Growing attempt) {
    if (attempt.synAcks.isEmpty() || attempt.answerCut) {
      return Outcome.AGREED;
    }
    if (attempt.synAcks.stream().noneMatch(copy -> copy.option(MpJoinSynAck.class).isPresent())) {
      return Outcome.REFUSED;
    }
    return bears(s.options(), JOIN) ? Outcome.AGREED : Outcome.BARE;
  }

  /** An option that does not parse counts as present. */
  private static boolean bears(List<MptcpOption> options, int subtype) {
    return options.stream()
        .anyMatch(
            option ->
                option.subtype() == subtype
                    && (!(option instanceof Malformed bad) || bad.kind() == MptcpOption.KIND));
  }

  private void fourth() {
    SubflowState on = s.on;
    if (on.isInitial() || on.establishedAt != null) {
      return;
    }
    if (s.by == on.opener) {
      boolean answered = on.phase == Phase.SYN_RECEIVED || s.back.segments == 0;
      if (on.phase != Phase.PRE_ESTABLISHED && answered && has(MpJoinAck.class)) {
        on.phase = Phase.PRE_ESTABLISHED;
      } else if (s.back.segments == 0 && s.pieces > 0) {
        // The direction with the fourth packet was not captured; data shows that it came.
        establish();
      }
    } else if (on.phase == Phase.PRE_ESTABLISHED) {
      establish();
    }
  }

  private boolean has(Class<? extends MptcpOption> type) {
    return s.has(SegmentFacts.ANY_OPTION) && s.options().stream().anyMatch(type::isInstance);
  }

  private void establish() {
    if (s.on.establishedAt != null) {
      return;
    }
    s.on.establishedAt = s.ref();
    s.on.phase = Phase.ESTABLISHED;
    EventSink sink = sink();
    if (sink.listening()) {
      sink.emit(new SubflowEstablished(sink.carrier(), sink.doubts()));
    }
  }

  /** A flow whose handshake was not captured is taken as established. */
  static void assumeEstablished(SubflowState subflow, SegmentState first) {
    subflow.midstream = true;
    subflow.establishedAt = first.ref();
    subflow.phase = Phase.ESTABLISHED;
  }
}
