package org.mptcpscope.rules.rfc8684.address;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A subflow of a removed address lived on.
 *
 * <p>REMOVE_ADDR ends the subflows of the addresses that it names: the receiver asks by a TCP
 * keepalive whether the path still works, and if there is no answer both hosts reset the subflow
 * (RFC 8684, section 3.4.2). New data on it ten seconds later, or neither FIN nor RST within five,
 * are notes; a path that answered a keepalive is kept on purpose.
 */
public final class RemovedAddressStillUsed implements Rule {
  private static final String ENDS = "REM-TERMINATES-SUBFLOWS";
  private static final String COURTESY = "REM-RST-COURTESY";
  private static final long SECOND = 1_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "removed-address-still-used",
              ENDS,
              "a subflow of a removed address lived on",
              Subject.REMOVE_ADDR)
          .also(COURTESY, Subject.REMOVE_ADDR)
          .hears(AddressRemoved.class, FinSent.class, SubflowReset.class);

  private final Map<Subflow, AddressRemoved> removals = new HashMap<>();
  private final Probes probes = new Probes();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new RemovedAddressStillUsed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressRemoved removed -> {
        for (Subflow subflow : removed.affected()) {
          if (removals.putIfAbsent(subflow, removed) == null) {
            removed(subflow, removed, out);
          }
        }
      }
      case FinSent fin -> out.met(COURTESY, fin.on());
      case SubflowReset reset when reset.ended() -> out.met(COURTESY, reset.on());
      default -> {}
    }
  }

  private void removed(Subflow subflow, AddressRemoved removed, Verdicts out) {
    long now = removed.knownAt().time();
    Side receiver = removed.by().peer();
    boolean closing =
        !removed.connection().open(receiver).contains(subflow)
            || !removed.connection().open(removed.by()).contains(subflow);
    if (!closing) {
      out.expect(COURTESY, subflow, now + 5 * SECOND);
      probes.expect(subflow, receiver, out);
      out.watch(
          Watch.on(subflow, removed, receiver, SegmentFacts.NEW_DATA).from(now + 10 * SECOND));
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (probes.met(watch, out) || !(watch.key() instanceof AddressRemoved removed)) {
      return;
    }
    if (!probes.isAnswered(sighting.on())) {
      out.note(
          ENDS,
          sighting.on(),
          "new data on a subflow ten seconds after its address was removed",
          Fault.of(sighting.by()),
          Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "new data")
              .and(removed.carrier(), "REMOVE_ADDR"));
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Subflow subflow && !probes.isAnswered(subflow)) {
      AddressRemoved removed = removals.get(subflow);
      out.note(
              COURTESY,
              subflow,
              "a subflow stayed open after its address was removed",
              Fault.of(removed.by()),
              Evidence.at(removed.carrier(), "REMOVE_ADDR, no FIN and no RST since"))
          .until(deadline);
    }
  }
}
