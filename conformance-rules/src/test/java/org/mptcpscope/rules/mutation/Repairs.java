package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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
  private static final long ALL = 0xffff_ffffL;

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
    int flags = dss[3];
    int ack = (flags & 1) == 0 ? 0 : (flags & 2) == 0 ? 4 : 8;
    int at = 4 + ack;
    int end = at + ((flags & 8) == 0 ? 4 : 8) + 6;
    if ((flags & 4) == 0 || dss.length != end + 2) {
      return dss;
    }
    ByteBuffer octets = ByteBuffer.wrap(dss);
    long dsn = (flags & 8) == 0 ? wide(tape, frame, octets.getInt(at)) : octets.getLong(at);
    int sum = InternetChecksum.sum(payload, 0, payload.length);
    int length = octets.getShort(end - 2) & 0xffff;
    octets.putShort(end, (short) MptcpCrypto.checksum(dsn, octets.getInt(end - 6), length, sum));
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
        if (one.from().equals(frame.from())) {
          if (isFrom(end, one.seq())) {
            one.seq(one.seq() + by & ALL);
            Edits.option(Subtype.DSS, dss -> shiftedSsn(dss, by)).apply(tape, one);
          }
        } else {
          if (isFrom(end, one.ack())) {
            one.ack(one.ack() + by & ALL);
          }
          one.options(sacked(one.options(), end, by));
        }
      }
      return frame;
    };
  }

  private static boolean isFrom(long edge, long number) {
    return (int) (number - edge) >= 0;
  }

  private static byte[] shiftedSsn(byte[] dss, int by) {
    if ((dss[3] & 4) != 0) {
      int at =
          4 + ((dss[3] & 1) == 0 ? 0 : (dss[3] & 2) == 0 ? 4 : 8) + ((dss[3] & 8) == 0 ? 4 : 8);
      ByteBuffer octets = ByteBuffer.wrap(dss);
      if (octets.getInt(at) != 0) {
        octets.putInt(at, octets.getInt(at) + by);
      }
    }
    return dss;
  }

  private static List<byte[]> sacked(List<byte[]> options, long edge, int by) {
    List<byte[]> moved = new ArrayList<>();
    for (byte[] option : options) {
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
    return moved;
  }
}
