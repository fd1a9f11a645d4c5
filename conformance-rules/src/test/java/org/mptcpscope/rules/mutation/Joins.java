package org.mptcpscope.rules.mutation;

import java.util.Arrays;
import org.mptcpscope.dissector.mptcp.Subtype;
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
}
