package org.mptcpscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mptcpscope.samples.traffic.BulkCapture;
import org.mptcpscope.samples.traffic.BulkShape;

/**
 * All contenders over one capture, run in turn so that what disturbs the machine hits all alike.
 */
final class Contest {
  /** Frames of the capture that tshark gets: it takes minutes for the whole one. */
  private static final long SLICE = 100_000;

  private final BulkCapture capture;
  private final Contender lint;
  private final Contender ten;
  private final Contender capinfos;
  private final Contender bare;
  private final List<Contender> all = new ArrayList<>();

  /**
   * Prepares a contest.
   *
   * @param mptcpscope the program's launcher
   * @param capture the whole capture
   * @param slice a smaller one of the same shape
   * @param tenPackets a capture of ten packets
   */
  Contest(Path mptcpscope, BulkCapture capture, BulkCapture slice, BulkCapture tenPackets) {
    this.capture = capture;
    String program = mptcpscope.toString();
    String file = capture.file().toString();
    long frames = capture.frames();
    lint = new Contender("**mptcpscope lint**", frames, program, "lint", file);
    ten =
        new Contender(
            "mptcpscope lint, ten packets",
            tenPackets.frames(),
            program,
            "lint",
            tenPackets.file().toString());
    // A rule at least is judged by each run; this one hears of rare events only.
    bare =
        new Contender(
            "mptcpscope lint, one rule",
            frames,
            program,
            "lint",
            "--select",
            "fast-close-key-wrong",
            file);
    capinfos = new Contender("capinfos -c", frames, "capinfos", "-c", file);
    all.add(lint);
    all.add(bare);
    all.add(ten);
    all.add(new Contender("cat", frames, "cat", file));
    all.add(capinfos);
    all.add(
        new Contender("tcpdump -w /dev/null", frames, "tcpdump", "-w", "/dev/null", "-r", file));
    all.add(new Contender("tcptrace -n", frames, "tcptrace", "-n", file));
    all.add(new Contender("mptcptrace -f", frames, "mptcptrace", "-f", file));
    all.add(
        new Contender(
            "tshark",
            slice.frames(),
            "tshark",
            "-n",
            "-o",
            "mptcp.analyze_mappings:TRUE",
            "-o",
            "mptcp.intersubflows_retransmission:TRUE",
            "-r",
            slice.file().toString()));
  }

  /** Writes the slice of a shape. */
  static BulkCapture slice(Path file, BulkShape shape) throws IOException {
    return BulkCapture.write(
        file, new BulkShape(Math.min(SLICE, shape.frames()), shape.snaplen(), shape.checksums()));
  }

  void run(int rounds) throws InterruptedException {
    drawIntoCache();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : all) {
        contender.run();
      }
    }
  }

  /** The page cache is warm for everybody, not for everybody but the first. */
  private void drawIntoCache() throws InterruptedException {
    new Contender("cat", capture.frames(), "cat", capture.file().toString()).run();
  }

  /** The table of all contenders in Markdown. */
  String table() throws IOException {
    StringBuilder table = new StringBuilder();
    line(
        table,
        "%.2f GB, %,d packets, %d connections of 4 subflows.",
        Files.size(capture.file()) / 1e9,
        capture.frames(),
        capture.connections());
    table.append('\n');
    line(table, "| command | wall s | CPU s | packets/s | MB/s | peak MB | wall, lint = 1 |");
    line(table, "|---|---|---|---|---|---|---|");
    for (Contender contender : all) {
      row(table, contender);
    }
    table.append('\n');
    double wall = lint.wall() - ten.wall();
    double processor = lint.processor() - ten.processor();
    line(
        table,
        "Less the ten packets, lint took %.3f s wall, %.2f times `capinfos -c`: %,d packets/s, %,d"
            + " MB/s; and %.2f s of processor time, the compiler of the JVM included, %.2f times.",
        wall,
        wall / capinfos.wall(),
        (long) (capture.frames() / wall),
        (long) (Files.size(capture.file()) / 1e6 / wall),
        processor,
        processor / capinfos.processor());
    line(
        table,
        "With all rules it took %.2f times the wall time and %.2f times the processor time of the"
            + " pass with one rule.",
        lint.wall() / bare.wall(),
        lint.processor() / bare.processor());
    return table.toString();
  }

  private void row(StringBuilder table, Contender contender) throws IOException {
    if (!contender.ran()) {
      line(table, "| %s | %s | | | | | |", contender.name(), contender.flaw());
      return;
    }
    boolean whole = contender.frames() == capture.frames();
    double scale = whole || contender == ten ? 1 : (double) capture.frames() / contender.frames();
    double wall = contender.wall() * scale;
    boolean rates = contender != ten;
    line(
        table,
        "| %s | %.3f | %.3f | %s | %s | %.0f | %.2f |",
        contender.name()
            + (scale == 1 ? "" : " (%,d packets, scaled)".formatted(contender.frames()))
            + (contender.flaw().isEmpty() ? "" : " (" + contender.flaw() + ")"),
        wall,
        contender.processor() * scale,
        rates ? "%,d".formatted((long) (capture.frames() / wall)) : "",
        rates ? "%,d".formatted((long) (Files.size(capture.file()) / 1e6 / wall)) : "",
        contender.peak(),
        wall / lint.wall());
  }

  @SuppressWarnings("AnnotateFormatMethod") // called with literals of this file only
  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
