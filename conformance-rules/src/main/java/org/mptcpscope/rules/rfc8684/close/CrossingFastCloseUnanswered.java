package org.mptcpscope.rules.rfc8684.close;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * Two fast closes crossed, and a host did not answer the other's with a RST.
 *
 * <p>A host that gets a fast close while it waits for the answer to its own replies with a RST and
 * is done. The RST may be lost, so its absence for a second is a note. Two fast closes on RSTs need
 * no answer.
 */
public final class CrossingFastCloseUnanswered implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "crossing-fast-close-unanswered",
              "FCLOSE-SIMULTANEOUS-RST",
              "a fast close that crossed the host's own was not answered by a RST",
              Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class);

  private final Map<Side, FastClosed> first = new EnumMap<>(Side.class);
  private final Map<Side, Boolean> reset = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new CrossingFastCloseUnanswered();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close
          when close.form() == FastClosed.Form.ACK
              && FastCloses.binds(close)
              && first.putIfAbsent(close.by(), close) == null -> {
        FastClosed other = first.get(close.by().peer());
        if (other != null
            && close.knownAt().time() - other.knownAt().time() <= close.on().grace()) {
          expect(Side.INITIATOR, close, out);
          expect(Side.LISTENER, close, out);
        }
      }
      case SubflowReset rst -> {
        reset.put(rst.by(), true);
        out.met(SPEC.requirement(), rst.by());
      }
      default -> {}
    }
  }

  private void expect(Side side, FastClosed close, Verdicts out) {
    if (!reset.containsKey(side)) {
      out.expect(SPEC.requirement(), side, close.knownAt().time() + FastCloses.SECOND);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Side side) {
      FastClosed own = first.get(side);
      FastClosed other = first.get(side.peer());
      out.note(
              SPEC.requirement(),
              own.on(),
              SPEC.message(),
              Fault.of(side),
              Evidence.at(other.carrier(), "MP_FASTCLOSE of the peer")
                  .and(own.carrier(), "MP_FASTCLOSE of the host itself"))
          .until(deadline);
    }
  }
}
