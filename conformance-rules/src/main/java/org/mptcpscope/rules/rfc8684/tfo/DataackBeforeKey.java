package org.mptcpscope.rules.rfc8684.tfo;

import java.util.OptionalLong;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener sent a Data ACK before it could know the initiator's key.
 *
 * <p>With data on the SYN the listener may answer before the third packet brings the key, and
 * without the key it does not know where the initiator's data begins: such a DSS has a mapping only
 * (RFC 8684, appendix B.3, with erratum 6609). If the Data ACK is right for the key that comes
 * later, the third packet was missing in the capture; if the key never comes nothing is judged.
 */
public final class DataackBeforeKey implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dataack-before-key",
              "TFO-NO-DATAACK-BEFORE-KEY",
              "the listener sent a Data ACK before it knew the initiator's key",
              Subject.DATA_ACK)
          .hears(DataAckStarted.class, ConnectionEnded.class);

  private DataAckStarted early;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataackBeforeKey();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataAckStarted acked
          when acked.by() == Side.LISTENER
              && acked.connection().host(Side.INITIATOR).keyKnownAt().isEmpty() ->
          early = acked;
      // Only at the end: the data that it acknowledges may have been captured behind it.
      case ConnectionEnded _ when early != null -> judge(out);
      default -> {}
    }
  }

  private void judge(Verdicts out) {
    Connection connection = early.connection();
    OptionalLong idsn = connection.host(Side.INITIATOR).idsn();
    if (idsn.isEmpty()) {
      return;
    }
    DataAckStarted acked = early;
    early = null;
    long start = idsn.getAsLong() + 1;
    long mapped = connection.stream(Side.INITIATOR).octets() + 1;
    long ahead = acked.wide() ? acked.dataAck() - start : (int) (acked.dataAck() - start);
    if (ahead >= 0 && ahead <= mapped) {
      out.inconclusive(SPEC.requirement(), "the third packet is not in the capture");
      return;
    }
    out.violation(
        acked.on(),
        "Data ACK before the initiator's key was known",
        Fault.of(acked.by()),
        Evidence.at(
            acked.carrier(),
            "Data ACK %x; %016x would be right".formatted(acked.dataAck(), start)));
  }
}
