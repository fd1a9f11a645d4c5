package org.mptcpscope.rules.rfc8684.close;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A join was refused after all subflows had ended with FINs, without any DATA_FIN.
 *
 * <p>Such a connection is not closed: it lives on until a time-out, so that a host which lost all
 * its paths can come back with a new subflow (RFC 8684, section 3.3.3). How long is up to the host,
 * and a policy may refuse any join, so this is a note: a valid token, and a RST within a second.
 */
public final class RejoinRefusedAfterFins implements Rule {
  private static final String ID = "DSS-CLOSED-WITHOUT-DATAFIN-TIMEOUT";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "rejoin-refused-after-fins",
              ID,
              "a join was refused after all subflows had ended with FINs",
              Subject.JOIN)
          .hears(SubflowEnded.class, JoinRequested.class, SubflowReset.class);

  /** Joins of a connection without an open subflow. */
  private final Map<Subflow, JoinRequested> joins = new HashMap<>();

  private SubflowEnded lastFin;
  private boolean other;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new RejoinRefusedAfterFins();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowEnded ended when ended.subflow().establishedAt().isPresent() -> {
        if (ended.how() == SubflowEnded.How.FIN) {
          lastFin = ended;
        } else {
          other = true;
        }
      }
      case JoinRequested join
          when join.tokenMatch() == TokenMatch.PEER && join.copy() == 1 && isDormant(join) ->
          joins.put(join.on(), join);
      case SubflowReset reset -> {
        JoinRequested join = joins.remove(reset.on());
        if (join != null
            && reset.by() == join.by().peer()
            && reset.phase() == Subflow.Phase.SYN_SENT
            && reset.knownAt().time() - join.knownAt().time() <= DataFins.SECOND) {
          refused(join, reset, out);
        }
      }
      default -> {}
    }
  }

  /** Every subflow that the connection had ended with FINs, and its data with none. */
  private boolean isDormant(JoinRequested join) {
    Connection connection = join.connection();
    return lastFin != null
        && !other
        && connection.host(Side.INITIATOR).finalDsn().isEmpty()
        && connection.host(Side.LISTENER).finalDsn().isEmpty()
        && !DataFins.fellBack(connection)
        && connection.subflows().stream()
            .allMatch(subflow -> subflow == join.on() || subflow.phase() == Subflow.Phase.CLOSED);
  }

  private void refused(JoinRequested join, SubflowReset reset, Verdicts out) {
    Carrier fin = lastFin.lastCarrier();
    Evidence evidence =
        Evidence.at(reset.carrier(), "RST").and(join.carrier(), "MP_JOIN with a valid token");
    out.violation(
            reset.on(),
            "a join was refused after all subflows had ended with FINs and without DATA_FIN",
            Fault.of(reset.by()),
            fin == null ? evidence : evidence.and(fin, "the last subflow ended"))
        .triggeredBy(lastFin.knownAt());
  }
}
