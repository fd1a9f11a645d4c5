package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Verdict;

/**
 * JUnit's XML: one suite a capture, one case a rule and one an expectation. A case fails by a
 * finding at or above the threshold; one that could not be decided is skipped, with the reason.
 */
final class JunitReport {
  /** Findings of one rule whose evidence is told. */
  private static final int MOST = 100;

  private final XMLStreamWriter out;
  private final ReportWriter.Setting setting;
  private final Writer to;

  private JunitReport(Writer to, ReportWriter.Setting setting) throws XMLStreamException {
    this.to = to;
    this.out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to);
    this.setting = setting;
  }

  /**
   * What one rule did in one capture.
   *
   * @param outcomes by requirement
   */
  private record Case(
      CaptureReport capture, String rule, Map<String, Outcome> outcomes, List<Finding> findings) {
    private boolean is(Verdict verdict) {
      return outcomes.values().stream().anyMatch(outcome -> outcome.verdict() == verdict);
    }
  }

  static void write(Writer to, ReportWriter.Setting setting, List<CaptureReport> captures)
      throws IOException {
    try {
      new JunitReport(to, setting).document(captures);
    } catch (XMLStreamException e) {
      throw e.getNestedException() instanceof IOException io ? io : new IOException(e);
    }
  }

  private void document(List<CaptureReport> captures) throws XMLStreamException, IOException {
    line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    List<List<Case>> cases = captures.stream().map(this::cases).toList();
    out.writeStartElement("testsuites");
    out.writeAttribute("name", "mptcpscope");
    counts(cases.stream().flatMap(List::stream).toList(), captures);
    for (int i = 0; i < captures.size(); i++) {
      suite(captures.get(i), cases.get(i));
    }
    newline("");
    out.writeEndElement();
    newline("");
    out.flush();
  }

  private List<Case> cases(CaptureReport capture) {
    Map<String, Case> byRule = new TreeMap<>();
    capture
        .requirements()
        .forEach(
            (id, outcome) ->
                byRule
                    .computeIfAbsent(
                        outcome.rule(),
                        rule -> new Case(capture, rule, new TreeMap<>(), new ArrayList<>()))
                    .outcomes
                    .put(id, outcome));
    for (Finding finding : capture.findings()) {
      byRule
          .computeIfAbsent(
              finding.rule(), rule -> new Case(capture, rule, new TreeMap<>(), new ArrayList<>()))
          .findings
          .add(finding);
    }
    return byRule.values().stream()
        .filter(
            one ->
                setting.style().verdicts()
                    || !one.findings.isEmpty()
                    || one.outcomes.values().stream()
                        .anyMatch(outcome -> outcome.verdict() != Verdict.NOT_APPLICABLE))
        .toList();
  }

  private void suite(CaptureReport capture, List<Case> cases)
      throws XMLStreamException, IOException {
    newline("  ");
    out.writeStartElement("testsuite");
    attribute("name", capture.file());
    counts(cases, List.of(capture));
    if (!capture.readable()) {
      newline("    ");
      out.writeStartElement("testcase");
      attribute("name", "read the capture");
      attribute("classname", capture.file());
      out.writeAttribute("time", "0");
      out.writeStartElement("error");
      attribute(
          "message",
          capture.warnings().stream()
              .map(CaptureWarning::message)
              .collect(Collectors.joining("; ")));
      out.writeAttribute("type", "unreadable");
      out.writeEndElement();
      out.writeEndElement();
    }
    for (Expectation one : capture.review().expectations()) {
      expectation(capture, one);
    }
    for (Case one : cases) {
      test(capture, one);
    }
    newline("  ");
    out.writeEndElement();
  }

  private void counts(List<Case> cases, List<CaptureReport> captures) throws XMLStreamException {
    long unreadable = captures.stream().filter(capture -> !capture.readable()).count();
    long expected = captures.stream().mapToLong(one -> one.review().expectations().size()).sum();
    long failed =
        cases.stream().filter(this::isFailed).count()
            + captures.stream().mapToLong(one -> one.review().unmet().size()).sum();
    long skipped = cases.stream().filter(one -> !isFailed(one) && isSkipped(one)).count();
    out.writeAttribute("tests", String.valueOf(cases.size() + expected + unreadable));
    out.writeAttribute("failures", String.valueOf(failed));
    out.writeAttribute("errors", String.valueOf(unreadable));
    out.writeAttribute("skipped", String.valueOf(skipped));
    out.writeAttribute("time", "0");
  }

  private boolean isFailed(Case one) {
    return one.findings.stream().anyMatch(finding -> one.capture.isFailure(finding.severity()));
  }

  /** Nothing was decided: not one requirement passed or was violated. */
  private static boolean isSkipped(Case one) {
    return one.findings.isEmpty() && !one.is(Verdict.PASS) && !one.is(Verdict.VIOLATION);
  }

  private void test(CaptureReport capture, Case one) throws XMLStreamException, IOException {
    newline("    ");
    out.writeStartElement("testcase");
    out.writeAttribute("name", one.rule);
    attribute("classname", capture.file());
    out.writeAttribute("time", "0");
    if (isFailed(one)) {
      failure(capture, one);
    } else if (isSkipped(one)) {
      out.writeStartElement("skipped");
      attribute("message", why(one));
      out.writeEndElement();
    }
    List<Finding> quiet =
        one.findings.stream()
            .filter(finding -> !one.capture.isFailure(finding.severity()))
            .toList();
    String accepted = accepted(capture, one.rule);
    if (!quiet.isEmpty() || !accepted.isEmpty()) {
      out.writeStartElement("system-out");
      out.writeCharacters(clean((quiet.isEmpty() ? "" : blocks(capture, quiet)) + accepted));
      out.writeEndElement();
    }
    out.writeEndElement();
  }

  private void expectation(CaptureReport capture, Expectation one)
      throws XMLStreamException, IOException {
    newline("    ");
    out.writeStartElement("testcase");
    attribute("name", "expected " + one.expected());
    attribute("classname", capture.file());
    out.writeAttribute("time", "0");
    if (!one.isMet()) {
      out.writeStartElement("failure");
      attribute("message", one.sentence());
      out.writeAttribute("type", Expectation.RULE);
      out.writeCharacters(clean(ReviewText.place(one)));
      out.writeEndElement();
    }
    out.writeEndElement();
  }

  private void failure(CaptureReport capture, Case one) throws XMLStreamException {
    List<Finding> loud =
        one.findings.stream().filter(finding -> one.capture.isFailure(finding.severity())).toList();
    Finding first = loud.getFirst();
    long all = loud.stream().mapToLong(Finding::standsFor).sum();
    out.writeStartElement("failure");
    attribute(
        "message",
        "frame "
            + first.frame().number()
            + ": "
            + first.message()
            + (all > 1 ? " (and " + (all - 1) + " more)" : ""));
    out.writeAttribute("type", first.severity().word());
    out.writeCharacters(clean(blocks(capture, loud)));
    out.writeEndElement();
  }

  private static String accepted(CaptureReport capture, String rule) {
    return capture.review().accepted().stream()
        .filter(one -> one.finding().rule().equals(rule))
        .limit(MOST)
        .map(
            one ->
                "\naccepted: "
                    + TextReport.oneline(capture.file(), one.finding())
                    + "\n  = "
                    + one.why()
                    + " ("
                    + one.where()
                    + ")\n")
        .collect(Collectors.joining());
  }

  /** The findings as in a terminal. */
  private String blocks(CaptureReport capture, List<Finding> findings) {
    StringBuilder text = new StringBuilder("\n");
    TextStyle plain = setting.style().onPaper();
    FindingBlock block = new FindingBlock(plain, line -> text.append(line).append('\n'));
    List<Groups.Group> groups = Groups.of(findings, false).groups();
    groups.stream().limit(MOST).forEach(group -> block.write(capture, group));
    if (groups.size() > MOST) {
      text.append("and ").append(groups.size() - MOST).append(" more\n");
    }
    return text.toString();
  }

  private static String why(Case one) {
    return one.outcomes.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + ": "
                    + (entry.getValue().verdict() == Verdict.INCONCLUSIVE
                        ? "inconclusive, " + Reasons.row(entry.getValue().reason())
                        : "not applicable"))
        .collect(Collectors.joining("; "));
  }

  private void attribute(String name, String value) throws XMLStreamException {
    out.writeAttribute(name, clean(value));
  }

  private void newline(String indent) throws XMLStreamException {
    out.writeCharacters("\n" + indent);
  }

  private void line(String text) throws IOException {
    to.write(text);
    to.write('\n');
  }

  /** Characters that XML 1.0 has no way to write become U+FFFD. */
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> isCharacter(c) ? c : 0xfffd)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || (c >= 0x10000 && c <= 0x10ffff);
  }
}
