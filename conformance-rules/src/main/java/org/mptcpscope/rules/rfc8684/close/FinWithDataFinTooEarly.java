package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A segment has both FIN and DATA_FIN while data of another subflow was not yet Data-ACKed.
 *
 * <p>The two may be combined only if nothing is outstanding on the other subflows: data that has to
 * be sent again may need the one that the FIN closes (RFC 8684, section 3.3.3). What the subflow
 * with the FIN carried as well does not count. A note, since it is no more than imprudent.
 */
public final class FinWithDataFinTooEarly implements Rule {
  private static final String ID = "DSS-DATAFIN-WITH-FIN-ONLY-IF-IDLE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fin-with-data-fin-too-early",
              ID,
              "FIN and DATA_FIN together with data outstanding elsewhere",
              Subject.DATA_FIN)
          .hears(DataFinSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof DataFinSent fin)
        || !fin.carrier().isFin()
        || DataFins.fellBack(fin.connection())) {
      return;
    }
    Connection connection = fin.connection();
    long most = 0;
    Subflow where = null;
    for (Subflow other : connection.subflows()) {
      long octets = other == fin.on() ? 0 : connection.stream(fin.by()).outstandingOnlyOn(other);
      if (octets > most) {
        most = octets;
        where = other;
      }
    }
    if (where == null) {
      out.pass();
    } else if (fin.carrier().echo() == Carrier.Echo.UNSEEN) {
      out.inconclusive(ID, "a segment of the peer is not in the capture");
    } else {
      out.note(
              ID,
              fin.on(),
              "FIN and DATA_FIN together, with %d octets of another subflow not Data-ACKed"
                  .formatted(most),
              Fault.of(fin.by()),
              Evidence.at(fin.carrier(), "FIN and " + DataFins.shown(fin)))
          .over(where);
    }
  }
}
