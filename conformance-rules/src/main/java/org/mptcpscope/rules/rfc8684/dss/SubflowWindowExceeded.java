package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded.Level;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent more on a subflow than its peer's window allowed.
 *
 * <p>A sender follows the window of each subflow, too, and keeps what it sends there within it (RFC
 * 8684, section 3.3.5). Found: new payload that ends more than one segment behind the largest TCP
 * acknowledgment plus window that passed before on the subflow, and also behind the acknowledgment
 * plus the largest window of any subflow of the connection: that is what a sender may have learnt
 * elsewhere. A probe of a closed window is within that. Not judged: subflows whose SYNs are not in
 * the capture; segments whose echoed time stamp does not show that all the peer said before is in
 * the capture; hosts that fell back. Once for each host on a subflow.
 */
public final class SubflowWindowExceeded implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "subflow-window-exceeded",
              "DSS-SENDER-WITHIN-SUBFLOW-WINDOW",
              "more was sent than the window of the subflow allowed",
              Subject.DATA)
          .hears(WindowExceeded.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof WindowExceeded beyond && beyond.level() == Level.SUBFLOW) {
      out.violation(
          beyond.on(),
          "payload ends %d octets behind the window".formatted(beyond.end() - beyond.edge()),
          Fault.of(beyond.by()),
          Evidence.at(
              beyond.carrier(),
              "ends before ssn %d, the window before %d".formatted(beyond.end(), beyond.edge())));
    }
  }
}
