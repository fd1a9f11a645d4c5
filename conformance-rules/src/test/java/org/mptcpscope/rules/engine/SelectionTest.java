package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.catalogue.UnknownNameException;
import org.mptcpscope.samples.Samples;

/** What is judged, by the names that a user gives. */
class SelectionTest {
  private static CaptureReport judge(
      String script, List<String> select, List<String> ignore, boolean advisory) {
    return Lab.judge(
        CaptureSource.memory(script, Samples.load(script).toPcapng()),
        new LintOptions(select, ignore, advisory, TraceOptions.DEFAULT));
  }

  private static Set<String> judged(List<String> select, List<String> ignore, boolean advisory) {
    String script = "join/join-to-refused-address.bad.pkt";
    return judge(script, select, ignore, advisory).requirements().keySet();
  }

  @Test
  void advisoryTierIsOffUntilAskedFor() {
    assertThat(judged(List.of(), List.of(), false))
        .contains("CAP-C-BIT-HONOURED", "PRIO-LENGTH")
        .doesNotContain("ADD-ECHO-SENT");
    assertThat(judged(List.of(), List.of(), true)).contains("PRIO-LENGTH", "ADD-ECHO-SENT");
    assertThat(judged(List.of("ADD-ECHO-SENT"), List.of(), false)).containsExactly("ADD-ECHO-SENT");
    assertThat(judged(List.of("address-not-echoed"), List.of(), false))
        .containsExactly("ADD-ECHO-SENT");
  }

  @Test
  void selectTakesRulesRequirementsPrefixesAndGlobs() {
    assertThat(judged(List.of("join-to-refused-address"), List.of(), false))
        .containsExactly("CAP-C-BIT-HONOURED");
    assertThat(judged(List.of("CAP-C-BIT-HONOURED"), List.of(), false))
        .containsExactly("CAP-C-BIT-HONOURED");
    assertThat(judged(List.of("PRIO"), List.of(), false))
        .isNotEmpty()
        .allMatch(id -> id.startsWith("PRIO-"));
    assertThat(judged(List.of("*-LENGTH"), List.of(), false))
        .isNotEmpty()
        .allMatch(id -> id.endsWith("-LENGTH"));
  }

  @Test
  void ignoreWinsOverSelect() {
    assertThat(judged(List.of("PRIO"), List.of("PRIO-LENGTH"), false))
        .isNotEmpty()
        .doesNotContain("PRIO-LENGTH");
    assertThat(judged(List.of(), List.of("join-to-refused-address"), false))
        .doesNotContain("CAP-C-BIT-HONOURED")
        .contains("PRIO-LENGTH");
    String script = "join/join-to-refused-address.bad.pkt";
    assertThat(judge(script, List.of(), List.of(), false).findings())
        .extracting(Finding::rule)
        .contains("join-to-refused-address");
    assertThat(judge(script, List.of(), List.of("CAP-C-BIT-HONOURED"), false).findings())
        .extracting(Finding::rule)
        .doesNotContain("join-to-refused-address");
  }

  @Test
  void namesMustMeanSomething() {
    LintOptions select =
        new LintOptions(List.of("nonsense-name"), List.of(), false, TraceOptions.DEFAULT);
    LintOptions ignore =
        new LintOptions(List.of(), List.of("nonsense-name"), false, TraceOptions.DEFAULT);
    assertThatThrownBy(() -> Linter.check(select)).isInstanceOf(UnknownNameException.class);
    assertThatThrownBy(() -> Linter.check(ignore)).isInstanceOf(UnknownNameException.class);
    Linter.check(LintOptions.DEFAULT);
  }

  @Test
  void worstVerdictOfAllConnectionsCounts() {
    CaptureReport report = judge("capable/key-reused.bad.pkt", List.of(), List.of(), false);
    assertThat(report.connections()).hasSizeGreaterThan(1);
    assertThat(report.connections())
        .extracting(one -> one.summary().id())
        .isSorted()
        .doesNotHaveDuplicates();
    CaptureReport.Outcome outcome =
        report.requirements().get("CAP-KEY-UNIQUE-AMONG-LIVE-CONNECTIONS");
    assertThat(outcome.connections()).hasSize(outcome.connectionCount());
    assertThat(report.verdicts().violated()).isGreaterThan(0);
  }
}
