package org.mptcpscope.rules.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Fingerprint;
import org.mptcpscope.rules.api.Review.Accepted;

/**
 * The findings of an earlier run, so that only new ones count. A finding is known by its capture,
 * named relative to the directory of the baseline, and its fingerprint, which stays when the
 * scenario is captured again.
 */
public final class Baseline {
  private static final int FORMAT = 1;

  private final String name;
  private final Path directory;

  /** By capture and fingerprint, how many findings the entry stands for. */
  private final Map<String, Map<String, Long>> known = new HashMap<>();

  private Baseline(Path file) {
    this.name = file.toString();
    this.directory = directoryOf(file);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ConfigException if it is not there, or is something else
   */
  public static Baseline read(Path file) {
    Baseline baseline = new Baseline(file);
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        JsonParser json = new JsonFactory().createParser(in)) {
      baseline.document(json);
      return baseline;
    } catch (NoSuchFileException _) {
      throw new ConfigException(file + ": no such file; --write-baseline writes one");
    } catch (AccessDeniedException _) {
      throw new ConfigException(file + ": permission denied");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new ConfigException(file + ":" + line + ": not JSON; --write-baseline writes it anew");
    } catch (CharacterCodingException _) {
      throw new ConfigException(file + ": not UTF-8; --write-baseline writes it anew");
    } catch (IOException e) {
      throw new ConfigException(
          file + ": " + (Files.isDirectory(file) ? "is a directory; name a file" : e.getMessage()));
    }
  }

  private void document(JsonParser json) throws IOException {
    expect(json, json.nextToken() == JsonToken.START_OBJECT);
    boolean ours = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      switch (key) {
        case "baseline" -> {
          ours = value == JsonToken.VALUE_NUMBER_INT && json.getText().equals("" + FORMAT);
          expect(json, ours);
        }
        case "findings" -> {
          expect(json, value == JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken() == JsonToken.START_OBJECT);
            entry(json);
          }
        }
        default -> json.skipChildren();
      }
    }
    expect(json, ours && json.nextToken() == null);
  }

  private void entry(JsonParser json) throws IOException {
    String file = null;
    String fingerprint = null;
    long findings = 1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      switch (key) {
        case "file" -> {
          expect(json, value == JsonToken.VALUE_STRING);
          file = json.getText();
        }
        case "fingerprint" -> {
          expect(json, value == JsonToken.VALUE_STRING);
          fingerprint = json.getText();
        }
        case "findings" -> {
          expect(json, value == JsonToken.VALUE_NUMBER_INT);
          findings = json.getValueAsLong();
        }
        default -> json.skipChildren();
      }
    }
    expect(json, file != null && fingerprint != null);
    known.computeIfAbsent(file, _ -> new HashMap<>()).put(fingerprint, findings);
  }

  private void expect(JsonParser json, boolean as) {
    if (!as) {
      throw new ConfigException(
          name
              + ":"
              + json.currentTokenLocation().getLineNr()
              + ": not a baseline; --write-baseline writes one");
    }
  }

  /** The report without the findings that are known. */
  public CaptureReport apply(CaptureReport report) {
    Map<String, Long> here = known.getOrDefault(name(directory, report.file()), Map.of());
    Map<Finding, String> fingerprints = Fingerprint.of(report);
    List<Finding> left = new ArrayList<>();
    List<Accepted> accepted = new ArrayList<>();
    for (Finding finding : report.findings()) {
      long before = here.getOrDefault(fingerprints.get(finding), 0L);
      if (finding.standsFor() <= before) {
        accepted.add(new Accepted(finding, "in the baseline", name, true));
      } else {
        left.add(finding);
      }
    }
    return report.reviewed(left, report.review().accepting(accepted).comparedWithBaseline());
  }

  /**
   * Writes the findings of these reports, but for those that settings or expectations accept;
   * captures are named relative to the directory of the file. Returns how many there are.
   */
  public static long write(Path file, List<CaptureReport> reports) throws IOException {
    long count = 0;
    Path directory = directoryOf(file);
    List<CaptureReport> sorted = new ArrayList<>(reports);
    sorted.sort(Comparator.comparing(report -> name(directory, report.file())));
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      try (JsonGenerator json =
          new JsonFactory()
              .createGenerator(out)
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .setPrettyPrinter(
                  new DefaultPrettyPrinter()
                      .withObjectIndenter(indent)
                      .withArrayIndenter(indent))) {
        json.writeStartObject();
        json.writeNumberField("baseline", FORMAT);
        json.writeArrayFieldStart("findings");
        for (CaptureReport report : sorted) {
          Map<Finding, String> fingerprints = Fingerprint.of(report);
          for (Finding finding : all(report)) {
            entry(json, name(directory, report.file()), finding, fingerprints.get(finding));
            count += finding.standsFor();
          }
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      out.write('\n');
    }
    return count;
  }

  /** Those that a baseline knew before are known for as long as they are there. */
  private static List<Finding> all(CaptureReport report) {
    List<Finding> all = new ArrayList<>(report.findings());
    report.review().accepted().stream()
        .filter(Accepted::before)
        .map(Accepted::finding)
        .forEach(all::add);
    all.sort(Finding.ORDER);
    return all;
  }

  private static void entry(JsonGenerator json, String file, Finding finding, String fingerprint)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("fingerprint", fingerprint);
    if (finding.standsFor() > 1) {
      json.writeNumberField("findings", finding.standsFor());
    }
    // For people who read the file.
    json.writeStringField("rule", finding.rule());
    json.writeStringField("severity", finding.severity().word());
    json.writeStringField("message", finding.message());
    json.writeEndObject();
  }

  private static Path directoryOf(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  private static String name(Path directory, String capture) {
    try {
      Path path = Path.of(capture).toAbsolutePath().normalize();
      return capture.equals("-")
          ? capture
          : directory.relativize(path).toString().replace('\\', '/');
    } catch (IllegalArgumentException _) {
      return capture;
    }
  }
}
