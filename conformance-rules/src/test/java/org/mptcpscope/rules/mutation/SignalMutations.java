package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.ACK;
import static org.mptcpscope.rules.mutation.Edits.add;
import static org.mptcpscope.rules.mutation.Edits.has;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of how signals travel: by which option, on which segments, how often. */
final class SignalMutations {
  private static final int CAPABLE = Subtype.MP_CAPABLE;
  private static final int ADD = Subtype.ADD_ADDR;
  private static final int CLOSE = Subtype.MP_FASTCLOSE;
  private static final long MS = Moves.MS;
  private static final String PRIO = "1e 03 50";

  /** An ADD_ADDR with HMAC that the other host echoes on the same subflow. */
  private static final Pick ECHOED = sized(ADD, 16).and("echoed", Edits::isEchoed);

  static final List<Mutation> ALL =
      List.of(
          of("foreign-option-kind", "", syn(CAPABLE), inKind(42)).accusesOther(),
          of("foreign-option-kind", "", syn(CAPABLE).and("v0", Tape::isVersion0), inKind(253))
              .accusesOther(),
          of("invalid-segment-obeyed", "", ECHOED, Edits.seqBy(-5_000_000).then(echo())),
          of("invalid-segment-obeyed", "", ECHOED, Edits.seqBy(500_000_000).then(echo())),
          of(
              "invalid-segment-obeyed",
              "",
              has(CLOSE).and("ACK", (_, f) -> !f.isReset()),
              Edits.seqBy(-1_000_000_000).then(Moves.thenPeers(Frame::isReset))),
          of(
                  "option-forms-mixed",
                  "",
                  ACK.joined().and("v1", (tape, f) -> !tape.isVersion0(f)).nth(3),
                  add("1e 04 50 01").then(Moves.ackToo(3 * MS, add("1e 08 30 07 0a 63 63 63"))))
              .with("prio-with-address-id", "add-addr-hmac-wrong", "option-length-wrong"),
          of(
                  "option-forms-mixed",
                  "",
                  ACK.and("v0", Tape::isVersion0).nth(3),
                  add("1e 10 30 07 0a 63 63 63 01 02 03 04 05 06 07 08")
                      .then(Moves.ackToo(3 * MS, add("1e 04 80 01"))))
              .with("reset-reason-in-v0", "reset-reason-misplaced", "add-addr-ip-version-wrong"),
          of(
                  "signal-taken-for-loss",
                  "",
                  Edits.mapping().by(Side.LISTENER).nth(2),
                  threeSignals().then(lastAgain()))
              .with("too-many-signal-dupacks"),
          of(
              "signal-with-payload",
              "",
              Edits.mapping().by(Side.INITIATOR).and("v1, room", SignalMutations::hasRoom).nth(0),
              add("1e 10 30 37 c0 00 02 07 00 00 00 00 00 00 00 00").then(Repairs.addressHmac())),
          of("signal-with-payload", "", Edits.mapping().joined().nth(3), add(PRIO)),
          of("signal-with-payload", "", Edits.mapping().by(Side.LISTENER).nth(3), add(PRIO)),
          of(
              "too-many-signal-dupacks",
              "",
              Edits.mapping().by(Side.INITIATOR).nth(4),
              threeSignals()),
          of("too-many-signal-dupacks", "", Edits.mapping().joined().nth(3), threeSignals()));

  private SignalMutations() {}

  /** Version 1, and an ADD_ADDR fits beside the DSS. */
  private static boolean hasRoom(Tape tape, Frame frame) {
    return !tape.isVersion0(frame) && frame.option(Subtype.DSS).length <= 24;
  }

  /** Speaks MPTCP in another kind of option, both hosts, and shows in the SYN/ACK. */
  private static Edit inKind(int kind) {
    return (tape, frame) -> {
      for (Frame one : tape.connection(frame)) {
        one.options(
            one.options().stream()
                .map(
                    option -> {
                      byte[] other = option.clone();
                      other[0] = option[0] == 30 ? (byte) kind : option[0];
                      return other;
                    })
                .toList());
      }
      return Moves.thenPeers(Frame::isSynAck).apply(tape, frame);
    };
  }

  private static Edit echo() {
    return Moves.thenPeers(one -> one.option(ADD) != null);
  }

  /** The data that these ACKs ask for is sent again at once. */
  private static Edit lastAgain() {
    return (tape, ack) -> {
      Frame lost =
          tape.flow(ack).stream()
              .filter(one -> one.seq() == ack.ack() && one.payload().length > 0)
              .filter(one -> !one.from().equals(ack.from()))
              .findFirst()
              .orElseThrow();
      return Moves.resent(ack.time() - lost.time() + 10).apply(tape, lost);
    };
  }

  /** The other host sends three duplicate ACKs with signals while this segment is outstanding. */
  private static Edit threeSignals() {
    return (tape, frame) -> {
      Frame last = tape.before(frame, false);
      if (last == null) {
        return null;
      }
      // The first one answers the segment, so that it is no duplicate of the host's own accord.
      Frame sent = null;
      for (int i = 1; i <= 4; i++) {
        sent = Moves.answered(i * 10L, add(PRIO)).apply(tape, frame);
        sent.ack(last.ack());
      }
      return sent;
    };
  }
}
