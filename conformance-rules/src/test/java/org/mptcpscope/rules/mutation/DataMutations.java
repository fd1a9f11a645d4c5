package org.mptcpscope.rules.mutation;

import static org.mptcpscope.dissector.tcp.SegmentView.ACK;
import static org.mptcpscope.dissector.tcp.SegmentView.FIN;
import static org.mptcpscope.dissector.tcp.SegmentView.RST;
import static org.mptcpscope.rules.mutation.CloseMutations.forged;
import static org.mptcpscope.rules.mutation.DssEdits.bareFin;
import static org.mptcpscope.rules.mutation.DssEdits.data;
import static org.mptcpscope.rules.mutation.DssEdits.dataAck;
import static org.mptcpscope.rules.mutation.DssEdits.dss;
import static org.mptcpscope.rules.mutation.DssEdits.mapping;
import static org.mptcpscope.rules.mutation.DssEdits.whole;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.HexFormat;
import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of mappings and of Data ACKs. */
final class DataMutations {
  private static final int DSS = Subtype.DSS;
  private static final Pick ONE = CloseMutations.ONE;
  static final Pick LONG =
      dataAck()
          .first()
          .and("of a long connection", (tape, frame) -> tape.connection(frame).size() > 20);
  private static final Pick TWO = CloseMutations.TWO;

  static final List<Mutation> ALL =
      List.of(
          of("dss-empty", "", dataAck().by(Side.INITIATOR).nth(2), Edits.instead(DSS, "1e042000")),
          of("dss-empty", "", dataAck().by(Side.LISTENER).nth(2), Edits.instead(DSS, "1e042000")),
          of("dss-empty", "", dataAck().joined(), Edits.instead(DSS, "1e042000")),
          of("dss-length-wrong", "", dataAck().nth(2), Edits.resize(DSS, 10)),
          of("dss-length-wrong", "", dataAck().joined().nth(1), Edits.resize(DSS, 16)),
          of("dss-length-wrong", "", data().by(Side.LISTENER).nth(1), shorter(1)),
          of("dss-length-wrong", "", data().joined().nth(1), shorter(4)),
          of("dss-length-wrong", "", bareFin(), shorter(3)),
          of("zero-length-misused", "", bareFin(), dss(fin -> fin.length = 0)),
          of("zero-length-misused", "", bareFin().joined(), dss(fin -> fin.length = 0)),
          of("urgent-inside-mapping", "", large(data()).nth(1), urgent(50)),
          of("urgent-inside-mapping", "", large(data()).joined().by(Side.LISTENER), urgent(20)),
          of("urgent-inside-mapping", "", large(data()).by(Side.LISTENER), urgent(90)),
          of("ssn-not-relative", "DSS-SSN-RELATIVE", whole().by(Side.LISTENER), rawSsn()),
          of("ssn-not-relative", "DSS-SSN-RELATIVE", data().joined().nth(2), rawSsn()),
          of("ssn-not-relative", "DSS-SSN-RELATIVE", data().nth(4), zeroSsn()),
          of(
                  "ssn-not-relative",
                  "DSS-PAYLOAD-COVERED-BY-MAPPING",
                  whole().by(Side.LISTENER),
                  zeroSsn())
              .at(Severity.ERROR),
          of("mapping-outside-segment", "", atSender(data()), beside(100_000)),
          of("mapping-outside-segment", "", atSender(data().joined()), beside(100_000)),
          of("mapping-outside-segment", "", atSender(whole().by(Side.LISTENER)), beside(50_000)),
          of("mapping-outside-segment", "", whole().by(Side.INITIATOR).nth(1), beside(100_000))
              .at(Severity.WARNING),
          of("mapping-changed", "DSS-MAPPING-IMMUTABLE", repeated(), dss(m -> m.dsn += 10)),
          of(
              "mapping-changed",
              "DSS-MAPPING-IMMUTABLE",
              repeated().joined().nth(2),
              dss(m -> m.dsn += 10)),
          of(
              "mapping-changed",
              "DSS-MAPPING-IMMUTABLE",
              repeated().by(Side.LISTENER),
              dss(m -> m.ssn -= 10)),
          of("payload-unmapped", "", large(whole()).nth(4), DssEdits.unmapped()),
          of("payload-unmapped", "", whole().by(Side.LISTENER).nth(2), DssEdits.unmapped()),
          of(
              "payload-unmapped",
              "",
              data()
                  .joined()
                  .by(Side.INITIATOR)
                  .and("in one piece", DssEdits::isInOnePiece)
                  .nth(20),
              unmappedFirst()),
          of(
              "payload-unmapped",
              "",
              large(whole()),
              mapping(m -> m.length = Math.max(1, m.length - 7))),
          of("dataack-beyond-data", "", dataAck().nth(3), dss(d -> d.ack += 100_000)),
          of(
              "dataack-beyond-data",
              "",
              dataAck().by(Side.LISTENER).nth(1),
              dss(d -> d.ack += 100_000)),
          of("dataack-beyond-data", "", dataAck().joined().nth(1), dss(d -> d.ack += 1_000_000)),
          of(
              "dataack-over-hole",
              "",
              data().by(Side.INITIATOR).nth(1),
              acknowledged(DssEdits.renumbered(1000, true))),
          of(
              "dataack-went-back",
              "",
              dataAck().by(Side.INITIATOR).nth(6),
              DssEdits.clock(5).then(dss(d -> d.ack -= 1000))),
          of("data-fin-moved", "", bareFin(), movedFin()),
          of(
              "data-fin-moved",
              "",
              bareFin().and("no FIN", (_, frame) -> (frame.flags() & FIN) == 0),
              dataBehindFin()),
          of("data-fin-acked-too-early", "", ONE, forged(f -> finTooEarly(f, Side.INITIATOR))),
          of(
              "data-fin-acked-too-early",
              "",
              LONG.by(Side.INITIATOR).and("of data", DssEdits::acksData),
              forged(f -> finTooEarly(f, Side.LISTENER))),
          of("data-fin-not-counted", "", ONE, forged(f -> notCounted(f, Side.INITIATOR))),
          of("data-fin-not-counted", "", ONE, forged(f -> notCounted(f, Side.LISTENER))),
          of("duplicate-mapping-punished", "", ONE, forged(f -> punished(f, Side.INITIATOR))),
          of("duplicate-mapping-punished", "", ONE, forged(f -> punished(f, Side.LISTENER))),
          of("hole-never-filled", "", TWO, forged(f -> neverFilled(f, Side.INITIATOR))),
          of("hole-never-filled", "", TWO, forged(f -> neverFilled(f, Side.LISTENER))),
          of("subflow-window-exceeded", "", LONG, forged(f -> tooMuch(f, Side.INITIATOR)))
              .with("connection-window-exceeded"),
          of("subflow-window-exceeded", "", LONG, forged(f -> tooMuch(f, Side.LISTENER)))
              .with("connection-window-exceeded"),
          of(
              "unconfirmed-data-without-mapping",
              "",
              Edits.sized(Subtype.MP_CAPABLE, 20).and("at the listener", DssEdits::isAtListener),
              forged(f -> unconfirmed(f))),
          of(
                  "wide-data-acked-narrowly",
                  "",
                  LONG.by(Side.INITIATOR).and("wide", DssEdits::isWide).nth(1),
                  narrowed())
              .at(Severity.NOTE),
          of(
              "wide-data-acked-narrowly",
              "",
              atSender(dataAck().first().by(Side.LISTENER).nth(1)),
              narrowed()),
          of("window-edge-shrunk", "", inTransfer(Side.INITIATOR), shrunk()),
          of("window-edge-shrunk", "", inTransfer(Side.LISTENER), shrunk()),
          of(
                  "checksum-disagreement-tolerated",
                  "DSS-SUPERFLUOUS-CHECKSUM-RST",
                  Edits.checksummed(),
                  unagreed().then(Moves.pause(3000 * Moves.MS)))
              .accusesOther()
              .with("checksum-presence-wrong"),
          of(
                  "checksum-disagreement-tolerated",
                  "DSS-MISSING-CHECKSUM-RST",
                  Edits.checksummed().and("whole", (_, f) -> Edits.isWhole(f)),
                  mapping(m -> m.checksum = -1).then(Moves.pause(3000 * Moves.MS)))
              .accusesOther()
              .with("checksum-presence-wrong"));

