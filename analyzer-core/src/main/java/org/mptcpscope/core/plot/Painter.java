package org.mptcpscope.core.plot;

/**
 * Draws a scene: as text, as octets, or on a canvas.
 *
 * @param <T> what comes out
 */
public interface Painter<T> {
  /** Draws every mark in order, with the looks of {@code theme}. */
  T paint(Scene scene, Theme theme);
}
