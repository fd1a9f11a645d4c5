package org.mptcpscope.rules.mutation;

import static org.mptcpscope.core.model.Side.INITIATOR;
import static org.mptcpscope.core.model.Side.LISTENER;
import static org.mptcpscope.dissector.tcp.SegmentView.ACK;
import static org.mptcpscope.dissector.tcp.SegmentView.RST;
import static org.mptcpscope.rules.mutation.CloseMutations.TWO;
import static org.mptcpscope.rules.mutation.CloseMutations.forged;
import static org.mptcpscope.rules.mutation.CloseMutations.idle;
import static org.mptcpscope.rules.mutation.DataMutations.LONG;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.nio.ByteBuffer;
import java.util.List;
import org.mptcpscope.core.model.Side;

/** Violations of windows, of the widths of numbers, and of what a subflow owes to TCP. */
final class WindowMutations {
  static final List<Mutation> ALL =
      List.of(
          of(
              "connection-window-exceeded",
              "DSS-SENDER-WITHIN-CONNECTION-WINDOW",
              LONG,
              forged(f -> tooMuch(f, INITIATOR))),
          of(
              "connection-window-exceeded",
              "DSS-SENDER-WITHIN-CONNECTION-WINDOW",
              LONG,
              forged(f -> tooMuch(f, LISTENER))),
          of("out-of-window-data-accepted", "", LONG, forged(f -> accepted(f, INITIATOR)))
              .with("connection-window-exceeded"),
          of("windows-differ", "", TWO, forged(f -> different(f, LISTENER))),
          of("windows-differ", "", TWO, forged(f -> different(f, INITIATOR))),
          of("unmapped-data-not-acked", "", LONG.nth(2), forged(WindowMutations::notAcked)),
          of(
                  "number-width-rejected",
                  "DSS-BOTH-SIZES-ACCEPTED",
                  TWO,
                  forged(WindowMutations::rejected))
              .with("reset-reason-in-v0"));

  private WindowMutations() {}

  private static Frame tooMuch(Forge f, Side side) {
    f.later(500).data(side, 0, 10_000);
    return f.data(side, 0, 60_000);
  }

  private static Frame accepted(Forge f, Side side) {
    tooMuch(f, side);
    return f.later(50).ack(side.peer(), 0);
  }

  private static Frame different(Forge f, Side side) {
    Frame last = null;
    for (int i = 0; i < 14; i++) {
      f.later(100).data(side.peer(), 0, 100);
      Frame wide = f.ack(side, 0);
      Frame narrow = f.ack(side, 1);
      wide.window(4000);
      narrow.window(100);
      last = i == 10 ? narrow : last;
    }
    return last;
  }

  /** Octets without a mapping are sent again and again, and those behind them arrived. */
  private static Frame notAcked(Forge f) {
    f.later(500);
    long missing = f.next(INITIATOR, 0);
    byte[] old = f.dataAck(LISTENER);
    Frame bare = f.say(INITIATOR, 0, ACK, 500, f.dataAck(INITIATOR));
    f.skip(INITIATOR, 500);
    Frame third = null;
    for (int i = 0; i < 8; i++) {
      f.later(300).data(INITIATOR, 0, 100);
      ByteBuffer sack = ByteBuffer.allocate(10).put((byte) 5).put((byte) 10);
      sack.putInt((int) missing + 500).putInt((int) f.next(INITIATOR, 0));
      Frame ack = f.say(LISTENER, 0, ACK, 0, old, sack.array());
      ack.ack(missing);
      f.repeat(bare);
      third = i == 2 ? ack : third;
    }
    return idle(f, 5000, third);
  }

  private static Frame rejected(Forge f) {
    Frame last = null;
    for (int subflow = 1; subflow >= 0; subflow--) {
      f.later(200).data(INITIATOR, subflow, 100);
      f.ack(LISTENER, subflow);
      DssFields narrow = new DssFields(f.map(INITIATOR, subflow, 100));
      narrow.flags &= ~DssFields.WIDE_DSN;
      f.say(INITIATOR, subflow, ACK, 100, narrow.raw());
      last = f.say(LISTENER, subflow, RST | ACK, 0);
    }
    return last;
  }
}
