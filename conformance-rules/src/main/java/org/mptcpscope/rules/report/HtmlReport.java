package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.plot.Numbers;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Shown;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;

/**
 * One page that needs nothing beside it: what was found and why, the graphs, what was measured and
 * what became of each requirement.
 */
public final class HtmlReport {
  private static final int MOST_EVIDENCE = 24;
  private static final int MOST_ROWS = 500;

  private final HtmlOut out;
  private final HtmlPage page;
  private final HtmlConnection connections;

  private HtmlReport(HtmlOut out, HtmlPage page) {
    this.out = out;
    this.page = page;
    this.connections = new HtmlConnection(out);
  }

  /** Writes the page; the writer stays open. */
  public static void write(Writer to, String version, HtmlPage page) throws IOException {
    new HtmlReport(new HtmlOut(to), page).write(version);
    to.flush();
  }

  private void write(String version) throws IOException {
    CaptureReport capture = page.capture();
    line("<!doctype html>");
    line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    line("<meta name=\"generator\" content=\"mptcpscope " + text(version) + "\">");
    line("<title>" + text(heading() + ": " + capture.file()) + "</title>");
    line("<style>" + resource("report.css") + "</style></head><body>");
    navigation();
    line("<main>");
    summary();
    findings();
    for (HtmlPage.Connection connection : page.connections()) {
      connections.write(connection);
    }
    others();
    requirements();
    howToRead();
    line("</main>");
    line("<script>" + resource("report.js") + "</script>");
    line("</body></html>");
  }

  private void navigation() throws IOException {
    line("<header class=\"bar\"><div><b>mptcpscope report</b>");
    line("<a href=\"#findings\">Findings</a>");
    for (HtmlPage.Connection connection : page.connections().stream().limit(3).toList()) {
      int id = connection.metrics().summary().id();
      line("<a href=\"#c" + id + "\">Connection " + id + "</a>");
    }
    line("<a href=\"#requirements\">Requirements</a><a href=\"#read\">How to read</a>");
    line("</div></header>");
  }

  private String heading() {
    CaptureReport capture = page.capture();
    if (!capture.readable()) {
      return "The capture cannot be read";
    }
    int connections = capture.totals().count();
    if (connections == 0) {
      return "No MPTCP in this capture";
    }
    String where = " in " + Prose.count(connections, "connection");
    String found =
        List.of(Severity.ERROR, Severity.WARNING, Severity.NOTE).stream()
            .filter(severity -> count(severity) > 0)
            .map(severity -> Prose.count(count(severity), severity.word()))
            .collect(Collectors.joining(", "));
    return (found.isEmpty() ? "No violation" : found) + where;
  }

  private long count(Severity severity) {
    return page.capture().findings().stream().filter(one -> one.severity() == severity).count();
  }

  private void summary() throws IOException {
    CaptureReport capture = page.capture();
    line("<h1>" + text(heading()) + "</h1>");
    line(
        "<div class=\"muted\"><b>"
            + text(capture.file())
            + "</b> &nbsp; "
            + text(Headline.of(capture).substring(capture.file().length() + 2))
            + ", "
            + text(Numbers.duration(page.length()))
            + "</div>");
    for (CaptureWarning warning : capture.warnings()) {
      line("<p class=\"warning\">" + text(warning.message()) + "</p>");
    }
    VerdictCounts counts = capture.verdicts();
    int judged =
        (int)
            Requirements.all().stream()
                .filter(one -> one.observable() != Requirement.Observable.NO)
                .count();
    int unseen = Math.max(0, judged - counts.passed() - counts.violated() - counts.inconclusive());
    line("<div class=\"verdicts\">");
    bar("error", counts.violated());
    bar("unclear", counts.inconclusive());
    bar("passed", counts.passed());
    bar("unseen", unseen);
    line("</div><div class=\"key\">");
    key("error", counts.violated() + " violated");
    key("unclear", counts.inconclusive() + " unclear");
    key("passed", counts.passed() + " passed");
    key("unseen", unseen + " not seen in this capture");
    line(
        "<span class=\"muted\">"
            + judged
            + " requirements can be seen from outside; "
            + (Requirements.all().size() - judged)
            + " cannot</span></div>");
  }

