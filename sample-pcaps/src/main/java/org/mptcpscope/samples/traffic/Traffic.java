package org.mptcpscope.samples.traffic;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/**
 * Writes captures of any size to standard output, so that they need no room on a disk: bulk
 * downloads, short connections, silent ones, floods of SYNs. The same words give the same octets.
 */
public final class Traffic {
  private static final String USAGE =
      """
      usage: traffic short|silent|syn --count N [--at-a-time N] [--join-every N] [--rate N]
             traffic bulk --size OCTETS [--snaplen OCTETS]
             traffic flood KIND --count N     capable, plain, tokens, joins, midstream, holes,
                                              addresses, options, fragments; all: one after another
        --at-a-time   connections that are open at the same time (100)
        --join-every  of so many connections one joins a second path (10; 0: none)
        --rate        frames in a second of capture time (600000)
      """;

  /**
   * What to write.
   *
   * @param count connections
   * @param atATime connections that are open at the same time
   * @param joinEvery of so many one joins; 0 for none
   * @param rate frames in a second of capture time
   */
  public record Plan(ShortConnection.Kind kind, int count, int atATime, int joinEvery, int rate) {}

  private Traffic() {}

  /** Writes what the words ask for. */
  public static void main(String... args) throws IOException {
    List<String> words = List.of(args);
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      switch (words.isEmpty() ? "" : words.getFirst()) {
        case "short" -> connections(out, plan(ShortConnection.Kind.WHOLE, words));
        case "silent" -> connections(out, plan(ShortConnection.Kind.SILENT, words));
        case "syn" -> connections(out, plan(ShortConnection.Kind.SYN, words));
        case "bulk" -> {
          int snaplen = (int) number(words, "--snaplen", BulkShape.WHOLE);
          try (FrameSink sink = new FrameSink(out, snaplen)) {
            long size = number(words, "--size", 1L << 30);
            BulkCapture.write(sink, BulkShape.ofSize(size, false));
          }
        }
        case "flood" -> flood(out, words);
        default -> {
          System.err.print(USAGE);
          System.exit(2);
        }
      }
    }
  }

  private static void flood(OutputStream out, List<String> words) throws IOException {
    String name = words.size() < 2 ? "" : words.get(1).toUpperCase(Locale.ROOT);
    int frames = (int) number(words, "--count", 1000);
    try (FrameSink sink = new FrameSink(out, BulkShape.WHOLE)) {
      for (Flood.Kind kind : Flood.Kind.values()) {
        if (name.equals(kind.name()) || name.equals("ALL")) {
          Flood.write(sink, kind, frames);
        }
      }
    }
  }

  private static Plan plan(ShortConnection.Kind kind, List<String> words) {
    return new Plan(
        kind,
        (int) number(words, "--count", 1000),
        (int) number(words, "--at-a-time", 100),
        (int) number(words, "--join-every", 10),
        (int) number(words, "--rate", 600_000));
  }

  private static long number(List<String> words, String option, long otherwise) {
    int at = words.indexOf(option);
    return at < 0 ? otherwise : Long.parseLong(words.get(at + 1));
  }

  /** Writes connections that take turns, frame by frame. */
  public static void connections(OutputStream to, Plan plan) throws IOException {
    long gap = Math.max(1, 1_000_000 / plan.rate());
    try (FrameSink sink = new FrameSink(to, BulkShape.WHOLE)) {
      ArrayDeque<ShortConnection> open = new ArrayDeque<>();
      int begun = 0;
      while (begun < plan.count() || !open.isEmpty()) {
        if (begun < plan.count() && open.size() < plan.atATime()) {
          boolean joins = plan.joinEvery() > 0 && begun % plan.joinEvery() == 0;
          open.add(new ShortConnection(sink, begun++, plan.kind(), joins));
        }
        ShortConnection turn = open.remove();
        sink.pass(gap);
        if (turn.step()) {
          open.add(turn);
        }
      }
    }
  }
}
