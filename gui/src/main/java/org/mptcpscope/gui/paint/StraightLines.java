package org.mptcpscope.gui.paint;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.mptcpscope.core.plot.Column;
import org.mptcpscope.core.plot.Look;

/**
 * Level and upright lines as filled rectangles. In software a stroke goes through the general path
 * renderer, which takes ten times as long; nearly all lines of a plot are level or upright.
 */
final class StraightLines {
  private final GraphicsContext canvas;
  private final double half;
  private final double[] dashes;

  StraightLines(GraphicsContext canvas, Look look, Color colour) {
    this.canvas = canvas;
    this.half = look.width() / 2;
    this.dashes = look.dash().stream().mapToDouble(Double::doubleValue).toArray();
    canvas.setFill(colour);
  }

  /** Returns whether a line has no slanted piece. */
  static boolean isStraight(Column x, Column y) {
    for (int i = 1; i < x.size(); i++) {
      if (x.get(i) != x.get(i - 1) && y.get(i) != y.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  void upright(double x, double from, double to) {
    piece(x, from, x, to, 0);
  }

  void level(double y, double from, double to) {
    piece(from, y, to, y, 0);
  }

  /** Draws a line through points; dashes go on around its corners. */
  void line(Column x, Column y) {
    double done = 0;
    for (int i = 1; i < x.size(); i++) {
      piece(x.get(i - 1), y.get(i - 1), x.get(i), y.get(i), done);
      done += Math.abs(x.get(i) - x.get(i - 1)) + Math.abs(y.get(i) - y.get(i - 1));
    }
  }

  private void piece(double x1, double y1, double x2, double y2, double done) {
    if (dashes.length == 0) {
      rectangle(x1, y1, x2, y2);
      return;
    }
    double length = Math.abs(x2 - x1) + Math.abs(y2 - y1);
    double stepX = length == 0 ? 0 : (x2 - x1) / length;
    double stepY = length == 0 ? 0 : (y2 - y1) / length;
    int dash = 0;
    double left = done % total();
    while (left >= dashes[dash]) {
      left -= dashes[dash];
      dash = (dash + 1) % dashes.length;
    }
    double rest = dashes[dash] - left;
    for (double at = 0; at < length; ) {
      double end = Math.min(length, at + rest);
      if (dash % 2 == 0) {
        rectangle(x1 + stepX * at, y1 + stepY * at, x1 + stepX * end, y1 + stepY * end);
      }
      at = end;
      dash = (dash + 1) % dashes.length;
      rest = dashes[dash];
    }
  }

  private double total() {
    double total = 0;
    for (double dash : dashes) {
      total += dash;
    }
    return total;
  }

  private void rectangle(double x1, double y1, double x2, double y2) {
    if (x1 == x2) {
      canvas.fillRect(x1 - half, Math.min(y1, y2), 2 * half, Math.abs(y2 - y1));
    } else {
      canvas.fillRect(Math.min(x1, x2), y1 - half, Math.abs(x2 - x1), 2 * half);
    }
  }
}
