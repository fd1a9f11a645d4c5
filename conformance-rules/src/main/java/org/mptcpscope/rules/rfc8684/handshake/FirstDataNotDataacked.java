package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AckedPlainly;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.PathConfirmed;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The initiator's first data was never Data-ACKed, although the listener went on with MPTCP.
 *
 * <p>Data that MP_CAPABLE maps is acknowledged by a DATA_ACK like any other (RFC 8684, section
 * 3.1). A listener that acknowledges it in TCP only and still sends MPTCP options leaves the
 * initiator unable to tell whether MPTCP works. Judged at the end, and only where no Data ACK of
 * the data came at all; a listener that sends no more options has fallen back.
 */
public final class FirstDataNotDataacked implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "first-data-not-dataacked",
              "CAP-FIRST-DATA-DATA-ACKED",
              "the first data was never Data-ACKed",
              Subject.DATA)
          .hears(AckedPlainly.class, PathConfirmed.class, ConnectionEnded.class);

  private AckedPlainly plain;
  private boolean confirmed;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FirstDataNotDataacked();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AckedPlainly acked
          when acked.sender() == Side.INITIATOR && acked.on().isInitial() && plain == null ->
          plain = acked;
      case PathConfirmed path -> confirmed |= path.sender() == Side.INITIATOR;
      case ConnectionEnded ended when plain != null && !confirmed -> judge(ended.connection(), out);
      default -> {}
    }
  }

  private void judge(Connection connection, Verdicts out) {
    Subflow initial = plain.on();
    boolean byCapable =
        initial.mappings(Side.INITIATOR).at(1).filter(first -> first.byCapable()).isPresent();
    FrameRef last = connection.host(Side.LISTENER).lastOption().orElse(null);
    long since = plain.knownAt().time() + 2 * initial.grace();
    if (!byCapable
        || last == null
        || last.time() <= since
        || connection.fallback(Side.LISTENER).isPresent()) {
      return;
    }
    out.violation(
        initial,
        "the first data was acknowledged in TCP only",
        Fault.of(Side.LISTENER),
        Evidence.at(plain.carrier(), "TCP ack of the first data, without a Data ACK")
            .and(last, initial, Side.LISTENER, "the listener's last MPTCP option"));
  }
}
