package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_CAPABLE: its sender speaks MPTCP on this connection (RFC 8684, section 3.1; RFC 6824, section
 * 3.1). The length says what it carries: 4 nothing, 12 the sender's key, 20 the receiver's too, 22
 * also a Data-Level Length and 24 a checksum.
 *
 * <p>With flag B, or a version above 1, the layout is not defined: such an option has no keys, and
 * what follows its flags is in {@code undefined}.
 *
 * @param length of the option, in octets
 * @param version 0 to 15
 * @param flags A to H, A being 0x80
 * @param senderKey the key of this option's sender, or 0 if {@link #hasSenderKey} is false
 * @param receiverKey the key of its receiver, or 0 if {@link #hasReceiverKey} is false
 * @param dataLength octets of data on this segment, 0 to 65535, or -1 if absent
 * @param checksum of that data, 0 to 65535, or -1 if absent
 * @param undefined octets whose meaning is not defined
 */
public record MpCapable(
    int length,
    int version,
    int flags,
    long senderKey,
    long receiverKey,
    int dataLength,
    int checksum,
    Octets undefined)
    implements MptcpOption {

  public static final int A = 0x80;
  public static final int B = 0x40;
  public static final int C = 0x20;
  public static final int H = 0x01;

  static MptcpOption parse(MemorySegment buffer, long offset, int length, SegmentKind on) {
    int version = u8(buffer, offset + 2) & 0xf;
    int flags = length > 3 ? u8(buffer, offset + 3) : 0;
    if (!isDefined(version, flags)) {
      return undefined(
          version, flags, length, Octets.copyOf(buffer, offset + 4, Math.max(0, length - 4)));
    }
    boolean legal =
        switch (on) {
          case SYN -> length == 4 || length == 12;
          case SYN_ACK -> length == 12;
          case OTHER -> length == 20 || length == 22 || length == 24;
        };
    if (!legal) {
      return switch (on) {
        case SYN -> Malformed.length(buffer, offset, length, 4, 12);
        case SYN_ACK -> Malformed.length(buffer, offset, length, 12);
        case OTHER -> Malformed.length(buffer, offset, length, 20, 22, 24);
      };
    }
    return new MpCapable(
        length,
        version,
        flags,
        length >= 12 ? i64(buffer, offset + 4) : 0,
        length >= 20 ? i64(buffer, offset + 12) : 0,
        length >= 22 ? u16(buffer, offset + 20) : -1,
        length >= 24 ? u16(buffer, offset + 22) : -1,
        Octets.EMPTY);
  }

  private static boolean isDefined(int version, int flags) {
    return version <= 1 && (flags & B) == 0;
  }

  private static MpCapable undefined(int version, int flags, int length, Octets body) {
    return new MpCapable(length, version, flags, 0, 0, -1, -1, body);
  }

  /** Returns the form of 4 octets: the SYN of version 1. */
  public static MpCapable keyless(int version, int flags) {
    return new MpCapable(4, version, flags, 0, 0, -1, -1, Octets.EMPTY);
  }

  /** Returns the form of 12 octets: the SYN/ACK, and the SYN of version 0. */
  public static MpCapable withKey(int version, int flags, long senderKey) {
    return new MpCapable(12, version, flags, senderKey, 0, -1, -1, Octets.EMPTY);
  }

  /** Returns the form of 20 octets: the third packet. */
  public static MpCapable withKeys(int version, int flags, long senderKey, long receiverKey) {
    return new MpCapable(20, version, flags, senderKey, receiverKey, -1, -1, Octets.EMPTY);
  }

  /** Returns the form of 22 octets, or of 24 if the checksum is not -1: the first data. */
  public static MpCapable withData(
      int version, int flags, long senderKey, long receiverKey, int dataLength, int checksum) {
    return new MpCapable(
        checksum < 0 ? 22 : 24,
        version,
        flags,
        senderKey,
        receiverKey,
        dataLength,
        checksum,
        Octets.EMPTY);
  }

  @Override
  public Octets emit() {
    Emitter out = new Emitter(length, subtype(), version);
    if (length > 3) {
      out.u8(flags);
    }
    if (!isDefined(version, flags)) {
      return out.octets(undefined).done();
    }
    if (hasSenderKey()) {
      out.i64(senderKey);
    }
    if (hasReceiverKey()) {
      out.i64(receiverKey);
    }
    if (hasDataLength()) {
      out.u16(dataLength);
    }
    if (hasChecksum()) {
      out.u16(checksum);
    }
    return out.done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_CAPABLE;
  }

  /** Returns whether the layout behind the flags is defined. */
  public boolean isDefined() {
    return isDefined(version, flags);
  }

  public boolean hasSenderKey() {
    return isDefined() && length >= 12;
  }

  public boolean hasReceiverKey() {
    return isDefined() && length >= 20;
  }

  public boolean hasDataLength() {
    return isDefined() && length >= 22;
  }

  public boolean hasChecksum() {
    return isDefined() && length >= 24;
  }

  /** Checksums are asked for. */
  public boolean a() {
    return (flags & A) != 0;
  }

  /** The format is extended in a way that RFC 8684 does not define. */
  public boolean b() {
    return (flags & B) != 0;
  }

  /** No further subflows to the source address and port of this segment (version 1 only). */
  public boolean c() {
    return (flags & C) != 0;
  }

  /** Flags D to G, in their place: 0x1e of the flags. */
  public int algorithmBits() {
    return flags & 0x1e;
  }

  /** The algorithm that this version defines: HMAC-SHA256 in version 1, HMAC-SHA1 in version 0. */
  public boolean h() {
    return (flags & H) != 0;
  }
}