  private DataMutations() {}

  private static Edit shorter(int by) {
    return (tape, frame) -> Edits.resize(DSS, frame.option(DSS).length - by).apply(tape, frame);
  }

  private static Edit urgent(int pointer) {
    return (_, frame) -> {
      frame.urgent(pointer);
      return frame;
    };
  }

  /** Data of a hundred octets or more under one mapping. */
  private static Pick large(Pick data) {
    return data.and("large", (_, frame) -> frame.payload().length >= 100);
  }

  /** Data under a mapping that an earlier segment told. */
  private static Pick repeated() {
    return data().and("repeated", (tape, frame) -> DssEdits.copies(tape, frame).indexOf(frame) > 0);
  }

  private static Pick inTransfer(Side side) {
    return dataAck()
        .by(side)
        .and("in mid transfer", (tape, frame) -> tape.behind(frame).size() > 20)
        .nth(4);
  }

  private static Pick atSender(Pick pick) {
    return pick.and("at its sender", DssEdits::isAtSender);
  }

  /** The number of TCP in place of the relative one. */
  private static Edit rawSsn() {
    return (tape, frame) -> {
      long isn = frame.seq() - DssEdits.ssn(tape, frame);
      mapping(m -> m.ssn = m.ssn + isn & 0xffff_ffffL).apply(tape, frame);
      return first(tape, frame);
    };
  }

  private static Edit unmappedFirst() {
    return (tape, frame) -> {
      Frame first = first(tape, frame);
      return DssEdits.unmapped().apply(tape, first);
    };
  }

  /** Shows the first Data ACK of what the frame maps. */
  private static Edit acknowledged(Edit change) {
    return change.then(
        (tape, frame) -> {
          long dsn = DssEdits.fields(frame).dsn;
          return tape.connection(frame).stream()
              .filter(one -> tape.by(one) != tape.by(frame))
              .filter(one -> DssEdits.fields(one) != null)
              .filter(one -> DssEdits.fields(one).has(DssFields.ACK))
              .filter(one -> (int) (DssEdits.fields(one).ack - dsn) > 0)
              .findFirst()
              .orElse(null);
        });
  }

