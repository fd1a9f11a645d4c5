package org.mptcpscope.core.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * Other keys, tokens and nonces for those of a capture, so that all that tells them from good ones
 * stays: keys that follow each other still do, a small one or one of few different octets still is,
 * and a token is still that of its key, by the right hash or the wrong one.
 */
final class KeyMap {
  /** Keys that are nearer to each other stay as far apart. */
  private static final long NEAR = 1 << 16;

  private static final long LOW_HALF = 0xffff_ffffL;
  private static final int FEW_OCTETS = 2;

  /** Keys that are tried until one lets data wrap where it did. */
  private static final int MOST_TRIED = 4096;

  /**
   * What a key was used for.
   *
   * @param hash of the version, as in {@link MptcpCrypto}
   * @param span of data sequence numbers that the capture shows of it
   */
  private record Use(int hash, long span) {}

  private final Secret secret;
  private final TreeMap<Long, List<Use>> uses = new TreeMap<>();
  private final TreeSet<Integer> nonces = new TreeSet<>();
  private final Map<Long, Long> keys = new HashMap<>();
  private final Map<Integer, Integer> tokens = new HashMap<>();
  private final Map<Integer, Integer> mappedNonces = new HashMap<>();
  private final int[] octets = new int[256];

  KeyMap(Secret secret) {
    this.secret = secret;
  }

  // ---- what the capture has --------------------------------------------------------------------

  /** A host declared this key. */
  void add(long key) {
    uses.computeIfAbsent(key, _ -> new ArrayList<>(1));
  }

  /** The data of a host with this key had sequence numbers of this span. */
  void used(long key, int hash, long span) {
    uses.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(new Use(hash, span));
  }

  /** A host used this nonce. */
  void nonce(int nonce) {
    nonces.add(nonce);
  }

  /** Nothing more is to come: works out what becomes of each. */
  void settle() {
    shuffleOctets();
    List<Long> group = new ArrayList<>();
    for (long key : uses.keySet()) {
      if (isWeak(key)) {
        keys.put(key, substituted(key));
        continue;
      }
      if (!group.isEmpty() && key - group.getLast() >= NEAR) {
        settle(group);
        group.clear();
      }
      group.add(key);
    }
    if (!group.isEmpty()) {
      settle(group);
    }
    settleNonces();
    settleTokens();
  }

  private void settle(List<Long> group) {
    long first = group.getFirst();
    for (int attempt = 0; attempt < MOST_TRIED; attempt++) {
      long other = secret.number("key", first, attempt);
      boolean fits = true;
      for (long key : group) {
        long mapped = other + (key - first);
        keys.put(key, mapped);
        fits &= !isWeak(mapped) && wrapsAlike(key, mapped);
      }
      if (fits) {
        return;
      }
    }
  }

  /** Whether the low halves of the numbers, which are all that may be sent, wrap alike. */
  private boolean wrapsAlike(long key, long other) {
    for (Use use : uses.get(key)) {
      long before = MptcpCrypto.idsn(use.hash, key) & LOW_HALF;
      long after = MptcpCrypto.idsn(use.hash, other) & LOW_HALF;
      if (before + use.span > LOW_HALF != after + use.span > LOW_HALF) {
        return false;
      }
    }
    return true;
  }

  private void settleNonces() {
    Integer last = null;
    for (int nonce : nonces) {
      boolean follows = last != null && nonce - 1 == last && nonce != 1;
      mappedNonces.put(
          nonce, nonce == 0 ? 0 : follows ? mappedNonces.get(last) + 1 : number("nonce", nonce));
      last = nonce;
    }
  }

  private void settleTokens() {
    for (int hash = 1; hash >= 0; hash--) {
      for (Map.Entry<Long, Long> key : keys.entrySet()) {
        tokens.put(MptcpCrypto.token(hash, key.getKey()), MptcpCrypto.token(hash, key.getValue()));
      }
    }
    for (int hash = 1; hash >= 0; hash--) {
      for (Map.Entry<Long, Long> key : keys.entrySet()) {
        tokens.putIfAbsent(
            (int) MptcpCrypto.idsn(hash, key.getKey()),
            (int) MptcpCrypto.idsn(hash, key.getValue()));
        tokens.putIfAbsent(
            MptcpCrypto.token(hash, Long.reverseBytes(key.getKey())),
            MptcpCrypto.token(hash, Long.reverseBytes(key.getValue())));
      }
    }
  }

  // ---- what becomes of it ----------------------------------------------------------------------

  /** Another key. */
  long key(long key) {
    Long mapped = keys.get(key);
    return mapped != null ? mapped : isWeak(key) ? substituted(key) : secret.number("key", key, 0);
  }

  /**
   * Another number for one that stands where a key should: a declared key, or what looks like a
   * mistake about one of these keys, which it then is about the other one.
   */
  long keyOrMistake(long number, List<Long> declared) {
    if (number == 0 || keys.containsKey(number)) {
      return number == 0 ? 0 : key(number);
    }
    for (long key : declared) {
      long differs = number ^ key;
      int first = Long.numberOfLeadingZeros(differs) / 8;
      int last = 7 - Long.numberOfTrailingZeros(differs) / 8;
      if (number == Long.reverseBytes(key)) {
        return Long.reverseBytes(key(key));
      }
      if (first == last) {
        return key(key) ^ differs;
      }
    }
    return key(number);
  }

  /** Another token. */
  int token(int token) {
    Integer mapped = tokens.get(token);
    return mapped != null ? mapped : token == 0 ? 0 : number("token", token);
  }

  /** Another nonce. */
  int nonceOf(int nonce) {
    Integer mapped = mappedNonces.get(nonce);
    return mapped != null ? mapped : nonce == 0 ? 0 : number("nonce", nonce);
  }

  private int number(String label, int input) {
    int number = (int) secret.number(label, input);
    return number == 0 ? 1 : number;
  }

  /** Whether a key is one that anybody might guess, so that it is no secret. */
  static boolean isWeak(long key) {
    int different = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      long octet = key >>> shift & 0xff;
      boolean isNew = true;
      for (int before = 0; before < shift; before += Byte.SIZE) {
        isNew &= (key >>> before & 0xff) != octet;
      }
      different += isNew ? 1 : 0;
    }
    return different <= FEW_OCTETS || key >>> 16 == 0;
  }

  private long substituted(long key) {
    long other = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      other |= (long) octets[(int) (key >>> shift & 0xff)] << shift;
    }
    return other;
  }

  /** All octets but zero change places. */
  private void shuffleOctets() {
    for (int i = 0; i < octets.length; i++) {
      octets[i] = i;
    }
    for (int i = octets.length - 1; i > 1; i--) {
      int at = 1 + (int) Long.remainderUnsigned(secret.number("octet", i), i);
      int octet = octets[i];
      octets[i] = octets[at];
      octets[at] = octet;
    }
  }
}
