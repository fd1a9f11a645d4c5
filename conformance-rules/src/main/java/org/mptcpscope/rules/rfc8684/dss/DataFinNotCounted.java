package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.PayloadUnmapped;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The length of a mapping with DATA_FIN leaves the DATA_FIN out, so that the last octet of data has
 * no mapping.
 *
 * <p>DATA_FIN takes one data sequence number and counts in the Data-Level Length, but not in the
 * subflow: length 11 maps ten octets (RFC 8684, section 3.3.3). Found: a segment with such a
 * mapping carries the octet behind what it maps, and at the end of the subflow nothing else maps
 * that octet. Where it was mapped later it was sent again at that place, which is legal.
 */
public final class DataFinNotCounted implements Rule {
  private static final String ID = "DSS-DATAFIN-COUNTS-ONE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-fin-not-counted",
              ID,
              "the length of a mapping does not count its DATA_FIN",
              Subject.DATA_FIN)
          .hears(DataFinSent.class, PayloadUnmapped.class);

  private record Place(Subflow on, Side by) {}

  private final Map<Place, DataFinSent> fins = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataFinNotCounted();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataFinSent fin when fin.carrier().payload() > 0 ->
          fins.putIfAbsent(new Place(fin.on(), fin.by()), fin);
      case PayloadUnmapped rest when rest.ssns().length() == 1 -> {
        DataFinSent fin = fins.get(new Place(rest.on(), rest.by()));
        if (fin != null && isLastOctet(fin, rest)) {
          report(fin, rest.ssns(), out);
        }
      }
      default -> {}
    }
  }

  /** The octet that the mapping forgot lies in a segment that has this mapping. */
  private static boolean isLastOctet(DataFinSent fin, PayloadUnmapped rest) {
    Carrier segment = rest.carrier();
    boolean carries =
        segment
            .option(Dss.class)
            .filter(dss -> dss.dataFin() && dss.dsn() == fin.option().dsn())
            .isPresent();
    return carries && rest.ssns().from() == behind(fin);
  }

  /** The SSN behind the data that the mapping maps. */
  private static long behind(DataFinSent fin) {
    return Dsn.promote(fin.option().ssn(), fin.carrier().ssn()) + fin.option().dataLength() - 1;
  }

  private static void report(DataFinSent fin, Range ssns, Verdicts out) {
    int length = fin.option().dataLength();
    String shows =
        "DATA_FIN, length %d for %d octets of data and itself".formatted(length, length - 1);
    out.violation(
            fin.on(),
            "length %d of a mapping with DATA_FIN leaves an octet of data without a mapping"
                .formatted(length),
            Fault.of(fin.by()),
            Evidence.at(fin.carrier(), shows))
        .about(fin.by(), ssns)
        .diagnosis("length %d would have counted the DATA_FIN".formatted(length + 1));
  }
}
