package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;

/** Edits of what ADD_ADDR tells. */
final class Addresses {
  private static final int ADD = Subtype.ADD_ADDR;

  private Addresses() {}

  /** True for an ADD_ADDR that is no echo. */
  static boolean isOriginal(Tape tape, Frame frame) {
    byte[] option = frame.option(ADD);
    return option != null && (tape.isVersion0(frame) || (option[2] & 1) == 0);
  }

  /** How many octets the address has. */
  private static int size(byte[] option) {
    return option.length == 8 || option.length == 10 || option.length == 16 || option.length == 18
        ? 4
        : 16;
  }

  /** The address is another one, in its echoes, too, and the HMAC fits it. */
  static Edit address(String hex) {
    byte[] address = HexFormat.of().parseHex(hex.replace(" ", ""));
    return everywhere(
        option -> {
          if (size(option) != address.length) {
            return option;
          }
          System.arraycopy(address, 0, option, 4, address.length);
          return option;
        },
        address.length);
  }

  private static Edit everywhere(UnaryOperator<byte[]> change, int size) {
    return (tape, frame) -> {
      byte[] was = frame.option(ADD);
      if (size(was) != size) {
        return null;
      }
      for (Frame one : tape.connection(frame)) {
        byte[] option = one.option(ADD);
        if (option != null && option[3] == was[3] && size(option) == size) {
          Edits.option(ADD, change).apply(tape, one);
          if (isOriginal(tape, one) && !tape.isVersion0(one)) {
            Repairs.addressHmac().apply(tape, one);
          }
        }
      }
      return frame;
    };
  }

  /** The same host tells another address with the same Address ID, so much later. */
  static Edit otherToo(long later) {
    return (tape, frame) -> {
      byte[] option = frame.option(ADD).clone();
      option[3 + size(option)] ^= 0x41;
      Edit added = Edits.add(HexFormat.of().formatHex(option));
      return Moves.ackToo(later, tape.isVersion0(frame) ? added : added.then(Repairs.addressHmac()))
          .apply(tape, frame);
    };
  }

  /** The same host tells the address with another port, so much later; of version 1. */
  static Edit otherPortToo(int port, long later) {
    return (tape, frame) -> {
      byte[] told = frame.option(ADD);
      int size = size(told);
      ByteBuffer option = ByteBuffer.allocate(4 + size + 2 + 8);
      option.put(told, 0, 4 + size).putShort((short) port).put(1, (byte) option.capacity());
      return Moves.ackToo(
              later,
              Edits.add(HexFormat.of().formatHex(option.array())).then(Repairs.addressHmac()))
          .apply(tape, frame);
    };
  }

  /** The other host never echoes this. */
  static Edit notEchoed() {
    return (tape, frame) -> {
      byte id = frame.option(ADD)[3];
      for (Frame one : tape.connection(frame)) {
        byte[] echo = one.option(ADD);
        if (tape.by(one) != tape.by(frame) && echo != null && echo[3] == id) {
          Edits.remove(ADD).apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** The ADD_ADDR comes again behind these times, the first stays where the fault shows. */
  static Edit repeated(long... later) {
    return (tape, frame) -> {
      for (long time : later) {
        Moves.toldAgain(ADD, time).apply(tape, frame);
      }
      return frame;
    };
  }

  /** Another address with bits that are reserved, which nobody echoes; shown at the first copy. */
  static Edit reservedToo(long later) {
    return (tape, frame) -> {
      byte[] option = frame.option(ADD).clone();
      option[2] |= 8;
      option[3] = 9;
      option[3 + size(option)] ^= 0x41;
      return Moves.ackToo(
              later, Edits.add(HexFormat.of().formatHex(option)).then(Repairs.addressHmac()))
          .apply(tape, frame);
    };
  }

  /** Some frames of both hosts later all the rest of the capture pauses. */
  static Edit pauseBehind(int frames, long nanoseconds) {
    return (tape, frame) -> {
      List<Frame> more =
          tape.connection(frame).stream()
              .filter(one -> one.time() > frame.time() && tape.by(one) != tape.by(frame))
              .toList();
      if (more.size() <= frames) {
        return null;
      }
      Moves.pause(nanoseconds).apply(tape, more.get(frames - 1));
      return frame;
    };
  }
}
