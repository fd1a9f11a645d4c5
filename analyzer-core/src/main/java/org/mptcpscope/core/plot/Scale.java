package org.mptcpscope.core.plot;

/**
 * Maps a span of an axis to pixels, and back.
 *
 * @param start the pixel of the lower end
 * @param end the pixel of the upper end; below {@code start} for an axis that goes up
 */
public record Scale(Span span, double start, double end) {

  /** Returns the pixel of a value. */
  public double pixel(long value) {
    return start + ((double) value - span.from()) / span.length() * (end - start);
  }

  /** Returns the value at a pixel. */
  public long value(double pixel) {
    return span.from() + Math.round((pixel - start) / (end - start) * span.length());
  }

  /** Returns how many pixels a length on the axis takes. */
  double pixels(long length) {
    return length * (Math.abs(end - start) / span.length());
  }

  /** Returns how much of the axis some pixels take, at least 1. */
  long length(double pixels) {
    return Math.max(1, (long) (pixels / Math.abs(end - start) * span.length()));
  }

  /** Keeps a pixel between two others; where they leave no room, the lower one wins. */
  static double between(double pixel, double low, double high) {
    return Math.max(low, Math.min(high, pixel));
  }

  /** Rounds to half a pixel, so that columns of equal time fall together. */
  static double half(double pixel) {
    return Math.round(pixel * 2) / 2.0;
  }
}
