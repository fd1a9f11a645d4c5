package org.mptcpscope.rules.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.rules.Lab;

/** The schemas that editors use say what the readers say. */
class SchemaTest {
  private static final String CONFIG = "docs/mptcpscope.schema.json";
  private static final String EXPECT = "docs/expect.schema.json";

  @TempDir private Path directory;

  private static String text(String name) {
    return Lab.read(Lab.project().resolve(name));
  }

  private static JsonSchema schema(String name) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text(name));
  }

  private static Consumer<Path> reader(String schema) {
    return schema.equals(CONFIG) ? ConfigReader::read : Expectations::read;
  }

  /** The mistakes that the reader finds; none if it takes the text. */
  private List<String> read(String schema, String yaml) {
    Path file = directory.resolve("x.yaml");
    Lab.write(file, yaml);
    try {
      reader(schema).accept(file);
      return List.of();
    } catch (ConfigException e) {
      return e.mistakes();
    }
  }

  @Test
  void examplesAreValidAndReadable() {
    for (String[] pair :
        List.of(
            new String[] {CONFIG, "docs/mptcpscope.yaml"},
            new String[] {EXPECT, "docs/example.expect.yaml"})) {
      String yaml = text(pair[1]);
      assertThat(schema(pair[0]).validate(yaml, InputFormat.YAML)).as(pair[1]).isEmpty();
      assertThat(read(pair[0], yaml)).as(pair[1]).isEmpty();
    }
  }

  /** The examples show every key there is. */
  @Test
  void examplesNameEveryKey() throws IOException {
    for (String[] pair :
        List.of(
            new String[] {CONFIG, "docs/mptcpscope.yaml"},
            new String[] {EXPECT, "docs/example.expect.yaml"})) {
      Set<String> keys = new TreeSet<>();
      JsonNode schema = new ObjectMapper().readTree(text(pair[0]));
      schema.findValues("properties").forEach(one -> one.fieldNames().forEachRemaining(keys::add));
      // Shown above in the same example, where "select" has the same form as "ignore".
      keys.remove("select");
      String yaml = text(pair[1]);
      assertThat(keys).isNotEmpty().allMatch(key -> yaml.matches("(?s).*\\b" + key + ":.*"));
    }
  }

  /** Wherever a mapping stands, schema and reader know the same keys. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        CONFIG + " | /properties | zzzz: 1",
        CONFIG + " | /$defs/override/properties | overrides: {paths: x, zzzz: 1}",
        CONFIG + " | /$defs/known/properties | expected: {rule: JOIN, reason: x, zzzz: 1}",
        EXPECT + " | /properties | zzzz: 1",
        EXPECT
            + " | /properties/connection/additionalProperties/properties | connection: {0: {zzzz:"
            + " 1}}",
        EXPECT + " | /$defs/fallback/anyOf/2/properties | fallback: {zzzz: 1}",
        EXPECT + " | /$defs/closed-by/anyOf/1/properties | closed-by: {how: fin, zzzz: 1}",
        EXPECT + " | /$defs/finding/anyOf/1/properties | findings: {rule: JOIN, zzzz: 1}",
      })
  void keysAreTheSame(String schema, String pointer, String yaml) throws IOException {
    Set<String> inSchema = new TreeSet<>();
    new ObjectMapper()
        .readTree(text(schema))
        .at(pointer)
        .fieldNames()
        .forEachRemaining(inSchema::add);
    List<String> mistakes = read(schema, yaml);
    assertThat(mistakes).hasSize(1);
    String known = mistakes.getFirst().replaceFirst(".*; known are ", "");
    assertThat(Set.of(known.split(", "))).isEqualTo(inSchema);
    assertThat(schema(schema).validate(yaml, InputFormat.YAML)).isNotEmpty();
  }

  /** Wherever one of a few words stands, schema and reader know the same words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        CONFIG + " | /$defs/fail-on/enum | fail-on: %s",
        CONFIG + " | /$defs/demand/enum | require: %s",
        CONFIG + " | /$defs/severity/additionalProperties/enum | severity: {echo-with-hmac: %s}",
        CONFIG + " | /$defs/side/enum | expected: {rule: JOIN, reason: x, fault: %s}",
        EXPECT + " | /$defs/side/enum | findings: {rule: JOIN, fault: %s}",
        EXPECT + " | /$defs/state/enum | state: %s",
        EXPECT + " | /$defs/reason/enum | fallback: {reason: %s}",
        EXPECT + " | /$defs/ending/enum | closed-by: %s",
      })
  void wordsAreTheSame(String schema, String pointer, String yaml) throws IOException {
    List<String> inSchema = new ArrayList<>();
    new ObjectMapper()
        .readTree(text(schema))
        .at(pointer)
        .forEach(one -> inSchema.add(one.asText()));
    assertThat(inSchema).isNotEmpty();
    for (String word : inSchema) {
      assertThat(read(schema, yaml.formatted(word))).as(word).isEmpty();
      assertThat(schema(schema).validate(yaml.formatted(word), InputFormat.YAML)).isEmpty();
    }
    String mistake = read(schema, yaml.formatted("zzzz")).getFirst();
    String known = mistake.replaceFirst(".*one of ", "").replaceFirst("; found.*", "");
    assertThat(Stream.of(known.split(", "))).containsExactlyInAnyOrderElementsOf(inSchema);
  }

  /** Of values that are of one form or another, both take the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        CONFIG + " | select: JOIN | true",
        CONFIG + " | select: [JOIN, 'add-*'] | true",
        CONFIG + " | select: {a: b} | false",
        CONFIG + " | select: | false",
        CONFIG + " | advisory: true | true",
        CONFIG + " | advisory: 'true' | false",
        CONFIG + " | advisory: 1 | false",
        CONFIG + " | require: [v1, mptcp] | true",
        CONFIG + " | severity: [] | false",
        CONFIG + " | overrides: {paths: x} | true",
        CONFIG + " | overrides: [{paths: [x, y]}] | true",
        CONFIG + " | overrides: [{paths: []}] | false",
        CONFIG + " | overrides: [] | true",
        CONFIG + " | expected: [{rule: JOIN}] | false",
        CONFIG + " | expected: [{rule: [JOIN, DSS], reason: x}] | true",
        CONFIG + " | [] | false",
        EXPECT + " | version: 0 | true",
        EXPECT + " | version: 2 | false",
        EXPECT + " | version: v1 | false",
        EXPECT + " | subflows: -1 | false",
        EXPECT + " | subflows: 0 | true",
        EXPECT + " | subflows: 1.5 | false",
        EXPECT + " | connections: [1] | false",
        EXPECT + " | refused: [] | true",
        EXPECT + " | refused: [1, 0x06, rst, any] | true",
        EXPECT + " | refused: 0x05 | true",
        EXPECT + " | refused: [256] | false",
        EXPECT + " | refused: [reset] | false",
        EXPECT + " | fallback: none | true",
        EXPECT + " | fallback: {} | true",
        EXPECT + " | fallback: [mpFail] | false",
        EXPECT + " | closed-by: {by: initiator} | false",
        EXPECT + " | connection: {0: {version: 1}, 12: {state: failed}} | true",
        EXPECT + " | connection: {x: {version: 1}} | false",
        EXPECT + " | connection: {0: 1} | false",
        EXPECT + " | findings: [] | true",
        EXPECT + " | findings: [{rule: JOIN, optional: true}, DSS] | true",
        EXPECT + " | findings: [{optional: true}] | false",
        EXPECT + " | findings: {rule: JOIN, optional: maybe} | false",
      })
  void valuesAreTheSame(String schema, String yaml, boolean valid) {
    assertThat(schema(schema).validate(yaml, InputFormat.YAML).isEmpty())
        .as("schema")
        .isEqualTo(valid);
    assertThat(read(schema, yaml).isEmpty()).as("reader: " + read(schema, yaml)).isEqualTo(valid);
  }
}
