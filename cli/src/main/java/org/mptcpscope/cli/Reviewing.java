package org.mptcpscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mptcpscope.cli.CaptureRuns.Task;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.config.Baseline;
import org.mptcpscope.rules.config.CapturePolicy;
import org.mptcpscope.rules.config.Configs;
import org.mptcpscope.rules.config.Expectations;
import org.mptcpscope.rules.engine.LintOptions;

/**
 * What people said beforehand, applied to each report: settings, a baseline, expectations. All of
 * it is read before any capture is.
 *
 * @param configs settings of each capture
 * @param baseline findings that are known, or null
 * @param expect whether captures have expectations beside them
 */
record Reviewing(Configs configs, Baseline baseline, boolean expect) {

  CapturePolicy policy(String capture) {
    return configs.policy(capture);
  }

  /**
   * The captures with what becomes of their reports.
   *
   * @param named files and directories as the user gave them
   */
  List<Task> tasks(List<CaptureSource> captures, List<String> named, LintOptions options) {
    Map<String, Expectations> expected = expect ? Sidecars.read(captures, named) : Map.of();
    List<Task> tasks = new ArrayList<>();
    for (CaptureSource capture : captures) {
      tasks.add(task(capture, options, expected.get(capture.name())));
    }
    return tasks;
  }

  private Task task(CaptureSource capture, LintOptions given, Expectations expected) {
    CapturePolicy policy = policy(capture.name());
    LintOptions options = policy.options(given);
    boolean listed = options.connections();
    LintOptions listing =
        new LintOptions(
            options.select(), options.ignore(), options.advisory(), true, options.trace());
    return new Task(
        capture,
        expected == null ? options : listing,
        List.of(),
        report -> {
          CaptureReport reviewed = known(policy.apply(report));
          if (expected == null) {
            return reviewed;
          }
          CaptureReport compared = expected.apply(reviewed);
          return listed ? compared : compared.unlisted();
        });
  }

  private CaptureReport known(CaptureReport report) {
    return baseline == null ? report : baseline.apply(report);
  }
}
