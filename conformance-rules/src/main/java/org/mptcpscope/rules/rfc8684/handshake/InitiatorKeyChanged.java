package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The initiator gave two different keys of its own.
 *
 * <p>In version 1 the third packet and the first data both carry the initiator's key, in version 0
 * the SYN and the third packet (RFC 8684 and RFC 6824, section 3.1). Which of them a listener takes
 * depends on what arrives, so two values mean that the hosts may compute with different keys. Only
 * options of one SYN exchange are compared; if copies of a version 0 SYN differ among themselves,
 * the third packet is not compared with them.
 */
public final class InitiatorKeyChanged implements Rule {
  private static final String STABLE = "CAP-INITIATOR-KEY-STABLE";
  private static final String V0 = "CAP-V0-KEY-IN-SYN-EQUALS-ACK";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "initiator-key-changed",
              STABLE,
              "the initiator gave two different keys",
              Subject.CAPABLE)
          .also(V0, Subject.CAPABLE)
          .hears(CapableSent.class);

  private CapableSent first;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new InitiatorKeyChanged();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.option().hasReceiverKey()
        && capable.by() == Side.INITIATOR
        && capable.on().isInitial()
        && !capable.carrier().isSyn()) {
      judge(capable, out);
    }
  }

  private void judge(CapableSent capable, Verdicts out) {
    long key = capable.option().senderKey();
    if (first == null || first.on() != capable.on()) {
      first = capable;
      compareWithSyn(capable, key, out);
    } else if (key != first.option().senderKey()) {
      long before = first.option().senderKey();
      Evidence evidence =
          evidence(capable, before)
              .and(first.carrier(), "MP_CAPABLE ACK, key " + Capables.hex(before));
      out.violation(
          STABLE,
          capable.on(),
          "the initiator's key changed after the third packet",
          Fault.of(capable.by()),
          evidence);
    }
  }

  private static void compareWithSyn(CapableSent capable, long key, Verdicts out) {
    List<Copy> syns =
        Capables.attempt(capable.on()).map(attempt -> attempt.syns()).orElse(List.of()).stream()
            .filter(syn -> syn.option(MpCapable.class).filter(MpCapable::hasSenderKey).isPresent())
            .toList();
    List<Long> keys = Capables.of(syns).stream().map(MpCapable::senderKey).distinct().toList();
    if (keys.size() != 1 || keys.getFirst() == key) {
      return;
    }
    Carrier segment = capable.carrier();
    Copy syn = syns.getFirst();
    String shows = "MP_CAPABLE SYN, key " + Capables.hex(keys.getFirst());
    out.violation(
        V0,
        segment.on(),
        "the initiator's key changed after the SYN",
        Fault.of(segment.by()),
        evidence(capable, keys.getFirst()).and(syn.frame(), segment.on(), Side.INITIATOR, shows));
  }

  private static Evidence evidence(CapableSent capable, long before) {
    MpCapable option = capable.option();
    return Evidence.at(capable.carrier(), "MP_CAPABLE ACK, key " + Capables.hex(option.senderKey()))
        .octets(option.emit(), 4, 12, "A's key was " + Capables.hex(before));
  }
}
