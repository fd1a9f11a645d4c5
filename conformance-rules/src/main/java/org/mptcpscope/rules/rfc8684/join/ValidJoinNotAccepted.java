package org.mptcpscope.rules.rfc8684.join;

import java.net.InetSocketAddress;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A join with a valid token was refused without a word, or not answered at all.
 *
 * <p>The token alone tells which connection a join is for, whatever the port; the target answers
 * with a SYN/ACK that has an HMAC and a nonce, or refuses with a reset and its reason (RFC 8684,
 * section 3.2). A SYN/ACK without MP_JOIN, or a bare reset, comes from a host that looked for a
 * listener on the port first. Notes only: limits on subflows, flag C, firewalls, a lost SYN and the
 * end of the connection are good reasons. In version 0 a reset has no reason to give.
 */
public final class ValidJoinNotAccepted implements Rule {
  private static final String ANSWERED = "JOIN-VALID-TOKEN-ANSWERED";
  private static final String DEMUX = "JOIN-DEMUX-BY-TOKEN";
  private static final long PATIENCE = 3_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "valid-join-not-accepted",
              ANSWERED,
              "a join with a valid token was not accepted",
              Subject.JOIN)
          .also(DEMUX, Subject.JOIN)
          .hears(JoinRequested.class, JoinAnswered.class, SubflowReset.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested join
          when join.tokenMatch() == TokenMatch.PEER && join.copy() == 1 && isWelcome(join) ->
          out.expect(ANSWERED, join.on(), join.knownAt().time() + PATIENCE);
      case JoinAnswered answer -> answered(answer, out);
      case SubflowReset reset
          when reset.by() != reset.on().opener()
              && reset.phase() == Subflow.Phase.SYN_SENT
              && Joins.attempt(reset.on()).isPresent() -> {
        out.excused(reset.on());
        if (reset.reason().isEmpty() && reset.connection().dialect() != Dialect.V0) {
          refused(reset.carrier(), "RST without MP_TCPRST", out);
        }
      }
      default -> {}
    }
  }

  private static void answered(JoinAnswered answer, Verdicts out) {
    out.excused(answer.on());
    if (answer.optional().isPresent()) {
      out.pass(ANSWERED);
      out.pass(DEMUX);
    } else if (answer.missing() == JoinAnswered.Missing.ABSENT) {
      refused(answer.carrier(), "SYN/ACK without MP_JOIN", out);
    }
  }

  private static void refused(Carrier answer, String shows, Verdicts out) {
    Subflow on = answer.on();
    Connection connection = on.connection();
    Side target = answer.by();
    if (connection.open(target).isEmpty()
        || isClosing(connection)
        || isShut(on.target(), target, connection)) {
      return;
    }
    Evidence evidence = Joins.withSyn(Evidence.at(answer, shows), on);
    out.note(
            DEMUX,
            on,
            "a join with a valid token was answered by a " + shows,
            Fault.of(target),
            evidence)
        .also(ANSWERED);
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Subflow on)
        || on.phase() != Subflow.Phase.SYN_SENT
        || isClosing(on.connection())) {
      return;
    }
    Side joiner = on.opener();
    Joins.attempt(on)
        .flatMap(Attempt::syn)
        .ifPresent(
            syn ->
                out.note(
                        ANSWERED,
                        on,
                        "a join with a valid token was not answered",
                        Fault.of(joiner.peer()),
                        Evidence.at(syn.frame(), on, joiner, "MP_JOIN SYN, no answer"))
                    .until(deadline));
  }

  private static boolean isWelcome(JoinRequested join) {
    Connection connection = join.connection();
    return !isClosing(connection) && !isShut(join.target(), join.by().peer(), connection);
  }

  /** Flag C: no joins to this address and port. */
  private static boolean isShut(InetSocketAddress target, Side owner, Connection connection) {
    Host host = connection.host(owner);
    return host.refusesInitialAddress().isPresent()
        && host.addresses().initialAddress().filter(target::equals).isPresent();
  }

  private static boolean isClosing(Connection connection) {
    for (Side side : Side.values()) {
      if (connection.host(side).finalDsn().isPresent() || connection.open(side).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
