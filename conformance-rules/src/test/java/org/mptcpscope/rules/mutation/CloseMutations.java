package org.mptcpscope.rules.mutation;

import static org.mptcpscope.core.model.Side.INITIATOR;
import static org.mptcpscope.core.model.Side.LISTENER;
import static org.mptcpscope.dissector.tcp.SegmentView.ACK;
import static org.mptcpscope.dissector.tcp.SegmentView.FIN;
import static org.mptcpscope.dissector.tcp.SegmentView.RST;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import java.util.function.Function;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of how a connection and its subflows end. */
final class CloseMutations {
  private static final int CLOSE = Subtype.MP_FASTCLOSE;

  /** All that was said is acknowledged, on the only subflow or with more of them. */
  static final Pick ONE = DssEdits.dataAck().first().nth(1);

  /** The fourth packet: there are two subflows. */
  static final Pick TWO = DssEdits.dataAck().joined().by(LISTENER);

  private static final String NO_DATA = "FCLOSE-NO-DATA-AFTER";
  private static final String NOT_OBEYED = "fast-close-not-obeyed";

  static final List<Mutation> ALL =
      List.of(
          of(
              "abort-without-fast-close",
              "",
              Edits.has(CLOSE).and("RST", (_, frame) -> frame.isReset()),
              Edits.removeAllBehind(CLOSE).then(joinedToo(CLOSE))),
          of("abort-without-fast-close", "", TWO, forged(f -> resets(f, LISTENER))),
          of("crossing-fast-close-unanswered", "", ONE, forged(f -> crossing(f, INITIATOR))),
          of("crossing-fast-close-unanswered", "", ONE, forged(f -> crossing(f, LISTENER))),
          of("data-after-fast-close", NO_DATA, ONE, forged(f -> closedThenData(f, INITIATOR, 0))),
          of("data-after-fast-close", NO_DATA, ONE, forged(f -> closedThenData(f, LISTENER, 0))),
          of("data-after-fast-close", NO_DATA, TWO, forged(f -> closedThenData(f, INITIATOR, 1))),
          of("data-after-fast-close", "FCLOSE-DATA-NOT-ACCEPTED", ONE, forged(f -> accepted(f))),
          of("data-after-fin", "", ONE, forged(f -> dataAfterFin(f, INITIATOR))),
          of("data-after-fin", "", ONE, forged(f -> dataAfterFin(f, LISTENER))),
          of("data-fin-closed-both-ways", "", ONE, forged(f -> bothWays(f, INITIATOR)))
              .accusesOther(),
          of("data-fin-closed-both-ways", "", ONE, forged(f -> bothWays(f, LISTENER)))
              .accusesOther(),
          of("data-fin-not-repeated", "", ONE, forged(f -> notRepeated(f, INITIATOR))),
          of("data-fin-not-repeated", "", ONE, forged(f -> notRepeated(f, LISTENER))),
          of("data-fin-unanswered", "", ONE, forged(f -> unanswered(f, INITIATOR))).accusesOther(),
          of("data-fin-unanswered", "", ONE, forged(f -> unanswered(f, LISTENER))).accusesOther(),
          of(
                  "fast-close-incomplete",
                  "FCLOSE-ACK-FORM-RESETS-OTHERS",
                  TWO,
                  forged(f -> idle(f, 6000, f.say(INITIATOR, 0, ACK, 0, f.fastClose(INITIATOR)))))
              .with(NOT_OBEYED),
          of(
              "fast-close-incomplete",
              "FCLOSE-RST-FORM-ALL-SUBFLOWS",
              TWO,
              forged(CloseMutations::incomplete)),
          of(NOT_OBEYED, "FCLOSE-RECEIVER-RST-SAME-SUBFLOW", TWO, forged(f -> notObeyed(f, ACK, 0)))
              .accusesOther(),
          of(NOT_OBEYED, "FCLOSE-RECEIVER-RST-ALL", TWO, forged(f -> notObeyed(f, ACK, 1)))
              .accusesOther(),
          of(NOT_OBEYED, "FCLOSE-RST-FORM-TEARDOWN", TWO, forged(f -> notObeyed(f, RST | ACK, 1)))
              .accusesOther(),
          of(
              "fast-close-not-repeated",
              "",
              ONE.and("at the listener", DssEdits::isAtListener),
              forged(f -> idle(f, 20_000, f.say(LISTENER, 0, ACK, 0, f.fastClose(LISTENER))))),
          of("fast-close-on-several-subflows", "", TWO, forged(CloseMutations::onSeveral)),
          of(
                  "fast-close-repeated-too-often",
                  "FCLOSE-RETRANSMISSIONS-THREE",
                  ONE,
                  forged(f -> repeated(f, 5)))
              .with(NOT_OBEYED),
          of(
                  "fast-close-repeated-too-often",
                  "FCLOSE-RETRANSMISSIONS-LIMITED",
                  ONE,
                  forged(f -> repeated(f, 22)))
              .with(NOT_OBEYED),
          of("fast-close-without-final-rst", "", ONE, forged(f -> idle(f, 40_000, repeated(f, 4))))
              .with(NOT_OBEYED),
          of("fin-with-data-fin-too-early", "", TWO, forged(CloseMutations::finTooEarly)),
          of("invalid-fast-close-obeyed", "", TWO, forged(CloseMutations::wrongKey))
              .with("fast-close-key-wrong"),
          of("join-after-fast-close", "", TWO, CloseMutations::rejoin),
          of("last-subflow-closed-early", "", ONE, forged(f -> closedEarly(f, INITIATOR))),
          of("last-subflow-closed-early", "", ONE, forged(f -> closedEarly(f, LISTENER))),
          of("rejoin-refused-after-fins", "", TWO, CloseMutations::refused),
          of(
              "subflow-close-spread",
              "TCP-RST-SCOPE-SUBFLOW",
              TWO,
              forged(f -> spread(f, RST | ACK))),
          of(
              "subflow-close-spread",
              "TCP-FIN-SCOPE-SUBFLOW",
              TWO,
              forged(f -> spread(f, FIN | ACK))),
          of(
              "subflow-left-open",
              "DSS-SUBFLOWS-CLOSED-AFTER-DATAFIN",
              TWO,
              forged(f -> leftOpen(f, true))),
          of(
              "subflow-left-open",
              "DSS-FIN-COURTESY-ALL-SUBFLOWS",
              TWO,
              forged(f -> leftOpen(f, false))));

