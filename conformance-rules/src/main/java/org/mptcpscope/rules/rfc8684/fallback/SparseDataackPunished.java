package org.mptcpscope.rules.rfc8684.fallback;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Segment;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host gave a subflow up because a segment or two came without a DSS.
 *
 * <p>Once MPTCP is confirmed, the loss of a few Data ACKs, or of a mapping that had come before,
 * does no harm (RFC 8684, section 6). Found: a RST with reason 0x06 or 0x01, or MP_FAIL, right
 * behind one or two segments of the peer without a DSS, behind others that had one, where all their
 * octets were mapped and nothing else was wrong. A note, since only the host knows why.
 */
public final class SparseDataackPunished implements Rule {
  private static final int MPTCP_ERROR = 1;
  private static final int MIDDLEBOX = 6;
  private static final int FEW = 2;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "sparse-dataack-punished",
              "FB-SURVIVES-LOST-DATAACKS",
              "a subflow was given up after a segment without a DSS",
              Subject.DATA_ACK)
          .hears(SubflowReset.class, FailSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset
          when reset.phase() == Subflow.Phase.ESTABLISHED
              && reset.reason().filter(o -> isOfMptcp(o.reason())).isPresent() ->
          judge(reset.carrier(), "RST, MP_TCPRST", out);
      case FailSent fail when !fail.reciprocal() && !fail.onReset() ->
          judge(fail.carrier(), Fallbacks.shown(fail), out);
      default -> {}
    }
  }

  private static boolean isOfMptcp(int reason) {
    return reason == MPTCP_ERROR || reason == MIDDLEBOX;
  }

  private static void judge(Carrier answer, String shows, Verdicts out) {
    Subflow on = answer.on();
    Side peer = answer.by().peer();
    List<Segment> recent = on.recent(peer);
    int bare = 0;
    while (bare < recent.size() && !recent.reversed().get(bare).dss()) {
      bare++;
    }
    boolean confirmed = on.confirmed(peer).isPresent() || on.confirmed(answer.by()).isPresent();
    boolean clean = on.troubles().stream().noneMatch(trouble -> trouble.by() == peer);
    if (bare == 0 || bare > FEW || bare == recent.size() || !confirmed || !clean) {
      return;
    }
    List<Segment> last = recent.subList(recent.size() - bare, recent.size());
    Segment first = last.getFirst();
    boolean harmless = last.stream().allMatch(segment -> isHarmless(segment, on, peer));
    if (harmless && answer.frame().time() - last.getLast().frame().time() <= on.grace()) {
      out.violation(
          on,
          "a segment without a DSS was punished",
          Fault.of(answer.by()),
          Evidence.at(answer, shows).and(first.frame(), on, peer, "no DSS"));
    }
  }

  /** It brought nothing that was not mapped before, and closed nothing. */
  private static boolean isHarmless(Segment segment, Subflow on, Side by) {
    int closing = SegmentView.FIN | SegmentView.RST | SegmentView.SYN;
    return (segment.flags() & closing) == 0
        && on.mappings(by).uncovered(segment.ssn(), segment.ssn() + segment.payload()).isEmpty();
  }
}
