package org.mptcpscope.rules.rfc8684.join;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.model.Handshake.Tfo;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_JOIN of the third packet stands on a later segment, or the target sent it.
 *
 * <p>The form with 160 bits of HMAC ends the handshake of a joined subflow: it is on the joiner's
 * first segment behind the SYN/ACK and on repetitions of that (RFC 8684, section 3.2). A host may
 * repeat it as long as it has sent nothing else, also on a keepalive, and once more behind a FIN
 * without data. A long segment that network cards split has the option on each piece.
 */
public final class JoinAckMisplaced implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-ack-misplaced",
              "JOIN-ACK-FORM-ONLY-AT-START",
              "MP_JOIN of the third packet is on a later segment",
              Subject.JOIN_CONFIRMATION)
          .hears(JoinConfirmed.class, FinSent.class);

  /** Subflows on which the joiner closed without having sent data. */
  private final Set<Subflow> closedAtOnce = new HashSet<>();

  /** Where the next piece of a split segment would begin. */
  private final Map<Subflow, Long> pieceEnds = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinAckMisplaced();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FinSent fin when fin.by() == fin.on().opener() && fin.lastSsn() == 1 ->
          closedAtOnce.add(fin.on());
      case JoinConfirmed join
          when !join.carrier().isRst() && Joins.attempt(join.on()).isPresent() ->
          judge(join.carrier(), out);
      default -> {}
    }
  }

  private void judge(Carrier segment, Verdicts out) {
    Subflow on = segment.on();
    boolean byTarget = segment.by() != on.opener();
    if (!byTarget && isAtStart(segment)) {
      if (segment.payload() > 0) {
        pieceEnds.put(on, segment.ssn() + segment.payload());
      }
      return;
    }
    String shows = "MP_JOIN ACK, ssn %d".formatted(segment.ssn());
    Evidence evidence = Joins.withSyn(Evidence.at(segment, shows), on);
    String message =
        byTarget
            ? "the target of a join sent the MP_JOIN of a third packet"
            : "MP_JOIN of the third packet at ssn %d".formatted(segment.ssn());
    out.violation(on, message, Fault.of(segment.by()), evidence);
  }

  private boolean isAtStart(Carrier segment) {
    Tfo tfo = segment.on().handshake().tfo();
    // A host that sent data on its SYN may go on behind it, accepted or not.
    long ssn = segment.ssn() == 1L + tfo.sent() - tfo.accepted() ? 1 : segment.ssn();
    return ssn == 0
        || ssn == 1
        || ssn == 2 && closedAtOnce.contains(segment.on())
        || ssn == pieceEnds.getOrDefault(segment.on(), -1L);
  }
}
