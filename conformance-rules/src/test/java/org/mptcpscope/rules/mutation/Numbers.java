package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Edits of the sequence numbers of TCP that leave them consistent. */
final class Numbers {
  private static final long ALL = 0xffff_ffffL;

  private Numbers() {}

  /** The sender of this frame starts its subflow at another initial sequence number. */
  static Edit isn(long number) {
    return (tape, frame) -> {
      Frame syn =
          tape.flow(frame).stream()
              .filter(one -> one.from().equals(frame.from()) && (one.isSyn() || one.isSynAck()))
              .findFirst()
              .orElse(null);
      if (syn == null || !tape.isWhole()) {
        return null;
      }
      long edge = syn.seq();
      int by = (int) (number - edge);
      for (Frame one : tape.flow(frame)) {
        shift(one, one.from().equals(frame.from()), edge, by);
      }
      return frame;
    };
  }

  /** Moves what a host counts from a place on, in a segment of its own or of its peer. */
  static void shift(Frame frame, boolean own, long edge, int by) {
    if (own) {
      if (isFrom(edge, frame.seq())) {
        frame.seq(frame.seq() + by & ALL);
      }
      return;
    }
    if ((frame.flags() & 0x10) != 0 && isFrom(edge, frame.ack())) {
      frame.ack(frame.ack() + by & ALL);
    }
    List<byte[]> moved = new ArrayList<>();
    for (byte[] option : frame.options()) {
      byte[] copy = option.clone();
      if (copy[0] == 5) {
        ByteBuffer octets = ByteBuffer.wrap(copy);
        for (int at = 2; at + 4 <= copy.length; at += 4) {
          if (isFrom(edge, octets.getInt(at) & ALL)) {
            octets.putInt(at, octets.getInt(at) + by);
          }
        }
      }
      moved.add(copy);
    }
    frame.options(moved);
  }

  static boolean isFrom(long edge, long number) {
    return (int) (number - edge) >= 0;
  }
}