  private static Edit zeroSsn() {
    return (tape, frame) -> {
      mapping(m -> m.ssn = 0).apply(tape, frame);
      return first(tape, frame);
    };
  }

  private static Edit beside(int by) {
    return (tape, frame) -> {
      mapping(m -> m.ssn += by).apply(tape, frame);
      return first(tape, frame);
    };
  }

  /** Where a mapping is told first. */
  private static Frame first(Tape tape, Frame frame) {
    return DssEdits.copies(tape, frame).getFirst();
  }

  /** The DATA_FIN is repeated with another number. */
  private static Edit movedFin() {
    return Edits.repeat(1).then(dss(fin -> fin.dsn++));
  }

  /** New data behind the DATA_FIN. */
  private static Edit dataBehindFin() {
    return (tape, frame) -> {
      Frame data = DssEdits.follower(frame);
      DssFields fin = DssEdits.fields(frame);
      fin.flags &= ~DssFields.FIN;
      fin.dsn++;
      fin.ssn = DssEdits.ssn(tape, frame);
      fin.length = 100;
      fin.checksum = fin.checksum < 0 ? -1 : fin.headerSum();
      data.payload(new byte[100]);
      tape.insert(data);
      return Edits.add(HexFormat.of().formatHex(fin.raw()))
          .then(Repairs.checksum())
          .apply(tape, data);
    };
  }

  private static Frame finTooEarly(Forge f, Side side) {
    f.later(500).skip(side, 1000);
    f.say(side, 0, ACK, 0, f.dataFin(side));
    Frame ack = f.later(10).ack(side.peer(), 0);
    f.skip(side, -1001);
    f.later(500).data(side, 0, 1000);
    return ack;
  }

  private static Frame notCounted(Forge f, Side side) {
    byte[] mapping = f.map(side, 0, 500);
    mapping[3] |= DssFields.FIN;
    Frame data = f.later(500).say(side, 0, ACK, 500, mapping);
    f.ack(side.peer(), 0);
    f.say(side, 0, ACK | FIN, 0, f.dataAck(side));
    f.say(side.peer(), 0, ACK | FIN, 0, f.dataAck(side.peer()));
    f.ack(side, 0);
    return data;
  }

  private static Frame punished(Forge f, Side side) {
    byte[] mapping = f.map(side.peer(), 0, 1000);
    f.later(500).say(side.peer(), 0, ACK, 500, mapping);
    f.say(side.peer(), 0, ACK, 500, mapping);
    return f.say(side, 0, ACK | RST, 0, Forge.tcpRst(1));
  }

  private static Frame neverFilled(Forge f, Side side) {
    long ack = f.next(side, 1);
    Frame lost = f.later(500).data(side, 1, 500);
    f.skip(side, -500);
    f.later(50).data(side, 0, 500);
    f.ack(side.peer(), 0);
    for (int i = 0; i < 12; i++) {
      f.later(500).data(side, 1, 100);
      f.say(side.peer(), 1, ACK, 0, f.dataAck(side.peer(), 100 * (i + 1))).ack(ack);
    }
    return CloseMutations.idle(f, 5000, lost);
  }

  private static Frame tooMuch(Forge f, Side side) {
    f.later(500);
    f.data(side, 0, 10_000);
    return f.data(side, 0, 60_000);
  }

  private static Frame unconfirmed(Forge f) {
    f.at(1000).data(Side.LISTENER, 0, 100);
    Frame bare = f.say(Side.LISTENER, 0, ACK, 100);
    f.skip(Side.LISTENER, 100);
    f.data(Side.LISTENER, 0, 100);
    f.later(1).ack(Side.INITIATOR, 0);
    return bare;
  }

  /** From here on the host uses Data ACKs of 4 octets. */
  private static Edit narrowed() {
    return DssEdits.ackedBehind(fields -> fields.flags &= ~DssFields.WIDE_ACK);
  }

  /** Two segments with one window, then one with half of it. */
  private static Edit shrunk() {
    return Moves.pause(20 * Moves.MS)
        .then(Moves.resent(Moves.MS))
        .then(
            Moves.also(
                5 * Moves.MS,
                DssEdits.clock(5)
                    .then(
                        (_, frame) -> {
                          frame.window(frame.window() / 2);
                          return frame;
                        })));
  }

  /** Nobody agreed to checksums. */
  private static Edit unagreed() {
    return (tape, frame) -> {
      for (Frame one : tape.connection(frame)) {
        byte[] capable = one.option(Subtype.MP_CAPABLE);
        if (capable != null) {
          capable[3] &= 0x7f;
          Edits.set(Subtype.MP_CAPABLE, 3, capable[3]).apply(tape, one);
          if (capable.length == 24) {
            Edits.resize(Subtype.MP_CAPABLE, 22).apply(tape, one);
          }
        }
      }
      return frame;
    };
  }
}
