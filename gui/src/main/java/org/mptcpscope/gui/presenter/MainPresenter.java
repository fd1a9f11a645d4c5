package org.mptcpscope.gui.presenter;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.Selection;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;

/**
 * One window: a capture, a connection of it, a direction, and one selection that all views share.
 * All methods are called on the thread of the views; reading happens on another one.
 */
public final class MainPresenter {
  private static final long REPORT_EACH_NANOS = 100_000_000L;

  private final MainView view;
  private final Executor background;
  private final Executor ui;
  private final PlotPresenter plot = new PlotPresenter();

  private CaptureModel model;
  private List<ConnectionRow> rows = List.of();
  private List<Finding> findings = List.of();
  private int connection = -1;
  private Side side = Side.INITIATOR;
  private AtomicBoolean going = new AtomicBoolean();

  /**
   * Makes one.
   *
   * @param background runs what takes time
   * @param ui runs what touches the view
   */
  public MainPresenter(MainView view, Executor background, Executor ui) {
    this.view = view;
    this.background = background;
    this.ui = ui;
    view.showEmpty("");
  }

  /** Reads a capture; one that is being read is given up. {@code select} names a rule, or null. */
  public void open(CaptureSource capture, String select) {
    stop();
    AtomicBoolean mine = new AtomicBoolean(true);
    going = mine;
    view.showReading(capture.name(), -1, "Reading " + capture.name());
    background.execute(() -> read(capture, select, mine));
  }

  /** Gives up what is being read. */
  public void stop() {
    going.set(false);
  }

  private void read(CaptureSource capture, String select, AtomicBoolean mine) {
    Reporter reporter = new Reporter(capture.name(), mine);
    try {
      CaptureModel read = Analysis.run(capture, reporter::goOn);
      if (mine.get()) {
        ui.execute(() -> show(read, select));
      }
    } catch (CaptureException e) {
      ui.execute(() -> view.showEmpty(e.subject() + ": " + e.getMessage()));
    } catch (RuntimeException | Error e) {
      ui.execute(
          () ->
              view.showEmpty(capture.name() + ": internal error, " + e.getClass().getSimpleName()));
    }
  }

  /** Passes progress on, at most ten times a second. */
  private final class Reporter {
    private final String file;
    private final AtomicBoolean mine;
    private long last;

    Reporter(String file, AtomicBoolean mine) {
      this.file = file;
      this.mine = mine;
    }

    boolean goOn(long octets, long size, long frames) {
      long now = System.nanoTime();
      if (mine.get() && now - last > REPORT_EACH_NANOS) {
        last = now;
        double fraction = size > 0 ? (double) octets / size : -1;
        String words = "Reading " + Words.octets(octets) + ", " + frames + " frames";
        ui.execute(
            () -> {
              if (mine.get()) {
                view.showReading(file, fraction, words);
              }
            });
      }
      return mine.get();
    }
  }

  private void show(CaptureModel read, String select) {
    model = read;
    CaptureReport report = read.report();
    rows =
        report.connections().stream()
            .map(c -> ConnectionRow.of(c.summary(), worst(read.findings(c.summary().id()))))
            .toList();
    view.showCapture(report.file(), summary(report), rows, banner(report));
    view.showStatus(summary(report));
    connection = -1;
    if (rows.isEmpty()) {
      findings = List.of();
      plot.show(null);
      view.showScene(null);
      view.showStatus("No MPTCP in this capture");
      return;
    }
    Finding wanted = wanted(report, select);
    chooseConnection(wanted == null ? read.first() : wanted.connection());
    if (!findings.isEmpty()) {
      selectFinding(wanted == null ? 0 : Math.max(0, findings.indexOf(wanted)));
    }
  }

  private static Finding wanted(CaptureReport report, String select) {
    if (select == null) {
      return null;
    }
    return report.findings().stream()
        .filter(f -> f.rule().equals(select) || f.requirements().contains(select))
        .findFirst()
        .orElse(null);
  }

  private static Severity worst(List<Finding> found) {
    return found.stream().map(Finding::severity).max(Severity::compareTo).orElse(null);
  }

