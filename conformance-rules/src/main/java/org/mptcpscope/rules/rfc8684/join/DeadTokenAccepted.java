package org.mptcpscope.rules.rfc8684.join;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.rfc8684.join.DeadTokens.Death;

/**
 * A join with the token of a connection that is over was accepted.
 *
 * <p>A token that names no connection must be answered with a reset (RFC 8684, section 3.2).
 * Whoever sent a fast close, or answered one with a reset, has no such connection any more: a
 * SYN/ACK more than a second later whose HMAC fits the dead keys shows that it still has. The same
 * a minute after an ordinary close is a note, and so is a target that answers nothing at all to
 * three copies of a SYN with a dead or unknown token. A SYN/ACK without MP_JOIN is what a plain TCP
 * listener sends.
 */
public final class DeadTokenAccepted implements Rule {
  private static final String ID = "JOIN-UNKNOWN-TOKEN-RST";
  private static final long SECOND = 1_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dead-token-accepted",
              ID,
              "a join with the token of a connection that is over was accepted",
              Subject.JOIN)
          .hears(
              FastClosed.class,
              SubflowReset.class,
              ConnectionEnded.class,
              JoinRequested.class,
              JoinAnswered.class,
              SubflowEnded.class)
          .overCapture();

  private final DeadTokens dead = new DeadTokens();
  private final Map<Subflow, JoinRequested> joins = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DeadTokenAccepted();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed closed -> dead.fastClosed(closed);
      case SubflowReset reset -> dead.reset(reset);
      case ConnectionEnded ended -> dead.ended(ended);
      case JoinRequested join
          when join.tokenMatch() == TokenMatch.ENDED || join.tokenMatch() == TokenMatch.UNKNOWN ->
          joins.putIfAbsent(join.on(), join);
      case JoinAnswered answer when answer.hmac().isValid() -> accepted(answer, out);
      case SubflowEnded ended -> ended(ended, out);
      default -> {}
    }
  }

  private void accepted(JoinAnswered answer, Verdicts out) {
    JoinRequested join = joins.remove(answer.on());
    Death death = join == null ? null : dead.of(join.option().token()).orElse(null);
    if (death == null) {
      return;
    }
    Carrier synAck = answer.carrier();
    String message = "MP_JOIN with a dead token was accepted";
    Fault fault = Fault.of(synAck.by());
    Evidence evidence =
        Evidence.at(synAck, "MP_JOIN SYN/ACK, HMAC of the dead keys")
            .and(join.carrier(), "MP_JOIN SYN")
            .and(death.at(), null, null, death.aborted() ? "fast close" : "the connection is over");
    long since = join.carrier().frame().time() - death.at().time();
    if (death.aborted() && since > SECOND) {
      out.warning(ID, synAck.on(), message, fault, evidence);
    } else if (!death.aborted() && since > 60 * SECOND) {
      out.note(ID, synAck.on(), message, fault, evidence);
    }
  }

  private void ended(SubflowEnded ended, Verdicts out) {
    JoinRequested join = joins.remove(ended.subflow());
    if (join == null || ended.how() != SubflowEnded.How.UNANSWERED) {
      return;
    }
    int copies = Joins.attempt(ended.subflow()).map(a -> a.syns().size()).orElse(0);
    if (copies >= 3) {
      out.note(
          ID,
          ended.subflow(),
          "MP_JOIN with a token of no connection got no answer",
          Fault.of(ended.subflow().opener().peer()),
          Evidence.at(join.carrier(), "MP_JOIN SYN, %d copies".formatted(copies)));
    }
  }
}
