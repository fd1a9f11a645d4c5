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

/**
 * Flag A of the third packet is not the outcome of the handshake.
 *
 * <p>DSS checksums are used if either host asked for them with flag A; the third packet repeats
 * what was agreed, which is all that a listener without state will know (RFC 8684, section 3.1). A
 * listener need not mirror an A that the SYN has set. Copies of one segment that differ in A are
 * not judged.
 */
public final class ChecksumBitNotConfirmed implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "checksum-bit-not-confirmed",
              "CAP-A-BIT-CONFIRMED",
              "flag A of the third packet is not what was agreed",
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
    if (!isClear(attempt.syns()) || !isClear(attempt.synAcks())) {
      return;
    }
    Copy syn = attempt.syns().getFirst();
    Copy synAck = attempt.synAcks().getFirst();
    boolean agreed = a(syn) || a(synAck);
    MpCapable option = capable.option();
    if (option.a() == agreed) {
      return;
    }
    Carrier segment = capable.carrier();
    out.violation(
        segment.on(),
        agreed
            ? "third packet without flag A, which was agreed"
            : "third packet with flag A, which was not agreed",
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_CAPABLE ACK, A=" + bit(option.a()))
            .octets(option.emit(), 3, 4, "A is 0x80; %s due".formatted(bit(agreed)))
            .and(syn.frame(), segment.on(), Side.INITIATOR, "MP_CAPABLE SYN, A=" + bit(a(syn)))
            .and(
                synAck.frame(),
                segment.on(),
                Side.LISTENER,
                "MP_CAPABLE SYN/ACK, A=" + bit(a(synAck))));
  }

  /** Whether there are copies, all with a defined MP_CAPABLE and the same A. */
  private static boolean isClear(List<Copy> copies) {
    List<MpCapable> options = Capables.of(copies);
    return !copies.isEmpty()
        && options.size() == copies.size()
        && options.stream().allMatch(MpCapable::isDefined)
        && options.stream().map(MpCapable::a).distinct().count() == 1;
  }

  private static boolean a(Copy copy) {
    return copy.option(MpCapable.class).orElseThrow().a();
  }

  private static int bit(boolean set) {
    return set ? 1 : 0;
  }
}
