package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.ACK;
import static org.mptcpscope.rules.mutation.Edits.add;
import static org.mptcpscope.rules.mutation.Edits.has;
import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.option;
import static org.mptcpscope.rules.mutation.Edits.remove;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Legal but odd things that hosts may do, made of healthy captures. */
final class NearMisses {
  private static final int CAPABLE = Subtype.MP_CAPABLE;
  private static final int JOIN = Subtype.MP_JOIN;
  private static final int ADD = Subtype.ADD_ADDR;
  private static final int DSS = Subtype.DSS;
  private static final long MS = Moves.MS;
  private static final long SECOND = 1000 * MS;
  private static final int ECN = 0xc0;
  private static final int TIME_STAMPS = 8;

  /** A change that accuses nobody. */
  record NearMiss(String name, Pick pick, Edit edit) {}

  private static final Pick ANY = later(DSS).first();
  private static final Pick THIRD = sized(CAPABLE, 20).by(Side.INITIATOR);
  private static final Pick JOIN_ACK = sized(JOIN, 24);
  private static final Pick DATA =
      later(DSS).and("data", (_, f) -> f.payload().length > 1 && Dsses.hasMapping(f.option(DSS)));
  private static final Pick DATA_FIN =
      later(DSS)
          .and(
              "DATA_FIN alone",
              (_, f) -> f.payload().length == 0 && Dsses.isDataFin(f.option(DSS)));
  private static final Pick V1_ACK = ACK.and("v1", (tape, f) -> !tape.isVersion0(f));
  private static final Pick FIN = has(DSS).and("FIN", (_, f) -> (f.flags() & SegmentView.FIN) != 0);
  private static final Pick RST = new Pick("RST", (_, f) -> f.isReset(), 0);

  static final List<NearMiss> ALL =
      List.of(
          of("SYN sent again", syn(CAPABLE), again(SECOND)),
          of("SYN sent three times", syn(CAPABLE), again(SECOND).then(again(2 * SECOND))),
          of("SYN/ACK sent again", synAck(CAPABLE), again(SECOND)),
          of("third packet sent again", THIRD, Moves.resent(10_000)),
          of("third packet not captured", THIRD, lost()),
          of("third packet late", THIRD, late(2 * SECOND)),
          of("join sent again", syn(JOIN), again(SECOND)),
          of("join's SYN/ACK sent again", synAck(JOIN), again(SECOND)),
          of("join's third packet sent again", JOIN_ACK, again(SECOND)),
          of("join not answered", syn(JOIN), Moves.subflowEnds().then(Moves.resent(SECOND))),
          of("joined subflow not captured", ANY, Moves.withoutSubflow(syn(JOIN))),
          of("MPTCP first among the options", ANY, everywhere(mptcpFirst())),
          of("no time stamps", ANY, everywhere(withoutKind(TIME_STAMPS))),
          of("ECN", DATA.nth(2), everywhere(flags(ECN))),
          of("PSH on all data", DATA, everywhere(pushed())),
          of("data sent again at once", DATA.nth(2), Moves.resent(MS)),
          of("data sent again late", DATA.nth(3), again(SECOND)),
          of("joined data sent again", DATA.joined().nth(1), Moves.resent(MS)),
          of("data in two pieces", DATA.nth(1), split()),
          of("first data in two pieces", DATA.by(Side.LISTENER), split()),
          of("joined data in two pieces", DATA.joined(), split()),
          of("DATA_FIN sent again", DATA_FIN, again(SECOND)),
          of("FIN sent again", FIN, again(SECOND)),
          of("RST sent again", RST, Moves.resent(10_000)),
          of("numbers of 32 bits", ANY, everywhere(option(DSS, Dsses::narrow))),
          of("a long silence", ACK.first().nth(4), Moves.pause(300 * SECOND)),
          of("a long silence of a join", ACK.joined().nth(2), Moves.pause(300 * SECOND)),
          of("address told again", has(ADD).and("told", NearMisses::isTold), toldAgain()),
          of(
              "priority there and back",
              V1_ACK.joined().nth(3),
              thereAndBack("1e 03 51", "1e 03 50")),
          of(
              "priority on the first subflow",
              V1_ACK.first().nth(5),
              Moves.ackToo(1000, add("1e 03 50"))),
          of(
              "two duplicate ACKs with signals",
              V1_ACK.joined().nth(4),
              thereAndBack("1e 03 50", "1e 03 50")),
          of("new address told and echoed", V1_ACK.first().nth(4), newAddress()),
          of("keepalive", ACK.first().nth(6), keepalive()),
          of("capture ends early", ACK.nth(5), Moves.captureEnds(0)),
          of("capture begins late", ACK.first().nth(3), beginsHere()),
          of("listener does not speak MPTCP", synAck(CAPABLE), plainFromHere()),
          of("initiator declines", THIRD, plainFromHere()),
          of("junk behind End of Option List", ACK.nth(3), junk()),
          of("padding of Ethernet", ANY, everywhere(padded())),
          of("ECN on the SYN", syn(CAPABLE), setFlags(SegmentView.SYN | ECN)),
          of("data sent again in pieces", DATA.nth(3), inPieces()),
          of("SYN/ACK with another key and number", synAck(CAPABLE), otherAnswer()),
          of("SYN without MP_CAPABLE in the end", syn(CAPABLE), retriedPlain()),
          of("another plain RST", RST, Moves.also(10_000, Moves.plain())),
          of(
              "RST with reason 0",
              RST.and("v1", NearMisses::isVersion1).and("bare", NearMisses::isBare),
              add("1e 04 80 00")),
          of(
              "priority beside the join's third packet",
              JOIN_ACK.and("v1", NearMisses::isVersion1),
              add("1e 03 50")),
          of(
              "SYN of a version to come",
              syn(CAPABLE).and("v1", NearMisses::isVersion1),
              Edits.set(CAPABLE, 2, 2)),
          of("the same ports again", syn(CAPABLE), samePorts()),
          of("another connection beside", syn(CAPABLE), beside()),
          of("ACK without DSS", ACK.nth(8), remove(DSS)),
          of("joined ACK without DSS", ACK.joined().nth(3), remove(DSS)));

