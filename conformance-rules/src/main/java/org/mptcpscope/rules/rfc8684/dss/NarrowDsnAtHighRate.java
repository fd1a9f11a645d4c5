package org.mptcpscope.rules.rfc8684.dss;

import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.model.DataStream.Wrap;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * A host sent DSNs of 4 octets at a rate at which they repeat while old segments may live.
 *
 * <p>DSNs of 4 octets are for connections that are too slow to wrap them within a maximum segment
 * lifetime; faster ones must send all 8 octets (RFC 8684 and RFC 6824, section 3.3.1), or a segment
 * that was late looks new. Found: 2^32 octets, and at most a sixteenth more, from one mapping with
 * a DSN of 4 octets to another within 60 seconds. A note up to 120 seconds, the lifetime that TCP
 * names, as segments live shorter in practice. Each octet counts once. Judged when the connection
 * is over, on the fastest wrap.
 */
public final class NarrowDsnAtHighRate implements Rule {
  private static final long SECOND = 1_000_000_000;
  private static final long IN_PRACTICE = 60 * SECOND;
  private static final long LIFETIME = 120 * SECOND;
  private static final String ID = "DSS-64BIT-AT-HIGH-RATE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "narrow-dsn-at-high-rate",
              ID,
              "DSNs of 4 octets were sent at a rate that needs 8",
              Subject.MAPPING)
          .hears(ConnectionEnded.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof ConnectionEnded) {
      for (Side side : Side.values()) {
        Optional<Wrap> wrap = out.connection().stream(side).fastestWrap();
        if (wrap.isPresent() && wrap.get().duration() <= LIFETIME) {
          report(wrap.get(), side, out);
        }
      }
    }
  }

  private static void report(Wrap wrap, Side side, Verdicts out) {
    Subflow on = out.connection().subflows().getFirst();
    String message =
        "DSNs of 4 octets were used up in %d seconds".formatted(wrap.duration() / SECOND);
    Fault fault = Fault.of(side);
    Evidence evidence =
        Evidence.at(wrap.to(), on, side, "2^32 octets later")
            .and(wrap.from(), on, side, "DSN of 4 octets");
    Draft draft =
        wrap.duration() <= IN_PRACTICE
            ? out.violation(on, message, fault, evidence)
            : out.note(ID, on, message, fault, evidence);
    draft.since(wrap.from().time()).until(wrap.to().time());
  }
}
