package org.mptcpscope.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureDrops;
import org.mptcpscope.core.capture.LiveCapture;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;

/**
 * What is told while a capture goes on: findings, one line each, and on a terminal a line that sums
 * up. Findings come from the thread that analyses, the line from another.
 */
final class CaptureNews implements TraceObserver, FindingListener {
  private final PrintStream err;
  private final PrintStream to;
  private final LiveCapture capture;
  private final boolean drawn;
  private final boolean tells;
  private final FindingLines lines;
  private int connections;
  private int findings;
  private boolean onScreen;

  CaptureNews(
      Terminal terminal, LiveCapture capture, boolean quiet, boolean tells, boolean outIsTaken) {
    this.err = terminal.err();
    this.to = outIsTaken ? terminal.err() : terminal.out();
    this.capture = capture;
    this.drawn = !quiet && terminal.animates();
    this.tells = tells;
    this.lines = new FindingLines(capture.name(), this::tell);
  }

  @Override
  public synchronized void onEvent(MptcpEvent event) {
    connections += event instanceof ConnectionOpened ? 1 : 0;
  }

  @Override
  public synchronized void found(Finding finding, boolean open) {
    findings++;
    lines.found(finding, open);
  }

  @Override
  public synchronized void withdrawn(Finding finding) {
    findings--;
    lines.withdrawn(finding);
  }

  private void tell(String line) {
    if (tells) {
      erase();
      to.println(line);
      to.flush();
    }
  }

  /** Whether nobody reads any more what is told. */
  boolean isUnheard() {
    return to.checkError();
  }

  /** Draws the line. */
  synchronized void draw(long elapsedNanos) {
    if (drawn && capture.hasBegun()) {
      err.print("\r\033[K" + capture.name() + "  " + summary() + "  " + seconds(elapsedNanos));
      err.flush();
      onScreen = true;
    }
  }

  /** Takes the line away. */
  synchronized void erase() {
    if (onScreen) {
      err.print("\r\033[K");
      err.flush();
      onScreen = false;
    }
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000_000 + " s";
  }

  /** What was captured so far. */
  synchronized String summary() {
    return count(capture.frames(), "frame")
        + ", "
        + count(connections, "MPTCP connection")
        + ", "
        + count(findings, "finding")
        + ", "
        + capture.drops().total()
        + " lost";
  }

  /** What was lost, and by whom. */
  String lost() {
    CaptureDrops drops = capture.drops();
    List<String> who = new ArrayList<>();
    add(who, drops.bySystem(), "the system");
    add(who, drops.byInterface(), "the interface");
    add(who, drops.here(), "mptcpscope");
    return count(drops.total(), "frame") + " lost (" + String.join(", ", who) + ")";
  }

  private static void add(List<String> to, long count, String who) {
    if (count > 0) {
      to.add(count + " by " + who);
    }
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
