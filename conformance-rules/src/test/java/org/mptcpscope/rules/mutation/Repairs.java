package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Edits that make right again what another edit made wrong besides. */
final class Repairs {
  private Repairs() {}

  /** The checksum of the mapping of this frame is right if the whole mapping is its payload. */
  static Edit checksum() {
    return (tape, frame) -> {
      byte[] payload = frame.payload();
      return Edits.option(Subtype.DSS, dss -> checksummed(tape, frame, dss, payload))
          .apply(tape, frame);
    };
  }

  private static byte[] checksummed(Tape tape, Frame frame, byte[] dss, byte[] payload) {
    if (!Dsses.hasChecksum(dss)) {
      return dss;
    }
    ByteBuffer octets = ByteBuffer.wrap(dss);
    int at = Dsses.dsnAt(dss);
    int ssnAt = Dsses.ssnAt(dss);
    long dsn = ssnAt == at + 4 ? wide(tape, frame, octets.getInt(at)) : octets.getLong(at);
    int sum = InternetChecksum.sum(payload, 0, payload.length);
    int length = octets.getShort(ssnAt + 4) & 0xffff;
    octets.putShort(
        ssnAt + 6, (short) MptcpCrypto.checksum(dsn, octets.getInt(ssnAt), length, sum));
    return dss;
  }

  /** The DSN next to the first one of a host that ends so. */
  private static long wide(Tape tape, Frame frame, int low) {
    Keys keys = tape.keys(frame);
    long idsn = MptcpCrypto.idsn(keys.version(), keys.of(tape.by(frame)));
    return idsn + (low - (int) idsn);
  }

  /** The HMACs of the join that this frame belongs to fit its nonces and the keys. */
  static Edit joinHmacs() {
    return (tape, frame) -> {
      Keys keys = tape.keys(frame);
      List<Frame> flow = tape.flow(frame);
      byte[] syn = join(flow.stream().filter(Frame::isSyn).toList());
      byte[] answer = join(flow.stream().filter(Frame::isSynAck).toList());
      if (keys == null || syn == null || answer == null) {
        return null;
      }
      int opening = ByteBuffer.wrap(syn).getInt(8);
      int answering = ByteBuffer.wrap(answer).getInt(12);
      long own = keys.of(keys.opener());
      long other = keys.of(keys.opener().peer());
      int version = keys.version();
      Octets full = MptcpCrypto.joinHmac20(version, own, other, opening, answering);
      long cut = MptcpCrypto.joinSynAckHmac64(version, other, own, answering, opening);
      for (Frame one : flow) {
        Edits.option(
                Subtype.MP_JOIN,
                octets -> {
                  if (octets.length == 16) {
                    ByteBuffer.wrap(octets).putLong(4, cut);
                  } else if (octets.length == 24) {
                    System.arraycopy(full.toArray(), 0, octets, 4, 20);
                  }
                  return octets;
                })
            .apply(tape, one);
      }
      return frame;
    };
  }

  private static byte[] join(List<Frame> frames) {
    return frames.isEmpty() ? null : frames.getFirst().option(Subtype.MP_JOIN);
  }

  /** The HMAC of the ADD_ADDR of version 1 in this frame fits what it says. */
  static Edit addressHmac() {
    return (tape, frame) -> {
      Keys keys = tape.keys(frame);
      Side sender = tape.by(frame);
      return keys == null
          ? null
          : Edits.option(
                  Subtype.ADD_ADDR,
                  octets -> {
                    int address = octets.length == 16 || octets.length == 18 ? 4 : 16;
                    int hmac = octets.length - 8;
                    int port =
                        hmac == 4 + address ? -1 : ByteBuffer.wrap(octets).getChar(4 + address);
                    Octets ip = Octets.of(Arrays.copyOfRange(octets, 4, 4 + address));
                    long value =
                        MptcpCrypto.addAddrHmac64(
                            keys.of(sender), keys.of(sender.peer()), octets[3] & 0xff, ip, port);
                    ByteBuffer.wrap(octets).putLong(hmac, value);
                    return octets;
                  })
              .apply(tape, frame);
    };
  }

  /**
   * Makes the payload of the frame longer or shorter at its end: all that its host sends behind it
   * on the subflow moves in TCP's numbers, and in the SSNs of mappings; the peer acknowledges
   * accordingly. The mapping and the data level stay as they are.
   */
  static Edit payloadLength(int length) {
    return (tape, frame) -> {
      long end = frame.end();
      int by = length - frame.payload().length;
      frame.payload(Arrays.copyOf(frame.payload(), length));
      for (Frame one : tape.behind(frame)) {
        boolean own = one.from().equals(frame.from());
        if (own && Numbers.isFrom(end, one.seq())) {
          Edits.option(Subtype.DSS, dss -> Dsses.shiftedSsn(dss, by)).apply(tape, one);
        }
        Numbers.shift(one, own, end, by);
      }
      return frame;
    };
  }
}
