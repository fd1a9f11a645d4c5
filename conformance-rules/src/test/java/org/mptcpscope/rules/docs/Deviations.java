package org.mptcpscope.rules.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcpscope.rules.Lab;

/** What implementations do against the RFCs in captures that nobody spoilt, by baseline.txt. */
final class Deviations {
  private static final String BASELINE =
      "conformance-rules/src/test/resources/org/mptcpscope/rules/baseline.txt";
  private static final Pattern ROW =
      Pattern.compile("  (error|warning)  (\\S+)  (\\S+)  ([AB-])  (\\S+)  \\| (.*)");

  /** On purpose: no deviation of anybody. */
  static final String MADE = "-";

  /** An error or a warning on a reference capture. */
  record Row(
      String capture,
      String severity,
      String rule,
      String requirement,
      String side,
      String frames,
      String reason) {
    String key() {
      return capture + " " + rule;
    }
  }

  /** Who stands behind rows. */
  record Origin(Pattern pattern, String implementation) {}

  private Deviations() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    String capture = "";
    for (String line : Lab.read(Lab.project().resolve(BASELINE)).lines().toList()) {
      if (!line.startsWith(" ")) {
        capture = line.replaceFirst("  .*", "");
        continue;
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(
            new Row(
                capture,
                row.group(1),
                row.group(2),
                row.group(3),
                row.group(4),
                row.group(5),
                row.group(6)));
      }
    }
    return rows;
  }

  static List<Origin> origins() {
    try (InputStream in = Deviations.class.getResourceAsStream("deviations.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells -> new Origin(Pattern.compile(cells[0]), cells[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The implementation of a row, or {@link #MADE}. */
  static String implementation(Row row, List<Origin> origins) {
    return origins.stream()
        .filter(origin -> origin.pattern().matcher(row.key()).matches())
        .findFirst()
        .map(Origin::implementation)
        .orElseThrow(() -> new IllegalStateException(row.key() + " is not in deviations.tsv"));
  }

  static String page() {
    StringBuilder page = new StringBuilder("# Known deviations\n\n");
    page.append("Errors and warnings of `lint` on captures in which nobody broke anything on ");
    page.append("purpose: no box on the path, no script that is about the violation. Each was ");
    page.append("looked at in its frames against the RFC; what it says is true, and here is why. ");
    page.append("Whether it matters to you is another question: `--ignore` takes the names of ");
    page.append("rules. The captures are the reference captures, the frames those of Wireshark, ");
    page.append("the one at fault A for the initiator of the connection, B for its listener.\n");
    page.append("\nNotes are not listed: they state what a trace cannot decide, or what ");
    page.append("stacks are free to do.\n");
    byImplementation()
        .forEach(
            (implementation, reasons) -> {
              page.append("\n## ").append(implementation).append("\n\n");
              page.append("| rule | requirement | why it stands | capture: host and frames |\n");
              page.append("|---|---|---|---|\n");
              reasons.forEach((_, rows) -> page.append(row(rows)));
            });
    return page.toString();
  }

  /** Rows by implementation, then by what is said of them. */
  private static Map<String, Map<String, List<Row>>> byImplementation() {
    List<Origin> origins = origins();
    Map<String, Map<String, List<Row>>> all = new TreeMap<>();
    for (Row row : rows()) {
      String implementation = implementation(row, origins);
      if (!implementation.equals(MADE)) {
        all.computeIfAbsent(implementation, _ -> new TreeMap<>())
            .computeIfAbsent(
                row.rule() + " " + row.requirement() + " " + row.reason(), _ -> new ArrayList<>())
            .add(row);
      }
    }
    return all;
  }

  private static String row(List<Row> rows) {
    Row first = rows.getFirst();
    Map<String, List<String>> captures = new LinkedHashMap<>();
    for (Row row : rows) {
      captures
          .computeIfAbsent(row.capture(), _ -> new ArrayList<>())
          .add(row.side() + " " + row.frames());
    }
    List<String> where = new ArrayList<>();
    captures.forEach(
        (capture, frames) -> where.add("`" + capture + "`: " + String.join("; ", frames)));
    return "| %s [%s](rules/%s.md) | %s | %s | %s |\n"
        .formatted(
            first.severity(),
            first.rule(),
            first.rule(),
            first.requirement(),
            first.reason().replace("|", "\\|"),
            String.join("<br>", where));
  }
}
