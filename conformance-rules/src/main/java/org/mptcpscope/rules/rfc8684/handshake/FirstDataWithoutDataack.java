package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener spoke first, and its data did not acknowledge the initiator's MP_CAPABLE.
 *
 * <p>The SYN takes one number of the initiator's data sequence; a Data ACK of it in the listener's
 * first data tells the initiator that its key arrived (RFC 8684, section 3.1). Until then the
 * initiator has to repeat MP_CAPABLE. A Data ACK on any segment of the same flight will do. Data
 * that went out before the third packet cannot have one and is not judged.
 */
public final class FirstDataWithoutDataack implements Rule {
  private static final String ID = "CAP-LISTENER-FIRST-DATA-HAS-DATAACK";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "first-data-without-dataack",
              ID,
              "the listener's first data has no Data ACK",
              Subject.DATA)
          .hears(PayloadStarted.class, DataAckStarted.class, FellBack.class);

  private Carrier first;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FirstDataWithoutDataack();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataAckStarted acked when acked.by() == Side.LISTENER -> {
        if (first != null) {
          out.met(ID, first);
        }
      }
      case FellBack fell when fell.fallback().by() == Side.LISTENER -> out.excuseAll();
      case PayloadStarted started
          when started.by() == Side.LISTENER
              && started.on().isInitial()
              && started.mappedBy() == MappedBy.DSS
              && isAskedFor(started) ->
          expect(started.carrier(), out);
      default -> {}
    }
  }

  private void expect(Carrier data, Verdicts out) {
    if (out.connection().seen(Subject.DATA_ACK, Side.LISTENER) == 0
        && out.connection().fallback(Side.LISTENER).isEmpty()) {
      first = data;
      out.expect(ID, data, data.frame().time() + data.on().grace());
    }
  }

  /** Only version 1, and only behind the initiator's key. */
  private static boolean isAskedFor(PayloadStarted started) {
    return started.connection().dialect().version() == 1
        && started
            .connection()
            .host(Side.INITIATOR)
            .keyKnownAt()
            .filter(at -> at.isBefore(started.carrier().frame()))
            .isPresent();
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Carrier data) {
      out.violation(
          data.on(),
          "first data of the listener without a Data ACK",
          Fault.of(data.by()),
          Evidence.at(data, "first data, a DSS without Data ACK"));
    }
  }
}
