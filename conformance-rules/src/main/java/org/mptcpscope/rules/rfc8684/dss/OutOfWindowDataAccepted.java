package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded.Level;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host took data from outside the window that it had told.
 *
 * <p>Data behind the window of the connection is dropped, and not Data-ACKed, until it is sent
 * again (RFC 8684, section 3.8). Found: data that ended more than one segment behind the largest
 * window that the host had told, of any kind, and a Data ACK of it although its sender sent nothing
 * again in between. A note: the window may have grown while the data was on its way.
 */
public final class OutOfWindowDataAccepted implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "out-of-window-data-accepted",
              "DSS-OUT-OF-WINDOW-DROPPED",
              "data from outside the window was acknowledged",
              Subject.DATA_ACK)
          .hears(WindowExceeded.class);

  /** What was sent outside a window. */
  private record Sent(WindowExceeded beyond) {}

  /** Those after which the sender sent something again. */
  private final Set<Sent> resent = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new OutOfWindowDataAccepted();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof WindowExceeded beyond
        && beyond.level() == Level.CONNECTION
        && !beyond.plainly()) {
      Sent sent = new Sent(beyond);
      out.watch(
          Watch.anywhere(beyond, beyond.by().peer(), SegmentFacts.DATA_ACK)
              .dataAcking(beyond.end()));
      out.watch(Watch.anywhere(sent, beyond.by(), SegmentFacts.RETRANSMISSION));
      out.watch(Watch.anywhere(sent, beyond.by(), SegmentFacts.REINJECTION));
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof Sent sent) {
      resent.add(sent);
    } else if (watch.key() instanceof WindowExceeded beyond && !resent.contains(new Sent(beyond))) {
      out.violation(
              sighting.on(),
              "data that ended %d octets behind the window was acknowledged"
                  .formatted(beyond.end() - beyond.edge()),
              Fault.of(beyond.by().peer()),
              Evidence.at(
                      sighting.frame(),
                      sighting.on(),
                      beyond.by().peer(),
                      "Data ACK up to %016x at least".formatted(beyond.end()))
                  .and(
                      beyond.carrier(),
                      "the window ended before dsn %016x".formatted(beyond.edge())))
          .about(beyond.by(), new Range(beyond.edge(), beyond.end()))
          .inOrder(beyond.carrier().frame(), sighting.frame());
    }
  }
}
