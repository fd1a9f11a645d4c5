package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_CAPABLE on the first data says that it maps no data.
 *
 * <p>With data MP_CAPABLE stands in for a DSS, and its Data-Level Length says how much of the
 * payload it maps (RFC 8684, section 3.1). Zero maps nothing, and the payload beside it belongs to
 * no data sequence number. A length that is larger than the segment is that of a larger one before
 * segmentation, and one that is smaller leaves a tail for the rule on unmapped payload.
 */
public final class CapableDataLengthWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-data-length-wrong",
              "CAP-DATA-LEVEL-LENGTH-NONZERO",
              "MP_CAPABLE on data has the Data-Level Length 0",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.form() == Form.ACK_DATA
        && capable.option().dataLength() == 0
        && capable.carrier().payload() > 0) {
      Carrier segment = capable.carrier();
      out.violation(
              segment.on(),
              "MP_CAPABLE with Data-Level Length 0 on %d octets of data"
                  .formatted(segment.payload()),
              Fault.of(segment.by()),
              Evidence.at(segment, "MP_CAPABLE, Data-Level Length 0")
                  .octets(
                      capable.option().emit(),
                      20,
                      22,
                      "%d octets of payload".formatted(segment.payload())))
          .about(segment.by(), new Range(segment.ssn(), segment.ssn() + segment.payload()));
    }
  }
}
