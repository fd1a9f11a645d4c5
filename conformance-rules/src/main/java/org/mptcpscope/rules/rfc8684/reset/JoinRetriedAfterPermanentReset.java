package org.mptcpscope.rules.rfc8684.reset;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host tried a subflow again over a path that the peer had reset for good.
 *
 * <p>Without flag T a reset reason is permanent: the other host should not open a subflow of this
 * connection over the same path again, a path being a 4-tuple of addresses and ports (RFC 8684,
 * sections 1.3 and 3.6). The same addresses with other ports are another path: a note. Reason 0x00
 * is what Linux sends on any abort: a note too, as is every case whose RST may have been lost
 * behind the capture point. A newer ADD_ADDR of the address invites again.
 */
public final class JoinRetriedAfterPermanentReset implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-retried-after-permanent-reset",
              "RST-PERMANENT-NO-RETRY",
              "MP_JOIN over a path that was reset for good",
              Subject.RESET_REASON)
          .hears(SubflowReset.class, JoinRequested.class);

  private static final int MEMORY = 64;

  private final List<SubflowReset> resets = new ArrayList<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinRetriedAfterPermanentReset();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset when isPermanent(reset) && resets.size() < MEMORY ->
          resets.add(reset);
      case JoinRequested join when join.copy() == 1 -> judge(join, out);
      default -> {}
    }
  }

  /** Acceptable to its receiver, or the answer to its SYN; a fast close has rules of its own. */
  private static boolean isPermanent(SubflowReset reset) {
    boolean certain =
        reset.answers() != null
            || (reset.ended() && reset.carrier().acceptance() == Carrier.Acceptance.EXACT);
    boolean fastClose =
        reset.carrier().options().stream()
            .anyMatch(o -> o instanceof org.mptcpscope.dissector.mptcp.MpFastclose);
    return certain
        && !fastClose
        && reset.reason().filter(o -> !ResetReasons.isTransient(o)).isPresent();
  }

  private void judge(JoinRequested join, Verdicts out) {
    Optional<SubflowReset> same = latest(join, true);
    Optional<SubflowReset> before = same.or(() -> latest(join, false));
    if (before.isEmpty() || isInvited(join, before.get())) {
      return;
    }
    SubflowReset reset = before.get();
    Evidence evidence =
        Evidence.at(join.carrier(), "MP_JOIN SYN").and(reset.carrier(), ResetReasons.shown(reset));
    Fault fault = Fault.of(join.by());
    boolean proven =
        same.isPresent()
            && reset.reason().orElseThrow().reason() != 0
            && reset.connection().quality().vantage(reset.on()).isAt(join.by());
    if (proven) {
      out.violation(join.on(), SPEC.message(), fault, evidence).triggeredBy(reset.knownAt());
    } else {
      String message =
          same.isPresent()
              ? SPEC.message()
              : "MP_JOIN between two addresses after a permanent reset, with other ports";
      out.note(SPEC.requirement(), join.on(), message, fault, evidence)
          .reduced(Need.RECEIVER_SIDE_CAPTURE);
    }
  }

  private Optional<SubflowReset> latest(JoinRequested join, boolean withPorts) {
    return resets.reversed().stream()
        .filter(reset -> reset.by() != join.by())
        .filter(reset -> join.knownAt().time() - reset.knownAt().time() > reset.on().grace())
        .filter(reset -> isSamePath(reset.on(), join.on(), withPorts))
        .findFirst();
  }

  private static boolean isSamePath(Subflow one, Subflow other, boolean withPorts) {
    return List.of(Side.values()).stream()
        .allMatch(side -> isSame(one.addressOf(side), other.addressOf(side), withPorts));
  }

  private static boolean isSame(InetSocketAddress one, InetSocketAddress other, boolean withPorts) {
    return withPorts ? one.equals(other) : one.getAddress().equals(other.getAddress());
  }

  private static boolean isInvited(JoinRequested join, SubflowReset reset) {
    AddressBook book = join.connection().host(join.by().peer()).addresses();
    return book.advertisedAt(join.target().getAddress())
        .filter(frame -> reset.knownAt().isBefore(frame))
        .isPresent();
  }
}
