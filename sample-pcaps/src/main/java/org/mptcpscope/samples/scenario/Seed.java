package org.mptcpscope.samples.scenario;

import java.nio.charset.StandardCharsets;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** Values that look random and are the same each time: a hash of what they are for. */
public final class Seed {
  private Seed() {}

  /** A value of 64 bits for the given purpose. */
  public static long of(Object... purpose) {
    StringBuilder text = new StringBuilder("mptcpscope");
    for (Object part : purpose) {
      text.append('/').append(part);
    }
    return MptcpCrypto.sha256(text.toString().getBytes(StandardCharsets.UTF_8)).i64(0);
  }

  /** Stretches a seed: a different value for each index, without hashing. */
  static long mix(long seed, long index) {
    long z = seed + index * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
