package org.mptcpscope.rules.rfc8684.dss;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataBehindFin;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host gave its DATA_FIN another number, or sent data at or behind it.
 *
 * <p>DATA_FIN is the last octet of a host's data (RFC 8684, section 3.3.3): every copy of it, on
 * whatever subflow, has the same data sequence number, and no data has that number or a higher one.
 * Data below it may be sent again at any time. Mappings of different length that end with the same
 * DATA_FIN agree.
 */
public final class DataFinMoved implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-fin-moved",
              "DSS-DATAFIN-STABLE",
              "a DATA_FIN is not the end of its host's data",
              Subject.DATA_FIN)
          .hears(DataFinSent.class, DataBehindFin.class);

  /** The first DATA_FIN of each host. */
  private final Map<Side, Carrier> first = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataFinMoved();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    Connection connection = event.connection();
    switch (event) {
      case DataFinSent fin when !fellBack(connection) -> {
        if (first.putIfAbsent(fin.by(), fin.carrier()) == null) {
          begun(fin, out);
        } else {
          again(fin, out);
        }
      }
      case DataBehindFin data when !fellBack(connection) -> behind(data, out);
      default -> {}
    }
  }

  /** Data of a host that fell back, or of one whose peer did, is numbered in stride. */
  private static boolean fellBack(Connection connection) {
    return connection.fallback(Side.INITIATOR).isPresent()
        || connection.fallback(Side.LISTENER).isPresent();
  }

  private void again(DataFinSent fin, Verdicts out) {
    Host host = fin.connection().host(fin.by());
    host.finalDsn()
        .filter(before -> before.dsn() != fin.finalDsn())
        .ifPresent(
            before ->
                out.violation(
                        fin.on(),
                        "a DATA_FIN has another number than the one before",
                        Fault.of(fin.by()),
                        withFirst(fin.carrier(), shows(fin.finalDsn()), before.dsn()))
                    .about(fin.by(), new Range(fin.finalDsn(), fin.finalDsn() + 1)));
  }

  private static void begun(DataFinSent fin, Verdicts out) {
    long end = fin.connection().stream(fin.by()).end().orElse(fin.finalDsn());
    // The DATA_FIN is in the stream, too.
    if (end - fin.finalDsn() > 1) {
      out.violation(
              fin.on(),
              "a DATA_FIN has the number of data that was sent before",
              Fault.of(fin.by()),
              Evidence.at(fin.carrier(), shows(fin.finalDsn())))
          .about(fin.by(), new Range(fin.finalDsn(), end));
    }
  }

  private void behind(DataBehindFin data, Verdicts out) {
    String shows = "data of dsn %016x".formatted(data.dsns().from());
    out.violation(
            data.on(),
            "%d octets of data at or behind the DATA_FIN".formatted(data.dsns().length()),
            Fault.of(data.by()),
            withFirst(data.carrier(), shows, data.finalDsn()))
        .about(data.by(), data.dsns());
  }

  private Evidence withFirst(Carrier segment, String shows, long finalDsn) {
    Evidence evidence = Evidence.at(segment, shows);
    Carrier earlier = first.get(segment.by());
    return earlier == null || earlier.frame().equals(segment.frame())
        ? evidence
        : evidence.and(earlier, shows(finalDsn));
  }

  private static String shows(long finalDsn) {
    return "DATA_FIN %016x".formatted(finalDsn);
  }
}
