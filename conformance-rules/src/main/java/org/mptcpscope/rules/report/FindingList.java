package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.ConnectionTotals;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.report.Groups.Group;

/** Several captures: one line a finding, then a table by rule. */
final class FindingList {
  private static final int MOST_LINES = 5;
  private static final int MOST_CAPTURES = 50;
  private static final int MOST_RULES = 10;

  private final TextStyle style;
  private final Ink ink;
  private final Consumer<String> out;
  private int frameWidth;
  private int ruleWidth;
  private int nameWidth;

  FindingList(TextStyle style, Consumer<String> out) {
    this.style = style;
    this.ink = style.ink();
    this.out = out;
  }

  void write(List<CaptureReport> captures) {
    List<CaptureReport> sorted = new ArrayList<>(captures);
    sorted.sort(Comparator.comparing(CaptureReport::file));
    List<CaptureReport> found = sorted.stream().filter(FindingList::hasNews).toList();
    measure(found);
    int written = 0;
    for (CaptureReport capture : sorted) {
      if (hasNews(capture)) {
        if (style.all() || written < MOST_CAPTURES) {
          capture(capture);
        }
        written++;
      } else if (style.verbose() && capture.readable()) {
        out.accept(Headline.of(capture));
      }
    }
    byRule(found);
    totals(captures, found);
  }

  private static boolean hasNews(CaptureReport capture) {
    return !capture.findings().isEmpty() || !capture.review().unmet().isEmpty();
  }

  private static int notes(CaptureReport capture) {
    return (int)
        capture.findings().stream()
            .filter(finding -> finding.severity() == Severity.NOTE)
            .mapToLong(Finding::standsFor)
            .sum();
  }

  private static List<Finding> loud(CaptureReport capture) {
    return capture.findings().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .toList();
  }

  private List<Group> listed(CaptureReport capture) {
    return Groups.of(style.all() ? capture.findings() : loud(capture), style.all()).groups();
  }

  private void measure(List<CaptureReport> captures) {
    for (CaptureReport capture : captures) {
      List<Group> groups = listed(capture);
      for (Group group : groups) {
        Finding finding = group.first();
        frameWidth = Math.max(frameWidth, String.valueOf(finding.frame().number()).length());
        ruleWidth = Math.max(ruleWidth, finding.rule().length());
      }
      if (isOneLine(capture, groups)) {
        nameWidth = Math.max(nameWidth, capture.file().length());
      }
    }
  }

  private static boolean isOneLine(CaptureReport capture, List<Group> groups) {
    return groups.size() == 1 && capture.review().unmet().isEmpty();
  }

  private void capture(CaptureReport capture) {
    List<Group> groups = listed(capture);
    int notes = style.all() ? 0 : notes(capture);
    if (isOneLine(capture, groups) && notes == 0) {
      String line = Prose.pad(capture.file(), nameWidth + 2) + plain(groups.getFirst());
      if (line.length() <= style.width()) {
        out.accept(
            ink.path(capture.file())
                + " ".repeat(nameWidth + 2 - capture.file().length())
                + line(groups.getFirst()));
        return;
      }
    }
    out.accept(ink.path(capture.file()));
    for (Expectation unmet : capture.review().unmet()) {
      String where = unmet.line() == 0 ? "" : " (" + ReviewText.place(unmet) + ")";
      out.accept("  " + ink.error("error") + "  " + unmet.sentence() + where);
    }
    int shown = style.all() ? groups.size() : Math.min(MOST_LINES, groups.size());
    groups.subList(0, shown).forEach(group -> out.accept("  " + line(group)));
    rest(groups.subList(shown, groups.size()), notes);
  }

