package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Verdict;

/** What became of each requirement: violated, inconclusive, passed, catalogue order inside. */
final class VerdictList {
  private final TextStyle style;
  private final Consumer<String> out;

  VerdictList(TextStyle style, Consumer<String> out) {
    this.style = style;
    this.out = out;
  }

  void write(CaptureReport capture) {
    List<Verdict> shown =
        new ArrayList<>(List.of(Verdict.VIOLATION, Verdict.INCONCLUSIVE, Verdict.PASS));
    if (style.verbose()) {
      shown.add(Verdict.NOT_APPLICABLE);
    }
    int id = 0;
    int rule = 0;
    for (Map.Entry<String, Outcome> entry : capture.requirements().entrySet()) {
      if (shown.contains(entry.getValue().verdict())) {
        id = Math.max(id, entry.getKey().length());
        rule = Math.max(rule, entry.getValue().rule().length());
      }
    }
    int all = capture.totals().count();
    for (Verdict verdict : shown) {
      for (Map.Entry<String, Outcome> entry : capture.requirements().entrySet()) {
        if (entry.getValue().verdict() == verdict) {
          row(entry.getKey(), entry.getValue(), id, rule, all);
        }
      }
    }
  }

  private void row(String id, Outcome outcome, int idWidth, int ruleWidth, int connections) {
    String tail =
        switch (outcome.verdict()) {
          case VIOLATION -> "frame " + outcome.frame();
          case INCONCLUSIVE -> Reasons.row(outcome.reason());
          case PASS, NOT_APPLICABLE -> "";
        };
    if (connections > 1 && outcome.connectionCount() < connections) {
      boolean one = outcome.connectionCount() == 1;
      String in = one ? "in connection " : "in connections ";
      tail +=
          (tail.isEmpty() ? "" : ", ")
              + in
              + Prose.some(outcome.connections(), outcome.connectionCount());
    }
    String line =
        word(outcome.verdict())
            + " ".repeat(14 - outcome.verdict().word().length())
            + "  "
            + Prose.pad(id, idWidth)
            + "  "
            + Prose.pad(outcome.rule(), ruleWidth)
            + "  "
            + tail;
    out.accept(line.stripTrailing());
  }

  private String word(Verdict verdict) {
    Ink ink = style.ink();
    return switch (verdict) {
      case VIOLATION -> ink.error(verdict.word());
      case INCONCLUSIVE -> ink.unclear(verdict.word());
      case PASS -> ink.passed(verdict.word());
      case NOT_APPLICABLE -> verdict.word();
    };
  }
}
