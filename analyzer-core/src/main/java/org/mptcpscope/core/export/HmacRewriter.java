package org.mptcpscope.core.export;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * Other HMACs for those of a capture: right where they were right, wrong by the same mistake where
 * one is known, and else as many bits beside the right one.
 */
final class HmacRewriter {
  /** One way to compute the HMAC of a join. */
  @FunctionalInterface
  private interface JoinForm {
    Octets hmac(int hash, long keySender, long keyReceiver, int nonceSender, int nonceReceiver);
  }

  /** The right way first, then the mistakes that are known. */
  private static final List<JoinForm> JOIN_FORMS =
      List.of(
          MptcpCrypto::joinHmac,
          (hash, ks, kr, ns, nr) -> MptcpCrypto.joinHmac(1 - hash, ks, kr, ns, nr),
          (hash, ks, kr, ns, nr) -> MptcpCrypto.joinHmac(hash, kr, ks, ns, nr),
          (hash, ks, kr, ns, nr) -> MptcpCrypto.joinHmac(hash, ks, kr, nr, ns),
          (hash, ks, kr, ns, nr) -> MptcpCrypto.joinHmac(hash, kr, ks, nr, ns),
          (hash, ks, kr, ns, nr) ->
              MptcpCrypto.joinHmac(hash, Long.reverseBytes(ks), Long.reverseBytes(kr), ns, nr));

  /** An address in ADD_ADDR with its new values. */
  private record Advertised(long keySender, long keyReceiver, AddAddr option) {}

  private static final List<ToLongFunction<Advertised>> ADDRESS_FORMS =
      List.of(
          a -> whole(a).i64(24),
          a -> whole(a).i64(0),
          a -> whole(a).i64(12),
          a ->
              MptcpCrypto.addAddrHmac64(
                  a.keySender, a.keyReceiver, a.option.addressId(), a.option.address(), 0),
          a -> MptcpCrypto.hmacSha256(keysOf(a), bare(a)).i64(24),
          a ->
              MptcpCrypto.addAddrHmac64(
                  a.keyReceiver,
                  a.keySender,
                  a.option.addressId(),
                  a.option.address(),
                  a.option.port()),
          a -> MptcpCrypto.hmacSha1(keysOf(a), a.option.hmacMessage().toArray()).i64(12),
          a -> MptcpCrypto.hmacSha1(MptcpCrypto.keys(a.keySender, 0), bare(a)).i64(0));

  private final Secret secret;
  private final KeyMap keys;

  HmacRewriter(Secret secret, KeyMap keys) {
    this.secret = secret;
    this.keys = keys;
  }

  // ---- MP_JOIN ---------------------------------------------------------------------------------

  /**
   * Another HMAC of a join.
   *
   * @param candidates connections that it may be of
   * @param by who sent it
   * @param sent its octets
   */
  Octets join(
      List<ConnectionSecrets> candidates,
      Side by,
      List<Integer> senderNonces,
      List<Integer> receiverNonces,
      Octets sent) {
    for (JoinForm form : JOIN_FORMS) {
      for (ConnectionSecrets of : candidates) {
        for (Side side : List.of(by, by.peer())) {
          Octets other = join(form, of, side, senderNonces, receiverNonces, sent);
          if (other != null) {
            return other;
          }
        }
      }
    }
    return wrongJoin(candidates, by, senderNonces, receiverNonces, sent);
  }

  private Octets join(
      JoinForm form,
      ConnectionSecrets of,
      Side by,
      List<Integer> senderNonces,
      List<Integer> receiverNonces,
      Octets sent) {
    for (long sender : of.keys(by)) {
      for (long receiver : of.keys(by.peer())) {
        for (int ns : senderNonces) {
          for (int nr : receiverNonces) {
            if (head(form.hmac(of.hash, sender, receiver, ns, nr), sent).equals(sent)) {
              return head(mapped(form, of, sender, receiver, ns, nr), sent);
            }
          }
        }
      }
    }
    return null;
  }

  private Octets mapped(JoinForm form, ConnectionSecrets of, long ks, long kr, int ns, int nr) {
    return form.hmac(of.hash, keys.key(ks), keys.key(kr), keys.nonceOf(ns), keys.nonceOf(nr));
  }

  private static Octets head(Octets hmac, Octets sent) {
    return hmac.slice(0, Math.min(hmac.length(), sent.length()));
  }

