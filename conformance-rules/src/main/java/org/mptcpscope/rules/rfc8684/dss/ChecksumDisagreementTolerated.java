package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host went on with a subflow whose mappings have or lack a checksum against the agreement.
 *
 * <p>The receiver must end a subflow with a RST when a checksum comes that was not agreed in the
 * handshake, or when one that was agreed is missing (RFC 8684, section 3.3). Found: one second, at
 * least two round trips, after such a mapping with data its receiver sends an MPTCP option on this
 * subflow, and has acknowledged the data, where no RST came. A receiver that falls back to plain
 * TCP instead, on the only subflow there is, does not use what is damaged: a note. In version 0 a
 * checksum that was not agreed is ignored. Nothing is judged where the third packet, which has the
 * last word on the agreement, is not in the capture.
 */
public final class ChecksumDisagreementTolerated implements Rule {
  private static final String UNAGREED = "DSS-SUPERFLUOUS-CHECKSUM-RST";
  private static final String MISSING = "DSS-MISSING-CHECKSUM-RST";
  private static final long SECOND = 1_000_000_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "checksum-disagreement-tolerated",
              UNAGREED,
              "a subflow was not reset although its mappings break the agreement on checksums",
              Subject.CHECKSUM)
          .also(MISSING, Subject.MAPPING)
          .hears(DssIrregular.class, SubflowReset.class, FellBack.class, FinSent.class);

  /** The first mapping of a host on a subflow that breaks the agreement. */
  private record Breach(DssIrregular odd, String id) {
    Side receiver() {
      return odd.by().peer();
    }

    String shown() {
      return id.equals(UNAGREED) ? "mapping with a checksum" : "mapping without a checksum";
    }
  }

  private final Map<Subflow, Breach> breaches = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new ChecksumDisagreementTolerated();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DssIrregular odd when odd.carrier().payload() > 0 && !breaches.containsKey(odd.on()) -> {
        if (odd.oddities().contains(Oddity.CHECKSUM_UNAGREED)) {
          expect(new Breach(odd, UNAGREED), out);
        } else if (odd.oddities().contains(Oddity.CHECKSUM_MISSING)) {
          expect(new Breach(odd, MISSING), out);
        }
      }
      case SubflowReset reset when breaches.containsKey(reset.on()) ->
          end(breaches.get(reset.on()), reset.by(), out);
      // Who closes the subflow meanwhile needs no RST to end it.
      case FinSent fin when breaches.containsKey(fin.on()) -> out.excused(breaches.get(fin.on()));
      case FellBack fell when breaches.containsKey(fell.on()) ->
          fellBack(breaches.get(fell.on()), fell, out);
      default -> {}
    }
  }

  private void expect(Breach breach, Verdicts out) {
    DssIrregular odd = breach.odd;
    breaches.put(odd.on(), breach);
    if (lacksThird(odd)) {
      out.inconclusive(breach.id, "the third packet is not in the capture");
      return;
    }
    long patience = Math.max(SECOND, 2 * odd.on().grace());
    out.expect(breach.id, breach, odd.knownAt().time() + patience);
  }

  private static void end(Breach breach, Side by, Verdicts out) {
    if (by == breach.receiver()) {
      out.met(breach.id, breach);
    } else {
      out.excused(breach);
    }
  }

  private static void fellBack(Breach breach, FellBack fell, Verdicts out) {
    out.excused(breach);
    if (fell.fallback().by() == breach.receiver() && !lacksThird(breach.odd)) {
      out.note(
          breach.id,
          fell.on(),
          "a host fell back to TCP where a RST was due",
          Fault.of(breach.receiver()),
          Evidence.at(fell.carrier(), "falls back").and(breach.odd.carrier(), breach.shown()));
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Breach breach) {
      DssIrregular odd = breach.odd;
      long end = odd.carrier().ssn() + odd.carrier().payload();
      out.watch(
          Watch.on(
                  odd.on(),
                  breach,
                  breach.receiver(),
                  SegmentFacts.NOT_RST | SegmentFacts.ANY_OPTION)
              .from(deadline)
              .acknowledging(end));
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (watch.key() instanceof Breach breach
        && out.connection().fallback(breach.receiver()).isEmpty()
        && out.connection().fallback(breach.odd.by()).isEmpty()
        && breach.odd.on().phase() == Subflow.Phase.ESTABLISHED) {
      out.violation(
          breach.id,
          seen.on(),
          "a subflow goes on after a " + breach.shown() + ", against the agreement",
          Fault.of(seen.by()),
          Evidence.at(seen.frame(), seen.on(), seen.by(), "goes on, no RST")
              .and(breach.odd.carrier(), breach.shown()));
    }
  }

  /** The third packet, whose bit A may have been another, is not in the capture. */
  private static boolean lacksThird(DssIrregular odd) {
    return odd.connection()
        .initial()
        .flatMap(initial -> initial.handshake().current())
        .filter(
            attempt ->
                attempt.third() != null && attempt.third().option(MpCapable.class).isPresent())
        .isEmpty();
  }
}
