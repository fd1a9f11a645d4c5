package org.mptcpscope.rules.rfc8684.fallback;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.DataStream.DataAck;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A checksum failed on one of several subflows, and the subflow was not reset.
 *
 * <p>With several subflows the octets of one are not contiguous; after damage to them nothing on
 * that subflow can be trusted, so its receiver closes it at once by a RST with MP_FAIL (RFC 8684,
 * section 3.7). Found: MP_FAIL on a segment that is no RST, while two subflows had been up for more
 * than a round trip. And, with the capture at the receiver: a mapping that failed, whose octets
 * were sent nowhere else, was Data-ACKed, and for three round trips neither MP_FAIL nor a RST came.
 *
 * <p>A note: MP_FAIL on an acknowledgment of the only subflow left, on which data of a lost one was
 * being sent again. Such data is not contiguous either, but what the receiver knew of that is
 * uncertain.
 */
public final class FailWithoutReset implements Rule {
  private static final String SEVERAL = "FAIL-RST-WHEN-SEVERAL-SUBFLOWS";
  private static final String NONCONTIGUOUS = "FAIL-NONCONTIGUOUS-RST";
  private static final int MOST = 16;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fail-without-reset",
              SEVERAL,
              "a checksum failed with several subflows, and the subflow was not reset",
              Subject.FAIL)
          .also(NONCONTIGUOUS, Subject.FAIL)
          .hears(FailSent.class, ChecksumFailed.class, SubflowReset.class);

  /** Reactions of hosts, by subflow. */
  private record Reaction(Side by, Subflow on) {}

  private final List<Reaction> reactions = new ArrayList<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FailWithoutReset();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FailSent fail -> {
        react(fail.by(), fail.on());
        if (Fallbacks.isReport(fail)) {
          reported(fail, out);
        }
      }
      case SubflowReset reset -> react(reset.by(), reset.on());
      case ChecksumFailed failed when failed.payload() && isJudged(failed) ->
          out.expect(SEVERAL, failed, failed.knownAt().time() + 3 * failed.on().grace());
      default -> {}
    }
  }

  private void react(Side by, Subflow on) {
    Reaction reaction = new Reaction(by, on);
    if (reactions.size() < MOST && !reactions.contains(reaction)) {
      reactions.add(reaction);
    }
  }

  // ---- MP_FAIL on an acknowledgment ------------------------------------------------------------

  private static void reported(FailSent fail, Verdicts out) {
    Connection connection = fail.connection();
    Side sender = fail.by().peer();
    List<Subflow> up =
        connection.open(fail.by()).stream()
            .filter(subflow -> isUp(subflow, fail.knownAt().time()))
            .toList();
    Evidence evidence = Evidence.at(fail.carrier(), "no RST; " + Fallbacks.shown(fail));
    if (up.size() > 1 && up.contains(fail.on())) {
      for (Subflow other : up) {
        if (other != fail.on()) {
          evidence =
              evidence.and(
                  other.establishedAt().orElseThrow(),
                  other,
                  other.opener(),
                  "another subflow, established");
        }
      }
      out.violation(
          SEVERAL,
          fail.on(),
          "MP_FAIL without a reset while other subflows were up",
          Fault.of(fail.by()),
          evidence);
    } else if (connection.open(fail.by()).stream().allMatch(open -> open == fail.on())) {
      connection.stream(sender)
          .reinjectedOn(fail.on())
          .ifPresent(
              again ->
                  out.violation(
                      NONCONTIGUOUS,
                      fail.on(),
                      "MP_FAIL without a reset although data of a lost subflow was sent again",
                      Fault.of(fail.by()),
                      Evidence.at(fail.carrier(), "no RST; " + Fallbacks.shown(fail))
                          .and(again, fail.on(), sender, "data sent again")));
    }
  }

  private static boolean isUp(Subflow subflow, long time) {
    return subflow.phase() == Subflow.Phase.ESTABLISHED
        && subflow
            .establishedAt()
            .filter(established -> time - established.time() > subflow.grace())
            .isPresent();
  }

  // ---- nothing at all --------------------------------------------------------------------------

  /** The capture was taken where the damage must have been seen, and there was a choice. */
  private static boolean isJudged(ChecksumFailed failed) {
    Side receiver = failed.by().peer();
    return failed.connection().checksums() == Checksums.AGREED
        && Fallbacks.isAt(failed.on(), receiver)
        && !Fallbacks.isAt(failed.on(), failed.by())
        && failed.connection().open(receiver).size() > 1
        && failed.connection().fallback(failed.by()).isEmpty();
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof ChecksumFailed failed)
        || reactions.contains(new Reaction(failed.by().peer(), failed.on()))
        || reactions.contains(new Reaction(failed.by(), failed.on()))) {
      return;
    }
    Mapping mapping = failed.mapping();
    long end = mapping.dsn() + mapping.length();
    DataStream stream = failed.connection().stream(failed.by());
    DataAck acked = stream.dataAcked().filter(ack -> ack.value() - end >= 0).orElse(null);
    if (acked == null
        || stream.reinjectedOn(failed.on()).isPresent()
        || !stream.carriers(mapping.dsn(), end).stream().allMatch(s -> s == failed.on())) {
      return;
    }
    out.violation(
            SEVERAL,
            failed.on(),
            "data with a wrong checksum was Data-ACKed, without MP_FAIL and without a reset",
            Fault.of(failed.by().peer()),
            Evidence.at(failed.carrier(), "checksum wrong")
                .and(acked.frame(), failed.on(), failed.by().peer(), "Data ACK of it"))
        .until(deadline);
  }
}
