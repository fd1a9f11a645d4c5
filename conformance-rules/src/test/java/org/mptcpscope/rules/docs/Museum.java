package org.mptcpscope.rules.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.truth.ExpectedFinding;

/** Bugs that were seen in the wild, each with a script of the folder museum. */
final class Museum {
  static final String FOLDER = "museum/";

  private static final String UNSEEN = FOLDER + "unseen.tsv";
  private static final Pattern HEADER =
      Pattern.compile("# RFC (\\d+), section ([\\d.A-Z]+): (.+)\\.");

  /**
   * One bug.
   *
   * @param script its name
   * @param spec the RFC that was broken, as {@code RFC 8684, 3.1}
   * @param seen the implementation and its version
   * @param sources where it is told
   */
  record Bug(
      String script,
      String spec,
      String what,
      String seen,
      List<String> sources,
      List<ExpectedFinding> truth) {
    static Bug of(String script) {
      List<String> lines = Samples.text(script).lines().toList();
      Matcher header = HEADER.matcher(lines.getFirst());
      if (!header.matches()) {
        throw new IllegalArgumentException(script + ": its first line is no header");
      }
      return new Bug(
          script,
          "RFC " + header.group(1) + ", " + header.group(2),
          header.group(3),
          String.join("; ", values(lines, "seen")),
          values(lines, "source"),
          Samples.load(script).truth());
    }

    private static List<String> values(List<String> lines, String word) {
      String start = "# " + word + ": ";
      return lines.stream()
          .takeWhile(line -> line.startsWith("#"))
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .toList();
    }

    /** The rules and the requirements that its truths name. */
    Set<String> rules() {
      return truth.stream()
          .map(ExpectedFinding::rule)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> requirements() {
      return truth.stream()
          .map(Museum::requirement)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  private Museum() {}

  /** What a truth is about: what it names, or what its rule is about. */
  static String requirement(ExpectedFinding truth) {
    return truth.requirement() == null
        ? RuleCatalogue.byName(truth.rule()).orElseThrow().spec().requirement()
        : truth.requirement();
  }

  static List<Bug> bugs() {
    return Samples.list().stream()
        .filter(name -> name.startsWith(FOLDER))
        .map(Bug::of)
        .sorted(Comparator.comparing(Bug::spec, Museum::bySection).thenComparing(Bug::script))
        .toList();
  }

  /** By section, then by RFC. */
  private static int bySection(String one, String other) {
    String[] a = one.split(", ", 2);
    String[] b = other.split(", ", 2);
    int section = a[1].compareTo(b[1]);
    return section != 0 ? section : b[0].compareTo(a[0]);
  }

  /** What no requirement covers: four columns. */
  static List<String[]> unseen() {
    List<String[]> rows = new ArrayList<>();
    for (String line : Samples.text(UNSEEN).lines().toList()) {
      if (!line.startsWith("#")) {
        rows.add(line.split("\t", -1));
      }
    }
    return rows;
  }

  static String page() {
    StringBuilder page = new StringBuilder("# Bug museum\n\n");
    page.append("Bugs of MPTCP implementations that were seen on the wire. Each script in `");
    page.append("sample-pcaps/src/main/resources/org/mptcpscope/samples/scripts/museum` plays ");
    page.append("one again, and a test holds that `lint` names the rule, the host and the ");
    page.append("frames. What was seen and in what is as its source tells it; nothing here says ");
    page.append("that other versions are free of it. `./dev corpus` makes captures of them.\n\n");
    page.append("| what was seen | in | breaks | rule | script | told in |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (Bug bug : bugs()) {
      page.append("| ").append(bug.what());
      page.append(" | ").append(bug.seen());
      page.append(" | ").append(bug.spec()).append(": ");
      page.append(String.join(", ", bug.requirements()));
      page.append(" | ").append(links(bug.rules()));
      page.append(" | `").append(bug.script(), FOLDER.length(), bug.script().length());
      page.append("` | ").append(sources(bug.sources())).append(" |\n");
    }
    page.append("\n## What no rule says\n\n");
    page.append("Told of as bugs as well, and no breach that a capture can show.\n\n");
    page.append("| what was seen | in | why it is not reported | told in |\n|---|---|---|---|\n");
    for (String[] row : unseen()) {
      page.append("| ").append(row[0]).append(" | ").append(row[1]).append(" | ").append(row[3]);
      page.append(" | ").append(sources(List.of(row[2]))).append(" |\n");
    }
    return page.toString();
  }

  private static String links(Set<String> rules) {
    return rules.stream()
        .map(name -> "[" + name + "](rules/" + name + ".md)")
        .collect(Collectors.joining(", "));
  }

  /** Named by what the address ends with. */
  private static String sources(List<String> addresses) {
    return addresses.stream()
        .map(
            address -> "[" + address.substring(address.lastIndexOf('/') + 1) + "](" + address + ")")
        .collect(Collectors.joining(", "));
  }
}
