package org.mptcpscope.rules.rfc8684.tfo;

import java.util.OptionalLong;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * Data that was accepted from the SYN was counted in the sequence numbers of MPTCP.
 *
 * <p>Such data is no part of the data sequence: the first octet behind it has the DSN behind the
 * initial one (RFC 8684, appendix B.2), and its subflow sequence number is 1 as if there had been
 * no data on the SYN (appendix B.3). Likewise the listener's Data ACK does not count it. Only
 * octets that the SYN/ACK acknowledged are such data; the rest is sent again as any data. Other
 * wrong first numbers are those of idsn-wrong.
 */
public final class SynDataCounted implements Rule {
  private static final String DSN = "TFO-DATA-OUTSIDE-DSN-SPACE";
  private static final String SSN = "TFO-SSN-STARTS-AT-ONE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "syn-data-counted",
              DSN,
              "data of the SYN was counted in MPTCP's sequence numbers",
              Subject.TFO)
          .also(SSN, Subject.TFO)
          .hears(PayloadStarted.class, DataAckStarted.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case PayloadStarted started
          when started.by() == Side.INITIATOR
              && started.on().isInitial()
              && started.carrier().ssn() == 1
              && accepted(started.on()) > 0 ->
          started(started, accepted(started.on()), out);
      case DataAckStarted acked when acked.by() == Side.LISTENER -> acked(acked, out);
      default -> {}
    }
  }

  private static int accepted(Subflow subflow) {
    return subflow.handshake().tfo().accepted();
  }

  private static void started(PayloadStarted started, int accepted, Verdicts out) {
    Carrier segment = started.carrier();
    Fault fault = Fault.of(segment.by());
    Range first = new Range(1, 1 + Math.max(1, segment.payload()));
    String syn = "; the SYN had %d octets".formatted(accepted);
    Dss dss = segment.option(Dss.class).filter(Dss::hasMapping).orElse(null);
    if (dss != null && dss.ssn() == 1 + accepted) {
      out.violation(
              SSN,
              segment.on(),
              "subflow sequence number %d for the first data".formatted(dss.ssn()),
              fault,
              Evidence.at(segment, "first data, ssn %d in its DSS".formatted(dss.ssn()))
                  .octets(dss.emit(), 0, 4, "1 is due" + syn))
          .about(segment.by(), first);
    }
    OptionalLong idsn = started.connection().host(Side.INITIATOR).idsn();
    if (dss != null && idsn.isPresent()) {
      long due = idsn.getAsLong() + 1;
      boolean counted =
          dss.dsnWide() ? dss.dsn() == due + accepted : (int) dss.dsn() == (int) (due + accepted);
      if (counted) {
        out.violation(
                DSN,
                segment.on(),
                "the first data has a DSN that counts the data of the SYN",
                fault,
                Evidence.at(
                    segment,
                    "first data, DSN %016x; %016x is due%s".formatted(due + accepted, due, syn)))
            .about(segment.by(), first);
      }
    }
  }

  private static void acked(DataAckStarted acked, Verdicts out) {
    Connection connection = acked.connection();
    Subflow initial = connection.initial().orElse(null);
    OptionalLong idsn = connection.host(Side.INITIATOR).idsn();
    int accepted = initial == null ? 0 : accepted(initial);
    if (accepted == 0 || idsn.isEmpty()) {
      return;
    }
    long start = idsn.getAsLong() + 1;
    boolean mapped = connection.seen(Subject.MAPPING, Side.INITIATOR) > 0;
    long end = mapped ? connection.stream(Side.INITIATOR).end().orElse(start) : start;
    long sent =
        Math.max(0, end - start) + connection.host(Side.INITIATOR).finalDsn().map(_ -> 1).orElse(0);
    long beyond =
        acked.wide() ? acked.dataAck() - start - sent : (int) (acked.dataAck() - start - sent);
    boolean whole = acked.carrier().ackSsn() - 1 <= connection.stream(Side.INITIATOR).octets();
    if (beyond > 0 && beyond <= accepted && acked.on().isInitial() && !whole) {
      out.inconclusive(DSN, "data that was acknowledged is not in the capture yet");
    } else if (beyond > 0 && beyond <= accepted) {
      out.violation(
          DSN,
          acked.on(),
          "Data ACK of data that was on the SYN",
          Fault.of(acked.by()),
          Evidence.at(
              acked.carrier(),
              "Data ACK %016x; at most %016x is due".formatted(acked.dataAck(), start + sent)));
    }
  }
}
