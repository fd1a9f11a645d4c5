package org.mptcpscope.rules.mutation;

import java.util.List;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Edits that remove addresses, and what hosts do then. */
final class Removals {
  private static final int JOIN = Subtype.MP_JOIN;

  private Removals() {}

  /**
   * The host that sent a frame on a joined subflow, or the other one, removes its address there, on
   * the first subflow.
   */
  static Edit removed(boolean sender, long later) {
    return (tape, frame) -> {
      boolean joiner = tape.isByOpener(frame) == sender;
      int id = id(tape.flow(frame), joiner);
      return id <= 0 ? null : told(sender, later, id).apply(tape, frame);
    };
  }

  /** One of the two removes an Address ID, on the first subflow. */
  static Edit told(boolean sender, long later, int id) {
    return (tape, frame) -> {
      String first = tape.keys(frame) == null ? "" : tape.keys(frame).first();
      Frame last =
          tape.connection(frame).stream()
              .takeWhile(one -> one != frame)
              .filter(one -> one.flow().equals(first) && !one.isSyn() && !one.isSynAck())
              .filter(one -> (tape.by(one) == tape.by(frame)) == sender)
              .filter(one -> (one.flags() & (SegmentView.FIN | SegmentView.RST)) == 0)
              .reduce((_, one) -> one)
              .orElse(null);
      return last == null
          ? null
          : Moves.ackToo(
                  frame.time() + later - last.time(), Edits.add("1e 04 40 %02x".formatted(id)))
              .apply(tape, last);
    };
  }

  /** The Address ID that the opener, or the other host, gave a joined subflow; -1 for none. */
  private static int id(List<Frame> flow, boolean opener) {
    return flow.stream()
        .filter(one -> (opener ? one.isSyn() : one.isSynAck()) && one.option(JOIN) != null)
        .map(one -> one.option(JOIN)[3] & 0xff)
        .findFirst()
        .orElse(-1);
  }

  /** The subflow whose address a REMOVE_ADDR names. */
  private static List<Frame> named(Tape tape, Frame removal) {
    int id = removal.option(Subtype.REMOVE_ADDR)[3] & 0xff;
    return tape.connection(removal).stream()
        .filter(one -> (one.isSyn() || one.isSynAck()) && one.option(JOIN) != null)
        .filter(one -> tape.by(one) == tape.by(removal) && (one.option(JOIN)[3] & 0xff) == id)
        .findFirst()
        .map(tape::flow)
        .orElse(List.of());
  }

  /** The host that removed, or the other one, sends this on the named subflow behind it. */
  static Edit then(boolean remover, long later, Edit change) {
    return (tape, removal) -> {
      Frame last =
          named(tape, removal).stream()
              .filter(one -> one.time() <= removal.time() + later)
              .filter(one -> (tape.by(one) == tape.by(removal)) == remover)
              .reduce((_, one) -> one)
              .orElse(null);
      if (last == null) {
        return null;
      }
      Moves.ackToo(removal.time() + later - last.time(), change).apply(tape, last);
      return removal;
    };
  }

  /** One of the two resets the named subflow; nothing follows on it. Shown at the RST. */
  static Edit reset(boolean remover, long later) {
    return (tape, removal) -> closed(tape, removal, named(tape, removal), remover, later);
  }

  /** The other host resets a joined subflow behind the removal of another one; shown at the RST. */
  static Edit resetAny(long later) {
    return (tape, removal) -> {
      Frame open =
          tape.connection(removal).stream()
              .filter(one -> one.time() < removal.time() && tape.isOpenedBy(JOIN, one))
              .findFirst()
              .orElse(null);
      return open == null ? null : closed(tape, removal, tape.flow(open), false, later);
    };
  }

  private static Frame closed(
      Tape tape, Frame removal, List<Frame> flow, boolean remover, long later) {
    long time = removal.time() + later;
    Frame last =
        flow.stream()
            .filter(one -> one.time() <= time)
            .filter(one -> (tape.by(one) == tape.by(removal)) == remover)
            .reduce((_, one) -> one)
            .orElse(null);
    if (last == null || flow.stream().noneMatch(one -> one.time() > time)) {
      return null;
    }
    flow.stream().filter(one -> one.time() > time).forEach(tape::remove);
    String gone = last.flow();
    tape.frames.removeIf(one -> !one.isTcp() && one.flow().equals(gone) && one.time() > time);
    return Moves.ackToo(
            time - last.time(),
            (_, frame) -> {
              frame.flags(SegmentView.RST | SegmentView.ACK);
              return frame;
            })
        .apply(tape, last);
  }

  /** The host removes an Address ID that it has just told; shown where it told it. */
  static Edit thenRemoved(long later) {
    return (tape, frame) -> {
      int id = frame.option(Subtype.ADD_ADDR)[3] & 0xff;
      Moves.ackToo(later, Edits.add("1e 04 40 %02x".formatted(id))).apply(tape, frame);
      return frame;
    };
  }

  /** A TCP keepalive: one below what its host sent. */
  static Edit keepalive() {
    return (_, frame) -> {
      frame.seq(frame.seq() - 1 & 0xffff_ffffL);
      return frame;
    };
  }

  /** The next new data on the named subflow that the other host sends so much later or after. */
  static Edit nextData(long later) {
    return (tape, removal) ->
        named(tape, removal).stream()
            .filter(one -> one.time() > removal.time() + later && one.payload().length > 0)
            .filter(one -> tape.by(one) != tape.by(removal))
            .findFirst()
            .orElse(null);
  }
}