  private void rest(List<Group> left, int notes) {
    if (left.isEmpty()) {
      if (notes > 0) {
        out.accept("  and " + Prose.count(notes, "note"));
      }
      return;
    }
    List<String> kinds = new ArrayList<>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING)) {
      long count = left.stream().filter(one -> one.first().severity() == severity).count();
      if (count > 0) {
        kinds.add(Prose.count(count, severity.word()));
      }
    }
    if (notes > 0) {
      kinds.add(Prose.count(notes, "note"));
    }
    out.accept("  and " + (left.size() + notes) + " more (" + String.join(", ", kinds) + ")");
  }

  private String plain(Group group) {
    return Prose.pad(group.first().severity().word(), 7) + tail(group);
  }

  private String line(Group group) {
    Severity severity = group.first().severity();
    String word =
        switch (severity) {
          case ERROR -> ink.error(severity.word());
          case WARNING -> ink.warning(severity.word());
          case NOTE -> ink.note(severity.word());
        };
    return word + " ".repeat(7 - severity.word().length()) + tail(group);
  }

  private String tail(Group group) {
    Finding finding = group.first();
    String times = group.count() > 1 ? " x" + group.count() : "";
    return Prose.right(String.valueOf(finding.frame().number()), frameWidth + 2)
        + " "
        + Prose.pad(TextReport.accused(finding), 2)
        + "  "
        + Prose.pad(finding.rule(), ruleWidth)
        + "  "
        + finding.message()
        + times;
  }

  private static String evident(List<CaptureReport> found) {
    return found.stream().filter(one -> !one.findings().isEmpty()).findFirst().orElseThrow().file();
  }

  private static final class Row {
    private long errors;
    private long warnings;
    private int captures;
  }

  private void byRule(List<CaptureReport> found) {
    Map<String, Row> rows = new TreeMap<>();
    for (CaptureReport capture : found) {
      Set<String> here = new HashSet<>();
      for (Finding finding : loud(capture)) {
        Row row = rows.computeIfAbsent(finding.rule(), _ -> new Row());
        row.errors += finding.severity() == Severity.ERROR ? finding.standsFor() : 0;
        row.warnings += finding.severity() == Severity.WARNING ? finding.standsFor() : 0;
        row.captures += here.add(finding.rule()) ? 1 : 0;
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Row>> sorted = new ArrayList<>(rows.entrySet());
    sorted.sort(
        Comparator.<Map.Entry<String, Row>>comparingInt(row -> -row.getValue().captures)
            .thenComparing(Map.Entry::getKey));
    long several = sorted.stream().filter(row -> row.getValue().captures > 1).count();
    int shown = (int) Math.min(MOST_RULES, several == 0 ? sorted.size() : several);
    shown = style.all() ? sorted.size() : shown;
    int width = sorted.stream().limit(shown).mapToInt(row -> row.getKey().length()).max().orElse(0);
    width = Math.max(width, 17);
    out.accept(Prose.pad("by rule", width + 2) + "  errors  warnings  captures");
    for (Map.Entry<String, Row> row : sorted.subList(0, shown)) {
      out.accept(
          "  "
              + Prose.pad(row.getKey(), width)
              + Prose.right("" + row.getValue().errors, 8)
              + Prose.right("" + row.getValue().warnings, 10)
              + Prose.right("" + row.getValue().captures, 10));
    }
    int left = sorted.size() - shown;
    if (left > 0) {
      boolean single = sorted.get(shown).getValue().captures == 1;
      out.accept("  and " + Prose.count(left, "more rule") + (single ? ", one capture each" : ""));
    }
  }

  private void totals(List<CaptureReport> captures, List<CaptureReport> found) {
    ConnectionTotals connections =
        captures.stream()
            .map(CaptureReport::totals)
            .reduce(ConnectionTotals.NONE, ConnectionTotals::plus);
    long unreadable = captures.stream().filter(one -> !one.readable()).count();
    long without =
        captures.stream().filter(one -> one.readable() && one.totals().count() == 0).count();
    StringBuilder line = new StringBuilder(Prose.count(captures.size(), "capture")).append(": ");
    long unmet = captures.stream().filter(one -> !one.review().unmet().isEmpty()).count();
    long findings = captures.stream().filter(one -> !one.findings().isEmpty()).count();
    line.append(findings).append(" with findings, ");
    line.append(captures.size() - findings - unreadable - without).append(" without");
    if (unmet > 0) {
      line.append(", ").append(unmet).append(" not as expected");
    }
    if (without > 0) {
      line.append(", ").append(without).append(" without MPTCP");
    }
    if (unreadable > 0) {
      line.append(", ").append(unreadable).append(" unreadable");
    }
    if (connections.count() > 0) {
      line.append("; ").append(Prose.count(connections.count(), "connection")).append(' ');
      line.append(Headline.versions(connections));
    }
    out.accept(line.toString());
    if (findings > 0) {
      out.accept(ink.muted("= evidence of one: mptcpscope lint " + evident(found)));
    }
  }
}
