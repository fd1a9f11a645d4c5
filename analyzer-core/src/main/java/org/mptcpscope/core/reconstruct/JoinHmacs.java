package org.mptcpscope.core.reconstruct;

import java.util.HexFormat;
import java.util.List;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * Checks the HMACs of MP_JOIN (RFC 8684, 3.2). A value is valid if any key and nonce that the
 * segments name gives it; if none does, the known wrong computations are tried.
 */
final class JoinHmacs {
  private JoinHmacs() {}

  /**
   * One check.
   *
   * @param version of the hash, as in {@link MptcpCrypto}
   * @param senderKeys candidates for the key of the host that sent the HMAC
   * @param senderNonces candidates for its nonce
   * @param sent the HMAC, as many octets as the segment carries
   */
  static HmacCheck check(
      int version,
      List<Long> senderKeys,
      List<Long> receiverKeys,
      List<Integer> senderNonces,
      List<Integer> receiverNonces,
      Octets sent) {
    if (senderKeys.isEmpty()
        || receiverKeys.isEmpty()
        || senderNonces.isEmpty()
        || receiverNonces.isEmpty()) {
      return HmacCheck.UNKNOWABLE;
    }
    String due = null;
    Variant variant = null;
    for (long senderKey : senderKeys) {
      for (long receiverKey : receiverKeys) {
        for (int senderNonce : senderNonces) {
          for (int receiverNonce : receiverNonces) {
            Octets right = head(version, senderKey, receiverKey, senderNonce, receiverNonce, sent);
            if (right.equals(sent)) {
              return new HmacCheck(HmacCheck.Result.VALID, null, right.hex());
            }
            due = due == null ? right.hex() : due;
            variant =
                variant != null
                    ? variant
                    : explain(version, senderKey, receiverKey, senderNonce, receiverNonce, sent);
          }
        }
      }
    }
    return new HmacCheck(HmacCheck.Result.INVALID, variant, due);
  }

  private static Octets head(int version, long ks, long kr, int ns, int nr, Octets sent) {
    Octets hmac = MptcpCrypto.joinHmac(version, ks, kr, ns, nr);
    return hmac.slice(0, Math.min(sent.length(), hmac.length()));
  }

  private static Variant explain(int version, long ks, long kr, int ns, int nr, Octets sent) {
    if (head(1 - version, ks, kr, ns, nr, sent).equals(sent)) {
      return Variant.OTHER_HASH;
    }
    if (head(version, kr, ks, ns, nr, sent).equals(sent)) {
      return Variant.KEYS_SWAPPED;
    }
    if (head(version, ks, kr, nr, ns, sent).equals(sent)) {
      return Variant.NONCES_SWAPPED;
    }
    if (head(version, kr, ks, nr, ns, sent).equals(sent)) {
      return Variant.KEYS_SWAPPED;
    }
    long reversedSender = Long.reverseBytes(ks);
    long reversedReceiver = Long.reverseBytes(kr);
    if (head(version, reversedSender, reversedReceiver, ns, nr, sent).equals(sent)) {
      return Variant.KEY_REVERSED;
    }
    return null;
  }

  /** Eight octets as sent in a SYN/ACK. */
  static Octets octets(long hmac) {
    return Octets.ofHex(HexFormat.of().toHexDigits(hmac));
  }
}
