package org.mptcpscope.rules.rfc8684.fallback;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.PayloadUnmapped;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A joined subflow lost its MPTCP options in mid-life and was not reset.
 *
 * <p>Data without a mapping can never be delivered. When the receive buffer of such a subflow has
 * filled up, the subflow is to be treated as broken and reset (RFC 8684, section 3.7). Found: data
 * of a joined subflow without any MPTCP option, more than a receive window acknowledged behind it,
 * and three round trips later neither a RST nor a FIN of either host. A note, since options taken
 * out in front of the capture and a sender that fell back look alike.
 *
 * <p>The same is found for data without a mapping whose segments have other options, on any
 * subflow: when a receive window was sent behind it, the mapping will not come any more (section
 * 3.3.1).
 */
public final class UnmappedDataTolerated implements Rule {
  private static final String STRIPPED = "FB-BROKEN-SUBFLOW-RST";
  private static final String LATE = "DSS-MAPPING-LATE-MEANS-BROKEN";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unmapped-data-tolerated",
              STRIPPED,
              "a subflow that lost its MPTCP options was not reset",
              Subject.DATA)
          .also(LATE, Subject.DATA)
          .hears(PayloadUnmapped.class, SubflowReset.class, FinSent.class);

  /** Data of a host on one subflow that nothing maps. */
  private record Broken(Subflow on, Side sender, PayloadUnmapped data) {
    String id() {
      return data.optionless() ? STRIPPED : LATE;
    }
  }

  private final Map<Subflow, Broken> broken = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new UnmappedDataTolerated();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case PayloadUnmapped data
          when !(data.optionless() && data.on().isInitial())
              && data.on().phase() == Subflow.Phase.ESTABLISHED
              && !broken.containsKey(data.on()) -> {
        Broken found = new Broken(data.on(), data.by(), data);
        broken.put(data.on(), found);
        out.expect(found.id(), found, data.knownAt().time() + 3 * data.on().grace());
      }
      case SubflowReset reset when broken.containsKey(reset.on()) ->
          out.met(broken.get(reset.on()).id(), broken.get(reset.on()));
      case FinSent fin when broken.containsKey(fin.on()) -> out.excused(broken.get(fin.on()));
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Broken one && out.connection().fallback(one.sender.peer()).isEmpty()) {
      String shows =
          one.data.optionless() ? "data without any MPTCP option" : "data without mapping";
      out.violation(
              one.id(),
              one.on,
              "a subflow was not reset although its data came without a mapping",
              Fault.of(one.sender.peer()),
              Evidence.at(one.data.carrier(), shows)
                  .and(
                      one.data.knownAt(),
                      one.on,
                      one.sender.peer(),
                      "a window behind it acknowledged"))
          .until(deadline);
    }
  }
}
