package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bars of one layer, merged until a budget is kept: first what touches in half a pixel column, at
 * last everything in two pixel columns. The highest and lowest octet of a column always stay.
 */
final class BarMarks {
  private static final double[][] RUNGS = {
    {2, 0}, {2, 1.5}, {1, 3}, {1, 8}, {0.5, 16}, {0.5, Double.MAX_VALUE}
  };

  private static final double LEAST_FOOTED = 6;

  private static final double SACK_SHIFT = 3;

  /** How far a run may jump from one bar to the next. */
  private static final double RUN_GAP_X = 14;

  private static final double RUN_GAP_Y = 40;

  /** A bar in pixels; {@code top} is above {@code bottom}, so it is the smaller number. */
  private record Bar(double x, double top, double bottom, long frame) {}

  private final Layer.Bars layer;
  private final Scale x;
  private final Scale y;
  private final List<Bar> bars;

  BarMarks(Layer.Bars layer, Scale x, Scale y, int budget) {
    this.layer = layer;
    this.x = x;
    this.y = y;
    this.bars = reduce(budget);
  }

  private List<Bar> reduce(int budget) {
    List<Bar> reduced = List.of();
    for (double[] rung : RUNGS) {
      Merge merge = new Merge(rung[0], rung[1], budget);
      layer.spans().visit(x, y, merge);
      reduced = merge.finish();
      if (reduced.size() <= budget) {
        break;
      }
    }
    return reduced;
  }

  /** Collects the bars of one column and joins those that touch. */
  private final class Merge implements Spans.Sink {
    private final double perPixel;
    private final double gap;
    private final int budget;
    private final List<Bar> column = new ArrayList<>();
    private final List<Bar> done = new ArrayList<>();
    private double at = Double.NaN;

    Merge(double perPixel, double gap, int budget) {
      this.perPixel = perPixel;
      this.gap = gap;
      this.budget = budget;
    }

    @Override
    public void bar(int index, long low, long high) {
      if (done.size() > budget && gap < Double.MAX_VALUE) {
        return; // The next rung will be asked.
      }
      double px =
          Math.round(x.pixel(layer.spans().time(index)) * perPixel) / perPixel
              // Beside the ACK that brought it.
              + (layer.form() == Layer.Form.SACK ? SACK_SHIFT : 0);
      if (px != at) {
        flush();
        at = px;
      }
      column.add(new Bar(px, y.pixel(high), y.pixel(low), layer.spans().frame(index)));
    }

    private void flush() {
      column.sort(Comparator.comparingDouble(Bar::top));
      Bar open = null;
      for (Bar bar : column) {
        if (open != null && bar.top() - open.bottom() <= gap) {
          open = new Bar(open.x(), open.top(), Math.max(open.bottom(), bar.bottom()), open.frame());
        } else {
          if (open != null) {
            done.add(open);
          }
          open = bar;
        }
      }
      if (open != null) {
        done.add(open);
      }
      column.clear();
    }

    List<Bar> finish() {
      flush();
      return done;
    }
  }

  void draw(List<Mark> marks) {
    if (bars.isEmpty()) {
      return;
    }
    String colour = Theme.subflow(layer.subflow());
    switch (layer.form()) {
      case PLAIN -> marks.add(ticks("tick " + colour, 2, 0, title("segments")));
      case FOOTED -> {
        marks.add(feet("foot " + colour));
        marks.add(ticks("tick " + colour, LEAST_FOOTED, 0, title("retransmitted")));
      }
      case HOLLOW -> {
        marks.add(ticks("hollow " + colour, 4, 0, title("reinjected")));
        marks.add(ticks("core", 4, 1, ""));
      }
      case SACK -> marks.add(ticks("sack " + colour, 2, 0, title("SACK blocks")));
      case UNMAPPED -> {
        marks.add(ticks("unmapped", 4, 0, title("segments without a mapping")));
        marks.add(ticks("unmappedCore", 4, 1, ""));
      }
    }
  }

  private String title(String what) {
    return "subflow " + layer.subflow() + ": " + Numbers.grouped(layer.spans().size()) + " " + what;
  }

  private Mark ticks(String style, double least, double inset, String title) {
    Column.Builder xs = new Column.Builder();
    Column.Builder tops = new Column.Builder();
    Column.Builder bottoms = new Column.Builder();
    Column.Builder frames = new Column.Builder();
    for (Bar bar : bars) {
      double more = Math.max(0, least - (bar.bottom() - bar.top())) / 2;
      xs.add(bar.x());
      tops.add(bar.top() - more + inset);
      bottoms.add(bar.bottom() + more - inset);
      frames.frame(bar.frame());
    }
    return new Mark.Ticks(style, xs.build(), tops.build(), bottoms.build(), frames.build(), title);
  }

  private Mark feet(String style) {
    Column.Builder from = new Column.Builder();
    Column.Builder to = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    Column.Builder frames = new Column.Builder();
    for (Bar bar : bars) {
      from.add(bar.x() - 6);
      to.add(bar.x());
      // The foot stands where the data begin, or in the middle of a bar that is drawn taller than
      // it is.
      boolean tall = bar.bottom() - bar.top() >= LEAST_FOOTED;
      ys.add(tall ? bar.bottom() : (bar.top() + bar.bottom()) / 2);
      frames.frame(bar.frame());
    }
    return new Mark.Links(style, from.build(), to.build(), ys.build(), frames.build());
  }

  /** The longest stretch of one subflow in view, by pixels, and where it ends. */
  record Run(double length, double x, double y) {}

  /** Returns the longest run; its length is 0 if there is none. */
  Run longestRun() {
    Run longest = new Run(0, 0, 0);
    Bar start = null;
    Bar last = null;
    for (Bar bar : bars) {
      boolean joins =
          last != null
              && bar.x() - last.x() <= RUN_GAP_X
              && Math.abs(bar.top() - last.top()) <= RUN_GAP_Y;
      if (!joins) {
        start = bar;
      }
      last = bar;
      double length = 1 + Math.hypot(bar.x() - start.x(), bar.top() - start.bottom());
      if (length > longest.length()) {
        longest = new Run(length, bar.x(), (bar.top() + bar.bottom()) / 2);
      }
    }
    return longest;
  }
}
