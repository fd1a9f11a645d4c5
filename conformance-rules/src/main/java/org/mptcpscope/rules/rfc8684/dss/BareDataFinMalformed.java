package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A DATA_FIN on a segment without data has not the form that tells it from a mapping of data.
 *
 * <p>It takes no place in the subflow: its subflow sequence number is 0, its Data-Level Length 1,
 * and its data sequence number its own (RFC 8684, section 3.3.3). A TCP FIN beside it changes
 * nothing. A note where the mapping was on a segment with data before, or maps octets that the
 * subflow carried already: the option of that segment is then only repeated with a bare FIN.
 */
public final class BareDataFinMalformed implements Rule {
  private static final String ID = "DSS-DATAFIN-ALONE-FORM";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "bare-data-fin-malformed",
              ID,
              "a DATA_FIN without data is not of subflow sequence number 0 and length 1",
              Subject.DATA_FIN)
          .hears(DataFinSent.class);

  /** The last mapping with DATA_FIN that was on a segment with data, per subflow and sender. */
  private final Map<Place, Dss> withData = new HashMap<>();

  private record Place(Subflow on, Side by) {}

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new BareDataFinMalformed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof DataFinSent fin)) {
      return;
    }
    Dss option = fin.option();
    if (fin.carrier().payload() > 0) {
      withData.put(new Place(fin.on(), fin.by()), option);
    } else if (option.ssn() != 0 || option.dataLength() != 1) {
      report(fin, option, out);
    }
  }

  private void report(DataFinSent fin, Dss option, Verdicts out) {
    Carrier segment = fin.carrier();
    Octets octets = option.emit();
    int behind = octets.length() - (option.hasChecksum() ? 2 : 0);
    String what =
        "ssn %d, length %d".formatted(Integer.toUnsignedLong(option.ssn()), option.dataLength());
    Evidence evidence =
        Evidence.at(segment, "DATA_FIN without data, " + what)
            .octets(octets, behind - 6, behind, "0 and 1 where no data is");
    String message = "a DATA_FIN without data has " + what;
    Fault fault = Fault.of(fin.by());
    if (isRepeated(fin, option)) {
      out.note(ID, segment.on(), message, fault, evidence);
    } else {
      out.violation(segment.on(), message, fault, evidence);
    }
  }

  private boolean isRepeated(DataFinSent fin, Dss option) {
    Dss earlier = withData.get(new Place(fin.on(), fin.by()));
    if (earlier != null
        && earlier.dsn() == option.dsn()
        && earlier.ssn() == option.ssn()
        && earlier.dataLength() == option.dataLength()) {
      return true;
    }
    long highest = fin.on().highest(fin.by());
    long ssn = Dsn.promote(option.ssn(), highest);
    int octets = option.dataLength() - 1;
    return octets > 0 && ssn >= 1 && ssn + octets <= highest;
  }
}
