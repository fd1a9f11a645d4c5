package org.mptcpscope.rules.rfc8684.address;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host removed the address of a subflow that still worked, and reset it.
 *
 * <p>A subflow that works is closed by FIN, as in TCP; REMOVE_ADDR is for addresses that are lost
 * (RFC 8684, section 3.4.2). Working means here that data was acknowledged in the round trip
 * before. A note: an interface may go away a moment later, and the intent cannot be seen.
 */
public final class WorkingSubflowRemoved implements Rule {
  private static final long SOON = 10_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "working-subflow-removed",
              "REM-FUNCTIONING-USES-FIN",
              "a subflow that still worked was removed and reset",
              Subject.REMOVE_ADDR)
          .hears(AddressRemoved.class, SubflowReset.class);

  private final Map<Subflow, AddressRemoved> removals = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new WorkingSubflowRemoved();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressRemoved removed ->
          removed.affected().stream()
              .filter(subflow -> works(subflow, removed.knownAt().time()))
              .forEach(subflow -> removals.putIfAbsent(subflow, removed));
      case SubflowReset reset when reset.ended() -> reset(reset, out);
      default -> {}
    }
  }

  private static boolean works(Subflow subflow, long now) {
    return subflow.connection().open(Side.INITIATOR).contains(subflow)
        && subflow.connection().open(Side.LISTENER).contains(subflow)
        && (isAcked(subflow, Side.INITIATOR, now) || isAcked(subflow, Side.LISTENER, now));
  }

  private static boolean isAcked(Subflow subflow, Side side, long now) {
    return subflow.highest(side) > 1
        && subflow.ackedAt(side).filter(acked -> now - acked.time() <= subflow.grace()).isPresent();
  }

  private void reset(SubflowReset reset, Verdicts out) {
    AddressRemoved removed = removals.remove(reset.on());
    if (removed == null
        || reset.by() != removed.by()
        || reset.carrier().option(MpFastclose.class).isPresent()
        || reset.connection().host(reset.by()).finalDsn().isPresent()
        || hasFin(reset.on(), reset.by())
        || reset.knownAt().time() - removed.knownAt().time() > SOON) {
      return;
    }
    out.note(
        SPEC.requirement(),
        reset.on(),
        SPEC.message(),
        Fault.of(reset.by()),
        Evidence.at(removed.carrier(), "REMOVE_ADDR, data was acknowledged just before")
            .and(reset.carrier(), "RST"));
  }

  /** It had begun to close as it should. */
  private static boolean hasFin(Subflow subflow, Side side) {
    return subflow.recent(side).stream()
        .anyMatch(segment -> (segment.flags() & SegmentView.FIN) != 0);
  }
}