  private void bar(String style, int count) throws IOException {
    if (count > 0) {
      line("<i class=\"b-" + style + "\" style=\"flex:" + count + "\"></i>");
    }
  }

  private void key(String style, String words) throws IOException {
    line("<span><i class=\"b-" + style + "\"></i>" + text(words) + "</span>");
  }

  private void findings() throws IOException {
    line("<h2 id=\"findings\">Findings</h2>");
    List<Finding> all = page.capture().findings();
    if (all.isEmpty()) {
      line("<p class=\"muted\">None.</p>");
    }
    for (Finding finding : all.stream().limit(MOST_ROWS).toList()) {
      finding(finding);
    }
    if (all.size() > MOST_ROWS) {
      line("<p class=\"muted\">" + (all.size() - MOST_ROWS) + " more are left out.</p>");
    }
  }

  private void finding(Finding finding) throws IOException {
    String severity = finding.severity().word();
    String anchor =
        "c" + finding.connection() + "-" + finding.rule() + "-" + finding.frame().number();
    line("<div class=\"card c-" + severity + "\" id=\"" + anchor + "\">");
    line(
        "<h3><span>"
            + text(finding.message())
            + (finding.count() > 1 ? " (" + finding.count() + " times)" : "")
            + "</span><code class=\""
            + severity
            + "\">"
            + severity
            + "["
            + finding.rule()
            + "]</code></h3><dl>");
    String who =
        finding.fault().side() == null
            ? "not known"
            : finding.fault().side().word()
                + (finding.address() == null ? "" : " " + finding.address());
    term(
        "At fault",
        who
            + finding.doubts().stream()
                .sorted()
                .map(Doubted::clause)
                .map(clause -> ", or " + clause)
                .collect(Collectors.joining()));
    term("Where", FindingBlock.place(finding) + ", frame " + finding.frame().number());
    if (finding.diagnosis() != null) {
      term("Diagnosis", finding.diagnosis());
    }
    line(
        "<dt>Demand</dt><dd><a href=\""
            + text(RfcLink.of(finding.spec(), finding.section()))
            + "\">"
            + text(FindingBlock.rfc(finding.spec()) + ", " + finding.section())
            + "</a> <code>"
            + text(finding.requirement())
            + "</code></dd></dl>");
    evidence(finding);
    line("</div>");
  }

  private void term(String name, String words) throws IOException {
    line("<dt>" + name + "</dt><dd>" + text(words) + "</dd>");
  }

  private void evidence(Finding finding) throws IOException {
    line("<div><table><tr><th class=\"n\">Frame</th><th class=\"n\">Time (s)</th><th></th>");
    line("<th>What it shows</th></tr>");
    for (Shown row : finding.evidence().stream().limit(MOST_EVIDENCE).toList()) {
      line(
          "<tr><td class=\"n\">"
              + row.frame().number()
              + "</td><td class=\"n\">"
              + Prose.seconds(row.frame().time())
              + "</td><td class=\"n\">"
              + text(Prose.arrow(row.by()).strip())
              + "</td><td>"
              + text(row.shows())
              + "</td></tr>");
    }
    line("</table><div class=\"filter\"><span>" + text(Prose.filter(finding.frames())) + "</span>");
    line("<button class=\"copy\" type=\"button\">copy Wireshark filter</button></div></div>");
  }

