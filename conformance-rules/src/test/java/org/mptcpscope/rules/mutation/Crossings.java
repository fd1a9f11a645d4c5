package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Joins that are in no capture: of another connection of the same hosts, and the other way. */
final class Crossings {
  private static final int JOIN = Subtype.MP_JOIN;
  private static final long KEY = 0x5bd1_e995_1234_5679L;
  private static final long OTHER_KEY = 0x1357_9bdf_2468_ace1L;

  private Crossings() {}

  /**
   * The hosts have another connection at the same time, without any ADD_ADDR, and the same join in
   * it. Shown at its SYN.
   */
  static Edit inAnother(int port) {
    return (tape, syn) -> {
      if (!tape.isWhole()) {
        return null;
      }
      String flow = tape.keys(syn).first();
      Frame first =
          tape.connection(syn).stream().filter(one -> one.flow().equals(flow)).findFirst().get();
      Frame other =
          Rekeying.doubled(port, Moves.MS)
              .then(Rekeying.rekeyed(Side.INITIATOR, KEY))
              .then(Rekeying.rekeyed(Side.LISTENER, OTHER_KEY))
              .apply(tape, first);
      tape.flow(other).forEach(one -> Edits.remove(Subtype.ADD_ADDR).apply(tape, one));
      Frame join = syn.copy();
      join.place(true, syn.address(true), port + 1);
      join.time(syn.time() + Moves.MS);
      tape.open(join, other, tape.by(syn));
      tape.insert(join);
      return named(tape, join);
    };
  }

  /** At the same time the other host joins the other way, to the known port. Shown at its SYN. */
  static Edit crossed(int port) {
    return (tape, syn) -> {
      String flow = tape.keys(syn).first();
      Frame first =
          tape.connection(syn).stream().filter(one -> one.flow().equals(flow)).findFirst().get();
      Frame back = syn.copy();
      byte[] address = syn.address(true);
      back.place(true, syn.address(false), port);
      back.place(false, address, first.port(true));
      back.time(syn.time() + 1000);
      tape.open(back, syn, tape.by(syn).peer());
      tape.insert(back);
      return named(tape, back);
    };
  }

  /** The join names the host that it goes to, and has a nonce of its own. */
  private static Frame named(Tape tape, Frame join) {
    Keys keys = tape.keys(join);
    int token = MptcpCrypto.token(keys.version(), keys.of(tape.by(join).peer()));
    return Edits.option(
            JOIN,
            octets -> {
              ByteBuffer buffer = ByteBuffer.wrap(octets);
              buffer.putInt(4, token).putInt(8, buffer.getInt(8) * 31 + token);
              return octets;
            })
        .apply(tape, join);
  }
}
