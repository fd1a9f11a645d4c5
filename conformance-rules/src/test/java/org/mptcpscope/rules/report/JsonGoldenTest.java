package org.mptcpscope.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.rules.Golden;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.RuleSpec;

/** The JSON document is byte for byte that of the golden file, and valid by its schema. */
class JsonGoldenTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(Lab.read(Lab.project().resolve("docs/json.schema.json")));

  private static List<CaptureReport> captures() {
    return List.of(
        Reports.capture(
            "a.pcap",
            List.of(Reports.two(0, Dialect.V1), Reports.fellBack(1)),
            List.of(
                Reports.fastClose(Set.of(Doubted.MIDDLEBOX)),
                Reports.forgedAddress(),
                Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 15))),
        Reports.capture("m.pcap", List.of(Reports.two(0, Dialect.UNKNOWN)), List.of()),
        CaptureReport.unreadable("b.zip", new CaptureWarning("notCapture", "not a capture", 0)));
  }

  private static String write(boolean findings) throws IOException {
    StringWriter out = new StringWriter();
    JsonReport.write(out, "0.1.0", captures(), findings);
    return out.toString();
  }

  static void assertValid(String json) {
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
  }

  @Test
  void lint() throws IOException {
    String json = write(true);
    assertValid(json);
    Golden.assertEqual(JsonGoldenTest.class, "lint.json", json);
  }

  @Test
  void connectionsAreTheSameWithoutFindings() throws IOException {
    String json = write(false);
    assertValid(json);
    assertThat(json).doesNotContain("\"findings\"").contains("\"connections\"");
  }

  @Test
  void schemaRefusesWhatItDoesNotKnow() throws IOException {
    String json = write(true).replace("\"confidence\" : \"certain\"", "\"confidence\" : \"sure\"");
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
    String missing = write(true).replaceFirst("\"dialectDetail\" : null,", "");
    assertThat(SCHEMA.validate(missing, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void rules() throws IOException {
    StringWriter out = new StringWriter();
    List<RuleSpec> specs = RulesReport.named(List.of("reset-reason-misplaced"));
    RulesReport.writeJson(out, "0.1.0", specs);
    Golden.assertEqual(JsonGoldenTest.class, "rules.json", out.toString());
  }
}
