package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.WindowEdgeRetreated;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A receiver took back window that it had given.
 *
 * <p>The window is counted from the Data ACK, and what it allowed once stays allowed: Data ACK plus
 * window never moves left (RFC 8684, section 3.3.4). Found: it lies further left than on an earlier
 * segment of the same host on the same subflow, in the order of its time stamps, by more than a
 * unit of the window scale and more than one segment. Two segments must have told the larger edge.
 * Not judged: segments without a Data ACK, or with an older one than the newest; segments without
 * time stamps; a host that closes or fell back; subflows whose SYNs are not in the capture. Once
 * for each host on a subflow.
 */
public final class WindowEdgeShrunk implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "window-edge-shrunk",
              "DSS-RIGHT-EDGE-NOT-SHRUNK",
              "the window of a receiver shrank",
              Subject.DATA_ACK)
          .hears(WindowEdgeRetreated.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof WindowEdgeRetreated shrunk) {
      long back = shrunk.highest() - shrunk.edge();
      out.violation(
              shrunk.on(),
              "the window shrank: its right edge moved back by %d octets".formatted(back),
              Fault.of(shrunk.by()),
              Evidence.at(shrunk.carrier(), "edge at dsn %016x".formatted(shrunk.edge()))
                  .and(
                      shrunk.highestAt(),
                      shrunk.on(),
                      shrunk.by(),
                      "edge at dsn %016x before".formatted(shrunk.highest())))
          .about(shrunk.by().peer(), new Range(shrunk.edge(), shrunk.highest()));
    }
  }
}
