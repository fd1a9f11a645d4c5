package org.mptcpscope.rules.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.engine.LintOptions;

/** How one capture is judged, by the files of settings and the command line. */
public final class CapturePolicy {
  private final List<String> settings;
  private final List<String> select;
  private final List<String> ignore;
  private final boolean advisory;
  private final Threshold failOn;
  private final Set<Demand> require;
  private final List<Cap> caps;
  private final List<Known> known;

  CapturePolicy(
      List<String> settings,
      List<String> select,
      List<String> ignore,
      boolean advisory,
      Threshold failOn,
      Set<Demand> require,
      List<Cap> caps,
      List<Known> known) {
    this.settings = List.copyOf(settings);
    this.select = List.copyOf(select);
    this.ignore = List.copyOf(ignore);
    this.advisory = advisory;
    this.failOn = failOn;
    this.require = new LinkedHashSet<>(require);
    this.caps = List.copyOf(caps);
    this.known = List.copyOf(known);
  }

  /**
   * What the linter is to do. Words of the command line replace those that the files select by, and
   * come on top of those that they ignore.
   */
  public LintOptions options(LintOptions given) {
    List<String> ignored = new ArrayList<>(ignore);
    ignored.addAll(given.ignore());
    return new LintOptions(
        given.select().isEmpty() ? select : given.select(),
        ignored,
        advisory || given.advisory(),
        given.connections(),
        given.trace());
  }

  /**
   * The report as the files want it: severities lowered, known findings put aside, and told what is
   * demanded.
   */
  public CaptureReport apply(CaptureReport report) {
    if (!report.readable()) {
      return report;
    }
    List<Finding> left = new ArrayList<>();
    List<Accepted> accepted = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Finding weighed = weigh(finding);
      accepting(weighed).ifPresentOrElse(accepted::add, () -> left.add(weighed));
    }
    left.sort(Finding.ORDER);
    List<Expectation> expectations = require.stream().map(one -> one.of(report)).toList();
    return report.reviewed(left, new Review(settings, failOn, false, accepted, expectations));
  }

  /** The finding with the severity that the files leave it. */
  public Finding weigh(Finding finding) {
    Cap last = null;
    for (Cap cap : caps) {
      last = cap.covers(finding) ? cap : last;
    }
    return last == null ? finding : finding.with(finding.severity().min(last.most()));
  }

  /** Who accepts this finding, if anybody does. */
  public Optional<Accepted> accepting(Finding finding) {
    return known.stream()
        .filter(one -> one.covers(finding))
        .findFirst()
        .map(one -> new Accepted(finding, one.reason(), one.where(), false));
  }
}
