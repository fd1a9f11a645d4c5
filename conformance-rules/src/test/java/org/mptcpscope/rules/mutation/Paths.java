package org.mptcpscope.rules.mutation;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Edits of whole subflows: at other addresses and ports, tried before, made once more. */
final class Paths {
  private static final long ALL = 0xffff_ffffL;

  private Paths() {}

  /** An address and a port. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes one
  record Place(byte[] address, int port) {
    static Place of(Frame frame, boolean sender) {
      return new Place(frame.address(sender), frame.port(sender));
    }

    Place port(int other) {
      return new Place(address, other);
    }

    Place address(byte[] other) {
      return new Place(other, port);
    }

    /** An address nearby. */
    Place next(int by) {
      byte[] other = address.clone();
      other[other.length - 1] += (byte) by;
      return new Place(other, port);
    }
  }

  /** The host that sent the frame has its end of the subflow elsewhere. */
  static Edit sender(UnaryOperator<Place> change) {
    return (tape, frame) -> {
      Place place = change.apply(Place.of(frame, true));
      place(tape, frame, true, place);
      return frame;
    };
  }

  /** The other host has its end of the subflow elsewhere. */
  static Edit receiver(UnaryOperator<Place> change) {
    return (tape, frame) -> {
      Place place = change.apply(Place.of(frame, false));
      place(tape, frame, false, place);
      return frame;
    };
  }

  /** Both ends of the subflow are where the first frame of a pick has its own and the other one. */
  static Edit asIn(Pick pick, boolean withPorts) {
    return (tape, frame) -> {
      Frame like = pick.of(tape);
      if (like == null
          || like.flow().equals(frame.flow())
          || like.isIpv6() != frame.isIpv6()
          || tape.by(like) != tape.by(frame)) {
        return null;
      }
      place(tape, frame, true, Place.of(like, true).port(frame.port(true)));
      int port = withPorts ? like.port(false) : frame.port(false);
      place(tape, frame, false, Place.of(like, false).port(port));
      return frame;
    };
  }

  private static void place(Tape tape, Frame frame, boolean sender, Place place) {
    String from = frame.from();
    String before = frame.flow();
    Frame syn = tape.syn(frame).copy();
    List<Frame> flow = tape.flow(frame);
    syn.place(syn.from().equals(from) == sender, place.address, place.port);
    for (Frame one : flow) {
      one.place(one.from().equals(from) == sender, place.address, place.port);
    }
    tape.at(syn, before);
  }

  /** Whatever comes from this frame on, on any flow, comes so much later. */
  static Edit later(long nanoseconds) {
    return (tape, frame) -> {
      List<Frame> rest = tape.frames.subList(tape.frames.indexOf(frame), tape.frames.size());
      rest.forEach(one -> one.time(one.time() + nanoseconds));
      return frame;
    };
  }

  /**
   * The same join was tried before its SYN, from another port, and got an answer that is made of
   * its SYN/ACK.
   */
  static Edit triedBefore(long earlier, int port, Edit answer) {
    return (tape, syn) -> {
      Frame synAck = tape.flow(syn).stream().filter(Frame::isSynAck).findFirst().orElse(null);
      if (synAck == null) {
        return null;
      }
      Frame tried = syn.copy();
      Frame answered = synAck.copy();
      tried.place(true, tried.address(true), port == 0 ? tried.port(true) : port);
      answered.place(false, tried.address(true), tried.port(true));
      tried.seq(tried.seq() + 0x10_0000 & ALL);
      answered.ack(tried.end());
      Edits.option(1, octets -> nonce(octets, port + (int) earlier)).apply(tape, tried);
      tried.time(syn.time() - earlier);
      answered.time(tried.time() + synAck.time() - syn.time());
      tape.at(tried, syn.flow());
      tape.insert(tried);
      tape.insert(answered);
      return answer.apply(tape, answered) == null ? null : syn;
    };
  }

  /** The other host refused: a RST, with a reason or without. */
  static Edit refused(String reason) {
    return (tape, frame) -> {
      frame.options(List.of());
      frame.flags(SegmentView.RST | SegmentView.ACK);
      frame.seq(0);
      return reason.isEmpty() ? frame : Edits.add(reason).apply(tape, frame);
    };
  }

  /** The other host answers a frame by a RST with a reason. Shown at the frame. */
  static Edit refusal(String reason) {
    return (tape, frame) ->
        Moves.answered(
                        Moves.MS,
                        (_, answer) -> {
                          answer.options(List.of());
                          answer.flags(SegmentView.RST | SegmentView.ACK);
                          return answer;
                        })
                    .then(reason.isEmpty() ? Moves.stay() : Edits.add(reason))
                    .apply(tape, frame)
                == null
            ? null
            : frame;
  }

  private static byte[] nonce(byte[] join, int by) {
    for (int at = 8; at < 12; at++) {
      join[at] ^= (byte) (by * 31 + at * 57 + 5);
    }
    return join;
  }

  /** True for a fragment of IPv6, on the links that captures here have. */
  private static boolean isFragment(Frame frame) {
    byte[] octets = frame.packet().octets();
    return frame.flow().isEmpty()
        && IntStream.of(0, 14, 16, 20)
            .anyMatch(
                at -> octets.length > at + 40 && octets[at] >> 4 == 6 && octets[at + 6] == 44);
  }

  /**
   * What a frame was, with one in its place that a change makes of it: the rest of the flow goes.
   */
  static Edit only(Edit change) {
    return (tape, frame) -> {
      if (tape.frames.stream().anyMatch(Paths::isFragment)) {
        return null; // of which flow a fragment is nobody knows here
      }
      tape.behind(frame).forEach(tape::remove);
      tape.frames.removeIf(one -> !one.isTcp() && one.flow().equals(frame.flow()));
      return change.apply(tape, frame);
    };
  }
}
