package org.mptcpscope.rules.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a report of {@code lint} can look like, and which file names choose it. */
public enum ReportFormat {
  /** For people, in a terminal. */
  TEXT("txt", "log"),
  /** One line a finding, as compilers do. */
  ONELINE(),
  /** The document of docs/json.schema.json. */
  JSON("json"),
  /** One JSON object a line: each capture, and behind it each of its findings. */
  JSONL("jsonl", "ndjson"),
  /** SARIF 2.1.0, for pages that show results beside the code. */
  SARIF("sarif", "sarif.json"),
  /** JUnit's XML: one suite a capture, one case a rule. */
  JUNIT("xml"),
  /** Commands to GitHub's runner, which become annotations. */
  GITHUB(),
  /** Tables for a comment or a page. */
  MARKDOWN("md", "markdown"),
  /** One row a finding. */
  CSV("csv");

  private final List<String> suffixes;

  ReportFormat(String... suffixes) {
    this.suffixes = List.of(suffixes);
  }

  /** The word of {@code --format}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format that a file of this name is written in; nothing if its end is of none. */
  public static Optional<ReportFormat> ofFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.suffixes.stream().anyMatch(end -> lower.endsWith("." + end)))
        // "sarif.json" is longer than "json", and means more.
        .max((a, b) -> Integer.compare(a.longest(lower), b.longest(lower)));
  }

  private int longest(String name) {
    return suffixes.stream()
        .filter(end -> name.endsWith("." + end))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  /** The ends of file names that choose a format, as a person reads them. */
  public static String suffixes() {
    return String.join(
        ", ", Arrays.stream(values()).flatMap(format -> format.suffixes.stream()).toList());
  }
}
