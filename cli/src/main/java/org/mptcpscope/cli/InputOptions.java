package org.mptcpscope.cli;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureFiles;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FollowedCapture;
import org.mptcpscope.core.capture.Reader;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;
import org.mptcpscope.rules.api.CaptureReport;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that reads captures takes. */
final class InputOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  @Option(names = "--captured-at")
  String capturedAt;

  @Option(names = "--key")
  List<String> keys = new ArrayList<>();

  @Option(names = "--keys")
  String keyFile;

  @Option(names = "--merge")
  boolean merge;

  @Option(names = "--filter", defaultValue = "")
  String filter;

  @Option(names = "--reader", defaultValue = "native")
  String reader;

  @Option(names = {"-q", "--quiet"})
  boolean quiet;

  @Option(names = {"-v", "--verbose"})
  boolean verbose;

  @Option(names = "--color", defaultValue = "auto")
  String color;

  @Option(names = "--debug")
  boolean debug;

  @Parameters(arity = "0..*")
  List<String> files = new ArrayList<>();

  /** The captures named, directories expanded. */
  List<CaptureSource> captures(InputStream in) throws CaptureException {
    return captures(in, () -> true);
  }

  /** The same; what waits for input, such as standard input, ends when {@code goOn} is false. */
  List<CaptureSource> captures(InputStream in, BooleanSupplier goOn) throws CaptureException {
    if (files.isEmpty()) {
      throw new UsageException("name a capture, a directory or -");
    }
    if (files.contains("")) {
      throw new UsageException("a file name is empty; name a capture, a directory or -");
    }
    Reader by = Choice.of("--reader", reader, List.of(Reader.values()));
    List<CaptureSource> all =
        CaptureFiles.expand(files, by, in, goOn).stream().map(this::filtered).toList();
    return merge && all.size() > 1 ? List.of(CaptureSource.merged(all)) : all;
  }

  private CaptureSource filtered(CaptureSource capture) {
    return CaptureSource.filtered(capture, filter);
  }

  /** The one file named, which grows. */
  FollowedCapture followed() {
    if (files.size() != 1 || files.contains(CaptureFiles.STANDARD_INPUT) || files.contains("")) {
      throw new UsageException("--follow takes one file; standard input is followed anyway");
    }
    if (merge || !filter.isEmpty() || !reader.equals("native")) {
      throw new UsageException("--follow goes with neither --merge nor --filter nor --reader");
    }
    String file = files.getFirst();
    try {
      return new FollowedCapture(file, Path.of(file));
    } catch (InvalidPathException _) {
      throw new UsageException(file + ": not a file name");
    }
  }

  /** The one capture named. */
  CaptureSource capture(InputStream in) throws CaptureException {
    List<CaptureSource> all = captures(in);
    if (all.size() > 1) {
      throw new UsageException("name one capture, not " + all.size() + "; --merge makes them one");
    }
    return all.getFirst();
  }

  Terminal.When color() {
    return Choice.of("--color", color, List.of(Terminal.When.values()));
  }

  TraceOptions trace(TraceOptions.Progress progress) {
    return new TraceOptions(vantage(), progress, GivenKeyOption.all(keys, keyFile));
  }

  /** Refuses a key that was for no connection of any capture. */
  void checkKeys(List<CaptureReport> reports) {
    List<CaptureReport> judged = reports.stream().filter(CaptureReport::readable).toList();
    for (CaptureReport report : judged) {
      for (CaptureWarning warning : report.warnings()) {
        boolean everywhere =
            isUnused(warning)
                && judged.stream().allMatch(other -> other.warnings().contains(warning));
        if (everywhere) {
          throw new UsageException(warning.message());
        }
      }
    }
  }

  static boolean isUnused(CaptureWarning warning) {
    return warning.code().equals(CaptureWarning.KEY_UNUSED);
  }

  /** Refuses a stated vantage that no host of the captures has. */
  void checkVantage(List<CaptureReport> reports) {
    if (!(vantage() instanceof CapturedAt.AtAddress)) {
      return;
    }
    List<CaptureReport> judged =
        reports.stream().filter(report -> report.totals().count() > 0).toList();
    boolean known = judged.stream().anyMatch(report -> report.totals().hostSeen());
    if (!known && !judged.isEmpty()) {
      String where =
          judged.size() == 1 ? judged.getFirst().file() : "the " + judged.size() + " captures";
      throw new UsageException(
          "--captured-at " + capturedAt + ": no host of " + where + " has this address");
    }
  }

  private CapturedAt vantage() {
    return vantage(capturedAt);
  }

  /** The vantage that these words state; null states none. */
  static CapturedAt vantage(String capturedAt) {
    if (capturedAt == null) {
      return new CapturedAt.Inferred();
    }
    return switch (capturedAt) {
      case "initiator" -> new CapturedAt.AtSide(Side.INITIATOR);
      case "listener" -> new CapturedAt.AtSide(Side.LISTENER);
      default -> new CapturedAt.AtAddress(address(capturedAt));
    };
  }

  private static InetAddress address(String text) {
    String literal =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--captured-at " + text + ": not initiator, listener or an IP address");
    }
  }
}
