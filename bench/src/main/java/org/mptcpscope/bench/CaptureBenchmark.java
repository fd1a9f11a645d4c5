package org.mptcpscope.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a full lint of a large capture costs, beside what it costs others to read the same file. All
 * run in turn, a few rounds, and the best round counts: the machine is rarely quiet.
 */
public final class CaptureBenchmark {
  private static final int ROUNDS = 3;
  private static final Pattern SIZE = Pattern.compile("(\\d+)(|k|M|G)B?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PROCESSOR_TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  /** Runs a command without its output; the last line tells what processor time it took. */
  private static final String TIMED = "\"$@\" >/dev/null; status=$?; times; exit $status";

  private static final int NOT_FOUND = 127;
  private static final String USAGE =
      "usage: ./dev bench [--size 1G] [--rounds 3] | ./dev bench micro [REGEX]";

  private final PrintStream out;
  private final Path root;
  private long size = 1 << 30;
  private int rounds = ROUNDS;

  private CaptureBenchmark(PrintStream out, Path root) {
    this.out = out;
    this.root = root;
  }

  /** One command that reads a capture, and the best time of it. */
  private static final class Contender {
    final String name;
    final List<String> command;
    final int rounds;
    double seconds = Double.MAX_VALUE;
    double processor = Double.MAX_VALUE;
    String flaw = "";

    Contender(String name, int rounds, String... command) {
      this.name = name;
      this.rounds = rounds;
      this.command = List.of(command);
    }

    boolean ran() {
      return seconds < Double.MAX_VALUE;
    }
  }

  /**
   * Runs the benchmark.
   *
   * @param arguments the project's root, and options
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    CaptureBenchmark benchmark = new CaptureBenchmark(System.out, Path.of(arguments[0]));
    for (int i = 1; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length || !benchmark.set(arguments[i], arguments[i + 1])) {
        System.err.println(USAGE);
        System.exit(2);
      }
    }
    benchmark.run();
  }

  private boolean set(String option, String value) {
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      return false;
    }
    int number = Integer.parseInt(matcher.group(1));
    switch (option) {
      case "--size" ->
          size =
              number
                  * switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
                    case "K" -> 1L << 10;
                    case "M" -> 1L << 20;
                    case "G" -> 1L << 30;
                    default -> 1L;
                  };
      case "--rounds" -> rounds = Math.max(1, number);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void run() throws IOException, InterruptedException {
    Path file = Files.createTempFile("mptcpscope-bench", ".pcap");
    Path small = Files.createTempFile("mptcpscope-bench", ".pcap");
    try {
      BulkCapture capture = BulkCapture.write(file, BulkShape.ofSize(size, false));
      BulkCapture ten = BulkCapture.writeTenPackets(small);
      out.printf(
          Locale.ROOT,
          "%.2f GB, %,d packets, %d connections of 4 subflows; best of %d rounds%n",
          capture.octets() / 1e9,
          capture.frames(),
          capture.connections(),
          rounds);
      compare(capture, ten);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(small);
    }
  }

  private void compare(BulkCapture capture, BulkCapture ten) throws InterruptedException {
    String file = capture.file().toString();
    String lint = root.resolve("mptcpscope").toString();
    Contender cat = new Contender("cat", rounds, "cat", file);
    Contender capinfos = new Contender("capinfos -c", rounds, "capinfos", "-c", file);
    // It takes minutes, so that a second round would tell little; with -q it would not dissect.
    Contender tshark = new Contender("tshark", 1, "tshark", "-n", "-r", file);
    Contender full = new Contender("mptcpscope lint", rounds, lint, "lint", file);
    Contender start =
        new Contender("mptcpscope lint, ten packets", rounds, lint, "lint", ten.file().toString());
    time(new Contender("build", 1, lint, "--version"));
    List<Contender> all = List.of(cat, capinfos, tshark, full, start);
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : all) {
        if (round < contender.rounds) {
          time(contender);
        }
      }
    }
    out.printf("%-30s %10s  %10s%n", "", "wall", "processor");
    all.forEach(contender -> row(contender, capture.frames(), contender == start));
    if (full.ran() && start.ran()) {
      summary(full, start, List.of(cat, capinfos, tshark), capture.frames());
    }
  }

  private static void time(Contender contender) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", TIMED, "sh"));
    command.addAll(contender.command);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    try {
      Process process = builder.start();
      List<String> lines = process.inputReader(StandardCharsets.US_ASCII).lines().toList();
      int status = process.waitFor();
      contender.seconds = Math.min(contender.seconds, (System.nanoTime() - start) / 1e9);
      contender.processor = Math.min(contender.processor, processor(lines.getLast()));
      // Findings in a sound capture would be a fault of ours, and another amount of work.
      contender.flaw = status == 0 ? "" : "  exit code " + status;
    } catch (IOException e) {
      contender.flaw = "cannot be run: " + e.getMessage();
    }
    if (contender.flaw.endsWith(" " + NOT_FOUND)) {
      contender.seconds = Double.MAX_VALUE;
      contender.flaw = "is not installed";
    }
  }

  /** The seconds of user and system time in a line such as {@code 0m1.25s 0m0.5s}. */
  private static double processor(String line) {
    double seconds = 0;
    for (Matcher time = PROCESSOR_TIME.matcher(line); time.find(); ) {
      seconds += 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
    }
    return seconds;
  }

  private void row(Contender contender, long packets, boolean few) {
    if (!contender.ran()) {
      out.printf("%-30s %s%n", contender.name, contender.flaw);
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-30s %8.3f s  %8.3f s  %s%s%n",
        contender.name,
        contender.seconds,
        contender.processor,
        few ? "" : rate(packets, contender.seconds),
        contender.flaw);
  }

  private static String rate(long packets, double seconds) {
    return String.format(Locale.ROOT, "%,14d packets/s", (long) (packets / seconds));
  }

  private void summary(Contender full, Contender start, List<Contender> others, long packets) {
    double net = full.seconds - start.seconds;
    out.printf(
        Locale.ROOT,
        "%-30s %8.3f s  %8.3f s  %s%n",
        "lint less ten packets",
        net,
        full.processor - start.processor,
        rate(packets, net));
    List<String> ratios = new ArrayList<>();
    for (Contender other : others) {
      if (other.ran()) {
        ratios.add(
            String.format(
                Locale.ROOT,
                "%.2f of %s (%.2f less ten packets)",
                full.seconds / other.seconds,
                other.name,
                net / other.seconds));
      }
    }
    out.println("ratio of lint: " + String.join(", ", ratios));
  }
}
