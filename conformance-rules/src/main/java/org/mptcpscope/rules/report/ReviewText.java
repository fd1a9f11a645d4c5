package org.mptcpscope.rules.report;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;

/** What text says of settings, expectations and accepted findings. */
final class ReviewText {
  private final TextStyle style;
  private final Ink ink;
  private final Consumer<String> out;

  ReviewText(TextStyle style, Consumer<String> out) {
    this.style = style;
    this.ink = style.ink();
    this.out = out;
  }

  /** {@code settings: mptcpscope.yaml}; nothing if no file has a say. */
  static List<String> settings(List<CaptureReport> captures) {
    List<String> files =
        captures.stream().flatMap(one -> one.review().settings().stream()).distinct().toList();
    if (files.isEmpty()) {
      return List.of();
    }
    String first = files.stream().limit(3).collect(Collectors.joining(", "));
    return List.of("settings: " + first + (files.size() > 3 ? ", ..." : ""));
  }

  /** {@code expectations: 5 of 7 met}; nothing if nobody expected anything. */
  static List<String> expectations(List<CaptureReport> captures) {
    long all = captures.stream().mapToLong(one -> one.review().expectations().size()).sum();
    long unmet = captures.stream().mapToLong(one -> one.review().unmet().size()).sum();
    return all == 0 ? List.of() : List.of("expectations: " + (all - unmet) + " of " + all + " met");
  }

  /** What was expected and is not so, as a finding. */
  void unmet(CaptureReport capture) {
    for (Expectation one : capture.review().unmet()) {
      out.accept("");
      out.accept(ink.error("error[" + Expectation.RULE + "]") + " " + ink.strong(one.sentence()));
      out.accept("  " + ink.muted("-->") + " " + ink.path(place(one)));
    }
  }

  /** The place that says what was expected; a line of 0 has none. */
  static String place(Expectation one) {
    return one.line() == 0 ? one.file() : one.file() + ":" + one.line();
  }

  /** {@code FILE:LINE: error[expectation-not-met] ...}, as a finding in one line. */
  static String oneline(Expectation one) {
    return one.file() + ":" + one.line() + ": error[" + Expectation.RULE + "] " + one.sentence();
  }

  /** How many findings were put aside; {@code -v} says which. */
  void accepted(List<CaptureReport> captures) {
    List<CaptureReport> with =
        captures.stream().filter(one -> !one.review().accepted().isEmpty()).toList();
    if (with.isEmpty()) {
      return;
    }
    long count = count(with);
    String where = captures.size() > 1 ? " in " + Prose.count(with.size(), "capture") : "";
    boolean each = style.verbose() || style.all();
    out.accept(
        "accepted: " + Prose.count(count, "finding") + where + (each ? "" : " (-v lists them)"));
    if (each) {
      for (CaptureReport capture : with) {
        capture.review().accepted().forEach(one -> line(capture.file(), one));
      }
    }
  }

  static long count(List<CaptureReport> captures) {
    return captures.stream()
        .flatMap(one -> one.review().accepted().stream())
        .map(Accepted::finding)
        .mapToLong(Finding::standsFor)
        .sum();
  }

  private void line(String file, Accepted one) {
    out.accept("  " + TextReport.oneline(file, one.finding()));
    out.accept("    " + ink.muted("= " + one.why() + " (" + one.where() + ")"));
  }
}