  private CloseMutations() {}

  static Edit forged(Function<Forge, Frame> end) {
    return (tape, frame) -> tape.isCut() ? null : end.apply(new Forge(tape, frame));
  }

  /** Takes the options of a subtype out of all segments. */
  private static Edit joinedToo(int subtype) {
    return (tape, frame) -> {
      for (Frame one : tape.frames) {
        if (one.isTcp() && one.option(subtype) != null) {
          Edits.remove(subtype).apply(tape, one);
        }
      }
      return frame;
    };
  }

  static Frame idle(Forge f, long milliseconds, Frame violation) {
    return f.idle(milliseconds) ? violation : null;
  }

  private static Frame resets(Forge f, Side side) {
    if (!f.has(2) || f.has(3)) {
      return null;
    }
    Frame first = f.later(100).say(side, 0, RST | ACK, 0);
    f.say(side, 1, RST | ACK, 0);
    return idle(f, 70_000, first);
  }

  private static Frame crossing(Forge f, Side accused) {
    f.later(500).say(accused.peer(), 0, ACK, 0, f.fastClose(accused.peer()));
    return idle(f, 5000, f.say(accused, 0, ACK, 0, f.fastClose(accused)));
  }

  private static Frame closedThenData(Forge f, Side side, int subflow) {
    if (subflow == 0) {
      f.later(500).say(side, 0, ACK, 0, f.fastClose(side));
    } else {
      f.later(500).say(side, 0, RST | ACK, 0, f.fastClose(side));
      f.say(side, 1, RST | ACK, 0, f.fastClose(side));
    }
    return f.later(50).data(side, subflow, 1000);
  }

  private static Frame accepted(Forge f) {
    f.later(500).say(INITIATOR, 0, ACK, 0, f.fastClose(INITIATOR));
    f.data(LISTENER, 0, 1000);
    return f.ack(INITIATOR, 0);
  }

  private static Frame dataAfterFin(Forge f, Side side) {
    f.later(500).say(side, 0, FIN | ACK, 0, f.dataAck(side));
    f.ack(side.peer(), 0);
    return f.later(100).data(side, 0, 100);
  }

  private static Frame bothWays(Forge f, Side side) {
    f.later(500).say(side, 0, ACK, 0, f.dataFin(side));
    f.ack(side.peer(), 0);
    byte[] old = f.dataAck(side);
    Frame late = f.later(200).data(side.peer(), 0, 1000);
    f.say(side, 0, ACK, 0, old);
    for (int i = 0; i < 4; i++) {
      f.later(500).data(side.peer(), 0, 500);
      f.say(side, 0, ACK, 0, old);
    }
    return idle(f, 8000, late);
  }

  private static Frame notRepeated(Forge f, Side side) {
    Frame fin = f.later(500).say(side, 0, ACK, 0, f.dataFin(side));
    byte[] acked = f.dataAck(side);
    for (int i = 0; i < 5; i++) {
      f.later(1000).say(side, 0, ACK, 0, acked);
    }
    return idle(f, 5000, fin);
  }

