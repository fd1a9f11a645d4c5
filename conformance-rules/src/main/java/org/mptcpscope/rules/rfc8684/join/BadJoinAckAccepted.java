package org.mptcpscope.rules.rfc8684.join;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * The target of a join went on with a subflow whose joiner proved nothing.
 *
 * <p>A third packet with a wrong HMAC, or none at all, must be answered with a reset (RFC 8684,
 * section 3.2): the joiner may be a stranger that heard a token. The target accepts the subflow
 * when it acknowledges data there, sends data or sends a Data ACK; acknowledging the SYN once more
 * does not count. An error only if the capture was taken at the target and an MP_JOIN with a wrong
 * HMAC passed and no right one; else a warning, since the right one may have been lost. A note if
 * there was none at all: a pure ACK that the capture lost leaves no trace.
 */
public final class BadJoinAckAccepted implements Rule {
  private static final String ID = "JOIN-BAD-ACK-RST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "bad-join-ack-accepted",
              ID,
              "the target of a join went on though the joiner proved nothing",
              Subject.JOIN_CONFIRMATION)
          .hears(
              JoinConfirmed.class,
              OptionMalformed.class,
              PayloadStarted.class,
              ConnectionEnded.class);

  /** A third packet that comes this much later was not captured out of order. */
  private static final long SETTLED = 1_000_000_000;

  /** Subflows that are not, or no longer, in question. */
  private final Set<Subflow> settled = new HashSet<>();

  private final Set<Subflow> asked = new HashSet<>();
  private final Map<Subflow, Suspect> suspects = new LinkedHashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new BadJoinAckAccepted();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinConfirmed confirmed
          when !Joins.isWrong(confirmed.hmac(), confirmed.connection()) -> {
        settled.add(confirmed.on());
        if (suspects.remove(confirmed.on()) != null) {
          out.inconclusive(ID, "frames stand out of order in the capture");
        }
      }
      case ConnectionEnded _ ->
          List.copyOf(suspects.keySet()).forEach(subflow -> report(subflow, out));
      case JoinConfirmed confirmed
          when confirmed.hmac().variant() == null && Joins.bothWrong(confirmed.on()) -> {
        settled.add(confirmed.on());
        out.inconclusive(ID, Joins.OTHER_NONCES);
      }
      case JoinConfirmed confirmed -> ask(confirmed.carrier(), true, out);
      case OptionMalformed malformed
          when Joins.isJoin(malformed.option()) && !malformed.carrier().isSyn() ->
          settled.add(malformed.on());
      case PayloadStarted data
          when !data.on().isInitial()
              && data.by() == data.on().opener()
              && !data.on().optionsCut(data.by())
              && Joins.attempt(data.on()).isPresent() ->
          ask(data.carrier(), false, out);
      default -> {}
    }
  }

  private void ask(Carrier segment, boolean wrongHmac, Verdicts out) {
    Subflow subflow = segment.on();
    if (settled.contains(subflow) || !asked.add(subflow)) {
      return;
    }
    Proof proof = new Proof(segment, wrongHmac);
    Side target = segment.by().peer();
    long notReset = SegmentFacts.NOT_RST;
    out.watch(Watch.on(subflow, proof, target, notReset | SegmentFacts.DATA_ACK));
    out.watch(Watch.on(subflow, proof, target, notReset | SegmentFacts.PAYLOAD));
    out.watch(Watch.on(subflow, proof, target, notReset).acknowledging(2));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (!(watch.key() instanceof Proof proof) || !settled.add(sighting.on())) {
      return; // the joiner proved itself meanwhile, or it is reported already
    }
    suspects.put(sighting.on(), new Suspect(proof, sighting));
    out.alarm(sighting.frame().time() + SETTLED, sighting.on());
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Subflow subflow) {
      report(subflow, out);
    }
  }

  private void report(Subflow subflow, Verdicts out) {
    Suspect suspect = suspects.remove(subflow);
    if (suspect == null) {
      return;
    }
    Proof proof = suspect.proof;
    Sighting sighting = suspect.sighting;
    String what =
        proof.wrongHmac() ? "a third packet with a wrong HMAC" : "a join without a third packet";
    Evidence evidence =
        Joins.withSyn(
            Evidence.at(sighting.frame(), subflow, sighting.by(), "goes on, no RST")
                .and(proof.segment(), proof.wrongHmac() ? "MP_JOIN ACK, wrong HMAC" : "data"),
            subflow);
    String message = "the target went on after " + what;
    Fault fault = Fault.of(sighting.by());
    boolean uses = (sighting.traits() & (SegmentFacts.DATA_ACK | SegmentFacts.PAYLOAD)) != 0;
    if (uses && proof.wrongHmac() && subflow.vantage().isAt(sighting.by())) {
      out.violation(subflow, message, fault, evidence);
    } else if (proof.wrongHmac()) {
      out.warning(ID, subflow, message, fault, evidence).reduced(Need.RECEIVER_SIDE_CAPTURE);
    } else {
      out.note(ID, subflow, message, fault, evidence)
          .reduced(Need.RECEIVER_SIDE_CAPTURE)
          .unsure("a third packet that was lost would leave no trace");
    }
  }

  private record Suspect(Proof proof, Sighting sighting) {}

  private record Proof(Carrier segment, boolean wrongHmac) {}
}
