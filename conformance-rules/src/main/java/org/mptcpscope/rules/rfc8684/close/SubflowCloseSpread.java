package org.mptcpscope.rules.rfc8684.close;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host took the end of one subflow for the end of the connection.
 *
 * <p>A FIN or a RST of TCP ends the subflow it is on and no more; the connection ends with DATA_FIN
 * or MP_FASTCLOSE (RFC 8684, section 4). A note if the peer closes or resets all its other subflows
 * within a round trip and neither signal comes from anyone within another: an application may have
 * closed at the same time.
 */
public final class SubflowCloseSpread implements Rule {
  private static final String FIN = "TCP-FIN-SCOPE-SUBFLOW";
  private static final String RST = "TCP-RST-SCOPE-SUBFLOW";
  private static final int MOST = 8;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "subflow-close-spread",
              FIN,
              "the end of one subflow made the peer end all others",
              Subject.DATA)
          .also(RST, Subject.RESET)
          .hears(FinSent.class, SubflowReset.class, DataFinSent.class, FastClosed.class);

  /** The end of one subflow, and the subflows that its peer had beside it. */
  private static final class Cause {
    final Carrier segment;
    final String id;
    final Set<Subflow> others;
    final long until;
    Carrier last;

    Cause(Carrier segment, String id, Set<Subflow> others) {
      this.segment = segment;
      this.id = id;
      this.others = others;
      this.until = segment.frame().time() + segment.on().grace();
    }
  }

  private final List<Cause> causes = new ArrayList<>();
  private boolean closing;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SubflowCloseSpread();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataFinSent _, FastClosed _ -> closing = true;
      case FinSent fin -> closed(fin.carrier(), FIN, out);
      case SubflowReset reset when reset.ended() -> closed(reset.carrier(), RST, out);
      default -> {}
    }
  }

  private void closed(Carrier segment, String id, Verdicts out) {
    for (Cause cause : causes) {
      if (segment.by() == cause.segment.by()) {
        cause.others.remove(segment.on()); // what the first host ends itself is no reaction
      } else if (segment.frame().time() <= cause.until
          && cause.others.remove(segment.on())
          && cause.others.isEmpty()) {
        cause.last = segment;
      }
    }
    Set<Subflow> others = new HashSet<>(out.connection().open(segment.by().peer()));
    others.remove(segment.on());
    if (!closing && !others.isEmpty() && causes.size() < MOST && isFirst(segment)) {
      Cause cause = new Cause(segment, id, others);
      causes.add(cause);
      out.alarm(cause.until + segment.on().grace(), cause);
    }
  }

  /** Nothing else was being closed. */
  private boolean isFirst(Carrier segment) {
    return causes.stream().noneMatch(cause -> segment.frame().time() <= cause.until);
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Cause cause && cause.last != null && !closing) {
      boolean fin = cause.id.equals(FIN);
      out.violation(
              cause.id,
              cause.last.on(),
              fin
                  ? "a FIN on one subflow made the peer end all others"
                  : "a RST on one subflow made the peer end all others",
              Fault.of(cause.last.by()),
              Evidence.at(
                      cause.last,
                      cause.last.isRst() ? "RST of the last subflow" : "FIN of the last subflow")
                  .and(cause.segment, fin ? "FIN" : "RST"))
          .triggeredBy(cause.segment.frame());
    }
  }
}
