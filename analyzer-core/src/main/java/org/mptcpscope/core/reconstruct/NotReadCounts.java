package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.dissector.link.NotRead;

/** Frames that may have carried TCP but were not read, by the reason, for one warning of all. */
final class NotReadCounts {
  private static final NotRead[] REASONS = NotRead.values();

  private final long[] counts = new long[REASONS.length];

  void count(NotRead why) {
    counts[why.ordinal()]++;
  }

  /** Adds the warning, if there is anything to warn of; fragments whose packet has holes too. */
  void addTo(List<CaptureWarning> warnings, long lostFragments) {
    List<String> parts = new ArrayList<>();
    long sum = lostFragments;
    for (NotRead why : REASONS) {
      long count = counts[why.ordinal()];
      if (count > 0) {
        parts.add(why.count(count));
        sum += count;
      }
    }
    if (lostFragments == 1) {
      parts.add("1 fragment of a packet that is not all there");
    } else if (lostFragments > 1) {
      parts.add(lostFragments + " fragments of packets that are not all there");
    }
    if (!parts.isEmpty()) {
      String all = String.join(", ", parts);
      String message =
          parts.size() == 1
              ? all + " could not be read"
              : sum + " frames could not be read: " + all;
      warnings.add(new CaptureWarning(CaptureWarning.NOT_READ, message, 0));
    }
  }
}
