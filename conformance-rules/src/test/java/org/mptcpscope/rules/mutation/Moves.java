package org.mptcpscope.rules.mutation;

import java.util.HexFormat;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Edits of whole frames: sent as well, never sent, lost, sent at another time, by nobody. */
final class Moves {
  static final long MS = 1_000_000;
  private static final long LONG_WAY = 20 * MS;

  private Moves() {}

  /** The same host sent another frame like this one, so much later, with a change. */
  static Edit also(long nanoseconds, Edit change) {
    return (tape, frame) -> {
      Frame copy = frame.copy();
      copy.time(frame.time() + nanoseconds);
      tape.insert(copy);
      return change.apply(tape, copy);
    };
  }

  /** The same frame was sent once more, so much later. */
  static Edit resent(long nanoseconds) {
    return also(nanoseconds, stay());
  }

  /** No change. */
  static Edit stay() {
    return (_, frame) -> frame;
  }

  /** A pure ACK stands where the frame is: no payload, no option of MPTCP, behind what it sent. */
  static Edit bare() {
    return (_, frame) -> {
      long end = frame.end();
      frame.options(
          frame.options().stream().filter(o -> o[0] != 30 && o[0] >= 5 || o[0] == 1).toList());
      frame.payload(new byte[0]);
      frame.flags(SegmentView.ACK);
      frame.seq(end);
      return frame;
    };
  }

  /** The same host sent a pure ACK besides, so much later, with a change. */
  static Edit ackToo(long nanoseconds, Edit change) {
    return also(nanoseconds, bare().then(change));
  }

  /** The other host sent a pure ACK of this frame, so much later, with a change. */
  static Edit answered(long nanoseconds, Edit change) {
    return (tape, frame) -> {
      Frame last = tape.before(frame, false);
      if (last == null) {
        return null;
      }
      Frame ack = last.copy();
      ack.time(frame.time() + nanoseconds);
      tape.insert(ack);
      bare().apply(tape, ack);
      ack.ack(frame.end());
      return change.apply(tape, ack);
    };
  }

  /** The same host sent a pure ACK with the same option besides, so much later. */
  static Edit toldAgain(int subtype, long nanoseconds) {
    return (tape, frame) -> {
      String option = HexFormat.of().formatHex(frame.option(subtype));
      return ackToo(nanoseconds, Edits.add(option)).apply(tape, frame);
    };
  }

  /** Another frame is changed as well; the violation stays where it is. */
  static Edit alsoAt(Pick pick, Edit change) {
    return (tape, frame) -> {
      Frame other = pick.of(tape);
      return other == null || change.apply(tape, other) == null ? null : frame;
    };
  }

  /** The violation shows in another frame. */
  static Edit shownAt(Pick pick) {
    return (tape, _) -> pick.of(tape);
  }

  /** The frame was sent so much later, or earlier (below 0). */
  static Edit moved(long nanoseconds) {
    return (tape, frame) -> {
      tape.move(frame, frame.time() + nanoseconds);
      return frame;
    };
  }

  /** The frame was sent right behind the first one of a pick. */
  static Edit movedBehind(Pick pick) {
    return (tape, frame) -> {
      Frame place = pick.of(tape);
      if (place == null || place == frame) {
        return null;
      }
      tape.move(frame, place.time());
      return frame;
    };
  }

  /** All that comes behind the frame, of whatever flow, comes so much later. */
  static Edit pause(long nanoseconds) {
    return (tape, frame) -> {
      List<Frame> rest = tape.frames.subList(tape.frames.indexOf(frame) + 1, tape.frames.size());
      rest.forEach(one -> one.time(one.time() + nanoseconds));
      return frame;
    };
  }

  /**
   * The path is longer and the capture was taken at the host that opened the connection: answers to
   * its SYNs come late. Legal: what makes rules sure that ask where a capture was taken.
   */
  static Edit seenAtInitiator() {
    return seenAt(Side.INITIATOR);
  }

  /** The same at the other host. */
  static Edit seenAtListener() {
    return seenAt(Side.LISTENER);
  }

