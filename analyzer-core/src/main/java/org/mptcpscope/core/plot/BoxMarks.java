package org.mptcpscope.core.plot;

import java.util.List;

/** Boxes in rows: those that would lie within one pixel are drawn as one. */
final class BoxMarks {
  private static final double LEAST = 1;

  private BoxMarks() {}

  static void draw(
      Layer.Boxes layer, List<Layer.Box> boxes, Frame frame, Scale x, Scale y, List<Mark> marks) {
    List<Layer.Box> sorted =
        boxes.stream().sorted((a, b) -> Long.compare(a.from(), b.from())).toList();
    int i = 0;
    while (i < sorted.size()) {
      Layer.Box first = sorted.get(i);
      double left = Math.max(frame.left(), x.pixel(first.from()));
      double right = Math.max(left + LEAST, Math.min(frame.right(), x.pixel(first.to())));
      int next = i + 1;
      while (next < sorted.size() && x.pixel(sorted.get(next).from()) < left + LEAST) {
        right = Math.max(right, Math.min(frame.right(), x.pixel(sorted.get(next).to())));
        next++;
      }
      double top = y.pixel(first.high());
      marks.add(
          new Mark.Band(
              layer.style(),
              Scale.half(left),
              top,
              Math.max(LEAST, Scale.half(right) - Scale.half(left)),
              y.pixel(first.low()) - top,
              next == i + 1 ? first.text() : first.text() + " and " + (next - i - 1) + " more"));
      i = next;
    }
  }
}
