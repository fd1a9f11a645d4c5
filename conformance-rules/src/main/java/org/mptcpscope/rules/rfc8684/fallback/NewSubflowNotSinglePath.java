package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
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
 * The subflow that replaces one lost to a checksum failure began with an ordinary mapping.
 *
 * <p>If the only subflow was reset with MP_FAIL, the sender may open another one, and should then
 * put it into single-path mode at once, by an infinite mapping from the data sequence number in the
 * MP_FAIL on (RFC 8684, section 3.7). A note: it may open several, and few do this at all.
 */
public final class NewSubflowNotSinglePath implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "new-subflow-not-single-path",
              "FAIL-NEW-SUBFLOW-SINGLE-PATH",
              "a subflow that replaces a failed one began with an ordinary mapping",
              Subject.FAIL)
          .hears(FailSent.class, PayloadStarted.class);

  /** The reports that ended the last subflow, by the sender of the data. */
  private final Map<Side, FailSent> lost = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new NewSubflowNotSinglePath();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FailSent fail
          when fail.onReset()
              && fail.connection().open(fail.by()).stream().allMatch(s -> s == fail.on()) ->
          lost.putIfAbsent(fail.by().peer(), fail);
      case PayloadStarted began when !began.on().isInitial() && lost.containsKey(began.by()) ->
          began(began, lost.get(began.by()), out);
      default -> {}
    }
  }

  private static void began(PayloadStarted began, FailSent fail, Verdicts out) {
    FrameRef joined =
        began.on().handshake().current().flatMap(a -> a.syn()).map(syn -> syn.frame()).orElse(null);
    boolean later = joined != null && joined.time() > fail.knownAt().time();
    if (later && (began.mappedBy() == MappedBy.DSS || began.mappedBy() == MappedBy.EARLIER)) {
      out.violation(
          began.on(),
          "the subflow that replaces a failed one began with an ordinary mapping",
          Fault.of(began.by()),
          Evidence.at(began.carrier(), "first data, under a finite mapping")
              .and(fail.carrier(), "RST, " + Fallbacks.shown(fail))
              .and(joined, began.on(), began.on().opener(), "MP_JOIN"));
    }
  }
}
