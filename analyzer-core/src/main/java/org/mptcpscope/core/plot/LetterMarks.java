package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Letters at segments; those closer than 8 px on one line become one with a count. */
final class LetterMarks {
  private static final double APART = 8;
  private static final double ABOVE = 4;
  private static final double BELOW = 12;
  private static final double LINE = 10;

  private LetterMarks() {}

  /** A letter as drawn, with how many it stands for. */
  private static final class Place {
    private final Layer.Letter first;
    private final double x;
    private final double y;
    private double lastX;
    private int count = 1;

    Place(Layer.Letter first, double x, double y) {
      this.first = first;
      this.x = x;
      this.y = y;
      this.lastX = x;
    }
  }

  static void draw(Layer.Letters layer, Frame frame, Scale x, Scale y, List<Mark> marks) {
    Map<String, Place> open = new HashMap<>();
    List<Place> all = new ArrayList<>();
    for (Layer.Letter letter : layer.letters()) {
      double px = Scale.half(x.pixel(letter.time()));
      double py = y.pixel(letter.value()) + (letter.above() ? -ABOVE : BELOW);
      if (px < frame.left() || px > frame.right() || py < frame.top() || py > frame.bottom()) {
        continue;
      }
      String key = letter.letter() + letter.style();
      Place place = open.get(key);
      if (place != null && px - place.lastX < APART && Math.abs(py - place.y) < LINE) {
        place.count++;
        place.lastX = px;
      } else {
        place = new Place(letter, px, py);
        open.put(key, place);
        all.add(place);
      }
    }
    for (Place place : all) {
      marks.add(
          new Mark.Label(
              "letter haloed " + place.first.style(),
              place.x,
              place.y,
              place.count == 1 ? place.first.letter() : place.first.letter() + place.count));
    }
  }
}
