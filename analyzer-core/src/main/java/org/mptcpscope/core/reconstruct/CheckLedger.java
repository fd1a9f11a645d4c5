package org.mptcpscope.core.reconstruct;

import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.model.Connection.Checks;

/** Which checks ran on a subflow and were right. */
final class CheckLedger {
  /** Something that can be verified. */
  enum Check {
    TOKEN("token"),
    SYN_ACK_HMAC("HMAC of the SYN/ACK"),
    ACK_HMAC("HMAC of the third packet"),
    KEY("echoed key"),
    CHECKSUM("checksums"),
    COVERAGE("mappings");

    private final String word;

    Check(String word) {
      this.word = word;
    }
  }

  private final Set<Check> passed = EnumSet.noneOf(Check.class);
  private final Set<Check> unknowable = EnumSet.noneOf(Check.class);
  boolean failed;

  void passed(Check check) {
    passed.add(check);
    unknowable.remove(check);
  }

  void unknowable(Check check) {
    if (!passed.contains(check)) {
      unknowable.add(check);
    }
  }

  Checks result() {
    return new Checks(
        failed, !unknowable.isEmpty(), passed.stream().map(check -> check.word).toList());
  }
}