  private NearMisses() {}

  private static NearMiss of(String name, Pick pick, Edit edit) {
    return new NearMiss(name, pick, edit);
  }

  /** The path lost the frame behind the capture: it comes again, and all else later. */
  private static Edit again(long nanoseconds) {
    return Moves.pause(nanoseconds).then(Moves.resent(nanoseconds - 1));
  }

  private static Edit lost() {
    return (tape, frame) -> {
      tape.lose(frame);
      return tape.frames.getFirst();
    };
  }

  /** The frame and all behind it come later. */
  private static Edit late(long nanoseconds) {
    return (tape, frame) -> {
      Moves.pause(nanoseconds).apply(tape, frame);
      frame.time(frame.time() + nanoseconds);
      return frame;
    };
  }

  private static Edit everywhere(Edit change) {
    return (tape, frame) -> {
      tape.connection(frame).forEach(one -> change.apply(tape, one));
      return frame;
    };
  }

  private static Edit mptcpFirst() {
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>(frame.options());
      Predicate<byte[]> mptcp = o -> o[0] == 30;
      List<byte[]> ordered = new ArrayList<>(options.stream().filter(mptcp).toList());
      ordered.addAll(options.stream().filter(mptcp.negate()).toList());
      frame.options(ordered);
      return frame;
    };
  }

  private static Edit withoutKind(int kind) {
    return (_, frame) -> {
      frame.options(frame.options().stream().filter(o -> o[0] != kind).toList());
      return frame;
    };
  }

  private static Edit flags(int more) {
    return (_, frame) -> {
      if (!frame.isSyn() && !frame.isSynAck() && !frame.isReset()) {
        frame.flags(frame.flags() | more);
      }
      return frame;
    };
  }

  private static Edit pushed() {
    return (_, frame) -> {
      if (frame.payload().length > 0 && (frame.flags() & SegmentView.SYN) == 0) {
        frame.flags(frame.flags() | SegmentView.PSH);
      }
      return frame;
    };
  }

  /** The segment arrives in two, each with the same options. */
  private static Edit split() {
    return (tape, frame) -> {
      byte[] payload = frame.payload();
      int half = payload.length / 2;
      Frame rest = frame.copy();
      rest.payload(Arrays.copyOfRange(payload, half, payload.length));
      rest.seq(frame.seq() + half & 0xffff_ffffL);
      frame.payload(Arrays.copyOf(payload, half));
      frame.flags(frame.flags() & ~(SegmentView.FIN | SegmentView.PSH));
      tape.insert(rest);
      return frame;
    };
  }

  /** Nothing but End of Option List ends the options, whatever stands behind it. */
  private static Edit junk() {
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>(frame.options());
      options.add(new byte[] {0});
      options.add(HexFormat.of().parseHex("1e0cf001deadbeef"));
      frame.options(options);
      return frame;
    };
  }

  private static Edit padded() {
    return (_, frame) -> {
      frame.trailer(6);
      return frame;
    };
  }

  private static Edit setFlags(int flags) {
    return (_, frame) -> {
      frame.flags(flags);
      return frame;
    };
  }

  /** Sent again after a loss, for a smaller MTU, with the mapping as it was. */
  private static Edit inPieces() {
    return (tape, frame) -> split().apply(tape, again(SECOND).apply(tape, frame));
  }

  /** SYN cookies answer each SYN anew; only the second answer is acknowledged. */
  private static Edit otherAnswer() {
    return (tape, frame) -> {
      Frame first = frame.copy();
      Moves.pause(SECOND).apply(tape, tape.frames.get(tape.frames.indexOf(frame) - 1));
      tape.insert(first);
      first.seq(first.seq() + 0x1234_5678L & 0xffff_ffffL);
      Edits.xor(CAPABLE, 7, 0x5a).apply(tape, first);
      Frame syn = tape.before(frame, false);
      return syn == null ? null : Moves.resent(SECOND - 1000).apply(tape, syn);
    };
  }

  private static Edit retriedPlain() {
    return (tape, frame) -> {
      Moves.pause(SECOND).apply(tape, frame);
      Frame plain = Moves.also(SECOND - 1, Moves.plain()).apply(tape, frame);
      return plainFromHere().apply(tape, plain);
    };
  }

  private static boolean isVersion1(Tape tape, Frame frame) {
    return !tape.isVersion0(frame);
  }

  private static boolean isBare(Tape tape, Frame frame) {
    return tape.isWhole() && frame.option(Subtype.MP_TCPRST) == null;
  }

  private static boolean isTold(Tape tape, Frame frame) {
    return tape.isVersion0(frame) || (frame.option(ADD)[2] & 1) == 0;
  }

  private static Edit toldAgain() {
    return (tape, frame) -> {
      byte[] told = frame.option(ADD);
      Frame copy = Moves.toldAgain(ADD, 2 * SECOND).apply(tape, frame);
      if (tape.isVersion0(frame)) {
        return copy;
      }
      int address = told.length < 26 ? 4 : 16;
      int port = told.length - 12 - address;
      byte[] echo = Arrays.copyOf(told, 4 + address + port);
      echo[1] = (byte) echo.length;
      echo[2] |= 1;
      String hex = HexFormat.of().formatHex(echo);
      return Moves.answered(1000, add(hex)).apply(tape, copy);
    };
  }

  private static Edit thereAndBack(String there, String back) {
    return (tape, frame) -> {
      Frame first = Moves.ackToo(1000, add(there)).apply(tape, frame);
      return Moves.ackToo(1000, add(back)).apply(tape, first);
    };
  }

  private static Edit newAddress() {
    return Moves.ackToo(1000, add("1e 10 30 37 c0 00 02 07 00 00 00 00 00 00 00 00"))
        .then(Repairs.addressHmac())
        .then(Moves.answered(1000, add("1e 08 31 37 c0 00 02 07")));
  }

  private static Edit keepalive() {
    return (tape, frame) -> {
      Moves.pause(100 * SECOND).apply(tape, frame);
      Frame probe =
          Moves.ackToo(
                  75 * SECOND,
                  (_, ack) -> {
                    ack.seq(ack.seq() - 1 & 0xffff_ffffL);
                    return ack;
                  })
              .apply(tape, frame);
      Frame answer = Moves.answered(MS, Moves.stay()).apply(tape, probe);
      if (answer != null) {
        answer.ack(probe.seq() + 1 & 0xffff_ffffL);
      }
      return answer;
    };
  }

  private static Edit beginsHere() {
    return (tape, frame) -> {
      tape.frames.removeIf(one -> one.time() < frame.time());
      return frame;
    };
  }

  /** No MPTCP from here on, by any host, on the first subflow; no other one. */
  private static Edit plainFromHere() {
    return (tape, frame) -> {
      if (!tape.isWhole()) {
        return null;
      }
      for (Frame one : tape.connection(frame)) {
        if (!one.flow().equals(frame.flow())) {
          tape.frames.remove(one);
        } else if (tape.number(one) >= tape.number(frame)) {
          one.plain();
        }
      }
      return frame;
    };
  }

  /** The same ports later, with other keys. */
  private static Edit samePorts() {
    return (tape, frame) -> {
      long whole = tape.frames.getLast().time() - tape.frames.getFirst().time();
      Frame copy = Rekeying.doubled(1234, whole + 120 * SECOND).apply(tape, frame);
      Frame syn = tape.syn(frame);
      Rekeying.rekeyed(Side.INITIATOR, 0x1122_3344_5566_7788L)
          .then(Rekeying.rekeyed(Side.LISTENER, 0x2122_3344_5566_7788L))
          .then(Paths.sender(place -> place.port(syn.port(true))))
          .apply(tape, copy);
      return frame;
    };
  }

  private static Edit beside() {
    return (tape, frame) -> {
      Frame copy = Rekeying.doubled(1234, 10 * MS).apply(tape, frame);
      Rekeying.rekeyed(Side.INITIATOR, 0x1122_3344_5566_7788L)
          .then(Rekeying.rekeyed(Side.LISTENER, 0x2122_3344_5566_7788L))
          .apply(tape, copy);
      return frame;
    };
  }
}
