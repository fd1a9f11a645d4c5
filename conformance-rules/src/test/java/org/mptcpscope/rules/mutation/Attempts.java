package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Edits of the handshake of a join and of what follows it at once. */
final class Attempts {
  private static final long ALL = 0xffff_ffffL;
  private static final int STAMPS = 8;

  private Attempts() {}

  /**
   * The handshake of the join once more, so much later, from another port; shown at its SYN/ACK.
   */
  static Edit again(long after, int port) {
    return (tape, frame) -> {
      List<Frame> flow = tape.flow(frame);
      Frame syn = flow.stream().filter(Frame::isSyn).findFirst().orElse(null);
      Frame synAck = flow.stream().filter(Frame::isSynAck).findFirst().orElse(null);
      Frame third = third(flow);
      if (syn == null || synAck == null || third == null) {
        return null;
      }
      long shift = tape.frames.getLast().time() - syn.time() + after;
      Frame answer = null;
      for (Frame one : List.of(syn, synAck, third)) {
        Frame copy = one.copy();
        boolean own = one.from().equals(syn.from());
        copy.place(own, one.address(own), port);
        copy.time(one.time() + shift);
        Edits.option(Subtype.MP_JOIN, octets -> nonce(octets, port)).apply(tape, copy);
        if (own) {
          copy.seq(one.seq() + 0x20_0000 & ALL);
        } else {
          copy.ack(one.ack() + 0x20_0000 & ALL);
        }
        if (one == syn) {
          tape.at(copy, one.flow());
        }
        tape.insert(copy);
        answer = one == synAck ? copy : answer;
      }
      return Repairs.joinHmacs().apply(tape, answer);
    };
  }

  private static byte[] nonce(byte[] join, int by) {
    if (join.length == 12 || join.length == 16) {
      ByteBuffer octets = ByteBuffer.wrap(join);
      int at = join.length - 4;
      octets.putInt(at, octets.getInt(at) ^ by * 0x9e37_79b1);
    }
    return join;
  }

  /** The third packet of a join, or null. */
  static Frame third(List<Frame> flow) {
    return flow.stream()
        .filter(one -> one.option(Subtype.MP_JOIN) != null)
        .filter(one -> one.option(Subtype.MP_JOIN).length == 24)
        .findFirst()
        .orElse(null);
  }

  /** The data of the joiner was sent right behind its third packet. */
  static Edit behindThird() {
    return (tape, data) -> {
      List<Frame> flow = tape.flow(data);
      Frame third = third(flow);
      Frame synAck = flow.stream().filter(Frame::isSynAck).findFirst().orElse(null);
      if (third == null || synAck == null) {
        return null;
      }
      early(tape, data, third.time() + 1000);
      data.ack(synAck.end());
      echoes(data, synAck);
      return data;
    };
  }

  /** The joiner's first data and the fourth packet changed places. */
  static Edit beforeFourth() {
    return (tape, data) -> {
      List<Frame> flow = tape.flow(data);
      Frame third = third(flow);
      Frame synAck = flow.stream().filter(Frame::isSynAck).findFirst().orElse(null);
      Frame fourth =
          flow.stream()
              .filter(one -> third != null && one.time() > third.time() && !tape.isByOpener(one))
              .findFirst()
              .orElse(null);
      if (fourth == null || fourth.time() >= data.time() || data.ack() != synAck.end()) {
        return null;
      }
      long time = fourth.time();
      tape.move(fourth, data.time());
      early(tape, data, time);
      echoes(data, synAck);
      return data;
    };
  }

  /** The data of the target was sent right behind its SYN/ACK. */
  static Edit behindSynAck() {
    return (tape, data) -> {
      List<Frame> flow = tape.flow(data);
      Frame syn = flow.stream().filter(Frame::isSyn).findFirst().orElse(null);
      Frame synAck = flow.stream().filter(Frame::isSynAck).findFirst().orElse(null);
      if (syn == null || synAck == null || data.seq() != synAck.end()) {
        return null;
      }
      early(tape, data, synAck.time() + 1000);
      data.ack(syn.end());
      echoes(data, syn);
      return data;
    };
  }