  private static Edit seenAt(Side host) {
    return (tape, frame) -> {
      for (Frame one : tape.connection(frame)) {
        if ((one.isSyn() || one.isSynAck()) && tape.by(one) == host) {
          pause(LONG_WAY).apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** Frames of the same connection behind this one were never sent. */
  static Edit without(BiPredicate<Frame, Frame> which) {
    return (tape, frame) -> {
      List<Frame> all = tape.connection(frame);
      all.subList(all.indexOf(frame) + 1, all.size()).stream()
          .filter(one -> which.test(frame, one))
          .forEach(tape::remove);
      return frame;
    };
  }

  /** Changes this frame and those behind it on the same subflow of the same host. */
  static Edit eachOwn(Edit change) {
    return each(true, change);
  }

  /** Changes the frames behind it on the same subflow of the other host. */
  static Edit eachOfPeer(Edit change) {
    return each(false, change);
  }

  /** Changes the frames behind it of the other host, on all subflows. */
  static Edit eachOfPeerEverywhere(Edit change) {
    return (tape, frame) -> {
      List<Frame> all = tape.connection(frame);
      all.subList(all.indexOf(frame) + 1, all.size()).stream()
          .filter(one -> tape.by(one) != tape.by(frame))
          .forEach(one -> change.apply(tape, one));
      return frame;
    };
  }

  private static Edit each(boolean own, Edit change) {
    return (tape, frame) -> {
      if (own) {
        change.apply(tape, frame);
      }
      tape.behind(frame).stream()
          .filter(one -> one.from().equals(frame.from()) == own)
          .toList()
          .forEach(one -> change.apply(tape, one));
      return frame;
    };
  }

  /** All options of MPTCP are gone. */
  static Edit plain() {
    return (_, frame) -> {
      frame.plain();
      return frame;
    };
  }

  /** The violation shows in the next frame of the same host on this subflow, if so. */
  static Edit thenNext(Predicate<Frame> is) {
    return then(true, is);
  }

  /** The violation shows in the next frame of the other host on this subflow, if so. */
  static Edit thenPeers(Predicate<Frame> is) {
    return then(false, is);
  }

  private static Edit then(boolean own, Predicate<Frame> is) {
    return (tape, frame) ->
        tape.behind(frame).stream()
            .filter(one -> one.from().equals(frame.from()) == own)
            .filter(is)
            .findFirst()
            .orElse(null);
  }

  /** The host that sent this frame says nothing more on this subflow. */
  static Edit silent() {
    return without(
        (frame, one) -> one.flow().equals(frame.flow()) && one.from().equals(frame.from()));
  }

  /** The host that got this frame says nothing more on this subflow. */
  static Edit peerSilent() {
    return without(
        (frame, one) -> one.flow().equals(frame.flow()) && !one.from().equals(frame.from()));
  }

  /** Nobody says anything more on this subflow. */
  static Edit subflowEnds() {
    return without((frame, one) -> one.flow().equals(frame.flow()));
  }

  /** Nobody says anything more on any subflow of the connection. */
  static Edit connectionEnds() {
    return without((_, _) -> true);
  }

  /** The subflow of the first frame of a pick never was. */
  static Edit withoutSubflow(Pick pick) {
    return (tape, frame) -> {
      Frame of = pick.of(tape);
      if (of == null || of.flow().equals(frame.flow())) {
        return null;
      }
      tape.flow(of).forEach(tape.frames::remove);
      return frame;
    };
  }

  /** The capture ends so long behind this frame. */
  static Edit captureEnds(long nanoseconds) {
    return (tape, frame) -> {
      tape.frames.removeIf(one -> one.time() > frame.time() + nanoseconds);
      return frame;
    };
  }

  /** Captured traffic goes on: the last frame of another flow comes so much later. */
  static Edit captureLasts(long nanoseconds) {
    return (tape, frame) -> {
      Frame last = tape.frames.getLast();
      Frame copy = last.copy();
      copy.time(last.time() + nanoseconds);
      tape.frames.add(copy);
      return frame;
    };
  }

  /** Both hosts leave flag A out, and all checksums. */
  static Edit withoutChecksums() {
    return (tape, frame) -> {
      for (Frame one : tape.connection(frame)) {
        Edits.option(
                Subtype.MP_CAPABLE,
                octets -> {
                  octets[3] &= 0x7f;
                  return octets.length == 24 ? Dsses.sized(octets, 22) : octets;
                })
            .apply(tape, one);
        Edits.option(Subtype.DSS, Dsses::withoutChecksum).apply(tape, one);
      }
      return frame;
    };
  }
}
