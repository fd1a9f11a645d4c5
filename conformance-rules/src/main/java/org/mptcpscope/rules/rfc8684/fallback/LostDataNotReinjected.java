package org.mptcpscope.rules.rfc8684.fallback;

import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
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
 */
public final class LostDataNotReinjected implements Rule {
  private static final String FAILED = "FAIL-DATA-REINJECTED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "lost-data-not-reinjected",
              FAILED,
              "data that was lost with a subflow did not come again",
              Subject.FAIL)
          .hears(FailSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof FailSent fail && fail.onReset() && fail.copy() == 1) {
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
    if (!(key instanceof FailSent fail) || left(fail).isEmpty()) {
      return;
    }
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
