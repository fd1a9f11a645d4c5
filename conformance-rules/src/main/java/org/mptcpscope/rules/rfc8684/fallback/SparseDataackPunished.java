package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Segment;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host gave a subflow up because segments came without a Data ACK, or without a DSS.
 *
 * <p>Once MPTCP is confirmed, a Data ACK whose value did not move may be left out, and its receiver
 * has to take such segments as proper MPTCP (RFC 8684, section 3.3.2). Found: a RST with reason
 * 0x06 or 0x01, MP_FAIL or an infinite mapping of a host within a round trip of segments without a
 * Data ACK, while all that it had sent was Data-ACKed and nothing else was wrong. A note, since
 * only the host knows why; a warning when it happens on a second subflow.
 *
 * <p>The loss of a few Data ACKs that had something to say, or of a mapping that had come before,
 * does no harm either (section 6). A note: the same reaction behind one or two segments without a
 * DSS, behind others that had one, where all their octets were mapped.
 */
public final class SparseDataackPunished implements Rule {
  private static final String SPARSE = "DSS-SPARSE-DATAACK-ACCEPTED";
  private static final String LOST = "FB-SURVIVES-LOST-DATAACKS";
  private static final int MPTCP_ERROR = 1;
  private static final int MIDDLEBOX = 6;
  private static final int FEW = 2;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "sparse-dataack-punished",
              SPARSE,
              "a subflow was given up after segments without a Data ACK",
              Subject.DATA_ACK)
          .also(LOST, Subject.DATA_ACK)
          .hears(SubflowReset.class, FailSent.class, InfiniteMappingSent.class);

  private final Set<Subflow> punished = new HashSet<>();
  private final Set<Side> failed = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SparseDataackPunished();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset
          when reset.phase() == Subflow.Phase.ESTABLISHED
              && reset.carrier().option(MpFail.class).isEmpty()
              && reset.reason().filter(o -> isOfMptcp(o.reason())).isPresent() ->
          judge(reset.carrier(), "RST, MP_TCPRST", true, out);
      case FailSent fail -> {
        if (failed.add(fail.by()) && !fail.reciprocal() && !fail.onReset()) {
          judge(fail.carrier(), Fallbacks.shown(fail), false, out);
        }
      }
      case InfiniteMappingSent sent when sent.copy() == 1 && !failed.contains(sent.by().peer()) ->
          judge(sent.carrier(), "infinite mapping", false, out);
      default -> {}
    }
  }

  private static boolean isOfMptcp(int reason) {
    return reason == MPTCP_ERROR || reason == MIDDLEBOX;
  }

  /**
   * Looks for what was punished.
   *
   * @param withPayload whether it may have had payload, whose checksum can not be the reason
   */
  private void judge(Carrier answer, String shows, boolean withPayload, Verdicts out) {
    Subflow on = answer.on();
    Side peer = answer.by().peer();
    List<Segment> recent = on.recent(peer);
    boolean confirmed = on.confirmed(peer).isPresent() || on.confirmed(answer.by()).isPresent();
    boolean clean = on.troubles().stream().noneMatch(trouble -> trouble.by() == peer);
    if (recent.isEmpty()
        || !confirmed
        || !clean
        || answer.frame().time() - recent.getLast().frame().time() > on.grace()) {
      return;
    }
    List<Segment> sparse = last(recent, segment -> !segment.dataAck());
    List<Segment> bare = last(recent, segment -> !segment.dss());
    if (bare.size() == recent.size()) {
      bare = List.of(); // none behind one that had a DSS
    }
    boolean settled = on.confirmed(answer.by()).isPresent() && isAllAcked(out, answer.by());
    if (settled && isHarmless(sparse, on, peer, withPayload)) {
      sparse(answer, shows, sparse.getFirst(), out);
    } else if (bare.size() <= FEW && isHarmless(bare, on, peer, withPayload)) {
      out.note(
          LOST,
          on,
          "a segment without a DSS was punished",
          Fault.of(answer.by()),
          Evidence.at(answer, shows).and(bare.getFirst().frame(), on, peer, "no DSS"));
    }
  }

  /** The newest segments that are all so. */
  private static List<Segment> last(List<Segment> recent, Predicate<Segment> so) {
    int count = 0;
    while (count < recent.size() && so.test(recent.reversed().get(count))) {
      count++;
    }
    return recent.subList(recent.size() - count, recent.size());
  }

  /** No Data ACK toward the host could have said anything new. */
  private static boolean isAllAcked(Verdicts out, Side sender) {
    DataStream stream = out.connection().stream(sender);
    return stream.dataAcked().isPresent()
        && stream.end().isPresent()
        && stream.dataAcked().get().value() == stream.end().getAsLong();
  }

  /** They brought nothing that was not mapped, and closed nothing. */
  private static boolean isHarmless(
      List<Segment> segments, Subflow on, Side by, boolean withPayload) {
    int closing = SegmentView.FIN | SegmentView.RST | SegmentView.SYN;
    return !segments.isEmpty()
        && segments.stream()
            .allMatch(
                segment ->
                    (segment.flags() & closing) == 0
                        && (withPayload || segment.payload() == 0)
                        && on.mappings(by)
                            .uncovered(segment.ssn(), segment.ssn() + segment.payload())
                            .isEmpty());
  }

  private void sparse(Carrier answer, String shows, Segment first, Verdicts out) {
    Subflow on = answer.on();
    punished.add(on);
    String message = "segments without a Data ACK that had nothing to say were punished";
    Fault fault = Fault.of(answer.by());
    Evidence evidence =
        Evidence.at(answer, shows).and(first.frame(), on, answer.by().peer(), "no Data ACK");
    if (punished.size() > 1) {
      out.violation(SPARSE, on, message, fault, evidence);
    } else {
      out.note(SPARSE, on, message, fault, evidence);
    }
  }
}
