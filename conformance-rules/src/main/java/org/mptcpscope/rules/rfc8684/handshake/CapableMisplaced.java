package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.model.Handshake.Tfo;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_CAPABLE with both keys stands on a segment that is not at the start of the first subflow.
 *
 * <p>The form without data belongs to the ACK behind the SYN/ACK and its copies, the form with data
 * to the first data (RFC 8684, section 3.1). Later a receiver cannot use it, and the keys lie open
 * for no purpose. Judged by sequence number: the form without data at most at the first octet (one
 * further behind a FIN without data), the form with data where its own mapping reaches, since
 * offload copies it to all parts of a large segment. Data that the SYN/ACK accepted from the SYN
 * does not count.
 */
public final class CapableMisplaced implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-misplaced",
              "CAP-ACK-FORM-ONLY-AT-START",
              "MP_CAPABLE with both keys is not at the start of the first subflow",
              Subject.CAPABLE)
          .hears(CapableSent.class, FinSent.class);

  private boolean finFirst;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new CapableMisplaced();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FinSent fin when fin.by() == Side.INITIATOR && fin.on().isInitial() ->
          finFirst |= fin.lastSsn() <= 1;
      case CapableSent capable
          when capable.option().hasReceiverKey()
              && !capable.carrier().isSyn()
              && capable.by() == Side.INITIATOR
              && capable.on().isInitial() ->
          judge(capable, out);
      default -> {}
    }
  }

  private void judge(CapableSent capable, Verdicts out) {
    Carrier segment = capable.carrier();
    MpCapable option = capable.option();
    boolean data = option.hasDataLength();
    Tfo tfo = segment.on().handshake().tfo();
    // A host that sent data on its SYN may go on behind it, accepted or not.
    long bare = (finFirst ? 3L : 2L) + Math.max(0, tfo.sent() - tfo.accepted());
    long behind = data ? 1L + Math.max(1, option.dataLength()) : bare;
    if (segment.ssn() < behind) {
      return;
    }
    out.violation(
        segment.on(),
        "MP_CAPABLE at ssn %d".formatted(segment.ssn()),
        Fault.of(segment.by()),
        Evidence.at(
                segment,
                "MP_CAPABLE of %d octets, ssn %d".formatted(option.length(), segment.ssn()))
            .octets(option.emit(), 4, 20, "both keys"));
  }
}
