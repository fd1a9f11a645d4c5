package org.mptcpscope.rules.rfc8684.close;

import java.util.OptionalLong;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
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
 * A host sent or accepted data after its own fast close.
 *
 * <p>A fast close says that no more data will be sent or accepted. New octets on the subflow of the
 * option, or behind the host's own RST on another one, are an error; on a subflow that it had not
 * reset they are a warning once they come later than max(2 s, 3 RTO), for what was queued may leave
 * late. Octets sent before may be repeated; behind a RST that is a note. A Data ACK over data that
 * came only after the host's own ACK form is a note.
 */
public final class DataAfterFastClose implements Rule {
  private static final String ACCEPTED = "FCLOSE-DATA-NOT-ACCEPTED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-after-fast-close",
              "FCLOSE-NO-DATA-AFTER",
              "new data after the host's own MP_FASTCLOSE",
              Subject.FASTCLOSE)
          .also(ACCEPTED, Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class);

  private final FastClosed[] first = new FastClosed[Side.values().length];

  /** What a watch is about. */
  private record Case(Kind kind, FastClosed close) {}

  private enum Kind {
    THERE,
    REPEATED_BEHIND_RST,
    ELSEWHERE,
    BEHIND_RST,
    ACCEPTED
  }

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataAfterFastClose();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close when FastCloses.binds(close) && of(close.by()) == null -> {
        first[index(close.by())] = close;
        arm(close, out);
      }
      case SubflowReset reset -> {
        FastClosed close = of(reset.by());
        if (close != null && reset.on() != close.on()) {
          out.watch(
              Watch.on(
                      reset.on(),
                      new Case(Kind.BEHIND_RST, close),
                      reset.by(),
                      SegmentFacts.NEW_PAYLOAD)
                  .atOrBehind(reset.carrier().ssn()));
        }
      }
      default -> {}
    }
  }

  private static void arm(FastClosed close, Verdicts out) {
    Side by = close.by();
    // What was sent before the option has lower numbers, even if it was captured behind it.
    out.watch(
        Watch.on(close.on(), new Case(Kind.THERE, close), by, SegmentFacts.NEW_PAYLOAD)
            .atOrBehind(close.carrier().ssn()));
    if (close.form() == FastClosed.Form.RST) {
      out.watch(
          Watch.on(
              close.on(),
              new Case(Kind.REPEATED_BEHIND_RST, close),
              by,
              SegmentFacts.PAYLOAD | SegmentFacts.RETRANSMISSION));
    }
    for (Subflow other : FastCloses.othersAlive(close)) {
      long later = Math.max(2 * FastCloses.SECOND, 3 * other.rto(by));
      out.watch(
          Watch.on(other, new Case(Kind.ELSEWHERE, close), by, SegmentFacts.NEW_PAYLOAD)
              .from(close.knownAt().time() + later));
    }
    OptionalLong end = end(close.connection(), by.peer());
    if (close.form() == FastClosed.Form.ACK && end.isPresent()) {
      out.watch(
          Watch.anywhere(new Case(Kind.ACCEPTED, close), by, SegmentFacts.DATA_ACK)
              .dataAcking(end.getAsLong() + 1));
    }
  }

  /** The DSN behind all that this host had sent. */
  private static OptionalLong end(Connection connection, Side side) {
    OptionalLong end = connection.stream(side).end();
    OptionalLong idsn = connection.host(side).idsn();
    return end.isPresent() || idsn.isEmpty() ? end : OptionalLong.of(idsn.getAsLong() + 1);
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof Case about)) {
      return;
    }
    Fault fault = Fault.of(seen.by());
    switch (about.kind()) {
      case THERE, BEHIND_RST ->
          out.violation(seen.on(), SPEC.message(), fault, evidence(seen, about, "new octets"))
              .triggeredBy(about.close().knownAt());
      case ELSEWHERE ->
          out.warning(
                  SPEC.requirement(),
                  seen.on(),
                  SPEC.message(),
                  fault,
                  evidence(seen, about, "new octets"))
              .triggeredBy(about.close().knownAt());
      case REPEATED_BEHIND_RST ->
          out.note(
              SPEC.requirement(),
              seen.on(),
              "data is repeated behind the host's own RST with MP_FASTCLOSE",
              fault,
              evidence(seen, about, "octets sent before"));
      case ACCEPTED ->
          out.note(
              ACCEPTED,
              seen.on(),
              "a Data ACK covers data that came after the host's own MP_FASTCLOSE",
              fault,
              evidence(seen, about, "Data ACK over later data"));
    }
  }

  private static Evidence evidence(Sighting seen, Case about, String what) {
    String octets =
        seen.payload() > 0
            ? what + ", ssn " + seen.ssn() + ":" + (seen.ssn() + seen.payload())
            : what;
    return Evidence.at(seen.frame(), seen.on(), seen.by(), octets)
        .and(about.close().carrier(), FastCloses.shown(about.close()));
  }

  private FastClosed of(Side side) {
    return first[index(side)];
  }

  private static int index(Side side) {
    return side == Side.INITIATOR ? 0 : 1;
  }
}
