package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host tried again to join an address and port at which a join had failed.
 *
 * <p>After a failed join that destination is left alone for the rest of the connection, unless its
 * owner advertises it again (RFC 8684, sections 3.4.1 and 3.9.3; RFC 6824, the same). A join failed
 * if it was reset before it was established, if the SYN/ACK had no MP_JOIN, or if three copies of
 * its SYN stayed without an answer. A reset with flag T invites to try later, another source
 * address may have more luck, and a retry over ports that a permanent reset named has a rule of its
 * own. The first retry is a note, the third a warning. Only the initiator, and a host that learnt
 * the address from ADD_ADDR, are bound.
 */
public final class FailedJoinRetried implements Rule {
  private static final String ID = "JOIN-NO-RETRY-AFTER-FAILURE";
  private static final int MEMORY = 256;
  private static final int COPIES = 3;
  private static final int RETRIES = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "failed-join-retried",
              ID,
              "MP_JOIN to an address and port at which a join had failed",
              Subject.JOIN)
          .hears(SubflowReset.class, JoinAnswered.class, JoinRequested.class);

  private record Destination(Side joiner, InetAddress source, InetSocketAddress target) {
    static Destination of(Subflow subflow) {
      Side joiner = subflow.opener();
      return new Destination(
          joiner, subflow.addressOf(joiner).getAddress(), subflow.addressOf(joiner.peer()));
    }
  }

  /** The latest failure at a destination, and how often it was tried again. */
  private static final class Failure {
    Carrier at;
    String shows;

    /** A reset that was for good names its ports, which another rule guards. */
    boolean forGood;

    int retries;
  }

  private final Map<Destination, Failure> failures = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FailedJoinRetried();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset when isRefusal(reset) ->
          failed(
              reset.carrier(),
              reset.reason().isPresent() ? "RST with MP_TCPRST" : "RST",
              reset.reason().isPresent());
      case JoinAnswered answer when answer.missing() == JoinAnswered.Missing.ABSENT ->
          failed(answer.carrier(), "SYN/ACK without MP_JOIN", false);
      case JoinAnswered answer when answer.optional().isPresent() -> answered(answer.on());
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER -> requested(join, out);
      default -> {}
    }
  }

  /** By the target, before the subflow was established, and not for a passing trouble. */
  private static boolean isRefusal(SubflowReset reset) {
    return reset.ended()
        && reset.by() != reset.on().opener()
        && Joins.attempt(reset.on()).isPresent()
        && reset.on().establishedAt().isEmpty()
        && reset.reason().filter(MpTcprst::isTransient).isEmpty();
  }

  private void failed(Carrier at, String shows, boolean forGood) {
    if (failures.size() < MEMORY) {
      Failure failure = failures.computeIfAbsent(Destination.of(at.on()), _ -> new Failure());
      failure.at = at;
      failure.shows = shows;
      failure.forGood = forGood;
    }
  }

  /** A late answer: what looked unanswered had not failed. */
  private void answered(Subflow subflow) {
    failures.values().removeIf(failure -> failure.at.on() == subflow);
  }

  private void requested(JoinRequested join, Verdicts out) {
    if (join.copy() > 1) {
      boolean open = join.on().phase() == Subflow.Phase.SYN_SENT;
      int copies = Joins.attempt(join.on()).map(a -> a.syns().size()).orElse(0);
      if (open && copies == COPIES) {
        failed(join.carrier(), "third copy of a SYN without an answer", false);
      }
      return;
    }
    Failure failure = failures.get(Destination.of(join.on()));
    if (failure == null || failure.at.on() == join.on()) {
      return;
    }
    if (isInvited(join, failure)) {
      failures.remove(Destination.of(join.on()));
      return;
    }
    if (!isBound(join, failure)) {
      return;
    }
    failure.retries++;
    if (failure.retries == 1) {
      out.note(ID, join.on(), SPEC.message(), Fault.of(join.by()), evidence(join, failure));
    } else if (failure.retries == RETRIES) {
      out.warning(
          ID,
          join.on(),
          "the third MP_JOIN to an address and port at which a join had failed",
          Fault.of(join.by()),
          evidence(join, failure));
    }
  }

  private static Evidence evidence(JoinRequested join, Failure failure) {
    return Evidence.at(join.carrier(), "MP_JOIN SYN").and(failure.at, failure.shows);
  }

  private static Optional<FrameRef> advertised(JoinRequested join) {
    return join.connection()
        .host(join.by().peer())
        .addresses()
        .advertisedAt(join.target().getAddress());
  }

  private static boolean isInvited(JoinRequested join, Failure failure) {
    return advertised(join).filter(frame -> failure.at.frame().isBefore(frame)).isPresent();
  }

  private static boolean isBound(JoinRequested join, Failure failure) {
    boolean knew = join.by() == Side.INITIATOR || advertised(join).isPresent();
    boolean samePorts = join.source().equals(failure.at.on().addressOf(join.by()));
    long since = join.knownAt().time() - failure.at.frame().time();
    return knew && since > grace(failure.at.on()) && !(samePorts && failure.forGood);
  }

  /** A subflow that was never answered has no round trip of its own. */
  private static long grace(Subflow subflow) {
    return subflow.roundTrip() >= 0
        ? subflow.grace()
        : subflow.connection().initial().orElse(subflow).grace();
  }
}
