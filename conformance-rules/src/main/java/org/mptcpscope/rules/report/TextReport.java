package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mptcpscope.core.metric.Observation;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.report.Groups.Group;
import org.mptcpscope.rules.report.TextStyle.Form;

/** The text of {@code lint}: blocks for one capture, lines for several, and always a result. */
public final class TextReport {
  private static final int MOST_REASONS = 5;

  private final TextStyle style;
  private final Ink ink;
  private final Consumer<String> out;

  /** What cost most, of a capture without a violation. */
  private final Function<CaptureReport, List<Observation>> observations;

  private TextReport(
      TextStyle style,
      Function<CaptureReport, List<Observation>> observations,
      Consumer<String> out) {
    this.observations = observations;
    this.style = style;
    this.ink = style.ink();
    this.out = out;
  }

  /** Writes the report line by line; unreadable captures are counted, no more. */
  public static void write(List<CaptureReport> captures, TextStyle style, Consumer<String> out) {
    write(captures, style, _ -> List.of(), out);
  }

  /**
   * The same, with what cost time in captures without a violation; {@code observations} is asked
   * only for those that are shown one by one.
   */
  public static void write(
      List<CaptureReport> captures,
      TextStyle style,
      Function<CaptureReport, List<Observation>> observations,
      Consumer<String> out) {
    new TextReport(style, observations, out).write(captures);
  }

  private void write(List<CaptureReport> captures) {
    if (style.form() == Form.ONELINE) {
      captures.forEach(this::oneline);
      return;
    }
    boolean lines =
        style.form() == Form.LINES || (style.form() == Form.AUTO && captures.size() > 1);
    if (lines) {
      new FindingList(style, out).write(captures);
      ReviewText.settings(captures).forEach(out);
      ReviewText.expectations(captures).forEach(out);
      new ReviewText(style, out).accepted(captures);
      if (style.verdicts()) {
        captures.stream().filter(CaptureReport::readable).forEach(this::namedVerdicts);
      }
    } else {
      captures.stream().filter(CaptureReport::readable).forEach(this::blocks);
    }
    if (lines || captures.stream().anyMatch(CaptureReport::readable)) {
      out.accept("");
    }
    out.accept(result(captures));
  }

  private void oneline(CaptureReport capture) {
    for (Finding finding : capture.findings()) {
      out.accept(oneline(capture.file(), finding));
    }
    capture.review().unmet().forEach(one -> out.accept(ReviewText.oneline(one)));
  }

  /** A finding in one line, as editors and matchers read it; file is the capture's name. */
  public static String oneline(String file, Finding finding) {
    return file
        + ":"
        + finding.frame().number()
        + ": "
        + finding.severity().word()
        + "["
        + finding.rule()
        + "] "
        + finding.message()
        + " ("
        + accused(finding)
        + ", "
        + FindingBlock.place(finding)
        + ")";
  }

  /** {@code A}, {@code B?} with a doubt, {@code -} if no side is known. */
  static String accused(Finding finding) {
    return finding.fault().side() == null
        ? "-"
        : finding.fault().side().letter() + (finding.doubts().isEmpty() ? "" : "?");
  }

  private void blocks(CaptureReport capture) {
    out.accept(Headline.of(capture));
    Headline.keysGiven(capture).forEach(out);
    ReviewText.settings(List.of(capture)).forEach(out);
    ReviewText.expectations(List.of(capture)).forEach(out);
    ReviewText review = new ReviewText(style, out);
    review.unmet(capture);
    FindingBlock block = new FindingBlock(style, out);
    for (Group group : Groups.of(capture.findings(), style.all()).groups()) {
      out.accept("");
      block.write(capture, group);
    }
    if (!capture.review().accepted().isEmpty()) {
      out.accept("");
      review.accepted(List.of(capture));
    }
    VerdictCounts verdicts = capture.verdicts();
    if (verdicts.violated() == 0) {
      ObservationLine.list(observations.apply(capture), Integer.MAX_VALUE).forEach(out);
    }
    if (verdicts.inconclusive() > 0 && (verdicts.violated() == 0 || style.verbose())) {
      out.accept("");
      inconclusive(capture);
    }
    if (style.verdicts()) {
      out.accept("");
      new VerdictList(style, out).write(capture);
    }
  }

