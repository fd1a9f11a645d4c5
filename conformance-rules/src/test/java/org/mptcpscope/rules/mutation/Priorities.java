package org.mptcpscope.rules.mutation;

import java.util.HexFormat;
import java.util.List;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Edits of priorities. */
final class Priorities {
  private static final int JOIN = Subtype.MP_JOIN;
  private static final int PRIO = Subtype.MP_PRIO;
  private static final int MANY = 30;

  private Priorities() {}

  /** True if the other host sent much before this frame on its subflow, and little behind it. */
  static boolean isLate(Tape tape, Frame frame) {
    List<Frame> flow = tape.flow(frame);
    List<Frame> data =
        flow.stream()
            .filter(one -> !one.from().equals(frame.from()) && one.payload().length > 0)
            .toList();
    long behind = data.stream().filter(one -> one.time() > frame.time()).count();
    boolean elsewhere =
        tape.connection(frame).stream()
            .anyMatch(one -> !one.flow().equals(frame.flow()) && one.time() > frame.time());
    return elsewhere && data.size() > MANY && behind >= 1 && behind <= 8;
  }

  /** The host said so when the subflow was joined; shown there. */
  static Edit whenJoined() {
    return (tape, frame) -> {
      Frame said =
          tape.flow(frame).stream()
              .filter(one -> one.from().equals(frame.from()) && one.option(JOIN) != null)
              .filter(one -> one.isSyn() || one.isSynAck())
              .findFirst()
              .orElse(null);
      return said == null ? null : Edits.or(JOIN, 2, 1).apply(tape, said);
    };
  }

  /** The host said so with its first pure ACK of data; shown there. */
  static Edit early() {
    return (tape, frame) -> {
      Frame first =
          tape.flow(frame).stream()
              .filter(one -> one.from().equals(frame.from()) && Edits.ACK.is().test(tape, one))
              .findFirst()
              .orElse(frame);
      byte[] option = frame.option(PRIO);
      Edits.remove(PRIO).apply(tape, frame);
      return Edits.add(HexFormat.of().formatHex(option)).apply(tape, first);
    };
  }
}