  /** What a host acknowledges before it got any data. */
  private static int first(Tape tape, Frame frame) {
    Keys keys = tape.keys(frame);
    return (int) MptcpCrypto.idsn(keys.version(), keys.of(tape.by(frame).peer())) + 1;
  }

  /**
   * The segment was sent so early, and acknowledges on the data level what its host had by then.
   */
  private static void early(Tape tape, Frame data, long time) {
    int known =
        tape.connection(data).stream()
            .takeWhile(one -> one.time() < time)
            .filter(one -> tape.by(one) == tape.by(data) && one.option(Subtype.DSS) != null)
            .map(one -> one.option(Subtype.DSS))
            .filter(dss -> (dss[3] & 1) != 0)
            .map(dss -> ByteBuffer.wrap(dss).getInt((dss[3] & 2) == 0 ? 4 : 8))
            .reduce((_, last) -> last)
            .orElse(first(tape, data));
    Edits.option(
            Subtype.DSS,
            dss -> {
              if ((dss[3] & 1) != 0) {
                ByteBuffer.wrap(dss).putInt((dss[3] & 2) == 0 ? 4 : 8, known);
              }
              return dss;
            })
        .apply(tape, data);
    tape.behind(tape.flow(data).getFirst()).stream()
        .takeWhile(one -> one != data)
        .filter(one -> one.time() > time && one.from().equals(data.from()))
        .forEach(one -> one.seq(data.end()));
    tape.move(data, time);
    Frame before = tape.before(data, true);
    if (before != null) {
      stamps(before).ifPresent(stamps -> stamp(data, stamps, 2, 2));
    }
  }

  /** The time stamp that a segment echoes is the one of this segment. */
  private static void echoes(Frame frame, Frame of) {
    stamps(of).ifPresent(stamps -> stamp(frame, stamps, 2, 6));
  }

  private static Optional<byte[]> stamps(Frame frame) {
    return frame.options().stream().filter(option -> option[0] == STAMPS).findFirst();
  }

  private static void stamp(Frame frame, byte[] of, int from, int to) {
    frame.options(
        frame.options().stream()
            .map(
                option -> {
                  byte[] changed = option.clone();
                  if (option[0] == STAMPS) {
                    System.arraycopy(of, from, changed, to, 4);
                  }
                  return changed;
                })
            .toList());
  }

  /** The join came right behind the third packet of the first subflow. */
  static Edit rightBehindFirst() {
    return (tape, syn) -> {
      Keys keys = tape.keys(syn);
      List<Frame> first =
          tape.connection(syn).stream().filter(one -> one.flow().equals(keys.first())).toList();
      Frame third =
          first.stream()
              .filter(one -> tape.isByOpener(one) && !one.isSyn())
              .findFirst()
              .orElse(null);
      if (third == null) {
        return null;
      }
      List<Frame> flow = tape.flow(syn);
      Frame last = third(flow);
      long shift = syn.time() - third.time() - 1000;
      if (last == null || shift <= 0) {
        return null;
      }
      for (Frame one : flow.subList(0, flow.indexOf(last) + 1)) {
        tape.move(one, one.time() - shift);
      }
      return syn;
    };
  }

  /**
   * After so many more frames of its host on other subflows all the rest of the capture comes
   * later.
   */
  static Edit lasting(int frames, long nanoseconds) {
    return (tape, frame) -> {
      List<Frame> more =
          tape.connection(frame).stream()
              .filter(one -> one.time() > frame.time() && tape.by(one) == tape.by(frame))
              .toList();
      if (more.size() <= frames) {
        return null;
      }
      Moves.pause(nanoseconds).apply(tape, more.get(frames - 1));
      return frame;
    };
  }
}
