package org.mptcpscope.rules.rfc8684.dss;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded.Level;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;
import org.mptcpscope.rules.api.Watch;

/**
 * A host sent more than the window of the connection allowed.
 *
 * <p>All subflows share one receive window, which is counted from the Data ACK (RFC 8684, sections
 * 3.3.4 and 3.3.5); new data ends within it. Found: data with DSNs that were never sent, which ends
 * more than one segment behind the highest Data ACK plus the largest window that passed before on
 * any subflow, the handshake's included. Data that is sent again and a probe of one octet are not
 * new data. Once for each host.
 *
 * <p>A note: the data lies within a window that was told only without a Data ACK, which counts for
 * the subflow alone (section 3.3.2); and where there are several subflows, as a pure ACK on another
 * one that the capture lacks leaves no trace.
 *
 * <p>Not judged: connections with a subflow whose SYNs are not in the capture, as windows are
 * scaled; data from unknown keys on; segments whose echoed time stamp does not show that all the
 * peer said before on the subflow is in the capture; data that a Data ACK made legal so soon behind
 * it that the capture may have their order wrong; hosts that fell back. A capture of one of two
 * paths lacks Data ACKs: where data or acknowledgments are missing nothing is said.
 */
public final class ConnectionWindowExceeded implements Rule {
  private static final String WITHIN = "DSS-SENDER-WITHIN-CONNECTION-WINDOW";
  private static final String NEEDS_ACK = "DSS-WINDOW-NEEDS-DATAACK";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "connection-window-exceeded",
              WITHIN,
              "more was sent than the window of the connection allowed",
              Subject.DATA)
          .also(NEEDS_ACK, Subject.DATA)
          .hears(WindowExceeded.class, ConnectionEnded.class);

  /** Those that wait for the acknowledgment that makes them legal, to know how near it is. */
  private final List<WindowExceeded> waiting = new ArrayList<>(0);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new ConnectionWindowExceeded();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case WindowExceeded beyond when beyond.level() == Level.CONNECTION -> {
        waiting.add(beyond);
        long legal = beyond.end() - beyond.window();
        out.watch(
            Watch.anywhere(beyond, beyond.by().peer(), SegmentFacts.DATA_ACK).dataAcking(legal));
      }
      case ConnectionEnded _ -> {
        waiting.forEach(beyond -> judge(beyond, null, out));
        waiting.clear();
      }
      default -> {}
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof WindowExceeded beyond && waiting.remove(beyond)) {
      judge(beyond, sighting.frame(), out);
    }
  }

  private static void judge(WindowExceeded beyond, FrameRef legalAt, Verdicts out) {
    String id = beyond.plainly() ? NEEDS_ACK : WITHIN;
    if (isPartOfPath(out.connection().stream(beyond.by()))) {
      out.inconclusive(id, "data or acknowledgments are missing in the capture");
      return;
    }
    long octets = beyond.end() - beyond.edge();
    String message =
        beyond.plainly()
            ? "data ends %d octets behind the window that came with a Data ACK"
            : "data ends %d octets behind the window of the connection";
    Evidence evidence =
        Evidence.at(
            beyond.carrier(),
            "ends before dsn %016x, the window before %016x"
                .formatted(beyond.end(), beyond.edge()));
    String said = message.formatted(octets);
    Fault fault = Fault.of(beyond.by());
    Draft draft =
        out.connection().subflows().size() > 1
            ? out.note(id, beyond.on(), said, fault, evidence)
                .unsure("a lost acknowledgment on another subflow would leave no trace")
            : out.violation(id, beyond.on(), said, fault, evidence);
    draft.about(beyond.by(), new Range(beyond.edge(), beyond.end()));
    if (legalAt != null) {
      draft.inOrder(beyond.carrier().frame(), legalAt);
    }
  }

  /** Some of the data went by a way that was not captured, and acknowledgments may have, too. */
  private static boolean isPartOfPath(DataStream stream) {
    return stream.contiguousEnd().isPresent() && !stream.contiguousEnd().equals(stream.end());
  }
}
