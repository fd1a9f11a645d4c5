package org.mptcpscope.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One command that reads a capture, and what each run of it took. */
final class Contender {
  /** Runs a command without its output; the last line tells what processor time it took. */
  private static final String TIMED = "\"$@\" >/dev/null; status=$?; times; exit $status";

  private static final Pattern PROCESSOR_TIME = Pattern.compile("(\\d+)m([\\d.]+)s");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");
  private static final int NOT_FOUND = 127;
  private static final long POLL_MILLIS = 10;

  private final String name;
  private final long frames;
  private final List<String> command;
  private final List<Double> wall = new ArrayList<>();
  private final List<Double> processor = new ArrayList<>();
  private final List<Double> peak = new ArrayList<>();
  private String flaw = "";

  /**
   * Makes a contender.
   *
   * @param frames that the command reads
   */
  Contender(String name, long frames, String... command) {
    this.name = name;
    this.frames = frames;
    this.command = List.of(command);
  }

  String name() {
    return name;
  }

  /** Frames that a run reads. */
  long frames() {
    return frames;
  }

  /** The command as a shell would read it, the capture as {@code FILE}. */
  String words() {
    return String.join(" ", command.subList(0, command.size() - 1)) + " FILE";
  }

  boolean ran() {
    return !wall.isEmpty();
  }

  /** What went wrong, or nothing. */
  String flaw() {
    return flaw;
  }

  /** Median seconds from start to exit. */
  double wall() {
    return median(wall);
  }

  /** Median seconds of user and system time. */
  double processor() {
    return median(processor);
  }

  /** Median of the peak of resident memory in MB, mapped files included; 0 if unknown. */
  double peak() {
    return peak.isEmpty() ? 0 : median(peak);
  }

  /** Runs the command once more; one that is not there is not asked again. */
  void run() throws InterruptedException {
    if (!flaw.isEmpty() && wall.isEmpty()) {
      return;
    }
    List<String> timed = new ArrayList<>(List.of("sh", "-c", TIMED, "sh"));
    timed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(timed).redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    try {
      Process process = builder.start();
      double highest = 0;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        highest = Math.max(highest, process.descendants().mapToDouble(Contender::peakOf).sum());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      List<String> lines = process.inputReader(StandardCharsets.US_ASCII).lines().toList();
      if (process.exitValue() == NOT_FOUND) {
        flaw = "is not installed";
        return;
      }
      // Findings in a sound capture would be a fault of ours, and another amount of work.
      flaw = process.exitValue() == 0 ? "" : "exit code " + process.exitValue();
      wall.add(seconds);
      processor.add(processor(lines.getLast()));
      if (highest > 0) {
        peak.add(highest);
      }
    } catch (IOException e) {
      flaw = "cannot be run: " + e.getMessage();
    }
  }

  private static double peakOf(ProcessHandle process) {
    try {
      Matcher line = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return line.find() ? Long.parseLong(line.group(1)) / 1000.0 : 0;
    } catch (IOException _) {
      // It is over, or this is no Linux.
      return 0;
    }
  }

  /** The seconds of user and system time in a line such as {@code 0m1.25s 0m0.5s}. */
  static double processor(String line) {
    double seconds = 0;
    for (Matcher time = PROCESSOR_TIME.matcher(line); time.find(); ) {
      seconds += 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
    }
    return seconds;
  }

  /** The median; NaN of nothing, as of a tool that is not there. */
  static double median(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = numbers.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
