package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** The words of the tables of mutations: which frame, and what becomes of it. */
final class Edits {
  private static final long MILLISECOND = 1_000_000;

  /** A pure ACK with a DSS. */
  static final Pick ACK =
      later(Subtype.DSS)
          .and(
              "pure ACK",
              (_, frame) -> frame.payload().length == 0 && frame.flags() == SegmentView.ACK);

  private Edits() {}

  /** The first frame with an option of this subtype. */
  static Pick has(int subtype) {
    return new Pick("subtype " + subtype, (_, frame) -> frame.option(subtype) != null, 0);
  }

  /** The first SYN with an option of this subtype. */
  static Pick syn(int subtype) {
    return has(subtype).and("SYN", (_, frame) -> frame.isSyn());
  }

  /** The first SYN/ACK with an option of this subtype. */
  static Pick synAck(int subtype) {
    return has(subtype).and("SYN/ACK", (_, frame) -> frame.isSynAck());
  }

  /** The first segment without SYN that has an option of this subtype. */
  static Pick later(int subtype) {
    return has(subtype).and("no SYN", (_, frame) -> (frame.flags() & SegmentView.SYN) == 0);
  }

  /** The first with such an option of this length. */
  static Pick sized(int subtype, int length) {
    return later(subtype)
        .and("length " + length, (_, frame) -> frame.option(subtype).length == length);
  }

  /** True for an MP_CAPABLE of version 0. */
  static boolean isVersion0(Tape tape, Frame frame) {
    return (frame.option(Subtype.MP_CAPABLE)[2] & 0xf) == 0;
  }

  /** The segment stands elsewhere in the sequence of its host. */
  static Edit seqBy(int octets) {
    return (_, frame) -> {
      frame.seq(frame.seq() + octets & 0xffff_ffffL);
      return frame;
    };
  }

