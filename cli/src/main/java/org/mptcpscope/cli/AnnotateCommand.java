package org.mptcpscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.CaptureCopy;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.dissector.capfile.CaptureBlocks;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.FindingComments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a capture anew, with each finding as a comment on the frames that prove it. */
@Command(name = "annotate")
final class AnnotateCommand implements CliCommand {
  @Mixin InputOptions input;

  @Option(names = {"-o", "--output"})
  String output;

  @Option(names = "--select", split = ",")
  List<String> select = new ArrayList<>();

  @Option(names = "--ignore", split = ",")
  List<String> ignore = new ArrayList<>();

  @Option(names = "--advisory")
  boolean advisory;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    Rewriting rewriting = new Rewriting("annotate", terminal, input, output);
    LintOptions options =
        new LintOptions(select, ignore, advisory, false, rewriting.session().trace());
    Linter.check(options);
    CaptureSource capture = rewriting.capture();
    CaptureReport report = rewriting.lint(options);
    if (report == null) {
      return rewriting.exitCode();
    }
    Map<Integer, List<String>> comments = FindingComments.of(report);
    Copied copied =
        rewriting.write(
            out ->
                CaptureCopy.run(
                    capture,
                    out,
                    Version.application(),
                    options.trace().progress(),
                    (at, to) -> {
                      boolean frame = at.kind() == CaptureBlocks.Kind.FRAME;
                      to.copy(frame ? comments.getOrDefault(at.number(), List.of()) : List.of());
                    }));
    if (!copied.stopped()) {
      rewriting.say(
          Rewriting.count(copied.frames(), "frame")
              + ", "
              + comments.size()
              + " with comments on "
              + Rewriting.count(report.findings().size(), "finding"));
    }
    return rewriting.exitCode();
  }
}
