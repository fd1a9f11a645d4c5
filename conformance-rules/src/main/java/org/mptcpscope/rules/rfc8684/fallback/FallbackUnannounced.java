package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.event.MptcpEvent.PayloadUnmapped;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host went from mapped data to plain data without an infinite mapping in between.
 *
 * <p>A sender that leaves MPTCP tells it by one last mapping, of length 0, so that the receiver
 * knows what to do with the octets that follow (RFC 8684, section 3.7). Judged on the first
 * subflow, at the end, where no MPTCP option of the host came any more. A note: several stacks fall
 * back without a word, and the mapping may have been taken out or lost.
 */
public final class FallbackUnannounced implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fallback-unannounced",
              "FB-FINAL-INFINITE-MAPPING",
              "plain data followed mapped data without an infinite mapping",
              Subject.DATA)
          .hears(
              FellBack.class,
              PayloadUnmapped.class,
              InfiniteMappingSent.class,
              ConnectionEnded.class);

  private final Map<Side, Carrier> plain = new EnumMap<>(Side.class);
  private final Set<Side> announced = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FallbackUnannounced();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FellBack fell when fell.fallback().reason() == Fallback.Reason.SILENT ->
          plain.putIfAbsent(fell.fallback().by(), fell.carrier());
      case PayloadUnmapped data when data.optionless() && data.on().isInitial() ->
          plain.putIfAbsent(data.by(), data.carrier());
      case InfiniteMappingSent sent -> announced.add(sent.by());
      case ConnectionEnded ended ->
          plain.forEach((side, data) -> judge(ended.connection(), side, data, out));
      default -> {}
    }
  }

  private void judge(Connection connection, Side side, Carrier data, Verdicts out) {
    FrameRef last = connection.host(side).lastOption().orElse(null);
    boolean silent = last != null && last.isBefore(data.frame());
    if (silent && !announced.contains(side) && connection.seen(Subject.MAPPING, side) > 0) {
      out.violation(
          data.on(),
          "plain data, and no infinite mapping before it",
          Fault.of(side),
          Evidence.at(data, "data without any MPTCP option")
              .and(last, data.on(), side, "the last MPTCP option"));
    }
  }
}
