package org.mptcpscope.core.plot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What lies where: a picture before it is painted.
 *
 * @param width in pixels
 * @param height in pixels
 * @param title what is drawn, with the connection
 * @param summary what there is to see, in a sentence
 * @param x the horizontal axis, as it lies in the picture
 * @param y the vertical axis
 * @param marks from back to front
 * @param probe answers what is near a point
 */
public record Scene(
    double width,
    double height,
    String title,
    String summary,
    Scale x,
    Scale y,
    List<Mark> marks,
    Probe probe) {
  /** How near a click must be, in pixels. */
  public static final double HIT_RADIUS = 8;

  /** Copies the list. */
  public Scene {
    marks = List.copyOf(marks);
  }

  /**
   * What a point of the picture belongs to.
   *
   * @param role the kind of thing
   * @param frame its frame
   * @param text what it is, in one line
   * @param x where it lies, in pixels
   * @param y where it lies, in pixels
   */
  public record Hit(Role role, long frame, String text, double x, double y) {}

  /** Answers what is near a point, from the data and not from what was drawn of it. */
  @FunctionalInterface
  public interface Probe {
    /** Returns the nearest thing of the foremost kind within {@code radius} pixels. */
    Optional<Hit> at(double x, double y, double radius);
  }

  /** Returns what a click at a pixel means, if anything. */
  public Optional<Hit> hit(double px, double py) {
    return probe.at(px, py, HIT_RADIUS);
  }

  /** Returns the frame under a pixel, if any. */
  public OptionalLong frameAt(double px, double py) {
    return hit(px, py)
        .filter(hit -> hit.frame() > 0)
        .map(hit -> OptionalLong.of(hit.frame()))
        .orElse(OptionalLong.empty());
  }
}
