package org.mptcpscope.core.plot;

import java.util.List;
import java.util.Set;

/**
 * What a plot shows, without a size: series with their units and roles.
 *
 * @param title what is drawn
 * @param subtitle of which connection
 * @param summary what there is to see, in a sentence: for those who cannot see it
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param whole the part of the horizontal axis that is shown at first
 * @param layers from back to front
 */
public record PlotSpec(
    String title, String subtitle, String summary, Axis x, Axis y, Span whole, List<Layer> layers) {
  /** Copies the list. */
  public PlotSpec {
    layers = List.copyOf(layers);
  }

  /** Returns the same plot without the layers of some roles. */
  public PlotSpec without(Set<Role> hidden) {
    return new PlotSpec(
        title,
        subtitle,
        summary,
        x,
        y,
        whole,
        layers.stream().filter(layer -> !hidden.contains(layer.role())).toList());
  }
}
