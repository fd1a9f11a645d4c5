package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Shown;

/**
 * Findings as comments on the frames that prove them, for a capture that explains itself: one line
 * each, the whole finding on the accused frame, and on the others what they show and where it is.
 */
public final class FindingComments {
  /** Comments on one frame: a SYN may be evidence of very many findings. */
  static final int MOST = 32;

  private FindingComments() {}

  /** Returns the comments of each frame that has some, by its number. */
  public static Map<Integer, List<String>> of(CaptureReport report) {
    Map<Integer, List<String>> comments = new TreeMap<>();
    Map<Integer, Integer> left = new TreeMap<>();
    for (Finding finding : report.findings()) {
      for (Map.Entry<Integer, List<Shown>> frame : byFrame(finding).entrySet()) {
        List<String> of = comments.computeIfAbsent(frame.getKey(), _ -> new ArrayList<>());
        if (of.size() < MOST) {
          of.add(comment(finding, frame.getValue()));
        } else {
          left.merge(frame.getKey(), 1, Integer::sum);
        }
      }
    }
    left.forEach(
        (frame, more) ->
            comments
                .get(frame)
                .add("mptcpscope: and " + Prose.count(more, "more finding") + " on this frame"));
    return comments;
  }

  private static Map<Integer, List<Shown>> byFrame(Finding finding) {
    return finding.evidence().stream()
        .collect(
            Collectors.groupingBy(
                shown -> shown.frame().number(), TreeMap::new, Collectors.toList()));
  }

  private static String comment(Finding finding, List<Shown> here) {
    String shows =
        here.stream()
            .map(Shown::shows)
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    String head = finding.severity().word() + "[" + finding.rule() + "] ";
    int accused = finding.frame().number();
    boolean isAccused = here.getFirst().frame().number() == accused;
    boolean isRepetition = !isAccused && here.stream().anyMatch(Shown::repetition);
    List<String> parts = new ArrayList<>();
    parts.add("mptcpscope: " + head + finding.message());
    if (isRepetition) {
      parts.add("again, first in frame " + accused);
    } else if (!isAccused) {
      parts.add("evidence for frame " + accused);
    }
    if (!shows.isEmpty()) {
      parts.add("this frame: " + shows);
    }
    if (isAccused) {
      whole(finding, parts);
    }
    parts.add(
        FindingBlock.rfc(finding.spec())
            + ", "
            + finding.section()
            + " ("
            + String.join(", ", finding.requirements())
            + ")");
    parts.add(FindingBlock.place(finding));
    if (isAccused && finding.frames().size() > 1) {
      parts.add(Prose.filter(finding.frames()));
    }
    return String.join("; ", parts);
  }

  private static void whole(Finding finding, List<String> parts) {
    String side = finding.fault().side() == null ? "not known" : finding.fault().side().word();
    String address = finding.address() == null ? "" : " (" + finding.address() + ")";
    String doubts =
        finding.doubts().stream()
            .sorted()
            .map(Doubted::clause)
            .map(clause -> " or " + clause)
            .collect(Collectors.joining());
    parts.add("at fault: " + side + address + doubts);
    if (finding.count() > 1) {
      parts.add(finding.count() + " times");
    }
    if (finding.diagnosis() != null) {
      parts.add("diagnosis: " + Prose.clause(finding.diagnosis()));
    }
    if (finding.confidence() != Confidence.CERTAIN) {
      parts.add("confidence: " + finding.confidence().word() + ", " + finding.weakenedBy());
    }
  }
}
