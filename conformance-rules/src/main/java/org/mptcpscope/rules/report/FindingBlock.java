package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mptcpscope.core.capture.FrameOrigin;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Evidence.Caret;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Folded;
import org.mptcpscope.rules.api.Finding.Shown;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.rules.report.Groups.Group;

/** One finding with its evidence. */
final class FindingBlock {
  private static final String OCTET_INDENT = " ".repeat(10);
  private static final String NOTE_INDENT = "    ";

  /** Octets of a long option that are shown at least. */
  private static final int FEW_OCTETS = 8;

  private static final int MOST_FOLDED = 4;
  private static final int MOST_ORIGINS = 6;
  private static final int MOST_LIKE = 4;

  private final TextStyle style;
  private final Ink ink;
  private final Consumer<String> out;

  FindingBlock(TextStyle style, Consumer<String> out) {
    this.style = style;
    this.ink = style.ink();
    this.out = out;
  }

  /** Writes the first finding of a group, and where the others are. */
  void write(CaptureReport capture, Group group) {
    Finding finding = group.first();
    String times = finding.count() > 1 ? " (" + finding.count() + " times)" : "";
    out.accept(
        bySeverity(finding.severity(), finding.severity().word() + "[" + finding.rule() + "]")
            + " "
            + ink.strong(finding.message())
            + times);
    out.accept(
        "  "
            + ink.muted("-->")
            + " "
            + ink.path(capture.file() + ":" + finding.frame().number())
            + ": "
            + place(finding));
    fault(finding);
    rows(finding);
    notes(finding, capture.origins());
    like(group);
    help(finding);
  }

  private String bySeverity(Severity severity, String text) {
    return switch (severity) {
      case ERROR -> ink.error(text);
      case WARNING -> ink.warning(text);
      case NOTE -> ink.note(text);
    };
  }

  static String place(Finding finding) {
    return "connection "
        + finding.connection()
        + (finding.subflow() < 0 ? "" : ", subflow " + finding.subflow());
  }

  private void fault(Finding finding) {
    String who =
        finding.fault().side() == null
            ? "not known"
            : finding.fault().side().word()
                + (finding.address() == null ? "" : " (" + finding.address() + ")");
    String doubts =
        finding.doubts().stream()
            .sorted()
            .map(Doubted::clause)
            .map(clause -> ", or " + clause)
            .collect(Collectors.joining());
    String plain = "  at fault: " + who + doubts;
    if (plain.length() <= style.width() || doubts.isEmpty()) {
      out.accept("  at fault: " + ink.strong(who) + doubts);
    } else {
      out.accept("  at fault: " + ink.strong(who) + ",");
      Prose.wrap("      " + doubts.substring(2), style.width(), "      ").forEach(out);
    }
  }

  private void rows(Finding finding) {
    List<Shown> rows = new ArrayList<>(finding.evidence());
    Shown accused = rows.getFirst();
    rows.sort(
        Comparator.<Shown>comparingLong(row -> row.frame().time())
            .thenComparingInt(row -> row.frame().number()));
    int time =
        rows.stream().mapToInt(row -> Prose.seconds(row.frame().time()).length()).max().getAsInt();
    int placeWidth = rows.stream().mapToInt(row -> column(row).length()).max().getAsInt();
    for (Shown row : rows) {
      String mark =
          row == accused ? bySeverity(finding.severity(), ">") : row.repetition() ? "+" : " ";
      out.accept(
          "  "
              + mark
              + Prose.right(String.valueOf(row.frame().number()), 5)
              + "  "
              + Prose.right(Prose.seconds(row.frame().time()), time)
              + "  "
              + ink.subflow(row.subflow(), column(row))
              + " ".repeat(placeWidth - column(row).length())
              + "  "
              + Prose.arrow(row.by())
              + "  "
              + row.shows());
      octets(finding, row);
    }
  }

  private static String column(Shown row) {
    return row.connection() < 0 ? "-" : row.connection() + "." + Math.max(0, row.subflow());
  }

  private void octets(Finding finding, Shown row) {
    if (row.octets().isEmpty()) {
      return;
    }
    Octets octets = row.octets();
    List<Caret> carets =
        row.carets().stream()
            .filter(caret -> caret.from() >= 0 && caret.to() <= octets.length())
            .filter(caret -> caret.from() < caret.to())
            .sorted(Comparator.comparingInt(Caret::from))
            .toList();
    int shown = octets.length();
    if (OCTET_INDENT.length() + 3 * shown - 1 > style.width()) {
      int last = carets.stream().mapToInt(Caret::to).max().orElse(0);
      shown = Math.min(shown, Math.max(FEW_OCTETS, last));
    }
    String rest = shown < octets.length() ? " ..." : "";
    out.accept(OCTET_INDENT + coloured(finding, octets.slice(0, shown), carets) + rest);
    if (!carets.isEmpty()) {
      String marks = caretLine(carets);
      String lead = OCTET_INDENT + " ".repeat(3 * carets.getFirst().from());
      out.accept(lead + bySeverity(finding.severity(), marks.stripLeading()));
    }
  }

