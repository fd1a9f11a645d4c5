package org.mptcpscope.rules.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.engine.LintOptions;

/** How one capture is judged, by the files of settings and the command line. */
public final class CapturePolicy {
  private final String settings;
  private final List<String> select;
  private final List<String> ignore;
  private final boolean advisory;
  private final Threshold failOn;
  private final Map<Demand, Integer> require;
  private final List<Cap> caps;
  private final List<Known> known;

  /**
   * Takes what holds.
   *
   * @param settings the file that has a say, or null
   * @param require what must be there, and the line that says so; 0: the command line does
   * @param caps in their order; the last that names a finding decides
   */
  CapturePolicy(
      String settings,
      List<String> select,
      List<String> ignore,
      boolean advisory,
      Threshold failOn,
      Map<Demand, Integer> require,
      List<Cap> caps,
      List<Known> known) {
    this.settings = settings;
    this.select = List.copyOf(select);
    this.ignore = List.copyOf(ignore);
    this.advisory = advisory;
    this.failOn = failOn;
    this.require = new EnumMap<>(require);
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
    List<Expectation> expectations = new ArrayList<>();
    require.forEach(
        (demand, line) -> expectations.add(demand.of(report, line == 0 ? null : settings, line)));
    List<String> files = settings == null ? List.of() : List.of(settings);
    return report.reviewed(left, new Review(files, failOn, false, accepted, expectations));
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
