package org.mptcpscope.rules.rfc8684.fallback;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * Data that was lost with a subflow did not come again on another one.
 *
 * <p>Data from the sequence number in an MP_FAIL on was not delivered, so when the subflow is reset
 * its sender has to send it again over those that are left (RFC 8684, sections 3.7 and 3.3.6). A
 * note, if within five seconds and three retransmission time-outs the octet named was neither sent
 * on another subflow nor Data-ACKed.
 *
 * <p>The same is due when a subflow ends in any other way, by RST or by FINs, with data that it
 * alone carried and that was not Data-ACKed (section 3.3.6). A note, if after that time some of it
 * still is, although the host sends on another subflow that is no backup. Not judged once a
 * DATA_FIN or a fast close says that the connection ends.
 */
public final class LostDataNotReinjected implements Rule {
  private static final String FAILED = "FAIL-DATA-REINJECTED";
  private static final String LOST = "DSS-REINJECTED-AFTER-SUBFLOW-LOSS";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "lost-data-not-reinjected",
              FAILED,
              "data that was lost with a subflow did not come again",
              Subject.FAIL)
          .also(LOST, Subject.DATA)
          .hears(FailSent.class, SubflowEnded.class, DataFinSent.class, FastClosed.class);

  /** Data of a host that only a subflow carried which is over. */
  private record Lost(SubflowEnded end, Side sender, long octets) {}

  private boolean closing;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new LostDataNotReinjected();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FailSent fail -> failed(fail, out);
      case SubflowEnded end -> ended(end, out);
      case DataFinSent _, FastClosed _ -> closing = true;
      default -> {}
    }
  }

  private static void failed(FailSent fail, Verdicts out) {
    if (fail.onReset() && fail.copy() == 1) {
      long dsn = fail.option().dsn();
      List<Subflow> left = left(fail);
      boolean named = stream(fail).carriers(dsn, dsn + 1).contains(fail.on());
      if (named && !left.isEmpty()) {
        Side sender = fail.by().peer();
        long rto = left.stream().mapToLong(subflow -> subflow.rto(sender)).max().orElseThrow();
        long grace = Math.max(5 * Fallbacks.SECOND, 3 * rto);
        out.expect(FAILED, fail, fail.knownAt().time() + grace);
      }
    }
  }

  private void ended(SubflowEnded end, Verdicts out) {
    boolean lost = end.how() == SubflowEnded.How.RESET || end.how() == SubflowEnded.How.FIN;
    Carrier last = end.lastCarrier();
    if (!lost || closing || last != null && last.option(MpFail.class).isPresent()) {
      return;
    }
    Connection connection = end.connection();
    for (Side sender : Side.values()) {
      long octets = connection.stream(sender).outstandingOnlyOn(end.subflow());
      List<Subflow> left = usable(connection, sender);
      if (octets > 0 && !left.isEmpty() && connection.fallback(sender).isEmpty()) {
        long rto = left.stream().mapToLong(subflow -> subflow.rto(sender)).max().orElseThrow();
        long grace = Math.max(5 * Fallbacks.SECOND, 3 * rto);
        out.expect(LOST, new Lost(end, sender, octets), end.knownAt().time() + grace);
      }
    }
  }

  /** Subflows on which both hosts can send, and on which this one need not hold its data back. */
  private static List<Subflow> usable(Connection connection, Side sender) {
    List<Subflow> ofPeer = connection.open(sender.peer());
    return connection.open(sender).stream()
        .filter(subflow -> ofPeer.contains(subflow) && !subflow.backup(sender.peer()).wanted())
        .toList();
  }

  private static DataStream stream(FailSent fail) {
    return fail.connection().stream(fail.by().peer());
  }

  /** The subflows on which the data can come again. */
  private static List<Subflow> left(FailSent fail) {
    Connection connection = fail.connection();
    List<Subflow> ofReceiver = connection.open(fail.by());
    return connection.open(fail.by().peer()).stream()
        .filter(subflow -> subflow != fail.on() && ofReceiver.contains(subflow))
        .toList();
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    switch (key) {
      case FailSent fail when !left(fail).isEmpty() -> judge(fail, deadline, out);
      case Lost lost when !closing -> judge(lost, deadline, out);
      default -> {}
    }
  }

  private static void judge(Lost lost, long deadline, Verdicts out) {
    Connection connection = out.connection();
    Side sender = lost.sender;
    Subflow on = lost.end.subflow();
    long octets = connection.stream(sender).outstandingOnlyOn(on);
    List<Subflow> left = usable(connection, sender);
    if (octets == 0) {
      out.pass(LOST);
      return;
    }
    boolean sends =
        left.stream()
            .flatMap(subflow -> subflow.lastSegment(sender).stream())
            .anyMatch(segment -> segment.frame().time() > lost.end.knownAt().time() + on.grace());
    if (!sends || connection.fallback(sender).isPresent()) {
      out.inconclusive(LOST, "the host did not send on another subflow");
      return;
    }
    out.violation(
            LOST,
            on,
            "%d octets that only a lost subflow carried did not come again".formatted(octets),
            Fault.of(sender),
            ended(lost))
        .until(deadline)
        .triggeredBy(lost.end.knownAt());
  }

  private static Evidence ended(Lost lost) {
    Carrier last = lost.end.lastCarrier();
    String shows = "the subflow is over, %d octets outstanding".formatted(lost.octets);
    return last == null
        ? Evidence.at(lost.end.knownAt(), lost.end.subflow(), lost.sender, shows)
        : Evidence.at(last, shows);
  }

  private static void judge(FailSent fail, long deadline, Verdicts out) {
    long dsn = fail.option().dsn();
    DataStream stream = stream(fail);
    boolean acked = stream.dataAcked().filter(ack -> ack.value() - dsn > 0).isPresent();
    boolean again = stream.carriers(dsn, dsn + 1).stream().anyMatch(s -> s != fail.on());
    if (acked || again) {
      out.pass(FAILED);
      return;
    }
    out.violation(
            FAILED,
            fail.on(),
            "data that MP_FAIL says was lost did not come again",
            Fault.of(fail.by().peer()),
            Evidence.at(fail.carrier(), "RST, " + Fallbacks.shown(fail)))
        .until(deadline)
        .triggeredBy(fail.knownAt());
  }
}
