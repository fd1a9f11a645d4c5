/**
 * Plots: what to show ({@link org.mptcpscope.core.plot.PlotSpec}), where it lies ({@link
 * org.mptcpscope.core.plot.Scene}) and how it is written ({@link
 * org.mptcpscope.core.plot.Painter}).
 *
 * <p>A plot is a function from columns of numbers to a {@code PlotSpec}; {@code Layout} reduces the
 * columns to a few marks per pixel column; a painter knows nothing but marks and styles. Colours
 * and widths stand in {@code theme.txt} only.
 */
package org.mptcpscope.core.plot;
