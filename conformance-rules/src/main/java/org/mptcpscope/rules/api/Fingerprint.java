package org.mptcpscope.rules.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Side;

/**
 * What stays of a finding when the same scenario is captured again: the rule, the requirement, the
 * host, and which connection and subflow it is on. Frames, times, keys and numbers do not, nor does
 * the message, which may name them. Findings of one capture that are alike in all this are told
 * apart by a count.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * 16 hexadecimal digits for each finding of a capture, the accepted ones among them; by identity.
   */
  @SuppressWarnings("IdentityHashMapUsage") // two equal findings are two
  public static Map<Finding, String> of(CaptureReport report) {
    List<Finding> all = new ArrayList<>(report.findings());
    report.review().accepted().forEach(one -> all.add(one.finding()));
    // Not by severity, which settings change.
    all.sort(
        Comparator.<Finding>comparingInt(one -> one.frame().number()).thenComparing(Finding.ORDER));
    Map<String, Integer> seen = new HashMap<>();
    Map<Finding, String> fingerprints = new IdentityHashMap<>();
    all.forEach(one -> fingerprints.put(one, of(one, seen)));
    return fingerprints;
  }

  private static String of(Finding finding, Map<String, Integer> seen) {
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
