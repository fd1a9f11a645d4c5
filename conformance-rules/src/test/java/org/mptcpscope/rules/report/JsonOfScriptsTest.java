package org.mptcpscope.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.samples.Samples;

/** What is found in the packet scripts makes a valid document, and text that keeps its form. */
class JsonOfScriptsTest {
  private static final List<CaptureReport> REPORTS =
      Samples.list().stream()
          .filter(name -> name.endsWith(".bad.pkt"))
          .map(name -> Lab.script(name, true))
          .toList();

  @Test
  void documentIsValid() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(Lab.read(Lab.project().resolve("docs/json.schema.json")));
    StringWriter out = new StringWriter();
    JsonReport.write(out, "0.1.0", REPORTS, true);
    assertThat(schema.validate(out.toString(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void everyFrameIsExplained() {
    for (CaptureReport report : REPORTS) {
      for (Finding finding : report.findings()) {
        assertThat(finding.evidence())
            .as(report.file())
            .allSatisfy(shown -> assertThat(shown.shows()).isNotBlank());
        assertThat(finding.frame().number()).isBetween(1, (int) report.frames());
        assertThat(finding.count()).isGreaterThanOrEqualTo(1);
        assertThat(finding.message()).doesNotEndWith(".").doesNotContain("\n");
        assertThat(finding.requirements().getFirst()).isEqualTo(finding.requirement());
      }
    }
  }

  @Test
  void textIsAsciiAndEndsWithTheResult() {
    for (CaptureReport report : REPORTS) {
      List<String> lines = new ArrayList<>();
      TextStyle style = new TextStyle(TextStyle.Form.AUTO, true, false, true, 80, Ink.PLAIN);
      TextReport.write(List.of(report), style, lines::add);
      assertThat(lines.getLast()).startsWith("result: ");
      assertThat(lines).as(report.file()).allMatch(line -> line.matches("\\p{ASCII}*"));
      assertThat(lines).noneMatch(line -> line.endsWith(" "));
      assertThat(lines.stream().filter(line -> line.startsWith("  = ")))
          .allMatch(line -> line.length() <= 80);
    }
  }
}
