package org.mptcpscope.rules.rfc8684.close;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent the ACK form of the fast close on more than one subflow.
 *
 * <p>The option goes on one subflow, a plain RST on all others. A repetition stays on the same
 * subflow unless that one failed: later than one RTO, or after the first subflow ended, a second
 * subflow is a note.
 */
public final class FastCloseOnSeveralSubflows implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-on-several-subflows",
              "FCLOSE-ACK-FORM-ONE-SUBFLOW",
              "MP_FASTCLOSE on ACKs of more than one subflow",
              Subject.FASTCLOSE)
          .hears(FastClosed.class);

  private final Map<Side, FastClosed> first = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FastCloseOnSeveralSubflows();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof FastClosed close) || close.form() != FastClosed.Form.ACK) {
      return;
    }
    FastClosed before = first.putIfAbsent(close.by(), close);
    if (before == null || before.on() == close.on()) {
      return;
    }
    Subflow one = before.on();
    boolean soon = close.knownAt().time() - before.knownAt().time() <= one.rto(close.by());
    boolean alive =
        close.connection().open(close.by()).contains(one)
            && close.connection().open(close.by().peer()).contains(one);
    boolean second = close.connection().open(close.by()).contains(close.on());
    Evidence evidence =
        Evidence.at(close.carrier(), "MP_FASTCLOSE on ACK")
            .and(before.carrier(), "MP_FASTCLOSE on ACK of another subflow");
    if (soon && alive && second) {
      out.violation(close.on(), SPEC.message(), Fault.of(close.by()), evidence);
    } else {
      out.note(SPEC.requirement(), close.on(), SPEC.message(), Fault.of(close.by()), evidence);
    }
  }
}
