package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.DssFields.ACK;
import static org.mptcpscope.rules.mutation.DssFields.FIN;
import static org.mptcpscope.rules.mutation.DssFields.MAP;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;
import org.mptcpscope.rules.stress.Recording.Packet;

/** Words about data and its acknowledgment. */
final class DssEdits {
  private static final int DSS = Subtype.DSS;
  private static final long SOON = 20_000;
  private static final int IN = 1;
  private static final int OUT = 2;

  /** Length of a header of LINKTYPE_LINUX_SLL2, and the type of packet that went out. */
  private static final int COOKED = 20;

  private static final int COOKED_OUT = 4;

  private DssEdits() {}

  static DssFields fields(Frame frame) {
    byte[] option = frame.isTcp() ? frame.option(DSS) : null;
    return option == null || option.length < 8 ? null : new DssFields(option);
  }

  /** A segment whose DSS is so. */
  static Pick dss(String name, Predicate<DssFields> is) {
    return Edits.later(DSS)
        .and(
            name,
            (_, frame) -> {
              DssFields dss = fields(frame);
              return dss != null && is.test(dss);
            });
  }

  /** Data with a mapping. */
  static Pick data() {
    return dss("data", dss -> dss.has(MAP)).and("payload", (_, f) -> f.payload().length > 0);
  }

  /** Data with a mapping of just its octets, which does not come again. */
  static Pick whole() {
    return data()
        .and(
            "whole",
            (tape, frame) ->
                fields(frame).length == frame.payload().length
                    && copies(tape, frame).size() == 1
                    && (frame.flags() & SegmentView.FIN) == 0);
  }

  /** A DATA_FIN without payload. */
  static Pick bareFin() {
    return dss("DATA_FIN", dss -> dss.has(MAP | FIN)).and("bare", (_, f) -> isEmpty(f));
  }

  /** A pure ACK with a Data ACK and nothing else. */
  static Pick dataAck() {
    return dss("Data ACK", dss -> dss.has(ACK) && !dss.has(MAP)).and("bare", (_, f) -> isPure(f));
  }

  /** The capture shows no other subflow. */
  static boolean isAlone(Tape tape, Frame frame) {
    return tape.frames.stream()
        .noneMatch(one -> one.isTcp() && one.option(Subtype.MP_JOIN) != null);
  }

  /** The capture has no fragments of IP. */
  static boolean isInOnePiece(Tape tape, Frame frame) {
    return tape.frames.stream().noneMatch(one -> !one.isTcp() && one.packet().wire() > 600);
  }

  /** The link says that the listener captured the frame. */
  static boolean isAtListener(Tape tape, Frame frame) {
    return way(frame) == (tape.by(frame) == Side.LISTENER ? OUT : IN);
  }

  /** The link says that the sender of the frame captured it. */
  static boolean isAtSender(Tape tape, Frame frame) {
    return way(frame) == OUT;
  }

  /** The link says that the receiver of the frame captured it. */
  static boolean isAtReceiver(Tape tape, Frame frame) {
    return way(frame) == IN;
  }

  private static int way(Frame frame) {
    Packet packet = frame.packet();
    if (packet.ipAt() != COOKED) {
      return packet.direction();
    }
    int type = packet.octets()[10];
    return type == COOKED_OUT ? OUT : type == 0 ? IN : 0;
  }

  /** The segment acknowledges data, and not only the SYN. */
  static boolean acksData(Tape tape, Frame frame) {
    return tape.flow(frame).stream()
        .filter(one -> one.isSynAck() && !one.from().equals(frame.from()))
        .anyMatch(syn -> frame.ack() - syn.seq() - 1 != 0);
  }

  /** Its Data ACK has 8 octets. */
  static boolean isWide(Tape tape, Frame frame) {
    return fields(frame).has(DssFields.WIDE_ACK);
  }

  static boolean isEmpty(Frame frame) {
    return frame.payload().length == 0;
  }

  static boolean isPure(Frame frame) {
    return isEmpty(frame) && frame.flags() == SegmentView.ACK;
  }

