package org.mptcpscope.rules.rfc8684.dss;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host Data-ACKed the DATA_FIN of its peer before all data in front of it had arrived.
 *
 * <p>The Data ACK behind a DATA_FIN says that everything was received (RFC 8684, section 3.3.3).
 * Found: octets below it passed only later, for the first time on any subflow, and TCP had not
 * acknowledged them on theirs. Octets that never pass are not judged: a subflow that was not
 * captured may have carried them.
 */
public final class DataFinAckedTooEarly implements Rule {
  private static final String ID = "DSS-DATAFIN-ACKED-LAST";
  private static final int MOST_LOOKS = 16;

  /** Frames of one interface that stand nearer may have changed places. */
  private static final long NEAR = 50_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-fin-acked-too-early",
              ID,
              "a DATA_FIN was Data-ACKed before the data in front of it",
              Subject.DATA_ACK)
          .hears(DataFinAcked.class);

  private final Map<Side, Integer> looks = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataFinAckedTooEarly();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DataFinAcked acked && !fellBack(acked.connection())) {
      if (missing(acked.connection(), acked.sender()) > 0) {
        out.inconclusive(ID, "data in front of the DATA_FIN is not in the capture");
        look(acked, out);
      } else {
        out.pass();
      }
    }
  }

  private static boolean fellBack(Connection connection) {
    return connection.fallback(Side.INITIATOR).isPresent()
        || connection.fallback(Side.LISTENER).isPresent();
  }

  /** Octets between the first hole and the DATA_FIN; 0 without a hole. */
  private static long missing(Connection connection, Side sender) {
    DataStream stream = connection.stream(sender);
    Host.FinalDsn end = connection.host(sender).finalDsn().orElse(null);
    return end == null || stream.contiguousEnd().isEmpty()
        ? 0
        : end.dsn() - stream.contiguousEnd().getAsLong();
  }

  private void look(DataFinAcked acked, Verdicts out) {
    if (looks.merge(acked.sender(), 1, Integer::sum) <= MOST_LOOKS) {
      out.watch(Watch.anywhere(acked, acked.sender(), SegmentFacts.NEW_DATA));
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (!(watch.key() instanceof DataFinAcked acked)) {
      return;
    }
    Side sender = acked.sender();
    long since = sighting.frame().time() - acked.knownAt().time();
    boolean settled = since > Math.max(NEAR, out.connection().quality().orderHorizon());
    boolean unseen = sighting.on().sndUna(sender) > sighting.ssn();
    if (missing(out.connection(), sender) > 0 || unseen || fellBack(out.connection())) {
      look(acked, out);
    } else if (settled && out.connection().quality().isLossy()) {
      out.inconclusive(ID, "the first copy of the data may not be in the capture");
    } else if (settled) {
      report(acked, sighting, out);
    }
  }

  private static void report(DataFinAcked acked, Sighting data, Verdicts out) {
    Side sender = acked.sender();
    long dsn = acked.connection().host(sender).finalDsn().orElseThrow().dsn();
    out.violation(
            acked.on(),
            "a DATA_FIN was Data-ACKed, and data in front of it came later",
            Fault.of(sender.peer()),
            Evidence.at(acked.carrier(), "Data ACK of DATA_FIN %016x".formatted(dsn))
                .and(
                    data.frame(),
                    data.on(),
                    sender,
                    "the first copy of %d octets below it".formatted(data.payload())))
        .about(sender, new Range(dsn, dsn + 1));
  }
}
