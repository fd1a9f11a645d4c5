package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * MP_FAIL was not answered by an MP_FAIL.
 *
 * <p>In version 1 the receiver of an MP_FAIL on a single subflow answers with its own, so that both
 * directions become plain TCP (RFC 8684, section 3.7). Judged when it has sent two segments later
 * than a round trip and 200 ms behind the MP_FAIL. A warning if the capture was taken there, or if
 * the host showed otherwise that the MP_FAIL had arrived: by an infinite mapping, or by data
 * without any option. Elsewhere a note, since the acknowledgment with the MP_FAIL may have been
 * lost behind the capture.
 */
public final class FailNotReciprocated implements Rule {
  private static final String ID = "FAIL-RECIPROCATED";

  public static final RuleSpec SPEC =
      RuleSpec.of("fail-not-reciprocated", ID, "MP_FAIL was not answered by MP_FAIL", Subject.FAIL)
          .hears(FailSent.class, InfiniteMappingSent.class, OptionMalformed.class);

  /** What is owed, and how many segments of the debtor were seen since it was due. */
  private record Owed(FailSent fail, int seen) {
    Side debtor() {
      return fail.by().peer();
    }
  }

  private final Set<Side> failed = EnumSet.noneOf(Side.class);
  private final Set<Side> reacted = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FailNotReciprocated();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FailSent fail -> fail(fail, out);
      case InfiniteMappingSent sent when failed.contains(sent.by().peer()) ->
          reacted.add(sent.by());
      // Its length is judged, not its absence.
      case OptionMalformed malformed when malformed.option().subtype() == Subtype.MP_FAIL -> {
        failed.add(malformed.by());
        if (failed.contains(malformed.by().peer())) {
          out.met(ID, malformed.by());
        }
      }
      default -> {}
    }
  }

  private void fail(FailSent fail, Verdicts out) {
    boolean first = failed.add(fail.by());
    if (fail.reciprocal()) {
      out.met(ID, fail.by());
    } else if (first
        && Fallbacks.isReport(fail)
        && Fallbacks.isAlone(fail.on(), fail.by().peer())) {
      Side debtor = fail.by().peer();
      watch(new Owed(fail, 0), out);
      out.expect(ID, debtor, fail.knownAt().time() + late(fail.on()));
    }
  }

  private static long late(Subflow on) {
    return Math.max(on.grace(), Fallbacks.SHORTLY);
  }

  private static void watch(Owed owed, Verdicts out) {
    FailSent fail = owed.fail();
    out.watch(
        Watch.on(fail.on(), owed, owed.debtor(), SegmentFacts.NOT_RST)
            .from(fail.knownAt().time() + late(fail.on())));
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof Owed owed) || failed.contains(owed.debtor())) {
      return;
    }
    if (owed.seen() == 0) {
      watch(new Owed(owed.fail(), 1), out);
      return;
    }
    report(owed, seen.frame(), out);
  }

  private void report(Owed owed, FrameRef last, Verdicts out) {
    FailSent fail = owed.fail();
    String message = "MP_FAIL was not answered by MP_FAIL";
    Fault fault = Fault.of(owed.debtor());
    Evidence evidence =
        Evidence.at(fail.carrier(), Fallbacks.shown(fail))
            .and(last, fail.on(), owed.debtor(), "still without MP_FAIL");
    if (Fallbacks.isAt(fail.on(), owed.debtor()) || showedIt(owed)) {
      out.violation(fail.on(), message, fault, evidence).reduced(Need.RECEIVER_SIDE_CAPTURE);
    } else {
      out.note(ID, fail.on(), message, fault, evidence).reduced(Need.RECEIVER_SIDE_CAPTURE);
    }
  }

  private boolean showedIt(Owed owed) {
    return reacted.contains(owed.debtor())
        || owed.fail()
            .connection()
            .fallback(owed.debtor())
            .filter(fallback -> fallback.reason() == Fallback.Reason.MP_FAIL)
            .isPresent();
  }
}