  /** As far from the right one as before, or anything if that is not known. */
  private Octets wrongJoin(
      List<ConnectionSecrets> candidates,
      Side by,
      List<Integer> senderNonces,
      List<Integer> receiverNonces,
      Octets sent) {
    ConnectionSecrets of = candidates.isEmpty() ? null : candidates.getFirst();
    if (of == null
        || of.keys(by).isEmpty()
        || of.keys(by.peer()).isEmpty()
        || senderNonces.isEmpty()
        || receiverNonces.isEmpty()) {
      return unknown(sent);
    }
    long sender = of.keys(by).getFirst();
    long receiver = of.keys(by.peer()).getFirst();
    int ns = senderNonces.getFirst();
    int nr = receiverNonces.getFirst();
    Octets before = JOIN_FORMS.getFirst().hmac(of.hash, sender, receiver, ns, nr);
    Octets after = mapped(JOIN_FORMS.getFirst(), of, sender, receiver, ns, nr);
    byte[] other = sent.toArray();
    for (int i = 0; i < Math.min(other.length, before.length()); i++) {
      other[i] ^= (byte) (before.at(i) ^ after.at(i));
    }
    return Octets.of(other);
  }

  /** Octets that mean nothing any more; zeros stay. */
  Octets unknown(Octets sent) {
    byte[] other = sent.toArray();
    boolean zero = true;
    for (byte octet : other) {
      zero &= octet == 0;
    }
    if (zero) {
      return sent;
    }
    byte[] digest = MptcpCrypto.sha256(other).toArray();
    long[] numbers = new long[4];
    java.nio.ByteBuffer.wrap(digest).asLongBuffer().get(numbers);
    byte[] random = secret.octets("octets", Math.min(32, other.length), numbers);
    for (int i = 0; i < other.length; i++) {
      other[i] = random[i % random.length];
    }
    return Octets.of(other);
  }

  // ---- ADD_ADDR --------------------------------------------------------------------------------

  /**
   * Another HMAC of an address.
   *
   * @param before the option as it was
   * @param after the same with its new address and port, and any HMAC
   * @param other gives the new address for another one
   */
  long address(ConnectionSecrets of, Side by, AddAddr before, AddAddr after, Addresses other) {
    for (ToLongFunction<Advertised> form : ADDRESS_FORMS) {
      for (long sender : of.keys(by)) {
        for (long receiver : of.keys(by.peer())) {
          if (form.applyAsLong(new Advertised(sender, receiver, before)) == before.hmac()) {
            return form.applyAsLong(new Advertised(keys.key(sender), keys.key(receiver), after));
          }
        }
      }
    }
    if (of.keys(by).isEmpty() || of.keys(by.peer()).isEmpty()) {
      return unknown(octets(before.hmac())).i64(0);
    }
    return ofOther(of, by, before, after, other);
  }

  /** Gives the new octets of an address, and the addresses of a host. */
  interface Addresses {
    Octets mapped(Octets address);
  }

  /** It may be right for another address of the host, or of the same network. */
  private long ofOther(
      ConnectionSecrets of, Side by, AddAddr before, AddAddr after, Addresses other) {
    long sender = of.keys(by).getFirst();
    long receiver = of.keys(by.peer()).getFirst();
    long newSender = keys.key(sender);
    long newReceiver = keys.key(receiver);
    List<Octets> candidates = new ArrayList<>(of.addresses(by));
    byte[] neighbour = before.address().toArray();
    for (int last = 0; last < 256; last++) {
      neighbour[neighbour.length - 1] = (byte) last;
      candidates.add(Octets.of(neighbour.clone()));
    }
    for (Octets address : candidates) {
      if (right(sender, receiver, moved(before, address)) == before.hmac()) {
        return right(newSender, newReceiver, moved(after, other.mapped(address)));
      }
    }
    return before.hmac() ^ right(sender, receiver, before) ^ right(newSender, newReceiver, after);
  }

  private static long right(long sender, long receiver, AddAddr option) {
    return ADDRESS_FORMS.getFirst().applyAsLong(new Advertised(sender, receiver, option));
  }

  private static AddAddr moved(AddAddr option, Octets address) {
    return new AddAddr(
        option.nibble(), option.addressId(), address, option.port(), option.hasHmac(), 0);
  }

  static Octets octets(long number) {
    return Octets.ofHex(HexFormat.of().toHexDigits(number));
  }

  private static Octets whole(Advertised a) {
    return MptcpCrypto.hmacSha256(keysOf(a), a.option.hmacMessage().toArray());
  }

  private static byte[] keysOf(Advertised a) {
    return MptcpCrypto.keys(a.keySender, a.keyReceiver);
  }

  /** The message without a port. */
  private static byte[] bare(Advertised a) {
    byte[] address = a.option.address().toArray();
    byte[] bare = new byte[1 + address.length];
    bare[0] = (byte) a.option.addressId();
    System.arraycopy(address, 0, bare, 1, address.length);
    return bare;
  }
}
