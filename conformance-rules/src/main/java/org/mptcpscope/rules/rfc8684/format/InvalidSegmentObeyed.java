package org.mptcpscope.rules.rfc8684.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host acted on an MPTCP signal in a segment that TCP must not accept.
 *
 * <p>The checks of TCP come first: a segment left of what was acknowledged, or far outside any
 * window, may be an old copy or a forgery, and its options do not count (RFC 8684, section 3).
 * Reported is the answer that only the signal explains, at once (50 ms): an echo of its address,
 * the end of the subflows of its Address IDs, an MP_FAIL, or the reset of all subflows after
 * MP_FASTCLOSE. If an acceptable segment brought the same signal before the answer, nothing is
 * wrong. A warning only where the capture was taken at the host that acted, a note elsewhere.
 */
public final class InvalidSegmentObeyed implements Rule {
  private static final long AT_ONCE = 50_000_000;
  private static final int MOST = 64;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "invalid-segment-obeyed",
              "TCP-VALIDITY-BEFORE-SIGNALS",
              "a signal in a segment that TCP must not accept was obeyed",
              Subject.OPTION)
          .hears(
              FastClosed.class,
              AddressAdvertised.class,
              AddressEchoed.class,
              AddressRemoved.class,
              FailSent.class,
              SubflowReset.class,
              FinSent.class,
              ConnectionEnded.class);

  /** The same signal, whichever segment brings it. */
  private record Signal(Side by, Octets option) {}

  /** A signal in an unacceptable segment, and the subflows that it would end. */
  private record Suspicion(Signal signal, OptionEvent event, Set<Subflow> doomed) {
    boolean isOpen(Carrier answer) {
      return answer.by() != event.by() && answer.frame().time() - event.knownAt().time() <= AT_ONCE;
    }
  }

  /** An answer, until it is clear that no better cause stands behind it in the capture. */
  private record Answer(Suspicion suspicion, Carrier segment, String shows) {}

  private final Set<Answer> answers = new LinkedHashSet<>();
  private final Set<Signal> accepted = new HashSet<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private final Set<Subflow> closing = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new InvalidSegmentObeyed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FailSent fail -> {
        answered(fail.carrier(), s -> s.event() instanceof FailSent, "MP_FAIL in answer", out);
        arrived(fail, Set.of(), out);
      }
      case AddressAdvertised address -> arrived(address, Set.of(), out);
      case AddressRemoved removed -> arrived(removed, Set.copyOf(removed.affected()), out);
      case FastClosed close when close.key().isValid() -> {
        suspicions.removeIf(s -> s.event() instanceof FastClosed && s.signal().by() != close.by());
        arrived(close, living(close), out);
      }
      case AddressEchoed echo ->
          answered(echo.carrier(), s -> isEchoOf(echo, s), "ADD_ADDR echo", out);
      case FinSent fin -> ended(fin.carrier(), out);
      case SubflowReset reset -> ended(reset.carrier(), out);
      case ConnectionEnded _ -> {
        answers.forEach(answer -> report(answer, out));
        answers.clear();
      }
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Answer answer && answers.remove(answer)) {
      report(answer, out);
    }
  }

  /** A RST ends its own subflow whatever its option says. */
  private static Set<Subflow> living(FastClosed close) {
    Set<Subflow> living = new HashSet<>(close.connection().open(close.by().peer()));
    if (close.form() == FastClosed.Form.RST) {
      living.remove(close.on());
    }
    return living;
  }

  private void arrived(OptionEvent event, Set<Subflow> doomed, Verdicts out) {
    Signal signal = new Signal(event.by(), event.optional().orElseThrow().emit());
    Acceptance acceptance = event.carrier().acceptance();
    if (acceptance != Acceptance.OLD && acceptance != Acceptance.BEYOND) {
      suspicions.removeIf(s -> s.signal().equals(signal));
      if (answers.removeIf(answer -> answer.suspicion().signal().equals(signal))) {
        out.inconclusive(SPEC.requirement(), "the signal came again at the time of the answer");
      }
      if (accepted.size() < MOST) {
        accepted.add(signal);
      }
    } else if (!accepted.contains(signal) && accepted.size() < MOST && suspicions.size() < MOST) {
      Set<Subflow> left = new HashSet<>(doomed);
      left.removeAll(closing);
      suspicions.add(new Suspicion(signal, event, left));
    }
  }

  private static boolean isEchoOf(AddressEchoed echo, Suspicion suspicion) {
    return suspicion.event() instanceof AddressAdvertised original
        && original.option().addressId() == echo.option().addressId()
        && original.address().equals(echo.address());
  }

  /** A FIN or a RST: of the other host the signal may be the cause, its own is no answer. */
  private void ended(Carrier segment, Verdicts out) {
    for (Suspicion suspicion : List.copyOf(suspicions)) {
      boolean meant = suspicion.doomed().remove(segment.on());
      boolean all = suspicion.event() instanceof AddressRemoved || suspicion.doomed().isEmpty();
      boolean fits = segment.isRst() || suspicion.event() instanceof AddressRemoved;
      if (meant && all && fits) {
        answered(segment, s -> s == suspicion, segment.isRst() ? "RST" : "FIN", out);
      }
    }
    closing.add(segment.on());
  }

  private void answered(Carrier answer, Predicate<Suspicion> fits, String shows, Verdicts out) {
    for (Suspicion suspicion : List.copyOf(suspicions)) {
      if (suspicion.isOpen(answer) && fits.test(suspicion)) {
        suspicions.remove(suspicion);
        Answer found = new Answer(suspicion, answer, shows);
        answers.add(found);
        out.alarm(answer.frame().time() + CaptureQuality.LONGEST_DISORDER, found);
      }
    }
  }

  private static void report(Answer found, Verdicts out) {
    Suspicion suspicion = found.suspicion();
    Carrier answer = found.segment();
    Carrier segment = suspicion.event().carrier();
    String name = suspicion.event().optional().orElseThrow().name();
    boolean old = segment.acceptance() == Acceptance.OLD;
    out.violation(
            answer.on(),
            "%s in an unacceptable segment was obeyed".formatted(name),
            Fault.of(answer.by()),
            Evidence.at(answer, found.shows())
                .and(
                    segment,
                    name + (old ? " in an old segment" : " in a segment outside any window")))
        .triggeredBy(segment.frame());
  }
}
