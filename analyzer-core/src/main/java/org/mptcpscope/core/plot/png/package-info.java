/** Pictures as PNG, by Java2D: the one package that may use AWT. */
package org.mptcpscope.core.plot.png;
