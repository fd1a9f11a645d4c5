package org.mptcpscope.rules.rfc8684.close;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
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
 * A host that sent its DATA_FIN stopped to Data-ACK what its peer sends.
 *
 * <p>DATA_FIN ends one direction: the peer may go on, and its data is still acknowledged at both
 * levels (RFC 8684, section 3.3.3). Found: the first new data of the peer behind the DATA_FIN is
 * acknowledged by TCP, nothing in front of it is missing, and for five seconds no Data ACK covers
 * any of it, nor does the host reset a subflow or close fast, as it may if its application is gone.
 */
public final class DataFinClosedBothWays implements Rule {
  private static final String ID = "DSS-DATAFIN-UNIDIRECTIONAL";
  private static final long PATIENCE = 5 * DataFins.SECOND;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-fin-closed-both-ways",
              ID,
              "a host that sent DATA_FIN stopped to Data-ACK its peer",
              Subject.DATA_FIN)
          .hears(DataFinSent.class, FastClosed.class, SubflowReset.class);

  /** New data of the peer behind a DATA_FIN; DSNs of its first octet and behind its last. */
  private record Late(DataFinSent fin, Sighting data, long from, long to) {}

  private final Map<Side, Late> late = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataFinClosedBothWays();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataFinSent fin when fin.copy() == 1 && !late.containsKey(fin.by()) -> {
        late.put(fin.by(), new Late(fin, null, 0, 0));
        out.watch(Watch.anywhere(fin, fin.by().peer(), SegmentFacts.NEW_DATA));
      }
      case FastClosed _ -> out.excuseAll();
      case SubflowReset reset -> out.excused(reset.by());
      default -> {}
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof DataFinSent fin) {
      long ssn = Math.max(1, sighting.ssn());
      Mapping mapping = sighting.on().mappings(sighting.by()).at(ssn).orElse(null);
      if (mapping != null && sighting.payload() > 0) {
        long from = mapping.dsn() + ssn - mapping.ssn();
        late.put(fin.by(), new Late(fin, sighting, from, from + sighting.payload()));
        out.expect(ID, fin.by(), sighting.frame().time() + PATIENCE);
      }
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    Connection connection = out.connection();
    if (!(key instanceof Side side) || DataFins.fellBack(connection)) {
      return;
    }
    Late one = late.get(side);
    DataStream stream = connection.stream(side.peer());
    if (stream.dataAcked().filter(acked -> acked.value() - one.from > 0).isPresent()) {
      out.pass();
    } else if (one.data.on().sndUna(side.peer()) <= one.data.ssn()
        || stream.contiguousEnd().isEmpty()
        || stream.contiguousEnd().getAsLong() - one.to < 0) {
      out.inconclusive(ID, "the data may not have reached the host");
    } else {
      out.violation(
              one.data.on(),
              "data behind the peer's DATA_FIN was acknowledged by TCP, but not Data-ACKed",
              Fault.of(side),
              Evidence.at(
                      one.data.frame(),
                      one.data.on(),
                      side.peer(),
                      "%d octets of new data".formatted(one.data.payload()))
                  .and(one.fin.carrier(), DataFins.shown(one.fin)))
          .until(deadline)
          .triggeredBy(one.fin.knownAt());
    }
  }
}