  private String coloured(Finding finding, Octets octets, List<Caret> carets) {
    StringBuilder text = new StringBuilder();
    int done = 0;
    for (Caret caret : carets) {
      if (caret.from() < done) {
        continue;
      }
      append(text, ink.muted(octets.slice(done, caret.from()).hexSpaced()));
      append(
          text, bySeverity(finding.severity(), octets.slice(caret.from(), caret.to()).hexSpaced()));
      done = caret.to();
    }
    append(text, ink.muted(octets.slice(done, octets.length()).hexSpaced()));
    return text.toString();
  }

  private static void append(StringBuilder text, String more) {
    text.append(text.isEmpty() || more.isEmpty() ? "" : " ").append(more);
  }

  private static String caretLine(List<Caret> carets) {
    StringBuilder line = new StringBuilder();
    for (Caret caret : carets) {
      int from = 3 * caret.from();
      if (from >= line.length()) {
        line.append(" ".repeat(from - line.length()));
        line.append("^".repeat(3 * (caret.to() - caret.from()) - 1));
      }
    }
    String captions =
        carets.stream()
            .map(Caret::caption)
            .filter(caption -> !caption.isEmpty())
            .collect(Collectors.joining("; "));
    return captions.isEmpty() ? line.toString() : line + " " + captions;
  }

  private void notes(Finding finding, Map<Integer, FrameOrigin> origins) {
    if (finding.diagnosis() != null) {
      note("diagnosis: " + Prose.clause(finding.diagnosis()));
    }
    if (finding.confidence() != Confidence.CERTAIN) {
      note("confidence: " + finding.confidence().word() + ": " + finding.weakenedBy());
    }
    note(
        rfc(finding.spec())
            + ", "
            + finding.section()
            + " ("
            + String.join(", ", finding.requirements())
            + ")"
            + Requirements.byId(finding.requirement())
                .map(Requirement::paraphrase)
                .map(text -> ": " + Prose.clause(text))
                .orElse(""));
    note(Prose.filter(finding.frames()));
    origins(finding, origins);
    folded(finding);
  }

  /** Of a merged capture, which frame of which file each of the first frames is. */
  private void origins(Finding finding, Map<Integer, FrameOrigin> origins) {
    List<String> words =
        finding.frames().stream()
            .filter(origins::containsKey)
            .limit(MOST_ORIGINS)
            .map(
                frame ->
                    frame + " is " + origins.get(frame).file() + ":" + origins.get(frame).frame())
            .toList();
    if (!words.isEmpty()) {
      note("files: " + String.join(", ", words));
    }
  }

  static String rfc(String spec) {
    return spec.startsWith("RFC") ? "RFC " + spec.substring(3) : spec;
  }

  private void folded(Finding finding) {
    int limit = style.all() ? Integer.MAX_VALUE : MOST_FOLDED;
    for (Folded folded : finding.folded().stream().limit(limit).toList()) {
      int frames = style.verbose() || style.all() ? Integer.MAX_VALUE : 3;
      note(
          "folded: "
              + (folded.count() == 1 ? "" : folded.count() + " times ")
              + "\""
              + message(folded.requirement())
              + "\", "
              + Prose.frames(folded.frames(), frames)
              + " ("
              + folded.requirement()
              + ")"
              + (folded.frames().size() > frames ? "; -v lists them" : ""));
    }
    int left = finding.folded().size() - limit;
    if (left > 0) {
      note("folded: and " + Prose.count(left, "more requirement"));
    }
  }

  private static String message(String requirement) {
    Optional<Rule> rule = RuleCatalogue.reporting(requirement).stream().findFirst();
    return rule.map(one -> one.spec().message()).orElse(requirement);
  }

  private void like(Group group) {
    List<Finding> others = group.all().subList(1, group.all().size());
    long more = group.size() - 1;
    if (more == 0) {
      return;
    }
    List<String> places = new ArrayList<>();
    int connection = -1;
    for (Finding other : others.stream().limit(MOST_LIKE).toList()) {
      String subflow = other.subflow() < 0 ? "" : "subflow " + other.subflow() + " ";
      String where = other.connection() == connection ? subflow : place(other) + " ";
      places.add(where + "(frame " + other.frame().number() + ")");
      connection = other.connection();
    }
    String rest = more > MOST_LIKE ? ", ..." : "";
    String where = places.isEmpty() ? "" : ": " + String.join(", ", places) + rest;
    note(more + " more like this" + where);
  }

  private void help(Finding finding) {
    if (finding.doubts().contains(Doubted.MIDDLEBOX)
        && finding.diagnosis() == null
        && finding.address() != null) {
      note("help: nothing in between? --captured-at " + host(finding.address()));
    }
  }

  /** The address without its port. */
  private static String host(String address) {
    String host = address.substring(0, address.lastIndexOf(':'));
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private void note(String text) {
    List<String> lines = Prose.wrap("  = " + text, style.width(), NOTE_INDENT);
    out.accept("  " + ink.muted(lines.getFirst().strip()));
    lines.stream().skip(1).forEach(line -> out.accept(NOTE_INDENT + ink.muted(line.strip())));
  }
}