  private static String summary(CaptureReport report) {
    int connections = report.connections().size();
    return report.frames()
        + " frames, "
        + (connections == 1 ? "1 MPTCP connection" : connections + " MPTCP connections");
  }

  private static String banner(CaptureReport report) {
    return report.warnings().stream()
        .map(CaptureWarning::message)
        .collect(Collectors.joining(". "));
  }

  /** Shows another connection, in the direction that carried more. */
  public void chooseConnection(int id) {
    if (model == null || id == connection || id < 0) {
      return;
    }
    connection = id;
    findings = model.findings(id);
    rows.stream()
        .filter(row -> row.id() == id)
        .findFirst()
        .ifPresent(
            row -> view.showConnection(row, findings.stream().map(FindingCard::of).toList()));
    chooseDirection(model.busier(id));
    clearSelection();
  }

  /** Shows what a host sent. */
  public void chooseDirection(Side sender) {
    if (model == null || connection < 0) {
      return;
    }
    side = sender;
    Set<Side> withData =
        Arrays.stream(Side.values())
            .filter(s -> model.plot(connection, s).isPresent())
            .collect(Collectors.toSet());
    view.showDirection(sender, withData);
    plot.show(model.plot(connection, sender).orElse(null));
    redraw();
  }

  /** Switches to the other direction. */
  public void otherDirection() {
    chooseDirection(side.peer());
  }

  /** Selects the frames of a finding of this connection. */
  public void selectFinding(int index) {
    if (index < 0 || index >= findings.size()) {
      return;
    }
    Finding finding = findings.get(index);
    Set<Integer> frames = new TreeSet<>(finding.frames());
    select(frames, finding.frame().number(), index);
    view.showStatus(
        (frames.size() == 1 ? "1 frame" : frames.size() + " frames")
            + " selected: evidence of "
            + finding.rule());
  }

  /** Selects the next finding, or the previous one with -1. */
  public void nextFinding(int step, int current) {
    if (!findings.isEmpty()) {
      selectFinding(Math.floorMod(current + step, findings.size()));
    }
  }

  /** Selects one frame, as a click on a row does. */
  public void selectFrame(int frame) {
    select(Set.of(frame), frame, findingWith(frame));
    view.showStatus("Frame " + frame);
  }

  /** A click on the graph: selects the frame there, or nothing. */
  public void click(double px, double py) {
    plot.at(px, py)
        .ifPresentOrElse(
            hit -> {
              selectFrame((int) hit.frame());
              view.showStatus(hit.text());
            },
            this::clearSelection);
  }

  /** The pointer rests on the graph: what is there. */
  public void hover(double px, double py) {
    view.showStatus(plot.at(px, py).map(Scene.Hit::text).orElse(""));
  }

  /** Drops the selection. */
  public void clearSelection() {
    select(Set.of(), 0, -1);
  }

  private int findingWith(int frame) {
    for (int i = 0; i < findings.size(); i++) {
      if (findings.get(i).frames().contains(frame)) {
        return i;
      }
    }
    return -1;
  }

  private void select(Set<Integer> frames, int focus, int finding) {
    Set<Long> marked = new HashSet<>();
    frames.forEach(frame -> marked.add((long) frame));
    plot.select(new Selection(marked, focus));
    redraw();
    view.showSelection(frames, focus, finding);
  }

  /** The graph has another size. */
  public void resize(double width, double height) {
    plot.resize(width, height);
    redraw();
  }

  /** Drags the graph. */
  public void pan(double dx, double dy) {
    plot.pan(dx, dy);
    redraw();
  }

  /** Zooms around the pointer. */
  public void zoom(double factor, double px, double py, boolean bothAxes) {
    if (bothAxes) {
      plot.zoomBoth(factor, px, py);
    } else {
      plot.zoomX(factor, px);
    }
    redraw();
  }

  /** Shows the whole graph. */
  public void fit() {
    plot.fit();
    redraw();
  }

  private void redraw() {
    view.showScene(plot.scene().orElse(null));
  }
}
