package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * The initiator sent MPTCP options although the SYN/ACK had none.
 *
 * <p>A SYN/ACK without MP_CAPABLE, whether the listener cannot speak MPTCP or a box took the option
 * out, makes the connection plain TCP (RFC 8684, section 3.1). Options after it reach a host that
 * does not expect them. All SYN/ACKs to the SYN must lack the option; a malformed or mirrored one
 * is judged by its length. Options on resets only are a note.
 */
public final class MptcpAfterRefusal implements Rule {
  private static final String ID = "CAP-REFUSED-MEANS-TCP";
  private static final String ON_RST = "on RST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "mptcp-after-refusal",
              ID,
              "MPTCP options followed a SYN/ACK without MP_CAPABLE",
              Subject.CAPABLE)
          .hears(FellBack.class, JoinRequested.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FellBack fell when isRefused(fell.fallback()) -> refused(fell.carrier(), out);
      case JoinRequested join when join.by() == Side.INITIATOR ->
          join.connection()
              .fallback(Side.INITIATOR)
              .filter(MptcpAfterRefusal::isRefused)
              .flatMap(fallback -> join.connection().initial())
              .filter(MptcpAfterRefusal::isPlain)
              .ifPresent(initial -> report(join.carrier().frame(), join.on(), initial, out));
      default -> {}
    }
  }

  private static boolean isRefused(Fallback fallback) {
    return fallback.by() == Side.INITIATOR && fallback.reason() == Fallback.Reason.REFUSED;
  }

  private static void refused(Carrier segment, Verdicts out) {
    Subflow initial = segment.on();
    if (segment.by() == Side.INITIATOR && !segment.options().isEmpty() && !segment.isSyn()) {
      met(segment.frame(), initial, segment.isRst(), out);
      return;
    }
    long any = SegmentFacts.ANY_OPTION;
    out.watch(
        Watch.on(initial, initial, Side.INITIATOR, any | SegmentFacts.NOT_RST).acknowledging(1));
    out.watch(Watch.on(initial, ON_RST, Side.INITIATOR, any | SegmentFacts.RST));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    met(sighting.frame(), sighting.on(), watch.key().equals(ON_RST), out);
  }

  private static void met(FrameRef frame, Subflow initial, boolean onReset, Verdicts out) {
    if (!isPlain(initial)) {
      return;
    }
    if (onReset) {
      out.note(
          ID,
          initial,
          "MPTCP option on a reset after a SYN/ACK without MP_CAPABLE",
          Fault.of(Side.INITIATOR),
          evidence(Evidence.at(frame, initial, Side.INITIATOR, "RST, MPTCP option"), initial));
    } else {
      report(frame, initial, initial, out);
    }
  }

  private static void report(FrameRef frame, Subflow on, Subflow initial, Verdicts out) {
    out.violation(
        on,
        "MPTCP option after a SYN/ACK without MP_CAPABLE",
        Fault.of(Side.INITIATOR),
        evidence(Evidence.at(frame, on, Side.INITIATOR, "an MPTCP option"), initial));
  }

  private static Evidence evidence(Evidence evidence, Subflow initial) {
    Attempt attempt = Capables.attempt(initial).orElseThrow();
    return evidence.and(
        attempt.synAcks().getFirst().frame(), initial, Side.LISTENER, "SYN/ACK without MP_CAPABLE");
  }

  /** Whether there are SYN/ACKs, and none has an MP_CAPABLE of any kind. */
  private static boolean isPlain(Subflow initial) {
    return Capables.attempt(initial)
        .filter(attempt -> !attempt.synAcks().isEmpty())
        .filter(a -> a.synAcks().stream().noneMatch(s -> Capables.isOn(s.options())))
        .isPresent();
  }
}
