package org.mptcpscope.rules.rfc8684.close;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A DATA_FIN was not Data-ACKed, although all data in front of it was.
 *
 * <p>It is acknowledged at data level as a FIN is in TCP (RFC 8684, section 3.3.3), by the number
 * behind it. Found: for five seconds no Data ACK covers it, no subflow is reset and no fast close
 * comes, while the peer sends other segments. If the capture was not taken at the peer, a second
 * copy must have passed: the first may have been lost behind the capture. A note, as copies may.
 */
public final class DataFinUnanswered implements Rule {
  private static final String ID = "DSS-DATAFIN-ANSWERED";
  private static final long PATIENCE = 5 * DataFins.SECOND;

  public static final RuleSpec SPEC =
      RuleSpec.of("data-fin-unanswered", ID, "a DATA_FIN was not Data-ACKed", Subject.DATA_FIN)
          .hears(DataFinSent.class, DataFinAcked.class, SubflowReset.class, FastClosed.class);

  /** A DATA_FIN that waits for its Data ACK. */
  private static final class Waiting {
    final DataFinSent fin;
    DataFinSent copy;
    boolean moved;

    Waiting(DataFinSent fin) {
      this.fin = fin;
    }
  }

  private final Map<Side, Waiting> waiting = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataFinUnanswered();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataFinSent fin when waiting.containsKey(fin.by()) -> {
        Waiting first = waiting.get(fin.by());
        first.copy = fin;
        first.moved |= fin.finalDsn() != first.fin.finalDsn();
      }
      case DataFinSent fin when DataFins.isWellFormed(fin) -> {
        waiting.put(fin.by(), new Waiting(fin));
        out.expect(ID, fin.by(), fin.knownAt().time() + PATIENCE);
      }
      case DataFinAcked acked -> out.met(ID, acked.sender());
      case FastClosed _ -> out.excuseAll();
      case SubflowReset reset -> out.excused(reset.by().peer());
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    Connection connection = out.connection();
    if (!(key instanceof Side side) || DataFins.fellBack(connection)) {
      return;
    }
    Waiting first = waiting.get(side);
    DataFinSent fin = first.fin;
    DataStream stream = connection.stream(side);
    DataStream.DataAck acked = stream.dataAcked().orElse(null);
    if (first.moved
        || acked == null
        || acked.value() != fin.finalDsn()
        || connection.open(side.peer()).isEmpty()) {
      out.inconclusive(ID, "data in front of the DATA_FIN is outstanding, or the peer is gone");
      return;
    }
    long since = Math.max(fin.knownAt().time(), acked.frame().time());
    boolean isAt = fin.on().vantage().isAt(side.peer());
    if (deadline - since < PATIENCE) {
      out.expect(ID, side, since + PATIENCE);
    } else if (!isAt && first.copy == null
        || !DataFins.sentAfter(connection, side.peer(), since + fin.on().grace())) {
      out.inconclusive(ID, "the DATA_FIN may not have reached the peer");
    } else {
      report(first, acked, deadline, isAt, out);
    }
  }

  private static void report(
      Waiting first, DataStream.DataAck acked, long deadline, boolean isAt, Verdicts out) {
    DataFinSent fin = first.fin;
    Side side = fin.by();
    Evidence evidence = Evidence.at(fin.carrier(), DataFins.shown(fin));
    if (first.copy != null) {
      evidence = evidence.and(first.copy.carrier(), "sent again");
    }
    Verdicts.Draft draft =
        out.violation(
                fin.on(),
                "a DATA_FIN was not Data-ACKed, although all data was",
                Fault.of(side.peer()),
                evidence.and(acked.frame(), null, side.peer(), "Data ACK of all data"))
            .until(deadline)
            .triggeredBy(fin.knownAt());
    if (!isAt) {
      draft.reduced(Need.RECEIVER_SIDE_CAPTURE);
    }
  }
}
