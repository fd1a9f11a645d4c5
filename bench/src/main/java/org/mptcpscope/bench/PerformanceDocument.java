package org.mptcpscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Markdown file in parts that begin with {@code ## }. Parts that a command writes replace those
 * of the same heading; what a person wrote stays.
 */
final class PerformanceDocument {
  private static final String HEADING = "\n## ";

  private final Path file;

  /** What comes before the first heading, then each part without its {@code ## }. */
  private final List<String> parts = new ArrayList<>();

  PerformanceDocument(Path file) throws IOException {
    this.file = file;
    String text = Files.exists(file) ? Files.readString(file) : "# Performance\n";
    parts.addAll(List.of(text.split(HEADING, -1)));
  }

  /** Replaces the part of that heading, or adds it behind all others. */
  void put(String heading, String body) {
    String part = heading + "\n\n" + body.strip() + "\n";
    for (int i = 1; i < parts.size(); i++) {
      if (parts.get(i).lines().findFirst().orElse("").equals(heading)) {
        parts.set(i, part);
        return;
      }
    }
    parts.add(part);
  }

  void save() throws IOException {
    StringBuilder text = new StringBuilder(parts.getFirst().stripTrailing()).append('\n');
    for (String part : parts.subList(1, parts.size())) {
      text.append(HEADING).append(part.stripTrailing()).append('\n');
    }
    Files.writeString(file, text.toString());
  }
}
