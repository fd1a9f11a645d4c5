package org.mptcpscope.rules.mutation;

import java.util.Arrays;
import java.util.List;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** What edits of joins share. */
final class Joins {
  private static final int JOIN = Subtype.MP_JOIN;

  private Joins() {}

  /** True if the SYN got a SYN/ACK with MP_JOIN. */
  static boolean isAnswered(Tape tape, Frame syn) {
    return tape.flow(syn).stream().anyMatch(one -> one.isSynAck() && one.option(JOIN) != null);
  }

  /**
   * The SYN of an answered join of the same host of the same connection before this one, or null.
   */
  static Frame earlier(Tape tape, Frame syn) {
    return tape.connection(syn).stream()
        .filter(Frame::isSyn)
        .takeWhile(one -> one != syn)
        .filter(one -> one.option(JOIN) != null && !one.flow().equals(syn.flow()))
        .filter(one -> tape.by(one) == tape.by(syn) && isAnswered(tape, one))
        .findFirst()
        .orElse(null);
  }

  static boolean isVersion1(Tape tape, Frame frame) {
    Keys keys = tape.keys(frame);
    return keys != null && keys.version() == 1;
  }

  /**
   * True if the third packet of the join comes at once behind the second, and that one does not.
   */
  static boolean isAtJoiner(Tape tape, Frame frame) {
    List<Frame> flow = tape.flow(frame);
    return flow.size() > 3
        && flow.get(1).isSynAck()
        && flow.get(1).time() - flow.get(0).time() > 200_000
        && (flow.get(2).time() - flow.get(1).time()) * 4 < flow.get(1).time() - flow.get(0).time();
  }

  /** True if the SYN comes from another address than those of the first subflow. */
  static boolean isElsewhere(Tape tape, Frame syn) {
    Keys keys = tape.keys(syn);
    return keys != null
        && tape.connection(syn).stream()
            .filter(one -> one.flow().equals(keys.first()))
            .noneMatch(one -> Arrays.equals(one.address(true), syn.address(true)));
  }

  /** True if the SYN/ACK comes soon. */
  static boolean isQuick(Tape tape, Frame syn) {
    return tape.flow(syn).stream()
        .anyMatch(one -> one.isSynAck() && one.time() - syn.time() < 2 * Moves.MS);
  }

  /** True if the SYN goes to where the first subflow goes. */
  static boolean isToFirst(Tape tape, Frame syn) {
    Keys keys = tape.keys(syn);
    return keys != null
        && tape.connection(syn).stream()
            .filter(one -> one.isSyn() && one.flow().equals(keys.first()))
            .anyMatch(
                one ->
                    tape.by(one) == tape.by(syn)
                        && one.port(false) == syn.port(false)
                        && Arrays.equals(one.address(false), syn.address(false)));
  }

  /** The joiner uses the port that it has on the first subflow. */
  static Edit portOfFirst() {
    return (tape, syn) -> {
      Frame first =
          tape.connection(syn).stream()
              .filter(one -> one.flow().equals(tape.keys(syn).first()))
              .filter(one -> tape.by(one) == tape.by(syn))
              .findFirst()
              .orElseThrow();
      int port = first.port(true);
      return Paths.sender(place -> place.port(port)).apply(tape, syn);
    };
  }

  /** The join has the Address ID of an earlier one. */
  static Edit idOfEarlier() {
    return (tape, syn) -> {
      Frame other = earlier(tape, syn);
      byte id = other.option(JOIN)[3];
      return id == 0 || Arrays.equals(other.address(true), syn.address(true))
          ? null
          : Edits.set(JOIN, 3, id).apply(tape, syn);
    };
  }

  /** The join is between the addresses of an earlier one. */
  static Edit pairOfEarlier() {
    return (tape, syn) -> {
      Frame other = earlier(tape, syn);
      return idOfEarlier()
          .then(Paths.asIn(new Mutation.Pick("", (_, f) -> f == other, 0), true))
          .apply(tape, syn);
    };
  }

  /** The join has the nonce of an earlier one. */
  static Edit nonceOfEarlier() {
    return (tape, syn) -> {
      byte[] other = earlier(tape, syn).option(JOIN);
      return Edits.option(
              JOIN,
              octets -> {
                System.arraycopy(other, 8, octets, 8, 4);
                return octets;
              })
          .apply(tape, syn);
    };
  }

  /** True if a host closed the connection fast, after the SYN. */
  static boolean isAborted(Tape tape, Frame syn) {
    return closing(tape, syn) != null;
  }

  /** True if both hosts closed all subflows as TCP does. */
  static boolean isClosed(Tape tape, Frame syn) {
    List<Frame> all = tape.connection(syn);
    return all.stream()
        .map(Frame::flow)
        .distinct()
        .allMatch(
            flow ->
                all.stream()
                        .filter(one -> one.flow().equals(flow))
                        .filter(one -> (one.flags() & SegmentView.FIN) != 0)
                        .map(Frame::from)
                        .distinct()
                        .count()
                    == 2);
  }

  private static Frame closing(Tape tape, Frame syn) {
    return tape.connection(syn).stream()
        .filter(one -> one.time() > syn.time() && one.option(Subtype.MP_FASTCLOSE) != null)
        .findFirst()
        .orElse(null);
  }

  /** The host that was joined answers the fast close by a RST. */
  static Edit abortAnswered() {
    return (tape, syn) -> {
      Frame close = closing(tape, syn);
      if (tape.by(close) == tape.by(syn)) {
        Moves.answered(
                Moves.MS,
                (_, frame) -> {
                  frame.options(List.of());
                  frame.flags(SegmentView.RST | SegmentView.ACK);
                  return frame;
                })
            .apply(tape, close);
      }
      return syn;
    };
  }

  /** The ADD_ADDR that told the joiner where to, or null. */
  static Frame telling(Tape tape, Frame syn) {
    return tape.connection(syn).stream()
        .takeWhile(one -> one != syn)
        .filter(one -> one.option(Subtype.ADD_ADDR) != null && tape.by(one) != tape.by(syn))
        .filter(
            one ->
                (one.option(Subtype.ADD_ADDR)[2] & 1)
                    == (isVersion1(tape, syn) ? 0 : one.option(Subtype.ADD_ADDR)[2] & 1))
        .filter(one -> isOf(one.option(Subtype.ADD_ADDR), syn.address(false)))
        .findFirst()
        .orElse(null);
  }

  private static boolean isOf(byte[] option, byte[] address) {
    return option.length >= 4 + address.length
        && Arrays.equals(option, 4, 4 + address.length, address, 0, address.length);
  }

  /** Its owner removed the address two seconds before the SYN. */
  static Edit removedBefore() {
    return (tape, syn) -> {
      Frame told = telling(tape, syn);
      int id = told.option(Subtype.ADD_ADDR)[3] & 0xff;
      Paths.later(2000 * Moves.MS).apply(tape, syn);
      Moves.ackToo(Moves.MS, Edits.add("1e 04 40 %02x".formatted(id))).apply(tape, told);
      return syn;
    };
  }
}
