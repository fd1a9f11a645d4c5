package org.mptcpscope.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.metric.SegmentTables;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.plot.DsnCollector;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceResult;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.HtmlPage;
import org.mptcpscope.rules.report.HtmlReport;
import org.mptcpscope.rules.report.LadderCollector;
import org.mptcpscope.rules.report.PagePictures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes one page that shows all there is to say of a capture. */
@Command(name = "report")
final class ReportCommand implements CliCommand {
  /** Of connections without a finding so many have pictures. */
  private static final int LARGEST = 10;

  /** Of connections with findings so many have pictures. */
  private static final int MOST = 30;

  @Mixin InputOptions input;

  @Option(names = {"-o", "--output"})
  String output;

  @Option(names = "--advisory")
  boolean advisory;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    if (output == null || !output.toLowerCase(Locale.ROOT).endsWith(".html")) {
      throw new UsageException("name a page to write: report FILE -o OUT.html");
    }
    CaptureSource twice = input.capture(terminal.in()).kept();
    Session session = new Session(terminal, input);
    CaptureReport report =
        Linter.lint(
            twice, new LintOptions(List.of(), List.of(), advisory, session.trace()), List.of());
    Warnings.print(terminal, List.of(report));
    input.checkKeys(List.of(report));
    input.checkVantage(List.of(report));
    write(page(twice, session, report));
    return ExitCode.OK;
  }

  private HtmlPage page(CaptureSource capture, Session session, CaptureReport report)
      throws CaptureException {
    Map<Integer, ConnectionSummary> shown = new HashMap<>();
    Set<Integer> chosen = chosen(report);
    for (ConnectionReport one : report.connections()) {
      if (chosen.contains(one.summary().id())) {
        shown.put(one.summary().id(), one.summary());
      }
    }
    DsnCollector series = new DsnCollector(shown::containsKey);
    SegmentTables.Kept kept = new SegmentTables.Kept();
    Map<Integer, LadderCollector> ladders = new HashMap<>();
    List<TraceObserver> observers = new ArrayList<>();
    observers.add(series);
    observers.add(new SegmentTables(shown::containsKey, kept));
    for (int id : chosen) {
      LadderCollector ladder = new LadderCollector(shown.get(id), report.findings());
      ladders.put(id, ladder);
      observers.add(ladder);
    }
    TraceResult result;
    try (FrameSource frames = capture.open()) {
      result = TraceAnalyzer.run(frames, session.trace(), observers);
    }
    List<HtmlPage.Connection> connections = new ArrayList<>();
    for (int id : chosen) {
      connections.add(
          PagePictures.of(report, kept.table(id).orElseThrow(), series, ladders.get(id).ladder()));
    }
    return new HtmlPage(report, Math.max(0, result.lastTime()), connections);
  }

  /** Those with findings, and the largest. */
  private static Set<Integer> chosen(CaptureReport report) {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (Finding finding : report.findings()) {
      if (chosen.size() < MOST) {
        chosen.add(finding.connection());
      }
    }
    report.connections().stream()
        .map(ConnectionReport::summary)
        .sorted(
            Comparator.<ConnectionSummary>comparingLong(
                    one -> -(one.dataFromInitiator() + one.dataFromListener()))
                .thenComparingInt(ConnectionSummary::id))
        .limit(LARGEST)
        .forEach(one -> chosen.add(one.id()));
    return chosen;
  }

  private void write(HtmlPage page) {
    Path file = OutputFile.checked(output);
    try (BufferedWriter to = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      StringWriter whole = new StringWriter();
      HtmlReport.write(whole, Version.number(), page);
      to.write(whole.toString());
    } catch (IOException e) {
      throw OutputFile.failed(output, file, e);
    }
  }
}
