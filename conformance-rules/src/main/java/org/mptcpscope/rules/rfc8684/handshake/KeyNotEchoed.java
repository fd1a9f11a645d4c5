package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * The third packet does not repeat the key that the listener announced.
 *
 * <p>A listener may keep no state before it (RFC 8684, section 3.1): the second key of the third
 * packet is how it learns which key the initiator heard, and all tokens, HMACs and sequence numbers
 * of both hosts stand on the two keys. A listener with SYN cookies makes a new key for each
 * SYN/ACK: any key of a SYN/ACK to this SYN will do. Without such a SYN/ACK in the capture nothing
 * is judged.
 */
public final class KeyNotEchoed implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "key-not-echoed",
              "CAP-LISTENER-KEY-ECHO",
              "MP_CAPABLE does not repeat the key of the listener",
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
        && capable.by() == Side.INITIATOR
        && capable.on().isInitial()
        && !capable.carrier().isSyn()) {
      Capables.attempt(capable.on()).ifPresent(attempt -> judge(capable, attempt, out));
    }
  }

  private static void judge(CapableSent capable, Attempt attempt, Verdicts out) {
    List<Copy> announced =
        attempt.synAcks().stream()
            .filter(synAck -> Capables.keyOf(synAck, attempt).isPresent())
            .toList();
    MpCapable option = capable.option();
    if (announced.isEmpty()
        || Capables.of(announced).stream().anyMatch(o -> o.senderKey() == option.receiverKey())) {
      return;
    }
    Carrier segment = capable.carrier();
    Copy synAck = announced.getFirst();
    long key = Capables.keyOf(synAck, attempt).orElseThrow();
    Draft draft =
        out.violation(
            segment.on(),
            "MP_CAPABLE does not repeat the key of the listener",
            Fault.of(segment.by()),
            Evidence.at(segment, "MP_CAPABLE ACK, second key " + Capables.hex(option.receiverKey()))
                .octets(option.emit(), 12, 20, "B's key is " + Capables.hex(key))
                .and(
                    synAck.frame(),
                    segment.on(),
                    Side.LISTENER,
                    "MP_CAPABLE SYN/ACK, key " + Capables.hex(key)));
    if (option.senderKey() == key) {
      draft.diagnosis("the two keys are swapped: the first one is the listener's");
    } else if (option.receiverKey() == option.senderKey()) {
      draft.diagnosis("it is the initiator's own key, twice");
    } else if (option.receiverKey() == Long.reverseBytes(key)) {
      draft.diagnosis("the octets of the key are in reverse order");
    } else if (Long.bitCount(option.receiverKey() ^ key) == 1) {
      draft.diagnosis("one bit differs");
    }
  }
}
