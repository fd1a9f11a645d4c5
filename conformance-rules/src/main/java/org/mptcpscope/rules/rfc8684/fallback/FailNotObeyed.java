package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * The sender went on with ordinary mappings after MP_FAIL, or its infinite mapping leaves octets
 * out.
 *
 * <p>On a single subflow the sender that gets MP_FAIL puts an infinite mapping on the next new
 * segment (RFC 8684, section 3.7). A finite one that is declared for the first time more than a
 * round trip later, behind all that had been sent, shows that it did not: a warning with the
 * capture at the sender, or if its own MP_FAIL shows that it knew, else a note. Mappings declared
 * before may go on for long, and MP_FAIL that answers one needs no answer itself.
 *
 * <p>A note: an infinite mapping that begins behind the data last known to have arrived whole. It
 * is meant to act backwards, so that the octets reported as damaged are delivered as well.
 */
public final class FailNotObeyed implements Rule {
  private static final String ID = "FAIL-ANSWERED-BY-INFINITE-MAPPING";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fail-not-obeyed",
              ID,
              "the sender went on with ordinary mappings after MP_FAIL",
              Subject.FAIL)
          .hears(FailSent.class, InfiniteMappingSent.class);

  private final Map<Side, FailSent> reports = new EnumMap<>(Side.class);
  private final Set<Side> failed = EnumSet.noneOf(Side.class);
  private final Set<Side> obeyed = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FailNotObeyed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FailSent fail -> {
        boolean first = failed.add(fail.by());
        if (first && Fallbacks.isReport(fail) && Fallbacks.isAlone(fail.on(), fail.by().peer())) {
          reported(fail, out);
        }
      }
      case InfiniteMappingSent sent
          when obeyed.add(sent.by()) && reports.containsKey(sent.by().peer()) ->
          infinite(sent, reports.get(sent.by().peer()), out);
      default -> {}
    }
  }

  private void reported(FailSent fail, Verdicts out) {
    Side sender = fail.by().peer();
    if (obeyed.contains(sender)) {
      return;
    }
    reports.put(fail.by(), fail);
    out.watch(
        Watch.on(fail.on(), fail, sender, SegmentFacts.NEW_MAPPING)
            .atOrBehind(fail.on().highest(sender))
            .from(fail.knownAt().time() + fail.on().grace()));
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof FailSent fail) || obeyed.contains(seen.by())) {
      return;
    }
    String message = "an ordinary mapping after MP_FAIL";
    Fault fault = Fault.of(seen.by());
    Evidence evidence =
        Evidence.at(seen.frame(), seen.on(), seen.by(), "a new mapping, not infinite")
            .and(fail.carrier(), Fallbacks.shown(fail));
    if (Fallbacks.isAt(fail.on(), seen.by()) || failed.contains(seen.by())) {
      out.violation(seen.on(), message, fault, evidence).reduced(Need.RECEIVER_SIDE_CAPTURE);
    } else {
      out.note(ID, seen.on(), message, fault, evidence).reduced(Need.RECEIVER_SIDE_CAPTURE);
    }
  }

  private static void infinite(InfiniteMappingSent sent, FailSent fail, Verdicts out) {
    DataStream stream = sent.connection().stream(sent.by());
    OptionalLong intact =
        stream.dataAcked().isPresent()
            ? OptionalLong.of(stream.dataAcked().get().value())
            : stream.lowest();
    long behind = intact.isPresent() ? sent.mapping().dsn() - intact.getAsLong() : 0;
    if (behind > 0 && behind < Integer.MAX_VALUE && sent.on() == fail.on()) {
      out.note(
              ID,
              sent.on(),
              "an infinite mapping that begins behind the last intact data",
              Fault.of(sent.by()),
              Evidence.at(sent.carrier(), "infinite mapping, %d octets behind".formatted(behind))
                  .and(fail.carrier(), Fallbacks.shown(fail)))
          .reduced(Need.RECEIVER_SIDE_CAPTURE);
    }
  }
}
