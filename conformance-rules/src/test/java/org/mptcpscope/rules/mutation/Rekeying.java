package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Connections that a capture could have had besides: with other keys, or once more. */
final class Rekeying {
  private static final long ELSEWHERE = 0x1234_5678;

  private Rekeying() {}

  /**
   * A host of the connection has another key, and all that follows from it is right: the keys in
   * the handshake and in MP_FASTCLOSE, tokens, HMACs, DSNs, also those of MP_FAIL, and Data ACKs
   * and their checksums.
   */
  static Edit rekeyed(Side side, long key) {
    return (tape, frame) -> {
      Keys old = tape.keys(frame);
      if (old == null) {
        return null;
      }
      long idsn = MptcpCrypto.idsn(old.version(), old.of(side));
      long by = MptcpCrypto.idsn(old.version(), key) - idsn;
      for (Frame one : tape.connection(frame)) {
        boolean own = tape.by(one) == side;
        replace(one, Subtype.MP_CAPABLE, 4, old.of(side), key);
        replace(one, Subtype.MP_CAPABLE, 12, old.of(side), key);
        replace(one, Subtype.MP_FASTCLOSE, 4, old.of(side), key);
        token(one, MptcpCrypto.token(old.version(), old.of(side)), old.version(), key);
        if (own) {
          Edits.option(Subtype.MP_CAPABLE, option -> Dsses.moved(option, idsn + 1, by))
              .apply(tape, one);
        }
        Edits.option(Subtype.MP_FAIL, fail -> own ? fail : Dsses.failed(fail, by)).apply(tape, one);
        Edits.option(Subtype.DSS, dss -> Dsses.shifted(dss, own ? 0 : by, own ? by : 0, idsn))
            .apply(tape, one);
      }
      tape.rekey(frame, old.with(side, key));
      for (Frame one : tape.connection(frame)) {
        if (one.isSyn() && one.option(Subtype.MP_JOIN) != null) {
          Repairs.joinHmacs().apply(tape, one);
        }
        byte[] address = one.option(Subtype.ADD_ADDR);
        if (old.version() == 1 && address != null && (address[2] & 1) == 0) {
          Repairs.addressHmac().apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** Returns two keys whose tokens of version 1 are the same: about 80 000 trials. */
  static long[] colliding() {
    Map<Integer, Long> seen = new HashMap<>();
    for (long key = 0x0102030405060708L; ; key += 0x9e3779b97f4a7c15L) {
      Long other = seen.put(MptcpCrypto.token(1, key), key);
      if (other != null) {
        return new long[] {other, key};
      }
    }
  }

  private static void replace(Frame frame, int subtype, int at, long old, long fresh) {
    Edits.option(
            subtype,
            octets -> {
              ByteBuffer buffer = ByteBuffer.wrap(octets);
              if (octets.length >= at + 8 && buffer.getLong(at) == old) {
                buffer.putLong(at, fresh);
              }
              return octets;
            })
        .apply(null, frame);
  }

  private static void token(Frame frame, int old, int version, long key) {
    if (frame.isSyn()) {
      Edits.option(
              Subtype.MP_JOIN,
              octets -> {
                ByteBuffer buffer = ByteBuffer.wrap(octets);
                if (octets.length == 12 && buffer.getInt(4) == old) {
                  buffer.putInt(4, MptcpCrypto.token(version, key));
                }
                return octets;
              })
          .apply(null, frame);
    }
  }

  /**
   * The same host had another connection like this one at the same time, from another port. Returns
   * the frame's copy there.
   */
  static Edit doubled(int port, long later) {
    return (tape, frame) -> {
      Frame syn = tape.syn(frame);
      Frame found = null;
      for (Frame one : tape.flow(frame)) {
        Frame copy = one.moved(syn.from(), port);
        copy.time(one.time() + later);
        tape.insertCopy(copy);
        found = one == frame ? copy : found;
      }
      Frame opener = syn.moved(syn.from(), port);
      tape.open(opener, tape.keys(frame));
      Numbers.isn(syn.seq() + ELSEWHERE & 0xffff_ffffL).apply(tape, opener);
      tape.flow(opener).stream()
          .filter(Frame::isSynAck)
          .findFirst()
          .ifPresent(
              answer ->
                  Numbers.isn(answer.seq() + 2 * ELSEWHERE & 0xffff_ffffL).apply(tape, answer));
      return found;
    };
  }
}
