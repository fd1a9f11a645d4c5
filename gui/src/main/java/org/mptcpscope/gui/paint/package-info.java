/** Draws scenes with JavaFX. */
package org.mptcpscope.gui.paint;
