package org.mptcpscope.rules.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameOffset;
import org.mptcpscope.core.capture.FrameOrigin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Shown;
import org.mptcpscope.rules.api.Fingerprint;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Verdict;

/**
 * SARIF 2.1.0: one run, one result a finding. With verdicts also one result for each requirement of
 * a capture that was not violated: {@code pass}, {@code open} for inconclusive, {@code
 * notApplicable}.
 */
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private final JsonGenerator out;
  private final ReportWriter.Setting setting;
  private final List<String> rules;
  private final FramePlaces places;
  private final SarifRules descriptors;

  private SarifReport(
      JsonGenerator out, ReportWriter.Setting setting, List<String> rules, FramePlaces places) {
    this.out = out;
    this.setting = setting;
    this.rules = rules;
    this.places = places;
    this.descriptors = new SarifRules(out);
  }

  static void write(Writer to, ReportWriter.Setting setting, List<CaptureReport> captures)
      throws IOException {
    try (JsonGenerator out = JsonReport.generator(to)) {
      List<String> rules = List.copyOf(named(setting, captures));
      new SarifReport(out, setting, rules, new FramePlaces(captures)).log(captures);
    }
    to.write('\n');
  }

  /** The rules that results name, sorted. */
  private static Set<String> named(ReportWriter.Setting setting, List<CaptureReport> captures) {
    Set<String> names = new TreeSet<>();
    for (CaptureReport capture : captures) {
      capture.findings().forEach(finding -> names.add(finding.rule()));
      capture.review().accepted().forEach(one -> names.add(one.finding().rule()));
      if (!capture.review().unmet().isEmpty()) {
        names.add(Expectation.RULE);
      }
      if (setting.style().verdicts()) {
        capture.requirements().values().forEach(outcome -> names.add(outcome.rule()));
      }
    }
    return names;
  }

  private void log(List<CaptureReport> captures) throws IOException {
    out.writeStartObject();
    out.writeStringField("$schema", SCHEMA);
    out.writeStringField("version", "2.1.0");
    out.writeArrayFieldStart("runs");
    out.writeStartObject();
    tool();
    invocation(captures);
    artifacts(captures);
    out.writeStringField("columnKind", "unicodeCodePoints");
    out.writeArrayFieldStart("results");
    for (CaptureReport capture : captures) {
      results(capture);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  private void tool() throws IOException {
    out.writeObjectFieldStart("tool");
    out.writeObjectFieldStart("driver");
    out.writeStringField("name", "mptcpscope");
    out.writeStringField("version", setting.version());
    out.writeArrayFieldStart("rules");
    for (String rule : rules) {
      descriptors.write(rule);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  private void invocation(List<CaptureReport> captures) throws IOException {
    out.writeArrayFieldStart("invocations");
    out.writeStartObject();
    out.writeBooleanField(
        "executionSuccessful", captures.stream().allMatch(CaptureReport::readable));
    out.writeArrayFieldStart("toolExecutionNotifications");
    for (CaptureReport capture : captures) {
      for (CaptureWarning warning : capture.warnings()) {
        out.writeStartObject();
        out.writeObjectFieldStart("descriptor");
        out.writeStringField("id", warning.code());
        out.writeEndObject();
        text("message", warning.message());
        out.writeStringField("level", capture.readable() ? "warning" : "error");
        out.writeArrayFieldStart("locations");
        out.writeStartObject();
        physical(capture, warning.frame());
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
      }
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
  }

  private void artifacts(List<CaptureReport> captures) throws IOException {
    out.writeArrayFieldStart("artifacts");
    for (String file : captures.stream().map(CaptureReport::file).distinct().toList()) {
      out.writeStartObject();
      artifactLocation("location", file);
      out.writeArrayFieldStart("roles");
      out.writeString("analysisTarget");
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void results(CaptureReport capture) throws IOException {
    Map<Finding, String> fingerprints = Fingerprint.of(capture);
    for (Finding finding : capture.findings()) {
      result(capture, finding, fingerprints.get(finding), null);
    }
    for (Accepted one : capture.review().accepted()) {
      result(capture, one.finding(), fingerprints.get(one.finding()), one);
    }
    for (Expectation one : capture.review().unmet()) {
      unmet(capture, one);
    }
    if (!setting.style().verdicts()) {
      return;
    }
    for (Map.Entry<String, Outcome> entry : capture.requirements().entrySet()) {
      if (entry.getValue().verdict() != Verdict.VIOLATION) {
        verdict(capture, entry.getKey(), entry.getValue());
      }
    }
  }

  private void unmet(CaptureReport capture, Expectation one) throws IOException {
    out.writeStartObject();
    ruled(Expectation.RULE);
    out.writeStringField("kind", "fail");
    out.writeStringField("level", "error");
    text("message", capture.file() + ": " + one.sentence() + ".");
    out.writeArrayFieldStart("locations");
    out.writeStartObject();
    out.writeObjectFieldStart("physicalLocation");
    artifactLocation("artifactLocation", one.file());
    out.writeObjectFieldStart("region");
    out.writeNumberField("startLine", Math.max(1, one.line()));
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  /** Writes a finding; {@code by} says who accepts it, null: nobody. */
  private void result(CaptureReport capture, Finding finding, String fingerprint, Accepted by)
      throws IOException {
    out.writeStartObject();
    ruled(finding.rule());
    out.writeStringField("kind", "fail");
    out.writeStringField("level", finding.severity().word());
    text("message", sentence(finding));
    out.writeArrayFieldStart("locations");
    out.writeStartObject();
    physical(capture, finding.frame().number());
    logical(finding.connection(), finding.subflow(), finding.frame().number());
    out.writeEndObject();
    out.writeEndArray();
    related(capture, finding);
    out.writeObjectFieldStart("partialFingerprints");
    out.writeStringField("mptcpscope/v1", fingerprint);
    out.writeEndObject();
    if (capture.review().compared() && (by == null || by.before())) {
      out.writeStringField("baselineState", by == null ? "new" : "unchanged");
    }
    if (by != null) {
      suppression(by);
    }
    properties(finding);
    out.writeEndObject();
  }

  private void suppression(Accepted by) throws IOException {
    out.writeArrayFieldStart("suppressions");
    out.writeStartObject();
    out.writeStringField("kind", "external");
    out.writeStringField("status", "accepted");
    out.writeStringField("justification", by.why() + " (" + by.where() + ")");
    out.writeEndObject();
    out.writeEndArray();
  }

  private void ruled(String rule) throws IOException {
    out.writeStringField("ruleId", rule);
    out.writeNumberField("ruleIndex", rules.indexOf(rule));
  }

  /** What a page shows that has no other field for the host at fault. */
  private static String sentence(Finding finding) {
    Side side = finding.fault().side();
    String who =
        (side == null ? "not known" : side.word())
            + (finding.address() == null ? "" : " (" + finding.address() + ")")
            + finding.doubts().stream()
                .map(Doubted::clause)
                .map(clause -> ", or " + clause)
                .collect(Collectors.joining());
    return finding.message()
        + ". At fault: "
        + who
        + ". "
        + (finding.diagnosis() == null ? "" : "Diagnosis: " + finding.diagnosis() + ". ")
        + finding.requirement()
        + ", "
        + FindingBlock.rfc(finding.spec())
        + " section "
        + finding.section()
        + ".";
  }

  private void related(CaptureReport capture, Finding finding) throws IOException {
    List<Shown> others = finding.evidence().subList(1, finding.evidence().size());
    if (others.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("relatedLocations");
    Set<String> told = new HashSet<>();
    for (Shown shown : others) {
      if (!told.add(shown.frame().number() + " " + shown.shows())) {
        continue;
      }
      out.writeStartObject();
      physical(capture, shown.frame().number());
      logical(shown.connection(), shown.subflow(), shown.frame().number());
      text("message", shown.shows());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void properties(Finding finding) throws IOException {
    out.writeObjectFieldStart("properties");
    out.writeStringField("requirement", finding.requirement());
    texts("requirements", finding.requirements());
    out.writeNumberField("frame", finding.frame().number());
    Side side = finding.fault().side();
    if (side != null) {
      out.writeStringField("fault", side.word());
    }
    texts("doubts", finding.doubts().stream().map(Doubted::word).toList());
    out.writeStringField("confidence", finding.confidence().word());
    out.writeNumberField("count", finding.count());
    texts("folded", finding.folded().stream().map(Finding.Folded::requirement).toList());
    out.writeEndObject();
  }

  private void verdict(CaptureReport capture, String id, Outcome outcome) throws IOException {
    out.writeStartObject();
    ruled(outcome.rule());
    out.writeStringField(
        "kind",
        switch (outcome.verdict()) {
          case PASS -> "pass";
          case INCONCLUSIVE -> "open";
          case NOT_APPLICABLE -> "notApplicable";
          case VIOLATION -> "fail";
        });
    out.writeStringField("level", "none");
    text(
        "message",
        switch (outcome.verdict()) {
          case INCONCLUSIVE -> id + " is inconclusive: " + Reasons.row(outcome.reason()) + ".";
          case PASS -> id + " passed.";
          case NOT_APPLICABLE, VIOLATION -> id + " is not applicable.";
        });
    out.writeArrayFieldStart("locations");
    out.writeStartObject();
    physical(capture, 0);
    out.writeEndObject();
    out.writeEndArray();
    out.writeObjectFieldStart("properties");
    out.writeStringField("requirement", id);
    out.writeEndObject();
    out.writeEndObject();
  }

  /** The place of a frame in its file; of the file as a whole if {@code frame} is 0. */
  private void physical(CaptureReport capture, int frame) throws IOException {
    FrameOrigin origin = FramePlaces.origin(capture, frame);
    out.writeObjectFieldStart("physicalLocation");
    artifactLocation("artifactLocation", origin.file());
    out.writeObjectFieldStart("region");
    // A capture has no lines, but pages that show results ask for one.
    out.writeNumberField("startLine", 1);
    FrameOffset place = places.of(origin);
    if (place != null) {
      out.writeNumberField("byteOffset", place.offset());
      out.writeNumberField("byteLength", place.length());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void artifactLocation(String key, String file) throws IOException {
    out.writeObjectFieldStart(key);
    out.writeStringField("uri", FileUri.of(file, setting.directory()));
    out.writeEndObject();
  }

  private void logical(int connection, int subflow, int frame) throws IOException {
    out.writeArrayFieldStart("logicalLocations");
    out.writeStartObject();
    out.writeStringField("name", "frame " + frame);
    out.writeStringField(
        "fullyQualifiedName",
        (connection < 0 ? "" : "connection " + connection + "/")
            + (subflow < 0 ? "" : "subflow " + subflow + "/")
            + "frame "
            + frame);
    out.writeStringField("kind", "frame");
    out.writeEndObject();
    out.writeEndArray();
  }

  private void text(String key, String text) throws IOException {
    out.writeObjectFieldStart(key);
    out.writeStringField("text", text);
    out.writeEndObject();
  }

  private void texts(String key, Iterable<String> values) throws IOException {
    out.writeArrayFieldStart(key);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
