package org.mptcpscope.rules.rfc8684.fallback;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AckedPlainly;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.PathConfirmed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
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
 * The first data was acknowledged in TCP only, and its sender went on with MPTCP.
 *
 * <p>An acknowledgment of data without a Data ACK, before any came, tells the sender that MPTCP
 * options do not pass. On the first subflow, as long as there is no other, it falls back to plain
 * TCP (RFC 8684, section 3.7). Found: new data under a mapping that is declared for the first time
 * more than two round trips later, by the second segment at the earliest, while no Data ACK had
 * come. A warning with the capture at the sender; elsewhere a note, as a box may have taken options
 * out in front of the capture.
 *
 * <p>On a joined subflow the sender resets it instead. A note: Data ACKs that say nothing new may
 * be left out, and another subflow may have said it.
 */
public final class PlainAckIgnored implements Rule {
  private static final String FIRST = "FB-ACK-WITHOUT-DATAACK-FALL-BACK";
  private static final String JOINED = "FB-ACK-WITHOUT-DATAACK-JOIN-RST";

  /** So many segments of the sender may follow before it must have looked at the acknowledgment. */
  private static final int SEGMENTS = 2;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "plain-ack-ignored",
              FIRST,
              "MPTCP went on after data was acknowledged without a Data ACK",
              Subject.DATA)
          .also(JOINED, Subject.JOIN_CONFIRMATION)
          .hears(AckedPlainly.class, PathConfirmed.class, FellBack.class, SubflowReset.class);

  /**
   * An acknowledgment without a Data ACK.
   *
   * @param sent how many segments the sender of the data had sent by then
   */
  private record Plain(AckedPlainly acked, int sent) {
    Subflow on() {
      return acked.on();
    }

    Side sender() {
      return acked.sender();
    }
  }

  /** Acknowledgments that still stand. */
  private final List<Plain> open = new ArrayList<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new PlainAckIgnored();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AckedPlainly acked when isJudged(acked) -> {
        Plain plain = new Plain(acked, acked.on().segmentsSent(acked.sender()));
        open.add(plain);
        watch(plain, SegmentFacts.NEW_MAPPING, out);
      }
      case PathConfirmed path ->
          open.removeIf(plain -> plain.sender() == path.sender() && isExplained(plain, path.on()));
      case FellBack fell -> open.removeIf(plain -> plain.sender() == fell.fallback().by());
      case SubflowReset reset -> open.removeIf(plain -> plain.on() == reset.on());
      default -> {}
    }
  }

  /** A Data ACK anywhere proves the first subflow as well, on a joined one only its own does. */
  private static boolean isExplained(Plain plain, Subflow confirmed) {
    return plain.on().isInitial() || plain.on() == confirmed;
  }

  private static boolean isJudged(AckedPlainly acked) {
    Connection connection = acked.connection();
    Side sender = acked.sender();
    if (!acked.on().isInitial()) {
      return true;
    }
    // A listener without the initiator's key cannot send a Data ACK.
    return connection.subflows().size() == 1
        && connection.host(sender).keyKnownAt().isPresent()
        && connection.stream(sender).dataAcked().isEmpty();
  }

  private static void watch(Plain plain, long traits, Verdicts out) {
    Subflow on = plain.on();
    out.watch(
        Watch.on(on, plain, plain.sender(), traits)
            .atOrBehind(on.highest(plain.sender()))
            .from(plain.acked().knownAt().time() + late(on)));
  }

  private static long late(Subflow on) {
    return Math.max(2 * on.grace(), Fallbacks.SHORTLY);
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof Plain plain) || !open.contains(plain)) {
      return;
    }
    if (seen.on().segmentsSent(seen.by()) < plain.sent() + SEGMENTS) {
      // The next segment may only repeat the mapping of this one.
      watch(plain, SegmentFacts.NEW_DATA, out);
      return;
    }
    open.remove(plain);
    Evidence evidence =
        Evidence.at(seen.frame(), seen.on(), seen.by(), "new data with a mapping")
            .and(plain.acked().carrier(), "TCP ack of data, without a Data ACK");
    Fault fault = Fault.of(seen.by());
    if (!plain.on().isInitial()) {
      out.violation(
          JOINED,
          seen.on(),
          "a joined subflow went on after a plain acknowledgment of its data",
          fault,
          evidence);
      return;
    }
    String message = "MPTCP went on after a plain acknowledgment of the first data";
    Verdicts.Draft draft =
        Fallbacks.isAt(plain.on(), seen.by())
            ? out.violation(FIRST, seen.on(), message, fault, evidence)
            : out.note(FIRST, seen.on(), message, fault, evidence)
                .reduced(Need.SENDER_SIDE_CAPTURE);
    draft.about(seen.by(), plain.acked().ssns());
  }
}
