package org.mptcpscope.rules.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.catalogue.Names;

/** What one capture must show, as its CAPTURE.expect.yaml says. */
public final class Expectations {
  /** What the name of a capture becomes that of its expectations with. */
  public static final String SUFFIX = ".expect.yaml";

  private static final int MOST_NAMED = 3;

  private final String file;
  private final List<Count> counts;
  private final List<Check> checks;
  private final Allowed allowed;

  /** How many connections there must be. */
  record Count(int line, int connections) {}

  /**
   * What connections must be like.
   *
   * @param key of the file that it is about
   * @param connection id, or -1 for each of which the file does not say something else
   * @param expected in words
   * @param instead what a connection shows instead; null if it is as expected
   */
  record Check(
      int line,
      String key,
      int connection,
      String expected,
      Function<ConnectionSummary, String> instead) {}

  /**
   * A finding that there must be.
   *
   * @param name of a rule or requirement, or a prefix or glob of one
   * @param fault the host at fault; null: either
   * @param optional whether it may be missing
   */
  record Wanted(int line, String name, Side fault, boolean optional) {
    boolean is(Finding finding) {
      return (Names.matches(name, finding.rule())
              || finding.requirements().stream().anyMatch(id -> Names.matches(name, id)))
          && (fault == null || fault == finding.fault().side());
    }

    private String words() {
      return name + (fault == null ? "" : " of the " + fault.word());
    }
  }

  /** The findings that there may be, and no others; null: nothing is said of findings. */
  record Allowed(int line, List<Wanted> wanted) {}

  Expectations(String file, List<Count> counts, List<Check> checks, Allowed allowed) {
    this.file = file;
    this.counts = List.copyOf(counts);
    this.checks = List.copyOf(checks);
    this.allowed = allowed;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with every mistake in it
   */
  public static Expectations read(Path file) {
    return ExpectReader.read(file);
  }

  /**
   * Compares a report that lists its connections with what is expected. Findings that are expected
   * are accepted.
   */
  public CaptureReport apply(CaptureReport report) {
    if (!report.readable()) {
      return report;
    }
    List<Expectation> all = new ArrayList<>(report.review().expectations());
    for (Count count : counts) {
      int there = report.totals().count();
      add(
          all,
          count.line,
          plural(count.connections, "MPTCP connection"),
          there == count.connections ? null : String.valueOf(there));
    }
    connections(report, all);
    List<Finding> left = new ArrayList<>(report.findings());
    List<Accepted> accepted = new ArrayList<>(report.review().accepted());
    if (allowed != null) {
      findings(left, accepted, all);
    }
    Review before = report.review();
    return report.reviewed(
        left, new Review(before.settings(), before.failOn(), before.compared(), accepted, all));
  }

  private void add(List<Expectation> all, int line, String expected, String found) {
    all.add(new Expectation(file, line, expected, found));
  }

  private static String plural(int count, String noun) {
    return (count == 0 ? "no" : count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** What one check found: the first connection that is not so, and how many there are. */
  private static final class Outcome {
    private boolean met = true;
    private boolean seen;
    private String first;
    private int others;

    private void add(int connection, String instead) {
      seen = true;
      if (instead == null) {
        return;
      }
      if (met) {
        met = false;
        first = instead + " in connection " + connection;
      } else {
        others++;
      }
    }

    private String found(int asked, int count) {
      if (!seen) {
        return asked < 0 || count == 0 ? "no MPTCP connection" : "no connection " + asked;
      }
      return met ? null : first + (others > 0 ? " and in " + others + " more" : "");
    }
  }

  private void connections(CaptureReport report, List<Expectation> all) {
    List<Outcome> outcomes = checks.stream().map(_ -> new Outcome()).toList();
    if (!checks.isEmpty()) {
      // Once: many connections are read from a file.
      for (ConnectionReport one : report.connections()) {
        for (int i = 0; i < checks.size(); i++) {
          Check check = checks.get(i);
          int id = one.summary().id();
          if (check.connection == id || (check.connection < 0 && !hasItsOwn(check, id))) {
            outcomes.get(i).add(id, check.instead.apply(one.summary()));
          }
        }
      }
    }
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      String of = check.connection < 0 ? "" : "connection " + check.connection + ": ";
      String found = outcomes.get(i).found(check.connection, report.totals().count());
      boolean overridden =
          check.connection < 0 && !outcomes.get(i).seen && report.totals().count() > 0;
      add(all, check.line, of + check.expected, overridden ? null : found);
    }
  }

  /** Whether the file says the same thing of this connection in particular. */
  private boolean hasItsOwn(Check general, int connection) {
    return checks.stream()
        .anyMatch(one -> one.connection == connection && one.key.equals(general.key));
  }

  private void findings(List<Finding> left, List<Accepted> accepted, List<Expectation> all) {
    List<Finding> known = accepted.stream().map(Accepted::finding).toList();
    for (Wanted wanted : allowed.wanted) {
      List<Finding> found = left.stream().filter(wanted::is).toList();
      left.removeAll(found);
      String where = file + ":" + wanted.line;
      found.forEach(one -> accepted.add(new Accepted(one, "expected", where, false)));
      if (!wanted.optional) {
        boolean there = !found.isEmpty() || known.stream().anyMatch(wanted::is);
        add(all, wanted.line, "finding " + wanted.words(), there ? null : "none");
      }
    }
    String names = allowed.wanted.stream().map(Wanted::words).collect(Collectors.joining(", "));
    add(
        all,
        allowed.line,
        names.isEmpty() ? "no finding" : "no finding but " + names,
        left.isEmpty() ? null : named(left));
  }

  private static String named(List<Finding> findings) {
    String first =
        findings.stream()
            .limit(MOST_NAMED)
            .map(
                one ->
                    one.severity().word() + " " + one.rule() + " in frame " + one.frame().number())
            .collect(Collectors.joining(", "));
    int more = findings.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
