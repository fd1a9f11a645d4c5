package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent its fast close on an ACK once, got no RST, and gave up at once.
 *
 * <p>After one retransmission time-out without a RST it should repeat the option. Judged only where
 * the capture was taken at the sender, and after three time-outs, at least 3 s.
 */
public final class FastCloseNotRepeated implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-not-repeated",
              "FCLOSE-RETRANSMITTED",
              "MP_FASTCLOSE was not repeated although no RST came",
              Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class);

  private FastClosed first;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FastCloseNotRepeated();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close when first == null -> {
        first = close;
        if (close.form() == FastClosed.Form.ACK
            && FastCloses.binds(close)
            && FastCloses.isAt(close.on(), close.by())) {
          long patience = Math.max(3 * FastCloses.SECOND, 3 * close.on().rto(close.by()));
          out.expect(SPEC.requirement(), close.on(), close.knownAt().time() + patience);
        }
      }
      case FastClosed _ -> out.met(SPEC.requirement(), first.on());
      case SubflowReset reset when first != null && reset.on() == first.on() ->
          out.met(SPEC.requirement(), first.on());
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    out.note(
            SPEC.requirement(),
            first.on(),
            SPEC.message(),
            Fault.of(first.by()),
            Evidence.at(first.carrier(), "MP_FASTCLOSE on ACK, the only one"))
        .until(deadline);
  }
}
