package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** Checks the HMAC of ADD_ADDR (RFC 8684, 3.4.1; facts 8.10). */
final class AddressHmacs {
  private AddressHmacs() {}

  /**
   * Checks one.
   *
   * @param sender the host that advertises
   * @param receiver its peer
   */
  static HmacCheck check(AddAddr option, HostState sender, HostState receiver) {
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
    return valid
        ? new HmacCheck(HmacCheck.Result.VALID, null, hex)
        : new HmacCheck(HmacCheck.Result.INVALID, explain(option, sender, receiver), hex);
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
    return otherAddress(option, sender, receiver);
  }

  private static Octets withoutPort(AddAddr option) {
    return Octets.of(
        ByteBuffer.allocate(1 + option.address().length())
            .put((byte) option.addressId())
            .put(option.address().toArray())
            .array());
  }

  private static Variant otherAddress(AddAddr option, HostState sender, HostState receiver) {
    Set<InetAddress> used = sender.addresses().addresses();
    for (InetAddress address : used) {
      Octets octets = Octets.of(address.getAddress());
      if (MptcpCrypto.addAddrHmac64(
              sender.key, receiver.key, option.addressId(), octets, option.port())
          == option.hmac()) {
        return Variant.OTHER_ADDRESS;
      }
    }
    return null;
  }
}