  /** The number of the segment's first octet, the SYN being 0. */
  static long ssn(Tape tape, Frame frame) {
    return tape.flow(frame).stream()
        .filter(one -> one.from().equals(frame.from()) && (one.isSyn() || one.isSynAck()))
        .findFirst()
        .map(syn -> frame.seq() - syn.seq() & 0xffff_ffffL)
        .orElseThrow();
  }

  /** Changes the DSS of the frame. */
  static Edit dss(Consumer<DssFields> change) {
    return Edits.option(
        DSS,
        option -> {
          DssFields fields = new DssFields(option);
          change.accept(fields);
          return fields.emit();
        });
  }

  /** All segments of the same host on the same subflow with the same mapping, in their order. */
  static List<Frame> copies(Tape tape, Frame frame) {
    DssFields mapping = fields(frame);
    return tape.flow(frame).stream()
        .filter(one -> one.from().equals(frame.from()))
        .filter(one -> fields(one) != null && fields(one).isSame(mapping))
        .toList();
  }

  /** Changes a mapping wherever it is told. */
  static Edit mapping(Consumer<DssFields> change) {
    return (tape, frame) -> {
      for (Frame one : copies(tape, frame)) {
        dss(change).apply(tape, one);
      }
      return frame;
    };
  }

  /** Takes a mapping out of all segments that tell it. */
  static Edit unmapped() {
    return (tape, frame) -> {
      for (Frame one : copies(tape, frame)) {
        dss(fields -> fields.flags &= ACK | DssFields.WIDE_ACK).apply(tape, one);
      }
      return frame;
    };
  }

  /** From the frame on its host counts its data differently; the other host follows or not. */
  static Edit renumbered(int by, boolean followed) {
    return (tape, frame) -> {
      long from = fields(frame).dsn;
      List<Frame> later = tape.frames.subList(tape.frames.indexOf(frame), tape.frames.size());
      for (Frame one : List.copyOf(later)) {
        DssFields dss = fields(one);
        if (dss == null) {
          continue;
        }
        boolean own = tape.by(one) == tape.by(frame);
        if (own && dss.has(MAP) && (int) (dss.dsn - from) >= 0) {
          dss(fields -> fields.dsn += by).apply(tape, one);
        } else if (!own && followed && dss.has(ACK) && (int) (dss.ack - from) > 0) {
          dss(fields -> fields.ack += by).apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** All later Data ACKs of the host are changed. */
  static Edit ackedBehind(Consumer<DssFields> change) {
    return (tape, frame) -> {
      List<Frame> later = tape.frames.subList(tape.frames.indexOf(frame), tape.frames.size());
      for (Frame one : List.copyOf(later)) {
        DssFields dss = fields(one);
        if (dss != null && dss.has(ACK) && tape.by(one) == tape.by(frame)) {
          dss(change).apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** A segment of the same host, which follows a frame: a pure ACK without MPTCP. */
  static Frame follower(Frame frame) {
    Frame next = frame.copy();
    List<byte[]> options = new ArrayList<>(frame.options());
    options.removeIf(option -> option[0] == 30);
    next.options(options);
    next.payload(new byte[0]);
    next.seq(frame.end());
    next.flags(SegmentView.ACK);
    next.time(frame.time() + SOON);
    return next;
  }

  /** Behind the frame its host sends another one; that is where the violation is. */
  static Edit followed(Edit of) {
    return (tape, frame) -> {
      Frame next = follower(frame);
      tape.insert(next);
      return of.apply(tape, next);
    };
  }

  /** Adds a DSS. */
  static Edit with(DssFields dss) {
    return Edits.add(HexFormat.of().formatHex(dss.emit()));
  }

  /** Sets the sender's clock of the segment this much later. */
  static Edit clock(int ticks) {
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>(frame.options());
      options.stream()
          .filter(option -> option[0] == 8 && option.length == 10)
          .map(ByteBuffer::wrap)
          .forEach(stamp -> stamp.putInt(2, stamp.getInt(2) + ticks));
      frame.options(options);
      return frame;
    };
  }
}
