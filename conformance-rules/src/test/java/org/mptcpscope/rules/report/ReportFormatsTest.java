package org.mptcpscope.rules.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.rules.Golden;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;

/** Each format byte for byte as its golden file, and valid by the schema of who reads it. */
class ReportFormatsTest {
  private static final String HOSTILE = "a <b>|`c` & \"d\"\u0001%,:;\nе.pcap";

  static ReportWriter.Setting setting(boolean verdicts, Path directory) {
    TextStyle style = new TextStyle(TextStyle.Form.AUTO, verdicts, false, false, 100, Ink.PLAIN);
    return new ReportWriter.Setting("0.1.0", style, directory);
  }

  private static List<CaptureReport> captures() {
    return List.of(
        Reports.capture(
            "a.pcap",
            List.of(Reports.two(0, Dialect.V1), Reports.fellBack(1)),
            List.of(
                Reports.fastClose(Set.of(Doubted.MIDDLEBOX)),
                Reports.forgedAddress(),
                Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 15),
                Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 16))),
        Reports.capture("dir/m, n.pcap", List.of(Reports.two(0, Dialect.UNKNOWN)), List.of()),
        CaptureReport.unreadable("b.zip", new CaptureWarning("notCapture", "not a capture", 0)));
  }

  static String write(
      ReportFormat format, ReportWriter.Setting setting, List<CaptureReport> captures) {
    try {
      StringWriter out = new StringWriter();
      ReportWriter.write(format, out, setting, captures);
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String golden(ReportFormat format, boolean verdicts, String name) {
    String text = write(format, setting(verdicts, Path.of("")), captures());
    Golden.assertEqual(ReportFormatsTest.class, name, text);
    return text;
  }

  static void assertSarif(String json) {
    try (InputStream in =
        ReportFormatsTest.class
            .getClassLoader()
            .getResourceAsStream("schema/sarif-schema-2.1.0.json")) {
      JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(in);
      assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertJunit(String xml) {
    assertThatCode(
            () ->
                SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(ReportFormatsTest.class.getResource("junit.xsd"))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(xml))))
        .as(xml)
        .doesNotThrowAnyException();
  }

  @Test
  void sarif() {
    assertSarif(golden(ReportFormat.SARIF, false, "lint.sarif"));
  }

  @Test
  void sarifWithVerdicts() {
    assertSarif(golden(ReportFormat.SARIF, true, "lint-verdicts.sarif"));
  }

  @Test
  void junit() {
    assertJunit(golden(ReportFormat.JUNIT, false, "lint.xml"));
  }

  @Test
  void junitWithVerdicts() {
    assertJunit(golden(ReportFormat.JUNIT, true, "lint-verdicts.xml"));
  }

  @Test
  void jsonLines() throws IOException {
    String text = golden(ReportFormat.JSONL, false, "lint.jsonl");
    ObjectMapper mapper = new ObjectMapper();
    List<String> types = new ArrayList<>();
    for (String line : text.lines().toList()) {
      types.add(mapper.readTree(line).get("type").asText());
    }
    assertThat(types)
        .containsExactly(
            "capture", "finding", "finding", "finding", "finding", "capture", "capture");
  }

  @Test
  void github() {
    golden(ReportFormat.GITHUB, false, "lint.github");
  }

  @Test
  void markdown() {
    golden(ReportFormat.MARKDOWN, false, "lint.md");
  }

  @Test
  void csv() {
    golden(ReportFormat.CSV, false, "lint.csv");
  }

  /** A name of a file can be anything; no format breaks by it. */
  @Test
  void hostileNames() throws IOException {
    List<CaptureReport> captures =
        List.of(
            Reports.capture(
                HOSTILE, List.of(Reports.two(0, Dialect.V1)), List.of(Reports.fastClose(Set.of()))),
            CaptureReport.unreadable(HOSTILE, new CaptureWarning("x", HOSTILE, 0)));
    ReportWriter.Setting setting = setting(true, Path.of(""));
    assertSarif(write(ReportFormat.SARIF, setting, captures));
    assertJunit(write(ReportFormat.JUNIT, setting, captures));
    for (String line : write(ReportFormat.JSONL, setting, captures).lines().toList()) {
      assertThat(new ObjectMapper().readTree(line).get("file").asText()).isEqualTo(HOSTILE);
    }
    List<String> commands = write(ReportFormat.GITHUB, setting, captures).lines().toList();
    assertThat(commands).hasSize(2).allMatch(line -> line.startsWith("::error file=a <b>|`c` & "));
    assertThat(write(ReportFormat.MARKDOWN, setting, captures).lines())
        .allMatch(line -> line.isEmpty() || line.startsWith("|") || line.startsWith("### "));
    assertThat(write(ReportFormat.CSV, setting, captures))
        .contains("\"a <b>|`c` & \"\"d\"\"\u0001%,:;\nе.pcap\",12,");
  }

  /** What fails, is skipped or passes depends on the threshold. */
  @ParameterizedTest
  @CsvSource({"ERROR, 2", "WARNING, 2", "NOTE, 3", "NEVER, 0"})
  void junitFailsFromTheThresholdOn(Threshold failOn, int failures) {
    Review review = new Review(List.of(), failOn, false, List.of(), List.of());
    List<CaptureReport> captures =
        captures().stream().map(one -> one.reviewed(one.findings(), review)).toList();
    String xml = write(ReportFormat.JUNIT, setting(false, Path.of("")), captures);
    assertJunit(xml);
    assertThat(xml.split("<failure ", -1)).hasSize(failures + 1);
    assertThat(xml).contains("failures=\"" + failures + "\" errors=\"1\"");
  }

  @ParameterizedTest
  @CsvSource({
    "report.sarif, SARIF",
    "report.sarif.json, SARIF",
    "a/report.json, JSON",
    "REPORT.XML, JUNIT",
    "r.jsonl, JSONL",
    "r.md, MARKDOWN",
    "r.csv, CSV",
    "r.txt, TEXT"
  })
  void suffixesChoose(String name, ReportFormat format) {
    assertThat(ReportFormat.ofFile(name)).contains(format);
  }

  @Test
  void otherSuffixesDoNot() {
    assertThat(ReportFormat.ofFile("report")).isEmpty();
    assertThat(ReportFormat.ofFile("json")).isEmpty();
    assertThat(ReportFormat.ofFile("report.pdf")).isEmpty();
  }

  /** The octets that SARIF points at are those of the frame. */
  @Test
  void sarifPointsAtTheFrame() throws Exception {
    Path directory = Lab.project();
    String file =
        directory
            .resolve("sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap")
            .toString();
    CaptureReport report =
        Linter.lint(CaptureSource.file(Path.of(file)), LintOptions.DEFAULT, List.of());
    Finding finding = report.findings().getFirst();
    String json = write(ReportFormat.SARIF, setting(false, directory), List.of(report));
    assertSarif(json);
    JsonNode place =
        new ObjectMapper().readTree(json).at("/runs/0/results/0/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText())
        .isEqualTo("sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap");
    byte[] octets = Files.readAllBytes(Path.of(file));
    String option = finding.evidence().getFirst().octets().hex();
    int from = place.at("/region/byteOffset").asInt();
    int length = place.at("/region/byteLength").asInt();
    String frame = HexFormat.of().formatHex(octets, from, from + length);
    assertThat(option).isNotEmpty();
    assertThat(frame).contains(option);
  }
}
