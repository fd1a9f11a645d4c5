package org.mptcpscope.rules.rfc8684.close;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A subflow was left open after the connection was closed.
 *
 * <p>When both DATA_FINs are Data-ACKed the connection is over, and the subflows that remain are
 * closed with FINs (RFC 8684, section 3.3.3). Found: a minute later a host has sent neither FIN nor
 * RST on an established subflow, and the peer no RST. A warning if the capture was taken at that
 * host, or shows a later segment of it on this subflow.
 *
 * <p>Elsewhere its FIN may have been lost on a path that failed. Hosts should send it all the same,
 * so that boxes on the way can forget the subflow: a note.
 */
public final class SubflowLeftOpen implements Rule {
  private static final String CLOSED = "DSS-SUBFLOWS-CLOSED-AFTER-DATAFIN";
  private static final String COURTESY = "DSS-FIN-COURTESY-ALL-SUBFLOWS";
  private static final long PATIENCE = 60 * DataFins.SECOND;
  private static final int MOST_SIGNS = 64;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "subflow-left-open",
              CLOSED,
              "a subflow was left open after the connection was closed",
              Subject.DATA_FIN)
          .also(COURTESY, Subject.DATA_FIN)
          .hears(
              DataFinAcked.class,
              DataFinSent.class,
              FinSent.class,
              SubflowReset.class,
              FastClosed.class);

  private record Owed(String id, Side by) {}

  private final List<FrameRef> signs = new ArrayList<>();
  private Carrier over;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SubflowLeftOpen();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    Connection connection = event.connection();
    if (!(event instanceof DataFinAcked) && signs.size() < MOST_SIGNS) {
      signs.add(event.knownAt());
    }
    switch (event) {
      case DataFinAcked acked
          when isAcked(connection, Side.INITIATOR)
              && isAcked(connection, Side.LISTENER)
              && !DataFins.fellBack(connection)
              && over == null -> {
        over = acked.carrier();
        for (Side side : Side.values()) {
          if (!connection.open(side).isEmpty()) {
            long deadline = over.frame().time() + PATIENCE;
            out.expect(CLOSED, new Owed(CLOSED, side), deadline);
            out.expect(COURTESY, new Owed(COURTESY, side), deadline);
          }
        }
      }
      case FastClosed _ -> out.excuseAll();
      case FinSent _, SubflowReset _ when over != null -> {
        for (Side side : Side.values()) {
          if (connection.open(side).isEmpty()) {
            out.met(CLOSED, new Owed(CLOSED, side));
            out.met(COURTESY, new Owed(COURTESY, side));
          }
        }
      }
      default -> {}
    }
  }

  private static boolean isAcked(Connection connection, Side side) {
    return connection.host(side).finalDsn().map(Host.FinalDsn::ackedAt).isPresent();
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Owed(String id, Side side))) {
      return;
    }
    boolean certain = id.equals(CLOSED);
    List<Subflow> left =
        out.connection().open(side).stream()
            .filter(s -> s.establishedAt().filter(at -> at.isBefore(over.frame())).isPresent())
            .toList();
    if (certain && !left.isEmpty() && out.connection().quality().isLossy()) {
      out.inconclusive(CLOSED, "the capture lost frames, and a lost RST leaves no trace");
      return;
    }
    left.stream()
        .filter(subflow -> isKnown(subflow, side) == certain)
        .findFirst()
        .ifPresentOrElse(
            subflow -> report(id, subflow, side, deadline, out),
            () -> {
              if (certain && !left.isEmpty()) {
                out.inconclusive(CLOSED, "a FIN may have been lost on its path");
              } else {
                out.pass(id);
              }
            });
  }

  /** Whether a FIN of this host on the subflow would have passed. */
  private boolean isKnown(Subflow subflow, Side side) {
    return subflow.vantage().isAt(side)
        || subflow.lastSegment(side).filter(s -> over.frame().isBefore(s.frame())).isPresent();
  }

  private void report(String id, Subflow subflow, Side side, long deadline, Verdicts out) {
    Evidence evidence = Evidence.at(over, "both DATA_FINs are Data-ACKed");
    FrameRef later =
        subflow
            .lastSegment(side)
            .map(Subflow.Segment::frame)
            .filter(frame -> over.frame().isBefore(frame))
            .orElse(null);
    evidence = evidence.and(later, subflow, side, "its last segment on the subflow");
    Verdicts.Draft draft =
        out.violation(
                id,
                subflow,
                "no FIN on a subflow a minute after the connection was closed",
                Fault.of(side),
                evidence)
            .until(deadline);
    signs.forEach(draft::triggeredBy);
  }
}
