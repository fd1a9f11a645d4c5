package org.mptcpscope.samples.truth;

import java.util.List;
import java.util.stream.Collectors;

/** Writes expected findings as JSON. */
public final class TruthJson {
  private TruthJson() {}

  /** Returns an object with the script's name and its findings; ends with a line feed. */
  public static String of(String script, int frames, List<ExpectedFinding> findings) {
    StringBuilder out = new StringBuilder("{\n");
    out.append("  \"script\": ").append(text(script)).append(",\n");
    out.append("  \"frames\": ").append(frames).append(",\n");
    out.append("  \"findings\": [");
    String separator = "\n";
    for (ExpectedFinding finding : findings) {
      out.append(separator).append("    ").append(of(finding));
      separator = ",\n";
    }
    return out.append(findings.isEmpty() ? "]" : "\n  ]").append("\n}\n").toString();
  }

  private static String of(ExpectedFinding finding) {
    String frames =
        finding.frames().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "{\"rule\": %s, \"requirement\": %s, \"fault\": %s, \"frames\": [%s], \"severity\": %s, \"verdict\": %s}"
        .formatted(
            text(finding.rule()),
            text(finding.requirement()),
            text(finding.fault()),
            frames,
            text(finding.severity()),
            text(finding.verdict()));
  }

  private static String text(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
