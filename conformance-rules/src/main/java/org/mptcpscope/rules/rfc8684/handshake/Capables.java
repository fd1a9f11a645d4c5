package org.mptcpscope.rules.rfc8684.handshake;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;

/** What the copies of a handshake say about MP_CAPABLE. */
final class Capables {
  private Capables() {}

  /** The handshake in hand, if its SYN was captured. */
  static Optional<Attempt> attempt(Subflow subflow) {
    return subflow.handshake().current().filter(attempt -> !attempt.syns().isEmpty());
  }

  /** Each well-formed MP_CAPABLE among the copies. */
  static List<MpCapable> of(List<Copy> copies) {
    return copies.stream().flatMap(copy -> copy.option(MpCapable.class).stream()).toList();
  }

  /** The highest version that the copies offer; -1 if none has an MP_CAPABLE that can be read. */
  static int highestVersion(List<Copy> copies) {
    return of(copies).stream().mapToInt(MpCapable::version).max().orElse(-1);
  }

  /** True if the segment has an MP_CAPABLE, well formed or not. */
  static boolean isOn(List<MptcpOption> options) {
    return options.stream().anyMatch(option -> option.subtype() == Subtype.MP_CAPABLE);
  }

  /** True if each copy has a well-formed MP_CAPABLE of which this holds; false without copies. */
  static boolean allOf(List<Copy> copies, Predicate<MpCapable> holds) {
    return !copies.isEmpty()
        && copies.stream().allMatch(copy -> copy.option(MpCapable.class).filter(holds).isPresent());
  }

  /** The flags that name algorithms: D to H, in version 0 also C. */
  static int algorithms(MpCapable option) {
    return option.flags() & (option.version() == 0 ? 0x3f : 0x1f);
  }

  /** True if the SYN/ACK has an MP_CAPABLE that the initiator must take as an answer. */
  static boolean isAnswer(Copy synAck, Attempt attempt) {
    return synAck
        .option(MpCapable.class)
        .filter(option -> option.isDefined() && algorithms(option) != 0)
        .filter(option -> attempt.syns().stream().noneMatch(syn -> syn.options().contains(option)))
        .isPresent();
  }

  /** The key that a SYN/ACK announces; none if it only mirrors the SYN. */
  static OptionalLong keyOf(Copy synAck, Attempt attempt) {
    return synAck
        .option(MpCapable.class)
        .filter(MpCapable::hasSenderKey)
        .filter(option -> attempt.syns().stream().noneMatch(syn -> syn.options().contains(option)))
        .map(option -> OptionalLong.of(option.senderKey()))
        .orElseGet(OptionalLong::empty);
  }

  /** "flags 0x81". */
  static String flags(MpCapable option) {
    return "flags 0x%02x".formatted(option.flags());
  }

  /** A key as 16 digits. */
  static String hex(long key) {
    return HexFormat.of().toHexDigits(key);
  }
}
