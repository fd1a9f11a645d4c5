package org.mptcpscope.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;
import org.mptcpscope.rules.config.CapturePolicy;
import org.mptcpscope.rules.config.Configs;
import org.mptcpscope.rules.report.TextReport;

/** Findings of a capture that goes on, one line each as they happen. */
final class FindingLines implements FindingListener {
  /** Findings of one rule that are told; the report counts them all. */
  private static final int MOST = 1000;

  private final String name;
  private final CapturePolicy policy;
  private final Consumer<String> out;
  private final Map<String, Integer> told = new HashMap<>();

  FindingLines(String name, Consumer<String> out) {
    this(name, Configs.none(null, List.of()).policy(name), out);
  }

  FindingLines(String name, CapturePolicy policy, Consumer<String> out) {
    this.name = name;
    this.policy = policy;
    this.out = out;
  }

  @Override
  public void found(Finding made, boolean open) {
    Finding finding = policy.weigh(made);
    if (policy.accepting(finding).isPresent()) {
      return;
    }
    int count = told.merge(finding.rule(), 1, Integer::sum);
    if (count <= MOST) {
      out.accept(TextReport.oneline(name, finding) + (open ? ", so far" : ""));
    } else if (count == MOST + 1) {
      out.accept(name + ": more of [" + finding.rule() + "], which the report counts");
    }
  }

  @Override
  public void withdrawn(Finding made) {
    Finding finding = policy.weigh(made);
    if (policy.accepting(finding).isPresent()) {
      return;
    }
    out.accept(
        name
            + ":"
            + finding.frame().number()
            + ": withdrawn["
            + finding.rule()
            + "] "
            + finding.message());
  }
}
