package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener sent MP_CAPABLE on a segment that is no SYN/ACK.
 *
 * <p>The forms with both keys tell the listener that its key arrived; only the initiator has
 * something to confirm (RFC 8684, section 3.1). The listener's one MP_CAPABLE is on its SYN/ACK,
 * and its data begins with a DSS. Where both hosts sent a SYN, both are initiators: not judged.
 */
public final class KeysFromListener implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "keys-from-listener",
              "CAP-TWO-KEY-FORM-ONLY-FROM-INITIATOR",
              "the listener sent MP_CAPABLE with both keys",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.option().hasReceiverKey()
        && capable.by() == Side.LISTENER
        && capable.on().isInitial()
        && !capable.carrier().isSyn()
        && !capable.on().handshake().crossed()) {
      Carrier segment = capable.carrier();
      String what = "MP_CAPABLE of %d octets".formatted(capable.option().length());
      out.violation(
          segment.on(),
          what + " from the listener",
          Fault.of(segment.by()),
          Evidence.at(segment, what)
              .octets(capable.option().emit(), 4, 20, "two keys; a listener sends 12 octets once"));
    }
  }
}
