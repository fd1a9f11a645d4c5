package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host repeated its fast close on and on.
 *
 * <p>Repetitions are to be limited; three are recommended, any limit is allowed. Only copies that a
 * timer sent are counted: no segment of the peer in between, at least 100 ms apart, no FIN. More
 * than three say that another limit is in use, more than twenty that there may be none.
 */
public final class FastCloseRepeatedTooOften implements Rule {
  private static final String LIMITED = "FCLOSE-RETRANSMISSIONS-LIMITED";
  private static final int RECOMMENDED = 3;
  private static final int GENEROUS = 20;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-repeated-too-often",
              "FCLOSE-RETRANSMISSIONS-THREE",
              "MP_FASTCLOSE is repeated more often than recommended",
              Subject.FASTCLOSE)
          .also(LIMITED, Subject.FASTCLOSE)
          .hears(FastClosed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof FastClosed close)) {
      return;
    }
    int repetitions = close.timerCopy() - 1;
    // Once, when the number is passed; what follows is the same fact.
    if (repetitions == RECOMMENDED + 1) {
      out.note(
          SPEC.requirement(),
          close.on(),
          SPEC.message(),
          Fault.of(close.by()),
          Evidence.at(close.carrier(), "fourth repetition of MP_FASTCLOSE"));
    } else if (repetitions == GENEROUS + 1) {
      out.note(
          LIMITED,
          close.on(),
          "MP_FASTCLOSE is repeated without a limit that shows",
          Fault.of(close.by()),
          Evidence.at(close.carrier(), "repetition " + repetitions + " of MP_FASTCLOSE"));
    }
  }
}
