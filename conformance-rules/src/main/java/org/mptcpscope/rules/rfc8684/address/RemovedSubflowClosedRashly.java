package org.mptcpscope.rules.rfc8684.address;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host closed a subflow on REMOVE_ADDR without asking whether its path still works.
 *
 * <p>The receiver of REMOVE_ADDR first sends a TCP keepalive on the subflow; if there is an answer
 * it leaves the subflow to the host that removed the address (RFC 8684, section 3.4.2), so that a
 * forged option cannot close a working path. Notes: Linux closes at once. A close that the other
 * host began, or with which the connection ends, is none of this, nor is one more than ten seconds
 * later.
 */
public final class RemovedSubflowClosedRashly implements Rule {
  private static final String FIRST = "REM-KEEPALIVE-FIRST";
  private static final String ALIVE = "REM-ALIVE-PATH-KEPT";
  private static final long SOON = 10_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "removed-subflow-closed-rashly",
              FIRST,
              "a subflow was closed on REMOVE_ADDR without a keepalive",
              Subject.REMOVE_ADDR)
          .also(ALIVE, Subject.REMOVE_ADDR)
          .hears(AddressRemoved.class, FinSent.class, SubflowReset.class);

  private final Map<Subflow, AddressRemoved> removals = new HashMap<>();
  private final Probes probes = new Probes();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new RemovedSubflowClosedRashly();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressRemoved removed -> {
        for (Subflow subflow : removed.affected()) {
          if (isOpen(subflow) && removals.putIfAbsent(subflow, removed) == null) {
            probes.expect(subflow, removed.by().peer(), out);
          }
        }
      }
      case FinSent fin -> closed(fin.carrier(), "FIN", out);
      case SubflowReset reset when reset.ended() -> closed(reset.carrier(), "RST", out);
      default -> {}
    }
  }

  private static boolean isOpen(Subflow subflow) {
    Connection connection = subflow.connection();
    return connection.open(Side.INITIATOR).contains(subflow)
        && connection.open(Side.LISTENER).contains(subflow);
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    probes.met(watch, out);
  }

  private void closed(Carrier close, String how, Verdicts out) {
    Subflow on = close.on();
    AddressRemoved removed = removals.remove(on);
    if (removed == null
        || close.by() == removed.by()
        || close.option(MpFastclose.class).isPresent()
        || Probes.isClosing(on.connection())
        || close.frame().time() - removed.knownAt().time() > SOON) {
      return;
    }
    boolean answered = probes.isAnswered(on);
    if (!answered && probes.isProbed(on)) {
      return;
    }
    out.note(
        answered ? ALIVE : FIRST,
        on,
        answered
            ? "a subflow was closed on REMOVE_ADDR although its path had answered a keepalive"
            : SPEC.message(),
        Fault.of(close.by()),
        Evidence.at(close, how).and(removed.carrier(), "REMOVE_ADDR"));
  }
}