  private void others() throws IOException {
    List<ConnectionReport> rest =
        page.capture().connections().stream()
            .filter(
                one ->
                    page.connections().stream()
                        .noneMatch(shown -> shown.metrics().summary().id() == one.summary().id()))
            .limit(MOST_ROWS)
            .toList();
    if (rest.isEmpty()) {
      return;
    }
    line("<h2>Other connections</h2><table><tr><th class=\"n\">No</th><th>Initiator</th>");
    line(
        "<th>Listener</th><th class=\"n\">A → B</th><th class=\"n\">B → A</th><th>State</th></tr>");
    for (ConnectionReport report : rest) {
      ConnectionSummary one = report.summary();
      SubflowSummary first = one.subflows().isEmpty() ? null : one.subflows().getFirst();
      line(
          "<tr><td class=\"n\">"
              + one.id()
              + "</td><td class=\"mono\">"
              + (first == null ? "" : text(Addresses.text(first.initiator().address())))
              + "</td><td class=\"mono\">"
              + (first == null ? "" : text(Addresses.text(first.listener().address())))
              + "</td><td class=\"n\">"
              + text(Numbers.octets(one.dataBytes(Side.INITIATOR)))
              + "</td><td class=\"n\">"
              + text(Numbers.octets(one.dataBytes(Side.LISTENER)))
              + "</td><td>"
              + one.state().word()
              + "</td></tr>");
    }
    line("</table>");
  }

  /** By section, with those that were judged; the others are counted. */
  private void requirements() throws IOException {
    line("<h2 id=\"requirements\">Requirements</h2>");
    Map<String, Map<String, Outcome>> sections = new TreeMap<>();
    page.capture()
        .requirements()
        .forEach(
            (id, outcome) -> {
              if (outcome.verdict() != Verdict.NOT_APPLICABLE) {
                Requirement requirement = Requirements.get(id);
                sections
                    .computeIfAbsent(
                        FindingBlock.rfc(requirement.spec()) + ", " + requirement.section(),
                        _ -> new TreeMap<>())
                    .put(id, outcome);
              }
            });
    for (Map.Entry<String, Map<String, Outcome>> section : sections.entrySet()) {
      line("<details><summary>" + text(section.getKey()) + " ");
      line("<span class=\"muted\">" + tally(section.getValue()) + "</span></summary><table>");
      for (Map.Entry<String, Outcome> each : section.getValue().entrySet()) {
        Outcome outcome = each.getValue();
        line(
            "<tr><td><code>"
                + each.getKey()
                + "</code></td><td class=\""
                + style(outcome.verdict())
                + "\">"
                + word(outcome.verdict())
                + "</td><td>"
                + text(outcome.reason())
                + (outcome.frame() > 0 ? " frame " + outcome.frame() : "")
                + "</td><td>"
                + text(Requirements.get(each.getKey()).paraphrase())
                + "</td></tr>");
      }
      line("</table></details>");
    }
  }

  private static String tally(Map<String, Outcome> of) {
    Map<Verdict, Long> counts =
        of.values().stream()
            .collect(Collectors.groupingBy(Outcome::verdict, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + word(each.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "passed";
      case VIOLATION -> "violated";
      case INCONCLUSIVE -> "unclear";
      case NOT_APPLICABLE -> "not seen";
    };
  }

  private static String style(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "passed";
      case VIOLATION -> "error";
      case INCONCLUSIVE -> "unclear";
      case NOT_APPLICABLE -> "muted";
    };
  }

  private void howToRead() throws IOException {
    line("<h2 id=\"read\">How to read</h2><table>");
    for (String[] row :
        new String[][] {
          {"bar", "a segment, from its first to its last octet, in the colour of its subflow"},
          {"bar with a foot", "the same octets again on the same subflow"},
          {"hollow bar", "the same data under another mapping; a dotted line leads to the first"},
          {"black line", "the highest Data ACK so far"},
          {"dashed line", "the highest window edge so far, over all subflows"},
          {"hatched box", "the Data ACK did not move while later data had been sent"},
          {"A, B", "the initiator of the connection, and its listener"},
          {"unclear", "the capture lacks what would be needed to judge"},
        }) {
      line("<tr><td>" + row[0] + "</td><td>" + row[1] + "</td></tr>");
    }
    line("</table><p></p>");
  }

  private void line(String markup) throws IOException {
    out.line(markup);
  }

  private static String text(String raw) {
    return HtmlOut.text(raw);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
