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
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Fingerprint;
import org.mptcpscope.rules.api.Review.Accepted;

/**
 * The findings of an earlier run, so that only new ones count. A finding is known by its capture
 * and its fingerprint, which stays when the scenario is captured again.
 */
public final class Baseline {
  private static final int FORMAT = 1;

  private final String name;
  private final Path directory;
  private final Set<String> known = new HashSet<>();

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
      if (!baseline.document(json)) {
        throw new ConfigException(file + ": not a baseline; --write-baseline writes one");
      }
      return baseline;
    } catch (NoSuchFileException _) {
      throw new ConfigException(file + ": no such file; --write-baseline writes one");
    } catch (AccessDeniedException _) {
      throw new ConfigException(file + ": permission denied");
    } catch (JsonProcessingException _) {
      throw new ConfigException(file + ": not a baseline; --write-baseline writes one");
    } catch (IOException e) {
      throw new ConfigException(file + ": " + (Files.isDirectory(file) ? "is a directory" : e));
    }
  }

  private boolean document(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean ours = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      switch (key) {
        case "baseline" ->
            ours = value == JsonToken.VALUE_NUMBER_INT && json.getIntValue() == FORMAT;
        case "findings" -> {
          if (value != JsonToken.START_ARRAY) {
            return false;
          }
          while (json.nextToken() == JsonToken.START_OBJECT) {
            entry(json);
          }
        }
        default -> json.skipChildren();
      }
    }
    return ours;
  }

  private void entry(JsonParser json) throws IOException {
    String file = "";
    String fingerprint = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "file" -> file = json.getText();
        case "fingerprint" -> fingerprint = json.getText();
        default -> json.skipChildren();
      }
    }
    known.add(file + "\n" + fingerprint);
  }

  /** The report without the findings that are known. */
  public CaptureReport apply(CaptureReport report) {
    String file = name(directory, report.file());
    Fingerprint fingerprint = new Fingerprint();
    List<Finding> left = new ArrayList<>();
    List<Accepted> accepted = new ArrayList<>();
    for (Finding finding : report.findings()) {
      if (known.contains(file + "\n" + fingerprint.of(finding))) {
        accepted.add(new Accepted(finding, "in the baseline", name, true));
      } else {
        left.add(finding);
      }
    }
    return report.reviewed(left, report.review().accepting(accepted).comparedWithBaseline());
  }

  /**
   * Writes the findings of these reports; captures are named relative to the directory of the file.
   */
  public static void write(Path file, List<CaptureReport> reports) throws IOException {
    Path directory = directoryOf(file);
    TreeMap<String, CaptureReport> sorted = new TreeMap<>();
    reports.forEach(report -> sorted.put(name(directory, report.file()), report));
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
        for (var entry : sorted.entrySet()) {
          Fingerprint fingerprint = new Fingerprint();
          for (Finding finding : entry.getValue().findings()) {
            write(json, entry.getKey(), finding, fingerprint.of(finding));
          }
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      out.write('\n');
    }
  }

  private static void write(JsonGenerator json, String file, Finding finding, String fingerprint)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("fingerprint", fingerprint);
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