  private static Frame unanswered(Forge f, Side side) {
    byte[] old = f.dataAck(side.peer());
    byte[] dataFin = f.dataFin(side);
    Frame fin = f.later(500).say(side, 0, ACK, 0, dataFin);
    for (int i = 0; i < 5; i++) {
      f.later(500).say(side, 0, ACK, 0, dataFin);
      f.later(500).say(side.peer(), 0, ACK, 0, old);
    }
    return idle(f, 8000, fin);
  }

  private static Frame incomplete(Forge f) {
    f.later(3000).say(INITIATOR, 0, RST | ACK, 0, f.fastClose(INITIATOR));
    Frame plain = f.say(INITIATOR, 1, RST | ACK, 0);
    return idle(f, 6000, plain);
  }

  private static Frame notObeyed(Forge f, int form, int subflow) {
    Frame close = f.later(500).say(INITIATOR, 0, form, 0, f.fastClose(INITIATOR));
    if (form == ACK && subflow == 1) {
      f.say(LISTENER, 0, RST | ACK, 0);
    }
    f.later(5000).data(LISTENER, subflow, 700);
    f.later(500).data(LISTENER, subflow, 700);
    return close;
  }

  private static Frame onSeveral(Forge f) {
    f.later(500).say(INITIATOR, 0, ACK, 0, f.fastClose(INITIATOR));
    return f.say(INITIATOR, 1, ACK, 0, f.fastClose(INITIATOR));
  }

  /** The last of so many copies. */
  private static Frame repeated(Forge f, int repetitions) {
    Frame last = null;
    for (int i = 0; i <= repetitions; i++) {
      Frame copy = f.later(i == 0 ? 500 : 400).say(INITIATOR, 0, ACK, 0, f.fastClose(INITIATOR));
      last =
          i == 4 && repetitions < 10 || i == 21
              ? copy
              : i == repetitions && last == null ? copy : last;
    }
    return last;
  }

  private static Frame finTooEarly(Forge f) {
    f.later(500).data(INITIATOR, 1, 1200);
    return f.say(INITIATOR, 0, FIN | ACK, 0, f.dataFin(INITIATOR));
  }

  private static Frame wrongKey(Forge f) {
    byte[] close = f.fastClose(LISTENER);
    close[11] ^= 1;
    f.later(500).say(LISTENER, 0, ACK, 0, close);
    Frame last = null;
    for (int i = 0; f.has(i + 1); i++) {
      last = f.say(INITIATOR, i, RST | ACK, 0);
    }
    return last;
  }

  private static Frame rejoin(Tape tape, Frame frame) {
    Frame syn = Edits.syn(Subtype.MP_JOIN).of(tape);
    Forge f = new Forge(tape, frame);
    for (int i = 0; f.has(i + 1); i++) {
      f.later(i == 0 ? 500 : 0).say(INITIATOR, i, RST | ACK, 0, f.fastClose(INITIATOR));
    }
    return f.later(5000).again(syn);
  }

  private static Frame closedEarly(Forge f, Side side) {
    if (f.has(2)) {
      return null;
    }
    f.later(500).data(side, 0, 1000);
    f.data(side, 0, 1000);
    f.say(side.peer(), 0, ACK, 0, f.dataAck(side.peer(), 1000));
    f.later(20);
    Frame fin = f.say(side, 0, FIN | ACK, 0, f.dataAck(side));
    return idle(f, 5000, fin);
  }

  private static Frame refused(Tape tape, Frame frame) {
    Frame syn = Edits.syn(Subtype.MP_JOIN).of(tape);
    Forge f = new Forge(tape, frame);
    for (int i = 0; f.has(i + 1); i++) {
      f.later(500).say(INITIATOR, i, FIN | ACK, 0, f.dataAck(INITIATOR));
      f.say(LISTENER, i, FIN | ACK, 0, f.dataAck(LISTENER));
      f.say(INITIATOR, i, ACK, 0, f.dataAck(INITIATOR));
    }
    f.later(5000).again(syn);
    return f.refuse(syn);
  }

  private static Frame spread(Forge f, int flags) {
    if (f.has(3)) {
      return null;
    }
    f.later(500).say(INITIATOR, 1, flags, 0);
    if ((flags & FIN) != 0) {
      f.say(LISTENER, 1, ACK, 0);
    }
    return idle(f, 5000, f.say(LISTENER, 0, flags, 0));
  }

  private static Frame leftOpen(Forge f, boolean known) {
    f.later(500).say(INITIATOR, 0, ACK, 0, f.dataFin(INITIATOR));
    f.say(LISTENER, 0, ACK, 0, f.dataFin(LISTENER));
    Frame over = f.ack(INITIATOR, 0);
    f.say(INITIATOR, 0, FIN | ACK, 0, f.dataAck(INITIATOR));
    f.say(LISTENER, 0, FIN | ACK, 0, f.dataAck(LISTENER));
    f.ack(INITIATOR, 0);
    if (known) {
      f.later(500).ack(INITIATOR, 1);
      f.ack(LISTENER, 1);
    }
    return idle(f, 90_000, over);
  }
}
