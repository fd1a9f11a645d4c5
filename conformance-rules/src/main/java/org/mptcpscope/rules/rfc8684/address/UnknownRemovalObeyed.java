package org.mptcpscope.rules.rfc8684.address;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host closed a subflow right after a REMOVE_ADDR of an Address ID that no subflow uses.
 *
 * <p>IDs that the receiver does not know have no effect (RFC 8684, section 3.4.2). A note: the
 * close may have come by chance, and the subflow's own join may not be in the capture. Nothing is
 * said when the connection ends, or when the other host closed the subflow first.
 */
public final class UnknownRemovalObeyed implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unknown-removal-obeyed",
              "REM-UNKNOWN-ID-IGNORED",
              "a subflow was closed on REMOVE_ADDR of an ID that no subflow uses",
              Subject.REMOVE_ADDR)
          .hears(AddressRemoved.class, FinSent.class, SubflowReset.class);

  /** The latest REMOVE_ADDR that concerned no subflow, by its sender. */
  private final Map<Side, AddressRemoved> idle = new EnumMap<>(Side.class);

  /** Subflows that somebody is closing already. */
  private final Set<Subflow> closing = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new UnknownRemovalObeyed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressRemoved removed when removed.affected().isEmpty() ->
          idle.put(removed.by(), removed);
      case AddressRemoved removed -> idle.remove(removed.by());
      case FinSent fin -> closed(fin.carrier(), "FIN", out);
      case SubflowReset reset when reset.ended() -> closed(reset.carrier(), "RST", out);
      default -> {}
    }
  }

  private void closed(Carrier close, String how, Verdicts out) {
    Subflow on = close.on();
    AddressRemoved removed = idle.get(close.by().peer());
    if (!closing.add(on)
        || removed == null
        || on.establishedAt().isEmpty()
        || close.option(MpFastclose.class).isPresent()
        || Probes.isClosing(on.connection())
        || close.frame().time() - removed.knownAt().time() > removed.on().grace()) {
      return;
    }
    out.note(
        SPEC.requirement(),
        on,
        SPEC.message(),
        Fault.of(close.by()),
        Evidence.at(close, how).and(removed.carrier(), "REMOVE_ADDR of no subflow"));
  }
}
