package org.mptcpscope.rules.rfc8684.reset;

import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A reset reason that nothing in the capture supports.
 *
 * <p>Each reason presumes something: 0x01 an error with MPTCP options, 0x03 a policy against the
 * subflow, 0x04 data that waits although it was acknowledged elsewhere, 0x05 another subflow that
 * is better, 0x06 interference that shows. What went wrong may have happened behind the capture
 * point, so all of this is advice. 0x01 is judged only if every check could run, and the page then
 * lists what was right.
 */
public final class ResetReasonUnfounded implements Rule {
  private static final String CODE_01 = "RST-CODE-01-MEANING";
  private static final String CODE_03 = "RST-CODE-03-MEANING";
  private static final String CODE_04 = "RST-CODE-04-MEANING";
  private static final String CODE_05 = "RST-CODE-05-MEANING";
  private static final String CODE_06 = "RST-REASON-FOR-MIDDLEBOX";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reset-reason-unfounded",
              CODE_01,
              "MP_TCPRST gives a reason that nothing in the capture supports",
              Subject.RESET_REASON)
          .also(CODE_03, Subject.RESET_REASON)
          .also(CODE_04, Subject.RESET_REASON)
          .also(CODE_05, Subject.RESET_REASON)
          .also(CODE_06, Subject.RESET_REASON)
          .hears(SubflowReset.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof SubflowReset reset)
        || reset.reason().isEmpty()
        || reset.phase() == Phase.CLOSED) {
      return;
    }
    int code = reset.reason().get().reason();
    if (reset.carrier().option(MpFail.class).isPresent() && code >= 0x02 && code <= 0x05) {
      note(CODE_06, reset, "MP_FAIL with a reason that is not about interference", null, out);
    }
    switch (code) {
      case ResetReasons.MPTCP_ERROR -> mptcpError(reset, out);
      case ResetReasons.PROHIBITED -> prohibited(reset, out);
      case ResetReasons.TOO_MUCH_DATA -> tooMuchData(reset, out);
      case ResetReasons.PERFORMANCE -> performance(reset, out);
      case ResetReasons.MIDDLEBOX -> middlebox(reset, out);
      default -> {}
    }
  }

  private static void mptcpError(SubflowReset reset, Verdicts out) {
    Connection.Checks checks = reset.connection().checks(reset.on());
    // A refused join may name 0x01 for limits, too: only a subflow that had worked is judged.
    if (reset.phase() != Phase.ESTABLISHED || checks.failed() || checks.unknowable()) {
      return;
    }
    String right =
        checks.passed().isEmpty() ? null : "right were " + String.join(", ", checks.passed());
    note(CODE_01, reset, "reason 0x01 on a subflow without an MPTCP error", right, out);
  }

  private static void prohibited(SubflowReset reset, Verdicts out) {
    Subflow subflow = reset.on();
    long now = reset.knownAt().time();
    boolean worked =
        List.of(Side.values()).stream()
            .flatMap(side -> subflow.confirmed(side).stream())
            .anyMatch(frame -> now - frame.time() > subflow.grace());
    if (worked) {
      note(CODE_03, reset, "reason 0x03 on a subflow that had carried data", null, out);
    }
  }

  private static void tooMuchData(SubflowReset reset, Verdicts out) {
    boolean waiting = reset.on().mappings(reset.by()).dataAckedUnacked() > 0;
    if (!waiting && othersOpen(reset).isEmpty()) {
      note(
          CODE_04,
          reset,
          "reason 0x04 without data that waits and without another subflow",
          null,
          out);
    }
  }

  private static void performance(SubflowReset reset, Verdicts out) {
    if (othersOpen(reset).isEmpty()) {
      note(CODE_05, reset, "reason 0x05 although there is no other subflow", null, out);
    }
  }

  private static void middlebox(SubflowReset reset, Verdicts out) {
    // Its own MP_FAIL says the same once more; it does not show anything.
    boolean shows =
        reset.on().troubles().stream()
            .anyMatch(t -> t.kind() != Trouble.Kind.MP_FAIL || t.by() != reset.by());
    if (!shows) {
      // It could have shown on any segment of the subflow.
      long since = reset.on().establishedAt().map(FrameRef::time).orElse(reset.knownAt().time());
      note(CODE_06, reset, "reason 0x06 without interference that shows", null, out).since(since);
    }
  }

  /** The subflow that is reset is not open any more. */
  private static List<Subflow> othersOpen(SubflowReset reset) {
    return reset.connection().open(reset.by());
  }

  private static Verdicts.Draft note(
      String id, SubflowReset reset, String message, String diagnosis, Verdicts out) {
    Verdicts.Draft draft =
        out.note(id, reset.on(), message, Fault.of(reset.by()), ResetReasons.evidence(reset));
    if (diagnosis != null) {
      draft.diagnosis(diagnosis);
    }
    return draft;
  }
}
