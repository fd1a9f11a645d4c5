package org.mptcpscope.core.reconstruct;

import java.util.Optional;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** The known wrong ways to compute an IDSN from a key (RFC 8684, 3.1; RFC 6824, 3.1). */
final class IdsnVariants {
  private static final long LOW_HALF = 0xffff_ffffL;

  private IdsnVariants() {}

  /**
   * Names the mistake that makes this DSN the first one.
   *
   * @param version hash of the dialect: 0 for SHA-1, 1 for SHA-256
   * @param dsn the first DSN of data, which should be IDSN + 1
   */
  static Optional<Variant> explain(int version, long key, long dsn) {
    long right = MptcpCrypto.idsn(version, key);
    long used = dsn - 1;
    if (used == right) {
      return Optional.empty();
    }
    if (dsn == right) {
      return Optional.of(Variant.WITHOUT_SYN_OCTET);
    }
    Octets hash = MptcpCrypto.hash(version, key);
    if (used == MptcpCrypto.idsn(1 - version, key)) {
      return Optional.of(Variant.OTHER_HASH);
    }
    if (used == MptcpCrypto.idsn(version, Long.reverseBytes(key))) {
      return Optional.of(Variant.KEY_REVERSED);
    }
    if (used == hash.i64(0)) {
      return Optional.of(Variant.DIGEST_HEAD);
    }
    if (used == Long.rotateLeft(right, 32)) {
      return Optional.of(Variant.WORD_SWAPPED);
    }
    if (version == 1 && used == hash.i64(12)) {
      return Optional.of(Variant.TRUNCATED_TAIL);
    }
    if (dsn == ((right + 1) & LOW_HALF)) {
      return Optional.of(Variant.HIGH_HALF_ZERO);
    }
    return Optional.empty();
  }
}