  private void namedVerdicts(CaptureReport capture) {
    out.accept("");
    out.accept(Headline.of(capture));
    Headline.keysGiven(capture).forEach(out);
    new VerdictList(style, out).write(capture);
  }

  private void inconclusive(CaptureReport capture) {
    Map<String, Integer> counts = new HashMap<>();
    for (Outcome outcome : capture.requirements().values()) {
      if (outcome.verdict() == Verdict.INCONCLUSIVE) {
        counts.merge(outcome.reason(), 1, Integer::sum);
      }
    }
    List<Map.Entry<String, Integer>> rows = new ArrayList<>(counts.entrySet());
    rows.sort(
        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    int shown = style.all() ? rows.size() : Math.min(MOST_REASONS, rows.size());
    int width = rows.stream().limit(shown).mapToInt(row -> row.getKey().length()).max().orElse(0);
    out.accept(
        ink.unclear("inconclusive:")
            + " what the capture lacks, and how many requirements that concerns");
    for (Map.Entry<String, Integer> row : rows.subList(0, shown)) {
      String line =
          "  "
              + Prose.pad(row.getKey(), width)
              + Prose.right(String.valueOf(row.getValue()), 5)
              + "  "
              + Reasons.explain(row.getKey());
      out.accept(line.stripTrailing());
    }
    if (rows.size() > shown) {
      out.accept("  and " + Prose.count(rows.size() - shown, "more reason"));
    }
    String help = Reasons.help(rows.getFirst().getKey());
    if (help != null) {
      out.accept(ink.muted("  = help: " + help));
    }
  }

  private String result(List<CaptureReport> captures) {
    VerdictCounts sum = sum(captures);
    String judged =
        "; "
            + sum.passed()
            + " passed, "
            + sum.violated()
            + " violated, "
            + sum.inconclusive()
            + " inconclusive, "
            + sum.notApplicable()
            + " not applicable";
    if (!captures.isEmpty() && captures.stream().noneMatch(CaptureReport::readable)) {
      return "result: nothing could be read" + judged;
    }
    boolean spoke = captures.stream().anyMatch(capture -> capture.totals().count() > 0);
    String unmet = unmet(captures);
    if (captures.isEmpty() || (spoke && isNothing(sum))) {
      return "result: nothing was judged" + unmet + judged;
    }
    if (!spoke) {
      return "result: no MPTCP" + unmet + judged;
    }
    List<String> found = new ArrayList<>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.NOTE)) {
      long count =
          captures.stream()
              .flatMap(capture -> capture.findings().stream())
              .filter(finding -> finding.severity() == severity)
              .mapToLong(Finding::standsFor)
              .sum();
      if (count > 0) {
        found.add(Prose.count(count, severity.word()));
      }
    }
    long accepted = ReviewText.count(captures);
    if (accepted > 0) {
      found.add(accepted + " accepted");
    }
    if (!found.isEmpty()) {
      return "result: " + String.join(", ", found) + unmet + judged;
    }
    boolean little = sum.inconclusive() > sum.passed() + sum.violated();
    return "result: "
        + ink.passed("no violation")
        + (little ? ", but little could be judged" : "")
        + unmet
        + judged;
  }

  private static String unmet(List<CaptureReport> captures) {
    long count = captures.stream().mapToLong(one -> one.review().unmet().size()).sum();
    return count == 0 ? "" : ", " + Prose.count(count, "expectation") + " not met";
  }

  private static boolean isNothing(VerdictCounts counts) {
    return counts.passed() + counts.violated() + counts.inconclusive() + counts.notApplicable()
        == 0;
  }

  private static VerdictCounts sum(List<CaptureReport> captures) {
    int[] sum = new int[4];
    for (CaptureReport capture : captures) {
      VerdictCounts counts = capture.verdicts();
      sum[0] += counts.passed();
      sum[1] += counts.violated();
      sum[2] += counts.inconclusive();
      sum[3] += counts.notApplicable();
    }
    return new VerdictCounts(sum[0], sum[1], sum[2], sum[3]);
  }
}