  /** Changes the options of a subtype in the frame. */
  static Edit option(int subtype, UnaryOperator<byte[]> change) {
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>();
      for (byte[] option : frame.options()) {
        byte[] after = Frame.isMptcp(option, subtype) ? change.apply(option.clone()) : option;
        if (after.length > 0) {
          options.add(after);
        }
      }
      frame.options(options);
      return frame;
    };
  }

  /** Takes the options of a subtype out. */
  static Edit remove(int subtype) {
    return option(subtype, _ -> new byte[0]);
  }

  /** Sets an octet of the option. */
  static Edit set(int subtype, int at, int value) {
    return option(
        subtype,
        octets -> {
          octets[at] = (byte) value;
          return octets;
        });
  }

  /** Sets bits of an octet of the option. */
  static Edit or(int subtype, int at, int bits) {
    return option(
        subtype,
        octets -> {
          octets[at] |= (byte) bits;
          return octets;
        });
  }

  /** Flips bits of an octet of the option. */
  static Edit xor(int subtype, int at, int bits) {
    return option(
        subtype,
        octets -> {
          octets[at < 0 ? octets.length + at : at] ^= (byte) bits;
          return octets;
        });
  }

  /** Makes the option so long: cuts it or adds zeros; its length octet says so. */
  static Edit resize(int subtype, int length) {
    return option(
        subtype,
        octets -> {
          byte[] sized = Arrays.copyOf(octets, length);
          sized[1] = (byte) length;
          return sized;
        });
  }

  /** Only the length octet. */
  static Edit lengthOctet(int subtype, int length) {
    return set(subtype, 1, length);
  }

  /** Adds an option. */
  static Edit add(String hex) {
    byte[] option = HexFormat.of().parseHex(hex.replace(" ", ""));
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>(frame.options());
      options.add(option);
      frame.options(options);
      return frame;
    };
  }

  /** Adds the same option once more, with other octets at its end. */
  static Edit twice(int subtype) {
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>(frame.options());
      byte[] other = frame.option(subtype).clone();
      other[other.length - 1] ^= 1;
      options.add(other);
      frame.options(options);
      return frame;
    };
  }

  /** Takes an option of another kind out. */
  static Edit removeKind(int kind) {
    return (_, frame) -> {
      List<byte[]> options = new ArrayList<>(frame.options());
      options.removeIf(option -> option[0] == kind);
      frame.options(options);
      return frame;
    };
  }

  /** The frame came more often, each a millisecond behind the one before. */
  static Edit repeat(int times) {
    return (tape, frame) -> {
      Frame last = frame;
      for (int i = 0; i < times; i++) {
        Frame copy = frame.copy();
        copy.time(last.time() + MILLISECOND);
        tape.insert(copy);
        last = copy;
      }
      return last;
    };
  }

  /** The frame never was. */
  static Edit drop() {
    return (tape, frame) -> {
      Frame before = tape.before(frame, true);
      tape.remove(frame);
      return before;
    };
  }

  /** Adds an Address ID behind the option. */
  static Edit addrId(int subtype, int id) {
    return option(
        subtype,
        octets -> {
          byte[] longer = Arrays.copyOf(octets, octets.length + 1);
          longer[1] = (byte) longer.length;
          longer[octets.length] = (byte) id;
          return longer;
        });
  }

  /** Another option takes the place of the one of a subtype. */
  static Edit instead(int subtype, String hex) {
    return option(subtype, _ -> HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** An option that the capture has elsewhere takes the place of the one of a subtype. */
  static Edit borrowed(int subtype, int length, int replaced) {
    return (tape, frame) -> {
      Frame lender =
          tape.flow(frame).stream()
              .filter(one -> one.option(subtype) != null && one.option(subtype).length == length)
              .filter(one -> !one.isSyn())
              .findFirst()
              .orElseGet(() -> sized(subtype, length).of(tape));
      return lender == null
          ? null
          : option(replaced, _ -> lender.option(subtype)).apply(tape, frame);
    };
  }

  /** A data segment with a mapping, without checksum. */
  static Pick mapping() {
    return later(Subtype.DSS)
        .and(
            "mapping",
            (_, frame) ->
                frame.payload().length > 0
                    && (frame.option(Subtype.DSS)[3] & 4) != 0
                    && frame.option(Subtype.DSS).length == length(frame.option(Subtype.DSS)[3]));
  }

  /** A data segment with a mapping and its checksum. */
  static Pick checksummed() {
    return later(Subtype.DSS)
        .and(
            "checksum",
            (_, frame) ->
                frame.payload().length > 0
                    && (frame.option(Subtype.DSS)[3] & 4) != 0
                    && frame.option(Subtype.DSS).length
                        == length(frame.option(Subtype.DSS)[3]) + 2);
  }

  /** True if the other host echoes the ADD_ADDR of a segment on the same subflow. */
  static boolean isEchoed(Tape tape, Frame frame) {
    return tape.flow(frame).stream()
        .filter(one -> !one.from().equals(frame.from()))
        .map(one -> one.option(Subtype.ADD_ADDR))
        .anyMatch(
            echo ->
                echo != null && (echo[2] & 1) != 0 && echo[3] == frame.option(Subtype.ADD_ADDR)[3]);
  }

  /** True if the mapping of a segment is its payload. */
  static boolean isWhole(Frame frame) {
    byte[] dss = frame.option(Subtype.DSS);
    return ByteBuffer.wrap(dss).getShort(length(dss[3]) - 2) == (short) frame.payload().length;
  }

  /** The length of a DSS with these flags, without checksum. */
  private static int length(int flags) {
    int ack = (flags & 1) == 0 ? 0 : (flags & 2) == 0 ? 4 : 8;
    int map = (flags & 4) == 0 ? 0 : (flags & 8) == 0 ? 10 : 14;
    return 4 + ack + map;
  }

  /** The mapping gets a checksum. */
  static Edit checksumAdded() {
    return option(
        Subtype.DSS,
        octets -> {
          byte[] longer = Arrays.copyOf(octets, octets.length + 2);
          longer[1] = (byte) longer.length;
          longer[octets.length] = 0x12;
          return longer;
        });
  }

  /** The first segment of data says what it maps by a DSS, and not by MP_CAPABLE. */
  static Edit toDss(int capable) {
    return (tape, frame) -> {
      byte[] dss = firstMapping(frame);
      return option(capable, _ -> dss).apply(tape, frame);
    };
  }

  /** The first segment of data has a DSS, too. */
  static Edit mapped() {
    return (tape, frame) -> add(HexFormat.of().formatHex(firstMapping(frame))).apply(tape, frame);
  }

  private static byte[] firstMapping(Frame frame) {
    long key = ByteBuffer.wrap(frame.option(Subtype.MP_CAPABLE)).getLong(4);
    ByteBuffer dss = ByteBuffer.allocate(14).put((byte) 30).put((byte) 14).put((byte) 0x20);
    dss.put((byte) 4).putInt((int) MptcpCrypto.idsn(1, key) + 1).putInt(1);
    return dss.putShort((short) frame.payload().length).array();
  }

  /** The segment is a reset. */
  static Edit reset() {
    return (_, frame) -> {
      frame.flags(SegmentView.RST | SegmentView.ACK);
      return frame;
    };
  }

  /** A DATA_FIN without payload names this subflow sequence number. */
  static Edit finSsn(int ssn) {
    return option(
        Subtype.DSS,
        octets -> {
          ByteBuffer.wrap(octets).putInt(length(octets[3]) - 6, ssn);
          return octets;
        });
  }

  /** Takes all options of a subtype out that the same host sends from this frame on. */
  static Edit removeAllBehind(int subtype) {
    return (tape, frame) -> {
      for (Frame one : tape.flow(frame)) {
        if (one.from().equals(frame.from()) && one.option(subtype) != null) {
          remove(subtype).apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** The violation shows in the next frame of the other host. */
  static Edit thenPeer() {
    return (tape, frame) -> {
      List<Frame> flow = tape.flow(frame);
      return flow.subList(flow.indexOf(frame), flow.size()).stream()
          .filter(one -> !one.from().equals(frame.from()))
          .findFirst()
          .orElse(null);
    };
  }

  /** A join names the last 32 bits of the hash of a key in place of the first ones. */
  static Edit tokenOfLastBits() {
    return (tape, frame) -> {
      int named = ByteBuffer.wrap(frame.option(Subtype.MP_JOIN)).getInt(4);
      for (Frame one : tape.frames) {
        byte[] capable = one.isTcp() ? one.option(Subtype.MP_CAPABLE) : null;
        if (capable == null || capable.length < 12) {
          continue;
        }
        int version = capable[2] & 0xf;
        long key = ByteBuffer.wrap(capable).getLong(4);
        if (MptcpCrypto.token(version, key) == named) {
          int last = (int) MptcpCrypto.idsn(version, key);
          return option(
                  Subtype.MP_JOIN,
                  octets -> {
                    ByteBuffer.wrap(octets).putInt(4, last);
                    return octets;
                  })
              .apply(tape, frame);
        }
      }
      return null;
    };
  }

  /** One octet of the payload is another one. */
  static Edit payloadOctet(int at) {
    return (_, frame) -> {
      byte[] payload = frame.payload();
      payload[at] ^= 0x55;
      frame.payload(payload);
      return frame;
    };
  }

  /** One host starts elsewhere in the space of DSNs. */
  static Edit shiftedDsns(int by) {
    return (tape, frame) -> {
      boolean before = true;
      for (Frame one : tape.frames) {
        before &= one != frame;
        if (one.isTcp() && one.option(Subtype.DSS) != null) {
          boolean same = tape.by(one) == tape.by(frame);
          // Before the first data its receiver acknowledges what the key says.
          int ack = same || before ? 0 : by;
          option(Subtype.DSS, octets -> Dsses.shifted(octets, ack, same ? by : 0, 0))
              .apply(tape, one);
        }
      }
      return frame;
    };
  }
}
