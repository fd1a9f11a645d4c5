package org.mptcpscope.rules.rfc8684.fallback;

import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
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
 * A host Data-ACKed data that it had reported as damaged.
 *
 * <p>The data from the sequence number in MP_FAIL on is discarded, and comes again over another
 * subflow; until then it must not be Data-ACKed (RFC 8684, section 3.7). A Data ACK above that
 * number, before or after the MP_FAIL, while no copy of the octet had been sent elsewhere, tells
 * the sender to forget what the receiver never had. Judged with several subflows only: on the only
 * one an infinite mapping reaches back to the damaged data and hands it to the application as it
 * is.
 */
public final class FailedDataAcked implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "failed-data-acked",
              "FAIL-DATA-NOT-DATAACKED",
              "data that was reported as damaged was Data-ACKed",
              Subject.FAIL)
          .hears(FailSent.class);

  /** The Data ACK of what MP_FAIL speaks of, where it was seen. */
  private record Acked(FailSent fail, FrameRef frame, Subflow on) {}

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof FailSent fail && isJudged(fail)) {
      long dsn = fail.option().dsn();
      DataStream stream = fail.connection().stream(fail.by().peer());
      DataStream.DataAck acked =
          stream.dataAcked().filter(ack -> ack.value() - dsn > 0).orElse(null);
      if (acked == null) {
        out.watch(Watch.anywhere(fail, fail.by(), SegmentFacts.DATA_ACK).dataAcking(dsn + 1));
      } else {
        lookAgain(new Acked(fail, acked.frame(), fail.on()), fail.knownAt(), out);
      }
    }
  }

  /** What the capture shows behind it may have been before it: a copy on another path. */
  private static void lookAgain(Acked acked, FrameRef now, Verdicts out) {
    long slowest = out.connection().subflows().stream().mapToLong(Subflow::grace).max().orElse(0);
    out.expect("FAIL-DATA-NOT-DATAACKED", acked, now.time() + slowest);
  }

  /** The first report of a host, with several subflows, of data that it got on this one. */
  private static boolean isJudged(FailSent fail) {
    Side receiver = fail.by();
    boolean several = fail.connection().open(receiver).stream().anyMatch(open -> open != fail.on());
    return several
        && !fail.reciprocal()
        && fail.copy() == 1
        && fail.connection().fallback(receiver.peer()).isEmpty()
        && isOnlyThere(fail);
  }

  /** The octet passed on this subflow and on no other. */
  private static boolean isOnlyThere(FailSent fail) {
    DataStream stream = fail.connection().stream(fail.by().peer());
    long dsn = fail.option().dsn();
    return stream.carriers(dsn, dsn + 1).equals(Set.of(fail.on()))
        && stream.reinjectedOn(fail.on()).isEmpty();
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (watch.key() instanceof FailSent fail && isOnlyThere(fail)) {
      lookAgain(new Acked(fail, seen.frame(), seen.on()), seen.frame(), out);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Acked(FailSent fail, FrameRef acked, Subflow on)) || !isOnlyThere(fail)) {
      return;
    }
    long dsn = fail.option().dsn();
    out.violation(
            fail.on(),
            "data was Data-ACKed that MP_FAIL says was damaged, and that was not sent again",
            Fault.of(fail.by()),
            Evidence.at(acked, on, fail.by(), "Data ACK above dsn %016x".formatted(dsn))
                .and(fail.carrier(), Fallbacks.shown(fail)))
        .about(fail.by().peer(), new Range(dsn, dsn + 1));
  }
}
