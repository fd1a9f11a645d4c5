package org.mptcpscope.core.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What replaces the secrets of a capture: numbers that only who has the secret can tell from random
 * ones. The same label and input give the same number.
 */
final class Secret {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final ByteBuffer input = ByteBuffer.allocate(64);

  /** Makes one; the octets should be hard to guess. */
  Secret(byte[] secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** 64 bits for some numbers, at most eight. */
  long number(String label, long... numbers) {
    return ByteBuffer.wrap(digest(label, numbers)).getLong();
  }

  /** At most 32 octets for some numbers. */
  byte[] octets(String label, int length, long... numbers) {
    return Arrays.copyOf(digest(label, numbers), length);
  }

  private byte[] digest(String label, long... numbers) {
    mac.update(label.getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    input.clear();
    for (long number : numbers) {
      input.putLong(number);
    }
    mac.update(input.flip());
    return mac.doFinal();
  }
}
