package org.mptcpscope.rules.rfc8684.close;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
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
 * A host aborted a connection by plain RSTs on all its subflows.
 *
 * <p>MP_FASTCLOSE is how a host tells its peer that the connection is over, as a RST does in TCP; a
 * peer that sees plain RSTs only may wait for new subflows. A crashed process or a firewall looks
 * the same, so this is a note: all live subflows reset by the same host within 50 ms, no DATA_FIN,
 * no fast close, no fallback, and nothing that the peer had closed before.
 */
public final class AbortWithoutFastClose implements Rule {
  private static final long TOGETHER = 50_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "abort-without-fast-close",
              "FCLOSE-PREFERRED-FOR-ABORT",
              "all subflows were reset without MP_FASTCLOSE",
              Subject.RESET)
          .hears(
              SubflowReset.class,
              FinSent.class,
              FastClosed.class,
              DataFinSent.class,
              ConnectionEnded.class);

  private final List<SubflowReset> resets = new ArrayList<>();
  private final Set<Side> closing = EnumSet.noneOf(Side.class);
  private boolean explained;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AbortWithoutFastClose();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset
          when reset.ended() && wasEstablished(reset) && resets.size() < 256 -> {
        resets.add(reset);
        closing.add(reset.by());
      }
      case FinSent fin -> closing.add(fin.by());
      case FastClosed _, DataFinSent _ -> explained = true;
      case ConnectionEnded end when end.how() == ClosedBy.RESET && !explained ->
          judge(end.connection(), out);
      default -> {}
    }
  }

  private static boolean wasEstablished(SubflowReset reset) {
    return reset.phase() == Subflow.Phase.ESTABLISHED
        || reset.phase() == Subflow.Phase.PRE_ESTABLISHED;
  }

  private void judge(Connection connection, Verdicts out) {
    if (resets.isEmpty()
        || closing.contains(resets.getLast().by().peer())
        || FastCloses.fellBack(connection)) {
      return;
    }
    SubflowReset last = resets.getLast();
    List<SubflowReset> together =
        resets.stream()
            .filter(r -> r.by() == last.by())
            .filter(r -> last.knownAt().time() - r.knownAt().time() <= TOGETHER)
            .toList();
    Set<Subflow> ended = new HashSet<>();
    together.forEach(r -> ended.add(r.on()));
    SubflowReset first = together.getFirst();
    boolean all =
        connection.subflows().stream()
            .filter(s -> s.establishedAt().isPresent() && !ended.contains(s))
            .allMatch(s -> isOverBefore(s, first.knownAt()));
    if (all) {
      Evidence evidence = Evidence.at(first.carrier(), "RST without MP_FASTCLOSE");
      for (SubflowReset other : together.subList(1, Math.min(together.size(), 8))) {
        evidence = evidence.and(other.carrier(), "RST without MP_FASTCLOSE");
      }
      out.note(SPEC.requirement(), first.on(), SPEC.message(), Fault.of(first.by()), evidence);
    }
  }

  private static boolean isOverBefore(Subflow subflow, FrameRef frame) {
    return subflow.phase() == Subflow.Phase.CLOSED
        && List.of(Side.values()).stream()
            .flatMap(side -> subflow.lastSegment(side).stream())
            .allMatch(segment -> segment.frame().isBefore(frame));
  }
}
