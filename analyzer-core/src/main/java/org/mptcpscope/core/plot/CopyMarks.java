package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines from first copies to later ones. They are level, for a copy has the data sequence numbers
 * of its original. Where lines come closer than 6 pixels, a band stands for the whole run.
 */
final class CopyMarks {
  private static final double CLOSE = 6;
  private static final double JUMP = 24;

  /** Bars that are smaller have no lines of their own, and bands that are lower are none. */
  private static final double TALL_BAR = 4;

  private static final double TALL_BAND = 3;
  private static final int MOST_GROUPS = 150;

  private CopyMarks() {}

  static void draw(Layer.Copies layer, Scale x, Scale y, List<Mark> marks) {
    List<Layer.Copy> seen = new ArrayList<>();
    for (Layer.Copy copy : layer.copies()) {
      if (copy.to() >= x.span().from()
          && copy.from() <= x.span().to()
          && copy.high() >= y.span().from()
          && copy.low() <= y.span().to()) {
        seen.add(copy);
      }
    }
    seen.sort(
        Comparator.comparingInt(Layer.Copy::subflow)
            .thenComparingLong(Layer.Copy::low)
            .thenComparingLong(Layer.Copy::to));
    List<List<Layer.Copy>> groups = groups(seen, x, y);
    groups.sort(Comparator.comparingInt(group -> -group.size()));
    Map<Integer, List<Layer.Copy>> lines = new TreeMap<>();
    for (List<Layer.Copy> group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
      List<Layer.Copy> edges = List.of();
      if (height(group.getFirst(), group.getLast(), y) > TALL_BAND && group.size() > 2) {
        marks.add(band(group, x, y));
        edges = List.of(group.getFirst(), group.getLast());
      } else if (y.pixels(group.getFirst().high() - group.getFirst().low()) > TALL_BAR) {
        edges = group;
      }
      if (!edges.isEmpty()) {
        lines
            .computeIfAbsent(group.getFirst().subflow(), subflow -> new ArrayList<>())
            .addAll(edges);
      }
    }
    lines.values().forEach(copies -> marks.add(links(copies, x, y)));
  }

  private static double height(Layer.Copy lowest, Layer.Copy highest, Scale y) {
    return middle(lowest, y) - middle(highest, y);
  }

  private static List<List<Layer.Copy>> groups(List<Layer.Copy> sorted, Scale x, Scale y) {
    List<List<Layer.Copy>> groups = new ArrayList<>();
    Layer.Copy last = null;
    for (Layer.Copy copy : sorted) {
      boolean joins =
          last != null
              && last.subflow() == copy.subflow()
              && middle(last, y) - middle(copy, y) < CLOSE
              && x.pixels(Math.abs(copy.from() - last.from())) < JUMP
              && x.pixels(Math.abs(copy.to() - last.to())) < JUMP;
      if (!joins) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(copy);
      last = copy;
    }
    return groups;
  }

  private static Mark links(List<Layer.Copy> copies, Scale x, Scale y) {
    Column.Builder from = new Column.Builder();
    Column.Builder to = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    Column.Builder frames = new Column.Builder();
    for (Layer.Copy copy : copies) {
      from.add(Scale.half(x.pixel(copy.from())));
      to.add(Scale.half(x.pixel(copy.to())));
      ys.add(middle(copy, y));
      frames.frame(copy.frame());
    }
    return new Mark.Links(
        "original " + Theme.subflow(copies.getFirst().subflow()),
        from.build(),
        to.build(),
        ys.build(),
        frames.build());
  }

  /** A shape from the originals on the left to the copies on the right. */
  private static Mark band(List<Layer.Copy> group, Scale x, Scale y) {
    List<Layer.Copy> corners = new ArrayList<>();
    long octets = 0;
    for (Layer.Copy copy : group) {
      octets += copy.high() - copy.low();
      if (corners.isEmpty() || middle(corners.getLast(), y) - middle(copy, y) >= 2) {
        corners.add(copy);
      }
    }
    if (!corners.getLast().equals(group.getLast())) {
      corners.add(group.getLast());
    }
    Column.Builder xs = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    for (Layer.Copy copy : corners) {
      xs.add(Scale.half(x.pixel(copy.from())));
      ys.add(middle(copy, y));
    }
    for (Layer.Copy copy : corners.reversed()) {
      xs.add(Scale.half(x.pixel(copy.to())));
      ys.add(middle(copy, y));
    }
    return new Mark.Area(
        "copies " + Theme.subflow(group.getFirst().subflow()),
        xs.build(),
        ys.build(),
        Numbers.grouped(group.size()) + " segments, " + Numbers.grouped(octets) + " octets");
  }

  private static double middle(Layer.Copy copy, Scale y) {
    return (y.pixel(copy.low()) + y.pixel(copy.high())) / 2;
  }
}
