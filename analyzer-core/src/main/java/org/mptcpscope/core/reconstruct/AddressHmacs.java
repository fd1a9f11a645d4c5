package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** Checks the HMAC of ADD_ADDR (RFC 8684, 3.4.1; facts 8.10). */
final class AddressHmacs {
  /** Of more addresses no host tells. */
  private static final int MOST_TRIED = 256;

  private AddressHmacs() {}

  /**
   * Checks one.
   *
   * @param sender the host that advertises
   * @param receiver its peer
   * @param frame the number of the frame, if what a wrong one is right for is worth a search; else
   *     0
   */
  static HmacCheck check(AddAddr option, HostState sender, HostState receiver, int frame) {
    if (!option.hasHmac()) {
      return HmacCheck.NONE;
    }
    if (!sender.keyKnown || !receiver.keyKnown) {
      return HmacCheck.UNKNOWABLE;
    }
    long due = rightmost(option, sender.key, receiver.key);
    boolean valid =
        due == option.hmac()
            || sender.disputed && rightmost(option, sender.otherKey, receiver.key) == option.hmac()
            || receiver.disputed
                && rightmost(option, sender.key, receiver.otherKey) == option.hmac();
    String hex = HexFormat.of().toHexDigits(due);
    if (valid) {
      return new HmacCheck(HmacCheck.Result.VALID, null, hex);
    }
    if (frame == 0) {
      return new HmacCheck(HmacCheck.Result.UNEXPLAINED, null, hex);
    }
    Variant variant = explain(option, sender, receiver);
    if (variant == null && !sender.connection().pass.keys().maySearch(frame)) {
      return new HmacCheck(HmacCheck.Result.UNEXPLAINED, null, hex);
    }
    InetAddress fits = variant == null ? otherAddress(option, sender, receiver) : null;
    return new HmacCheck(
        HmacCheck.Result.INVALID, fits == null ? variant : Variant.OTHER_ADDRESS, hex, fits);
  }

  private static long rightmost(AddAddr option, long sender, long receiver) {
    return MptcpCrypto.addAddrHmac64(
        sender, receiver, option.addressId(), option.address(), option.port());
  }

  private static Variant explain(AddAddr option, HostState sender, HostState receiver) {
    long sent = option.hmac();
    byte[] keys = MptcpCrypto.keys(sender.key, receiver.key);
    byte[] message = option.hmacMessage().toArray();
    Octets whole = MptcpCrypto.hmacSha256(keys, message);
    if (whole.i64(0) == sent) {
      return Variant.DIGEST_HEAD;
    }
    if (whole.i64(12) == sent) {
      return Variant.TRUNCATED_TAIL;
    }
    byte[] bare = withoutPort(option).toArray();
    if (option.hasPort()
        && MptcpCrypto.addAddrHmac64(
                sender.key, receiver.key, option.addressId(), option.address(), 0)
            == sent) {
      return Variant.PORT_ZERO;
    }
    if (MptcpCrypto.hmacSha256(keys, bare).i64(24) == sent) {
      return Variant.PORT_OMITTED;
    }
    if (rightmost(option, receiver.key, sender.key) == sent) {
      return Variant.KEYS_SWAPPED;
    }
    byte[] half = MptcpCrypto.keys(sender.key, 0);
    if (MptcpCrypto.hmacSha1(keys, message).i64(12) == sent
        || MptcpCrypto.hmacSha1(half, bare).i64(0) == sent) {
      return Variant.OTHER_HASH;
    }
    return null;
  }

  private static Octets withoutPort(AddAddr option) {
    return Octets.of(
        ByteBuffer.allocate(1 + option.address().length())
            .put((byte) option.addressId())
            .put(option.address().toArray())
            .array());
  }

  /**
   * The address that the HMAC is right for: one that the host used, or a neighbour, since
   * translators and gateways change addresses within a network.
   */
  private static InetAddress otherAddress(AddAddr option, HostState sender, HostState receiver) {
    int tried = 0;
    for (InetAddress address : sender.addresses().addresses()) {
      if (fits(option, address.getAddress(), sender, receiver)) {
        return address;
      }
      if (++tried == MOST_TRIED) {
        break;
      }
    }
    byte[] neighbour = option.address().toArray();
    for (int last = 0; last < 256; last++) {
      neighbour[neighbour.length - 1] = (byte) last;
      if (fits(option, neighbour, sender, receiver)) {
        return address(neighbour);
      }
    }
    return null;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(octets.length + " octets", e);
    }
  }

  private static boolean fits(
      AddAddr option, byte[] address, HostState sender, HostState receiver) {
    return MptcpCrypto.addAddrHmac64(
            sender.key, receiver.key, option.addressId(), Octets.of(address), option.port())
        == option.hmac();
  }
}
