package org.mptcpscope.dissector.mptcp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;

/**
 * What MPTCP computes from keys and nonces: pure functions. Where a version is asked for, it names
 * the hash: 0 is SHA-1 (RFC 6824, and drafts of version 1 before its hash changed), any other is
 * SHA-256 (RFC 8684). Keys and nonces are numbers in network byte order.
 */
public final class MptcpCrypto {
  private MptcpCrypto() {}

  /** Returns the token of a key: the first 32 bits of its hash (RFC 8684, section 3.2). */
  public static int token(int version, long key) {
    return hash(version, key).u32(0);
  }

  /** Returns the initial data sequence number of a key: the last 64 bits of its hash (3.1). */
  public static long idsn(int version, long key) {
    Octets hash = hash(version, key);
    return hash.i64(hash.length() - 8);
  }

  /** Returns the whole hash of a key: 20 octets for version 0, else 32. */
  public static Octets hash(int version, long key) {
    byte[] octets = ByteBuffer.allocate(8).putLong(key).array();
    return version == 0 ? sha1(octets) : sha256(octets);
  }

  /**
   * Returns the HMAC of an MP_JOIN: 20 octets for version 0, else 32. "Sender" is the host that
   * sends the HMAC (RFC 8684, section 3.2).
   */
  public static Octets joinHmac(
      int version, long keySender, long keyReceiver, int nonceSender, int nonceReceiver) {
    return hmac(
        version,
        keys(keySender, keyReceiver),
        ByteBuffer.allocate(8).putInt(nonceSender).putInt(nonceReceiver).array());
  }

  /** Returns the HMAC as the SYN/ACK carries it: the leftmost 64 bits. */
  public static long joinSynAckHmac64(
      int version, long keySender, long keyReceiver, int nonceSender, int nonceReceiver) {
    return joinHmac(version, keySender, keyReceiver, nonceSender, nonceReceiver).i64(0);
  }

  /** Returns the HMAC as the third packet carries it: the leftmost 160 bits. */
  public static Octets joinHmac20(
      int version, long keySender, long keyReceiver, int nonceSender, int nonceReceiver) {
    return joinHmac(version, keySender, keyReceiver, nonceSender, nonceReceiver).slice(0, 20);
  }

  /**
   * Returns the whole HMAC of an ADD_ADDR (RFC 8684, section 3.4.1): 32 octets.
   *
   * @param address its 4 or 16 octets
   * @param port 0 to 65535, or below 0 for none, which counts as 0
   */
  public static Octets addAddrHmac(
      long keySender, long keyReceiver, int addressId, Octets address, int port) {
    return hmac(
        1,
        keys(keySender, keyReceiver),
        AddAddr.hmacMessage(addressId, address, Math.max(0, port)).toArray());
  }

  /** Returns the HMAC as ADD_ADDR carries it: the rightmost 64 of 256 bits. */
  public static long addAddrHmac64(
      long keySender, long keyReceiver, int addressId, Octets address, int port) {
    return addAddrHmac(keySender, keyReceiver, addressId, address, port).i64(24);
  }

  /**
   * Returns the checksum of a data sequence mapping (RFC 8684, section 3.3.1).
   *
   * @param dsn all 64 bits, also where the option carries 32
   * @param ssn the relative subflow sequence number
   * @param length the Data-Level Length, a DATA_FIN counted
   * @param payloadSum of the mapped octets, see {@link InternetChecksum}; 0 without any
   */
  public static int checksum(long dsn, int ssn, int length, int payloadSum) {
    return InternetChecksum.complement(mappingSum(dsn, ssn, length, payloadSum));
  }

  /**
   * Returns whether a checksum is right. The words of the mapping, its checksum and the payload sum
   * up to all ones, so that 0 and 0xffff are the same checksum.
   */
  public static boolean checksumFits(long dsn, int ssn, int length, int payloadSum, int checksum) {
    return InternetChecksum.add(mappingSum(dsn, ssn, length, payloadSum), checksum) == 0xffff;
  }

  private static int mappingSum(long dsn, int ssn, int length, int payloadSum) {
    int sum = InternetChecksum.fold(InternetChecksum.sumOf(dsn) + (ssn & 0xffff_ffffL) + length);
    return InternetChecksum.add(sum, payloadSum);
  }

  /** Returns two keys one behind the other: what all HMACs of MPTCP are keyed with. */
  public static byte[] keys(long first, long second) {
    return ByteBuffer.allocate(16).putLong(first).putLong(second).array();
  }

  /** Returns an HMAC of version 0 (SHA-1, 20 octets) or of version 1 (SHA-256, 32 octets). */
  public static Octets hmac(int version, byte[] key, byte[] message) {
    return version == 0 ? hmacSha1(key, message) : hmacSha256(key, message);
  }

  public static Octets hmacSha1(byte[] key, byte[] message) {
    return hmac("HmacSHA1", key, message);
  }

  public static Octets hmacSha256(byte[] key, byte[] message) {
    return hmac("HmacSHA256", key, message);
  }

  public static Octets sha1(byte[] octets) {
    return digest("SHA-1", octets);
  }

  public static Octets sha256(byte[] octets) {
    return digest("SHA-256", octets);
  }

  private static Octets digest(String algorithm, byte[] octets) {
    try {
      return Octets.of(MessageDigest.getInstance(algorithm).digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  private static Octets hmac(String algorithm, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return Octets.of(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
