package org.mptcpscope.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mptcpscope.samples.traffic.BulkCapture;
import org.mptcpscope.samples.traffic.BulkShape;

/**
 * What a full lint of a large capture costs, beside what it costs others to read the same file. All
 * run in turn, and the median of the rounds counts. Writes its tables into the document.
 */
public final class CaptureBenchmark {
  private static final int ROUNDS = 5;
  private static final int SMALL_SNAPLEN = 100;
  private static final long SMALL_FRAMES = 10_000_000;
  private static final Pattern SIZE = Pattern.compile("(\\d+)(|k|M|G)B?", Pattern.CASE_INSENSITIVE);
  private static final String USAGE =
      "usage: ./dev bench [--size 1G] [--rounds 5] [--output docs/performance.md]"
          + " | ./dev bench micro [REGEX]";

  private final PrintStream out;
  private final Path root;
  private final Path mptcpscope;
  private Path output;
  private String sizeName = "1G";
  private long size = 1 << 30;
  private int rounds = ROUNDS;

  private CaptureBenchmark(PrintStream out, Path root) {
    this.out = out;
    this.root = root;
    mptcpscope = root.resolve("mptcpscope");
    output = root.resolve("docs/performance.md");
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
    if (option.equals("--output")) {
      output = root.resolve(value);
      return true;
    }
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      return false;
    }
    int number = Integer.parseInt(matcher.group(1));
    switch (option) {
      case "--size" -> {
        sizeName = value;
        size =
            number
                * switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
                  case "K" -> 1L << 10;
                  case "M" -> 1L << 20;
                  case "G" -> 1L << 30;
                  default -> 1L;
                };
      }
      case "--rounds" -> rounds = Math.max(1, number);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void run() throws IOException, InterruptedException {
    new Contender("build", 0, mptcpscope.toString(), "--version").run();
    Path folder = Files.createTempDirectory("mptcpscope-bench");
    try {
      BulkCapture ten = BulkCapture.writeTenPackets(folder.resolve("ten.pcap"));
      PerformanceDocument document = new PerformanceDocument(output);
      contest(document, folder, ten, "whole frames", BulkShape.ofSize(size, false));
      contest(document, folder, ten, "whole frames, DSS checksums", BulkShape.ofSize(size, true));
      contest(
          document,
          folder,
          ten,
          "100 octets of each frame",
          new BulkShape(Math.min(SMALL_FRAMES, size / SMALL_SNAPLEN), SMALL_SNAPLEN, false));
      document.save();
      out.println("wrote " + root.relativize(output));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void contest(
      PerformanceDocument document, Path folder, BulkCapture ten, String name, BulkShape shape)
      throws IOException, InterruptedException {
    Path file = folder.resolve("capture.pcap");
    Path slice = folder.resolve("slice.pcap");
    BulkCapture capture = BulkCapture.write(file, shape);
    Contest contest = new Contest(mptcpscope, capture, Contest.slice(slice, shape), ten);
    contest.run(rounds);
    String heading = sizeName + ": " + name;
    String table = contest.table();
    out.println("## " + heading + "\n\n" + table);
    Path recording = folder.resolve("lint.jfr");
    Profile profile = Profile.of(mptcpscope, file, recording);
    document.put(
        heading,
        String.join(
            "\n",
            List.of(
                machine(),
                "",
                table,
                "Where lint's thread spends its time, by samples of the Flight Recorder:",
                "",
                profile.table())));
    for (Path path : List.of(file, slice, recording)) {
      Files.deleteIfExists(path);
    }
  }

  /** Under which circumstances the figures were taken. */
  private String machine() throws IOException {
    return String.format(
        Locale.ROOT,
        "`./dev bench --size %s`: medians of %d rounds, page cache warm, %d processors, %s, Java %s,"
            + " load before %s.",
        sizeName,
        rounds,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        Runtime.version(),
        load());
  }

  private static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.exists(file) ? Files.readString(file).split(" ")[0] : "unknown";
  }
}
