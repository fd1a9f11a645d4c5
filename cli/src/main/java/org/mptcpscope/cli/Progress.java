package org.mptcpscope.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * One line on standard error that says how far reading is; nothing without a terminal. Drawn after
 * half a second, at most five times a second, erased before anything else is written.
 */
final class Progress {
  private static final long FIRST_NANOS = 500_000_000L;
  private static final long EACH_NANOS = 200_000_000L;

  private final PrintStream err;
  private final boolean drawn;
  private final long start = System.nanoTime();
  private long last;
  private boolean onScreen;

  Progress(Terminal terminal, boolean quiet) {
    this.err = terminal.err();
    this.drawn = !quiet && terminal.animates();
  }

  /** Shows how far one capture is. */
  synchronized void reading(String file, long octets, long size, long frames) {
    long now = System.nanoTime();
    if (!drawn || now - start < FIRST_NANOS || now - last < EACH_NANOS) {
      return;
    }
    last = now;
    draw(line(file, octets, size, frames, now - start));
  }

  /** Shows which capture of several is in hand. */
  synchronized void next(int number, int of, String file) {
    long now = System.nanoTime();
    if (!drawn || now - start < FIRST_NANOS || now - last < EACH_NANOS) {
      return;
    }
    last = now;
    draw("[" + number + "/" + of + "] " + file);
  }

  /** Takes the line away. */
  synchronized void erase() {
    if (onScreen) {
      err.print("\r\033[K");
      err.flush();
      onScreen = false;
    }
  }

  private void draw(String line) {
    err.print("\r\033[K" + line);
    err.flush();
    onScreen = true;
  }

  static String line(String file, long octets, long size, long frames, long nanos) {
    double perSecond = octets / Math.max(1e-9, nanos / 1e9);
    StringBuilder line = new StringBuilder("reading ").append(file).append("  ");
    if (size > 0) {
      line.append(mega(octets))
          .append(" of ")
          .append(mega(size))
          .append(" MB  ")
          .append(100 * octets / size)
          .append(" %");
    } else {
      line.append(mega(octets)).append(" MB");
    }
    line.append(String.format(Locale.ROOT, "  %.1f M frames", frames / 1e6))
        .append(String.format(Locale.ROOT, "  %.0f MB/s", perSecond / 1e6));
    if (size > 0 && perSecond > 0) {
      line.append(String.format(Locale.ROOT, "  %.0f s left", (size - octets) / perSecond));
    }
    return line.toString();
  }

  private static long mega(long octets) {
    return octets / 1_000_000;
  }
}
