package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureWriter;
import org.mptcpscope.core.capture.FrameSink;
import org.mptcpscope.core.capture.LiveCapture;
import org.mptcpscope.core.capture.LiveInterface;
import org.mptcpscope.core.capture.LiveOptions;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Captures on an interface, judges while it goes on, and writes what was captured. */
@Command(name = "capture")
final class CaptureCommand implements CliCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  @Option(names = {"-i", "--interface"})
  List<String> interfaces = new ArrayList<>();

  @Option(names = {"-D", "--list-interfaces"})
  boolean list;

  @Option(names = "--filter", defaultValue = "")
  String filter;

  @Option(names = {"-w", "--write"})
  String write;

  @Option(
      names = {"-s", "--snaplen"},
      defaultValue = "0")
  int snaplen;

  @Option(names = {"-c", "--count"})
  Long count;

  @Option(names = "--duration")
  Double duration;

  @Option(names = "--lint")
  boolean lint;

  @Option(names = "--select", split = ",")
  List<String> select = new ArrayList<>();

  @Option(names = "--ignore", split = ",")
  List<String> ignore = new ArrayList<>();

  @Option(names = "--advisory")
  boolean advisory;

  @Option(names = "--captured-at")
  String capturedAt;

  @Option(names = "--key")
  List<String> keys = new ArrayList<>();

  @Option(names = "--keys")
  String keyFile;

  @Option(names = "--format", defaultValue = "text")
  String format;

  @Option(names = "--verdicts")
  boolean verdicts;

  @Option(names = "--fail-on", defaultValue = "error")
  String failOn;

  @Option(names = {"-q", "--quiet"})
  boolean quiet;

  @Option(names = {"-v", "--verbose"})
  boolean verbose;

  @Option(names = "--color", defaultValue = "auto")
  String color;

  @Option(names = "--debug")
  boolean debug;

  /** Shapes of the report at the end. */
  enum Format {
    TEXT,
    JSON
  }

  @Override
  public int run(Terminal terminal) throws CaptureException {
    if (list) {
      list(terminal);
      return ExitCode.OK;
    }
    LiveOptions options = options();
    Format shape = Choice.of("--format", format, List.of(Format.values()));
    Choice.of("--fail-on", failOn, List.of(Threshold.values()));
    Choice.of("--color", color, List.of(Terminal.When.values()));
    LintOptions judged =
        new LintOptions(
            select,
            ignore,
            advisory,
            lint && shape == Format.JSON,
            new TraceOptions(
                InputOptions.vantage(capturedAt),
                TraceOptions.DEFAULT.progress(),
                GivenKeyOption.all(keys, keyFile)));
    Linter.check(judged);
    if (write == null) {
      return run(terminal, options, judged, FrameSink.NONE);
    }
    CaptureWriter writer = writer(terminal);
    try {
      return run(terminal, options, judged, writer);
    } finally {
      close(writer);
    }
  }

  private static void close(CaptureWriter writer) {
    try {
      writer.close();
    } catch (IOException _) {
      // What could not be written was noticed before, when the capture ended.
    }
  }

  private int run(Terminal terminal, LiveOptions options, LintOptions judged, FrameSink sink)
      throws CaptureException {
    return new CaptureSession(this, terminal, LiveCapture.of(options, sink)).run(judged);
  }

  private LiveOptions options() {
    if (interfaces.isEmpty()) {
      throw new UsageException("name an interface with -i; capture -D lists them");
    }
    if (interfaces.size() > 1) {
      throw new UsageException("name one interface, or -i any; not " + interfaces.size());
    }
    if (snaplen < 0) {
      throw new UsageException("-s " + snaplen + ": not a number of octets");
    }
    if (count != null && count < 1) {
      throw new UsageException("-c " + count + ": not a number of frames from 1 on");
    }
    if (duration != null && !(duration > 0 && duration <= 1e9)) {
      throw new UsageException("--duration " + duration + ": not a number of seconds above 0");
    }
    if (verdicts && !lint) {
      throw new UsageException("--verdicts is about the report, which --lint asks for");
    }
    int kept = snaplen == 0 ? LiveOptions.WHOLE_FRAMES : snaplen;
    return new LiveOptions(
        interfaces.getFirst(),
        filter,
        Math.min(kept, LiveOptions.WHOLE_FRAMES),
        count == null ? Long.MAX_VALUE : count,
        System::nanoTime);
  }

  /** Whether what was captured goes to standard output, so that nothing else may. */
  boolean writesToStandardOutput() {
    return "-".equals(write);
  }

  private CaptureWriter writer(Terminal terminal) {
    String application = Version.application();
    if (writesToStandardOutput()) {
      if (terminal.outIsTerminal()) {
        throw new UsageException("-w -: standard output is a terminal; send it to a file or pipe");
      }
      return CaptureWriter.stream(new ClosingPipe(terminal.out()), application);
    }
    try {
      return CaptureWriter.file(Path.of(write), application);
    } catch (InvalidPathException e) {
      throw new UsageException("cannot write " + write + ": not a file name");
    }
  }

  private static void list(Terminal terminal) throws CaptureException {
    List<LiveInterface> all = LiveCapture.interfaces();
    int width = all.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    for (LiveInterface one : all) {
      String what =
          one.addresses().isEmpty() ? one.description() : String.join(", ", one.addresses());
      String state = one.up() ? one.running() ? "up" : "no link" : "down";
      String line = "%-" + Math.max(1, width) + "s  %-7s  %s";
      terminal.out().println(line.formatted(one.name(), state, what).stripTrailing());
    }
    if (all.isEmpty()) {
      terminal.err().println("mptcpscope: capture: there is no interface that could be captured");
    }
  }
}
