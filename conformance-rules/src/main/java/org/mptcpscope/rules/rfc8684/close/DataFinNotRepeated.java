package org.mptcpscope.rules.rfc8684.close;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A DATA_FIN that nobody Data-ACKed was not sent again.
 *
 * <p>It takes a data sequence number, and like the data in front of it it is repeated until it is
 * Data-ACKed (RFC 8684, section 3.3.3). Found: all data is Data-ACKed, the DATA_FIN is not, and
 * within three seconds and three retransmission time-outs no copy of it passes on any subflow,
 * although one is open and the host sends other segments. A note: copies may be lost in front of
 * the capture.
 */
public final class DataFinNotRepeated implements Rule {
  private static final String ID = "DSS-DATAFIN-RETRANSMITTED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-fin-not-repeated",
              ID,
              "a DATA_FIN that was not Data-ACKed was not sent again",
              Subject.DATA_FIN)
          .hears(DataFinSent.class, DataFinAcked.class, SubflowReset.class, FastClosed.class);

  /** The first DATA_FIN of each host. */
  private final Map<Side, DataFinSent> first = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataFinNotRepeated();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataFinSent fin when first.containsKey(fin.by()) -> out.met(ID, fin.by());
      case DataFinSent fin -> {
        first.put(fin.by(), fin);
        long wait = Math.max(3 * DataFins.SECOND, 3 * DataFins.rto(fin.connection(), fin.by()));
        out.expect(ID, fin.by(), fin.knownAt().time() + wait);
      }
      case DataFinAcked acked -> out.met(ID, acked.sender());
      case FastClosed _ -> out.excuseAll();
      case SubflowReset reset -> {
        for (Side side : Side.values()) {
          if (reset.connection().open(side).isEmpty()) {
            out.excused(side);
          }
        }
      }
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    Connection connection = out.connection();
    if (!(key instanceof Side side)
        || DataFins.fellBack(connection)
        || connection.open(side).isEmpty()) {
      return;
    }
    DataFinSent fin = first.get(side);
    if (connection.stream(side).outstandingBelow(fin.finalDsn()) > 0) {
      out.inconclusive(ID, "data in front of the DATA_FIN is outstanding");
    } else if (!DataFins.sentAfter(
        connection, side, fin.knownAt().time() + DataFins.rto(connection, side))) {
      out.inconclusive(ID, "the host sent nothing more");
    } else {
      out.violation(
              fin.on(),
              "a DATA_FIN without Data ACK was not sent again",
              Fault.of(side),
              Evidence.at(fin.carrier(), DataFins.shown(fin)))
          .until(deadline)
          .triggeredBy(fin.knownAt());
    }
  }
}
