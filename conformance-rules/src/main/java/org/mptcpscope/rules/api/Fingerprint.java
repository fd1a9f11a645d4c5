package org.mptcpscope.rules.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.mptcpscope.core.model.Side;

/**
 * What stays of a finding when the same scenario is captured again: the rule, the requirement, the
 * host, and which connection and subflow it is on. Frames, times, keys and numbers do not, nor does
 * the message, which may name them. Findings of one capture that are alike in all this are told
 * apart by a count.
 */
public final class Fingerprint {
  private final Map<String, Integer> seen = new HashMap<>();

  /** Fingerprints of the findings of one capture, asked for in their order. */
  public Fingerprint() {}

  /** 16 hexadecimal digits. */
  public String of(Finding finding) {
    Side side = finding.fault().side();
    String same =
        String.join(
            "|",
            finding.rule(),
            finding.requirement(),
            side == null ? "" : side.word(),
            String.valueOf(finding.connection()),
            String.valueOf(finding.subflow()));
    int nth = seen.merge(same, 1, Integer::sum);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((same + "|" + nth).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
