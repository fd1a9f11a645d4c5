package org.mptcpscope.rules.rfc6824;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An ADD_ADDR or REMOVE_ADDR of version 0 went over one of several subflows only.
 *
 * <p>Version 0 has no echo, so a lost signal stays lost; sending it on all subflows is advised (RFC
 * 6824, section 3.4.1). A note, if no copy followed within two seconds and two subflows or more
 * were up that are no backups.
 */
public final class AddressSignalOnOneSubflow implements Rule {
  private static final long PATIENCE = 2_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-signal-on-one-subflow",
              "ADD-V0-SENT-REDUNDANTLY",
              "an address signal went over one of several subflows only",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class, AddressRemoved.class);

  private record Signal(Side by, Octets octets) {}

  private final Map<Signal, Carrier> first = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AddressSignalOnOneSubflow();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event.connection().dialect() != Dialect.V0) {
      return;
    }
    switch (event) {
      case AddressAdvertised address -> sent(address.carrier(), address.option().emit(), out);
      case AddressRemoved removed -> sent(removed.carrier(), removed.option().emit(), out);
      default -> {}
    }
  }

  private void sent(Carrier segment, Octets octets, Verdicts out) {
    Signal signal = new Signal(segment.by(), octets);
    Carrier before = first.putIfAbsent(signal, segment);
    if (before != null) {
      if (before.on() != segment.on()) {
        out.met(SPEC.requirement(), signal);
      }
      return;
    }
    long paths =
        segment.on().connection().open(segment.by()).stream()
            .filter(AddressSignalOnOneSubflow::isInUse)
            .count();
    if (paths > 1) {
      out.expect(SPEC.requirement(), signal, segment.frame().time() + PATIENCE);
    }
  }

  private static boolean isInUse(Subflow subflow) {
    return !subflow.backup(Side.INITIATOR).wanted() && !subflow.backup(Side.LISTENER).wanted();
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Signal signal) {
      Carrier segment = first.get(signal);
      out.note(
              SPEC.requirement(),
              segment.on(),
              SPEC.message(),
              Fault.of(signal.by()),
              Evidence.at(segment, "the signal, on no other subflow"))
          .until(deadline);
    }
  }
}
