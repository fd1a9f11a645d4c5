package org.mptcpscope.rules.engine;

import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.samples.script.PacketScript;

/**
 * A rule that says of every MP_PRIO with B=1 that it violates one requirement; an MP_PRIO with B=0
 * before it is evidence too. What becomes of the charge is the engine's doing alone.
 */
final class Probe implements Rule {
  private final String requirement;
  private final boolean reduced;
  private final long missedBy;
  private Carrier start;

  Probe(String requirement) {
    this(requirement, false, -1);
  }

  Probe(String requirement, boolean reduced, long missedBy) {
    this.requirement = requirement;
    this.reduced = reduced;
    this.missedBy = missedBy;
  }

  @Override
  public RuleSpec spec() {
    return RuleSpec.of("probe", requirement, "the probe fired", Subject.OPTION)
        .hears(PriorityChanged.class);
  }

  @Override
  public Rule fresh() {
    return new Probe(requirement, reduced, missedBy);
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof PriorityChanged prio)) {
      return;
    }
    if (!prio.option().backup()) {
      start = prio.carrier();
      return;
    }
    Evidence evidence = Evidence.at(prio.carrier(), "offence");
    if (start != null) {
      evidence = evidence.and(start, "start");
    }
    Verdicts.Draft draft =
        out.violation(prio.on(), spec().message(), Fault.of(prio.by()), evidence);
    if (reduced) {
      draft.reduced(Need.SYN_CAPTURED).reduced(Need.SENDER_SIDE_CAPTURE);
    }
    if (missedBy >= 0) {
      draft.missedBy(missedBy, 1_000_000_000);
    }
  }

  /** Judges a script by this probe alone. */
  CaptureReport judge(String script) {
    return judge(script, new CapturedAt.Inferred());
  }

  CaptureReport judge(String script, CapturedAt where) {
    LintOptions options =
        new LintOptions(
            List.of(), List.of(), true, new TraceOptions(where, TraceOptions.DEFAULT.progress()));
    byte[] octets = PacketScript.parse("probe.pkt", script).run().toPcapng();
    try {
      return Linter.lint(
          CaptureSource.memory("probe", octets),
          options,
          Docket.of(options, List.of(this)),
          List.of());
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
  }
}
