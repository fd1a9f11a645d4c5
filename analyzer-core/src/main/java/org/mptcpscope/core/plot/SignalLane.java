package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;

/** The lane above the plot: pins for joins, addresses, resets and other rare options. */
final class SignalLane {
  private static final double CLOSE = 16;
  private static final double PIN_HEIGHT = 14;
  private static final double LEAST_WIDTH = 16;
  private static final double TEXT_GAP = 6;

  /** A pin at the very end of the axis may stand half outside. */
  private static final double OVERHANG = 8;

  private SignalLane() {}

  /** A pin: one signal, or several that are too close to part. */
  private record Pin(double x, List<Layer.Signal> signals) {
    String letters() {
      boolean oneFrame = signals.stream().mapToLong(Layer.Signal::frame).distinct().count() == 1;
      if (oneFrame) {
        return String.join(" ", signals.stream().map(Layer.Signal::letters).toList());
      }
      return Integer.toString(signals.size());
    }

    double width() {
      return Math.max(LEAST_WIDTH, SignalLane.width(letters(), "letter") + 8);
    }

    /** How far away the next pin must be. */
    double room() {
      return Math.max(CLOSE, (width() + LEAST_WIDTH) / 2 + 1);
    }

    String text() {
      return String.join(", ", signals.stream().map(Layer.Signal::text).distinct().toList());
    }

    boolean oneSubflow() {
      return signals.stream().mapToInt(Layer.Signal::subflow).distinct().count() == 1;
    }
  }

  static List<Layer.Signal> signals(PlotSpec spec) {
    List<Layer.Signal> all = new ArrayList<>();
    for (Layer layer : spec.layers()) {
      if (layer instanceof Layer.Signals signals) {
        all.addAll(signals.signals());
      }
    }
    return all;
  }

  /** Dotted lines from the pins through the plot. */
  static void drops(Layer.Signals layer, Frame frame, Scale x, List<Mark> marks) {
    for (Pin pin : pins(layer.signals(), x)) {
      Layer.Signal first = pin.signals().getFirst();
      double px = Scale.half(x.pixel(first.time()));
      marks.add(
          new Mark.Ticks(
              "drop " + colour(pin),
              Column.of(px),
              Column.of(frame.top()),
              Column.of(frame.bottom()),
              Column.ofFrame(first.frame()),
              ""));
    }
  }

  static void draw(List<Layer.Signal> signals, Frame frame, Scale x, List<Mark> marks) {
    double top = frame.laneTop();
    double baseline = top + 14;
    marks.add(new Mark.Band("lane", frame.left(), top, frame.width(), Frame.LANE_HEIGHT, ""));
    marks.add(new Mark.Label("words muted end small", frame.left() - 14, baseline, "Signals"));
    double left = frame.left();
    double right = frame.right();
    long before = signals.stream().filter(s -> s.time() < x.span().from()).count();
    long after = signals.stream().filter(s -> s.time() > x.span().to()).count();
    if (before > 0) {
      String text = "‹ " + before;
      marks.add(new Mark.Label("words num muted", left + 4, baseline, text));
      left += 8 + width(text, "words num muted");
    }
    if (after > 0) {
      String text = after + " ›";
      marks.add(new Mark.Label("words num muted end", right - 4, baseline, text));
      right -= 8 + width(text, "words num muted");
    }
    List<Pin> pins = pins(signals, x);
    for (int i = 0; i < pins.size(); i++) {
      double pinWidth = pins.get(i).width();
      double px =
          Scale.between(
              pins.get(i).x(), left + pinWidth / 2 - OVERHANG, right - pinWidth / 2 + OVERHANG);
      pin(pins.get(i), px, pinWidth, top, marks);
      double next = i + 1 < pins.size() ? pins.get(i + 1).x() - LEAST_WIDTH : right;
      double start = px + pinWidth / 2 + TEXT_GAP;
      String text = pins.get(i).text();
      if (start + width(text, "words small") + TEXT_GAP <= next) {
        marks.add(new Mark.Label("words small", start, baseline, text));
      }
    }
  }

  private static void pin(Pin pin, double px, double pinWidth, double top, List<Mark> marks) {
    double pinTop = top + (Frame.LANE_HEIGHT - PIN_HEIGHT) / 2;
    marks.add(
        new Mark.Band(
            "pin " + colour(pin), px - pinWidth / 2, pinTop, pinWidth, PIN_HEIGHT, pin.text()));
    String digit = pin.oneSubflow() ? Theme.digit(pin.signals().getFirst().subflow()) : "onInk";
    marks.add(new Mark.Label("words letter " + digit, px, pinTop + 11, pin.letters()));
  }

  private static String colour(Pin pin) {
    return pin.oneSubflow() ? Theme.subflow(pin.signals().getFirst().subflow()) : "neutral";
  }

  private static List<Pin> pins(List<Layer.Signal> signals, Scale x) {
    List<Pin> pins = new ArrayList<>();
    for (Layer.Signal signal : signals) {
      if (signal.time() < x.span().from() || signal.time() > x.span().to()) {
        continue;
      }
      double px = x.pixel(signal.time());
      if (pins.isEmpty() || px - pins.getLast().x() >= pins.getLast().room()) {
        pins.add(new Pin(px, new ArrayList<>()));
      }
      pins.getLast().signals().add(signal);
    }
    return pins;
  }

  private static double width(String text, String style) {
    return TextWidth.of(text, Theme.LIGHT.look(style));
  }
}
