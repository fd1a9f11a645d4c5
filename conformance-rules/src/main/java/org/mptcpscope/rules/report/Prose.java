package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.Side;

/** How reports write numbers, lists and long lines. */
final class Prose {
  private Prose() {}

  /** {@code 1 frame}, {@code 3 frames}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Seconds since the first frame, rounded to six decimals as Wireshark does. */
  static String seconds(long nanos) {
    long micros = Math.floorDiv(nanos + 500, 1000L);
    String sign = micros < 0 ? "-" : "";
    return String.format(
        Locale.ROOT, "%s%d.%06d", sign, Math.abs(micros) / 1_000_000, Math.abs(micros) % 1_000_000);
  }

  /** {@code frame 12}; {@code frames 16, 21, 24, ...}: at most {@code most} of them. */
  static String frames(Collection<Integer> frames, int most) {
    String list =
        frames.stream()
            .sorted()
            .distinct()
            .limit(most)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    long all = frames.stream().distinct().count();
    return (all == 1 ? "frame " : "frames ") + list + (all > most ? ", ..." : "");
  }

  /** A filter for Wireshark. */
  static String filter(Collection<Integer> frames) {
    List<Integer> sorted = frames.stream().sorted().distinct().toList();
    return sorted.size() == 1
        ? "frame.number == " + sorted.getFirst()
        : sorted.stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "frame.number in {", "}"));
  }

  /** {@code A > B}, with A on the left whoever sends. */
  static String arrow(Side by) {
    return by == null ? "     " : by == Side.INITIATOR ? "A > B" : "A < B";
  }

  static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  static String right(String text, int width) {
    return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
  }

  /** A sentence as the end of a line: no capital at its start, no full stop at its end. */
  static String clause(String sentence) {
    String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    boolean word =
        text.length() > 1
            && Character.isUpperCase(text.charAt(0))
            && (Character.isLowerCase(text.charAt(1)) || text.startsWith("A "));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }

  /** Breaks at blanks; lines behind the first begin with {@code indent}. */
  static List<String> wrap(String text, int width, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line =
        new StringBuilder(text.substring(0, text.length() - text.stripLeading().length()));
    boolean begun = false;
    for (String word : text.strip().split(" +", -1)) {
      if (begun && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(indent).append(word);
      } else {
        line.append(begun ? " " : "").append(word);
        begun = true;
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** {@code 0}, {@code 0 and 3}, {@code 0, 3, 7 and 12 more}. */
  static String some(List<Integer> ids, int all) {
    int most = 3;
    List<String> named = ids.stream().limit(most).map(String::valueOf).toList();
    int left = all - named.size();
    if (left > 0) {
      return String.join(", ", named) + " and " + left + " more";
    }
    return named.size() < 2
        ? String.join("", named)
        : String.join(", ", named.subList(0, named.size() - 1)) + " and " + named.getLast();
  }
}
