package org.mptcpscope.core.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what a point belongs to: the foremost role that has something near, and of it the nearest.
 */
final class Hits implements Scene.Probe {
  private final List<Layer> layers;
  private final Frame frame;
  private final Scale x;
  private final Scale y;

  Hits(List<Layer> layers, Frame frame, Scale x, Scale y) {
    this.layers = layers;
    this.frame = frame;
    this.x = x;
    this.y = y;
  }

  /** Something near, and how near. */
  private record Near(Scene.Hit hit, double distance) {}

  @Override
  public Optional<Scene.Hit> at(double px, double py, double radius) {
    Map<Role, Near> nearest = new LinkedHashMap<>();
    for (Layer layer : layers.reversed()) {
      Near near = near(layer, px, py, radius);
      if (near != null) {
        nearest.merge(layer.role(), near, (a, b) -> a.distance() <= b.distance() ? a : b);
      }
    }
    return nearest.values().stream().map(Near::hit).findFirst();
  }

  private Near near(Layer layer, double px, double py, double radius) {
    boolean inLane = frame.laneTop() >= 0 && py < frame.top();
    if (layer instanceof Layer.Signals signals) {
      return inLane && py >= frame.laneTop() ? signal(signals, px, radius) : null;
    }
    boolean onGround =
        px >= frame.left() && px <= frame.right() && py >= frame.top() && py <= frame.bottom();
    if (!onGround) {
      return null;
    }
    return switch (layer) {
      case Layer.Points points -> point(points, px, py, radius);
      case Layer.Bars bars -> bar(bars, px, py, radius);
      case Layer.Steps steps -> step(steps, px, py, radius);
      case Layer.Boxes boxes when boxes.role() == Role.MAPPING || boxes.role() == Role.HOLDING ->
          box(boxes, px, py);
      case Layer.Dots dots -> dot(dots, px, py, radius);
      default -> null;
    };
  }

  private Near signal(Layer.Signals layer, double px, double radius) {
    Near best = null;
    for (Layer.Signal signal : layer.signals()) {
      double at = x.pixel(signal.time());
      double distance = Math.abs(at - px);
      if (distance <= radius && (best == null || distance < best.distance())) {
        double middle = frame.laneTop() + Frame.LANE_HEIGHT / 2;
        best =
            new Near(
                new Scene.Hit(layer.role(), signal.frame(), signal.text(), at, middle), distance);
      }
    }
    return best;
  }

  private Near point(Layer.Points layer, double px, double py, double radius) {
    Near best = null;
    for (Layer.Point point : layer.points()) {
      double pointX = x.pixel(point.time());
      double pointY = y.pixel(point.value());
      double distance = Math.hypot(pointX - px, pointY - py);
      if (distance <= radius && (best == null || distance < best.distance())) {
        best =
            new Near(
                new Scene.Hit(layer.role(), point.frame(), point.text(), pointX, pointY), distance);
      }
    }
    return best;
  }

  private Near bar(Layer.Bars layer, double px, double py, double radius) {
    Spans spans = layer.spans();
    int index = spans.nearest(x, y, px, py, radius);
    if (index < 0) {
      return null;
    }
    double barX = x.pixel(spans.time(index));
    double bottom = y.pixel(spans.low(index));
    double top = y.pixel(spans.high(index));
    double nearY = Math.clamp(py, top, bottom);
    String what =
        switch (layer.role()) {
          case RETRANSMISSION -> "retransmission, ";
          case REINJECTION -> "reinjection, ";
          case UNMAPPED -> "no mapping, ";
          case SACK -> "SACK, ";
          default -> "";
        };
    String text =
        what
            + "frame "
            + spans.frame(index)
            + ", DSN "
            + Numbers.grouped(spans.low(index))
            + " – "
            + Numbers.grouped(spans.high(index) - 1)
            + ", "
            + Numbers.grouped(spans.high(index) - spans.low(index))
            + " octets, subflow "
            + layer.subflow();
    return new Near(
        new Scene.Hit(layer.role(), spans.frame(index), text, barX, (top + bottom) / 2),
        Math.hypot(barX - px, nearY - py));
  }

  private Near box(Layer.Boxes layer, double px, double py) {
    for (Layer.Box box : layer.boxes().reversed()) {
      boolean inside =
          px >= x.pixel(box.from())
              && px <= x.pixel(box.to())
              && py <= y.pixel(box.low())
              && py >= y.pixel(box.high());
      if (inside) {
        return new Near(new Scene.Hit(layer.role(), box.frame(), box.text(), px, py), 0);
      }
    }
    return null;
  }

  private Near dot(Layer.Dots layer, double px, double py, double radius) {
    Spans spans = layer.spans();
    int index = spans.nearest(x, y, px, py, radius);
    if (index < 0) {
      return null;
    }
    double dotX = x.pixel(spans.time(index));
    double dotY = y.pixel(spans.low(index));
    String text =
        layer.name()
            + ": "
            + Numbers.duration(spans.low(index))
            + " (frame "
            + spans.frame(index)
            + ")";
    return new Near(
        new Scene.Hit(layer.role(), spans.frame(index), text, dotX, dotY),
        Math.hypot(dotX - px, dotY - py));
  }

  private Near step(Layer.Steps layer, double px, double py, double radius) {
    Curve curve = layer.curve();
    int index = px > x.pixel(layer.until()) + radius ? -1 : curve.nearest(x, y, px, py, radius);
    if (index < 0) {
      return null;
    }
    int subflow = curve.subflow(index);
    String text =
        layer.name()
            + " "
            + Numbers.grouped(curve.value(index))
            + (subflow < 0 ? "" : " on subflow " + subflow)
            + " (frame "
            + curve.frame(index)
            + ")";
    return new Near(
        new Scene.Hit(
            layer.role(),
            curve.frame(index),
            text,
            Math.max(frame.left(), x.pixel(curve.time(index))),
            y.pixel(curve.value(index))),
        0);
  }
}
