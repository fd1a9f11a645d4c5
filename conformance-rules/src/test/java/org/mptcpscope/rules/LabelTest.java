package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.RuleCatalogue;

/**
 * What a scripted peer broke on purpose is found, in its frame and at its side; captures without a
 * label stay without error and warning.
 */
class LabelTest {

  @Test
  void everyDeliberateViolationIsFoundAtItsFrameAndSide() throws IOException {
    Map<String, List<String>> words = words();
    List<String> missed = new ArrayList<>();
    List<String> alarms = new ArrayList<>();
    int found = 0;
    for (Map<?, ?> capture : captures()) {
      CaptureReport report = judge(capture);
      List<?> labels = (List<?>) capture.get("findings");
      for (Object one : labels) {
        Map<?, ?> label = (Map<?, ?>) one;
        Set<String> wanted =
            checked(words.getOrDefault(String.valueOf(label.get("rule")), List.of()));
        if (!"deliberate".equals(label.get("origin")) || wanted.isEmpty()) {
          continue;
        }
        if (report.findings().stream().anyMatch(f -> matches(f, label, wanted, capture))) {
          found++;
        } else {
          missed.add(capture.get("name") + " " + label.get("rule") + " " + label.get("frame"));
        }
      }
      if (labels.isEmpty()) {
        report.findings().stream()
            .filter(finding -> finding.severity() != Severity.NOTE)
            .forEach(finding -> alarms.add(capture.get("name") + " " + finding.rule()));
      }
    }
    assertThat(missed).isEmpty();
    assertThat(alarms).isEmpty();
    assertThat(found).isGreaterThan(40);
  }

  private static boolean matches(
      Finding finding, Map<?, ?> label, Set<String> wanted, Map<?, ?> capture) {
    boolean kernel = "kernel".equals(label.get("side"));
    Object opens = ((Map<?, ?>) capture.get(kernel ? "kernel" : "peer")).get("opens");
    Side side = Boolean.TRUE.equals(opens) ? Side.INITIATOR : Side.LISTENER;
    return finding.requirements().stream().anyMatch(wanted::contains)
        && (label.get("frame") == null
            || finding.frames().contains(((Number) label.get("frame")).intValue()))
        && (opens == null || finding.fault().side() == side);
  }

  /** Those that some rule reports today. */
  private static Set<String> checked(List<String> ids) {
    Set<String> checked = new HashSet<>(ids);
    checked.removeIf(id -> RuleCatalogue.reporting(id).isEmpty());
    return checked;
  }

  private static CaptureReport judge(Map<?, ?> capture) {
    return Lab.judge(
        CaptureSource.file(folder().resolve(String.valueOf(capture.get("file")))), true);
  }

  private static Path folder() {
    return Lab.references().orElseThrow().resolve("scripted-peer");
  }

  private static List<Map<?, ?>> captures() throws IOException {
    assumeTrue(
        Lab.references().isPresent(), "no reference captures (mptcpscope.referenceCaptures)");
    try (JsonParser parser =
        new JsonFactory().createParser(folder().resolve("index.json").toFile())) {
      parser.nextToken();
      List<Map<?, ?>> all = new ArrayList<>();
      ((List<?>) ((Map<?, ?>) value(parser)).get("captures")).forEach(c -> all.add((Map<?, ?>) c));
      return all;
    }
  }

  private static Map<String, List<String>> words() throws IOException {
    Map<String, List<String>> words = new HashMap<>();
    try (InputStream in = LabelTest.class.getResourceAsStream("labels.tsv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] row = line.split("\t", -1);
        if (row.length == 2 && !line.startsWith("#")) {
          words.put(row[0], List.of(row[1].split(" ", -1)));
        }
      }
    }
    return words;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          object.put(key, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }
}
