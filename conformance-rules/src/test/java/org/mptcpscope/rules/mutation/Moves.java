package org.mptcpscope.rules.mutation;

import java.util.List;
import java.util.function.BiPredicate;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Edits of whole frames: sent as well, never sent, lost, sent at another time, by nobody. */
final class Moves {
  static final long MS = 1_000_000;

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
}
