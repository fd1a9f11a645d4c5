package org.mptcpscope.rules.rfc8684.reset;

import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A RST gives no reason, or another one, where RFC 8684 expects a certain one.
 *
 * <p>A RST may always be sent without MP_TCPRST, so its absence is a note, as is a reason of 0x03
 * for a third packet with a wrong HMAC, which a limit may explain. A refused join is expected to
 * say 0x01 (or 0x00, 0x02, 0x03), a failed join check 0x01, a checksum against the agreement 0x01,
 * an unacceptable path 0x05, vanished options 0x06; another assigned code is a warning for the
 * first two, else a note. Only direct answers are judged, and only where the trouble itself was
 * captured. Codes above 0x06 are left to reset-reason-unassigned.
 */
public final class ResetReasonUnfit implements Rule {
  private static final String JOIN_REFUSED = "RST-REASON-JOIN-REFUSED";
  private static final String BAD_HMAC = "RST-REASON-BAD-HMAC";
  private static final String CHECKSUM = "RST-REASON-CHECKSUM-PRESENCE";
  private static final String PERFORMANCE = "RST-REASON-PERFORMANCE";
  private static final String STRIPPED = "RST-REASON-OPTIONS-STRIPPED";
  private static final String BROKEN = "RST-REASON-BROKEN-SUBFLOW";
  private static final int MANY_TIMEOUTS = 5;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reset-reason-unfit",
              JOIN_REFUSED,
              "a RST does not give the reason that fits what had happened",
              Subject.JOIN)
          .also(BAD_HMAC, Subject.SPOKEN)
          .also(CHECKSUM, Subject.RESET)
          .also(PERFORMANCE, Subject.RESET)
          .also(STRIPPED, Subject.RESET)
          .also(BROKEN, Subject.RESET)
          .hears(SubflowReset.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof SubflowReset reset)
        || reset.reason().filter(o -> o.reason() > ResetReasons.LAST_ASSIGNED).isPresent()) {
      return;
    }
    if (!reset.on().isInitial() && reset.answers() != null) {
      answer(reset, out);
    } else if (reset.ended() && reset.phase() != Phase.CLOSED) {
      // Later ones answer what still comes, from a host that has forgotten the subflow.
      inMidLife(reset, out);
    }
  }

  private static void answer(SubflowReset reset, Verdicts out) {
    boolean byTarget = reset.by() != reset.on().opener();
    if (reset.phase() == Phase.SYN_SENT && byTarget) {
      refused(reset, out);
      return;
    }
    Optional<Trouble> trouble =
        byTarget
            ? of(reset, Trouble.Kind.BAD_ACK_HMAC, Trouble.Kind.MISSING_ACK_JOIN)
            : of(reset, Trouble.Kind.BAD_SYNACK_HMAC, Trouble.Kind.MISSING_SYNACK_JOIN);
    trouble.ifPresent(t -> badJoin(reset, t, byTarget, out));
  }

  private static void refused(SubflowReset reset, Verdicts out) {
    int code = code(reset);
    if (code < 0) {
      note(
          JOIN_REFUSED,
          reset,
          reset.answers(),
          "MP_JOIN SYN",
          "a join was refused without a reason",
          out);
    } else if (code > ResetReasons.PROHIBITED) {
      out.violation(
          JOIN_REFUSED,
          reset.on(),
          "a join was refused with reason 0x%02x".formatted(code),
          Fault.of(reset.by()),
          ResetReasons.evidence(reset)
              .and(reset.answers(), reset.on(), reset.by().peer(), "MP_JOIN SYN"));
    }
  }

  private static void badJoin(SubflowReset reset, Trouble trouble, boolean byTarget, Verdicts out) {
    int code = code(reset);
    String shows =
        trouble.kind() == Trouble.Kind.BAD_ACK_HMAC
                || trouble.kind() == Trouble.Kind.BAD_SYNACK_HMAC
            ? "MP_JOIN, HMAC wrong"
            : "no MP_JOIN";
    if (code == ResetReasons.MPTCP_ERROR) {
      out.pass(BAD_HMAC);
      return;
    }
    if (code < 0) {
      note(
          BAD_HMAC, reset, trouble.frame(), shows, "a failed join was reset without a reason", out);
    } else if (code == ResetReasons.PROHIBITED && byTarget) {
      note(
          BAD_HMAC, reset, trouble.frame(), shows, "a failed join was reset with reason 0x03", out);
    } else {
      out.violation(
          BAD_HMAC,
          reset.on(),
          "a failed join was reset with reason 0x%02x".formatted(code),
          Fault.of(reset.by()),
          ResetReasons.evidence(reset).and(trouble.frame(), reset.on(), trouble.by(), shows));
    }
  }

  /** A subflow that had worked; other causes for the RST are likely, so all of this is advice. */
  private static void inMidLife(SubflowReset reset, Verdicts out) {
    int code = code(reset);
    Optional<Trouble> checksum =
        of(reset, Trouble.Kind.CHECKSUM_MISSING, Trouble.Kind.CHECKSUM_UNAGREED);
    if (checksum.isPresent() && code != ResetReasons.MPTCP_ERROR) {
      note(
          CHECKSUM,
          reset,
          checksum.get().frame(),
          "checksum against the agreement",
          "a RST after a checksum against the agreement does not say so",
          out);
    }
    if (reset.on().timeoutsInRow(reset.by()) >= MANY_TIMEOUTS
        && code != 0
        && code != ResetReasons.PERFORMANCE
        && code != ResetReasons.MIDDLEBOX) {
      out.note(
          PERFORMANCE,
          reset.on(),
          "a RST after many time-outs does not name the performance of the path",
          Fault.of(reset.by()),
          ResetReasons.evidence(reset));
    }
    Optional<Trouble> plain = of(reset, Trouble.Kind.PLAIN_ACK);
    if (plain.isPresent() && !reset.on().isInitial() && code != ResetReasons.MIDDLEBOX) {
      note(
          STRIPPED,
          reset,
          plain.get().frame(),
          "plain ACK of mapped data",
          "a RST after vanished options does not name a middlebox",
          out);
    }
    Optional<Trouble> broken = of(reset, Trouble.Kind.OPTIONS_STRIPPED, Trouble.Kind.UNMAPPED);
    if (broken.isPresent() && code != ResetReasons.MIDDLEBOX) {
      note(
          BROKEN,
          reset,
          broken.get().frame(),
          "data without a mapping",
          "a RST after data without a mapping does not name a middlebox",
          out);
    }
  }

  private static void note(
      String id, SubflowReset reset, FrameRef cause, String shows, String message, Verdicts out) {
    out.note(
        id,
        reset.on(),
        message,
        Fault.of(reset.by()),
        ResetReasons.evidence(reset).and(cause, reset.on(), reset.by().peer(), shows));
  }

  private static int code(SubflowReset reset) {
    return reset.reason().map(MpTcprst::reason).orElse(-1);
  }

  /** The latest trouble of one of these kinds that the peer of the resetting host made. */
  private static Optional<Trouble> of(SubflowReset reset, Trouble.Kind... kinds) {
    return reset.on().troubles().reversed().stream()
        .filter(trouble -> trouble.by() != reset.by())
        .filter(trouble -> List.of(kinds).contains(trouble.kind()))
        .findFirst();
  }
}
