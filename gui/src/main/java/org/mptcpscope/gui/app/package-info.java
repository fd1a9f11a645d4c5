/** Starts the desktop. */
package org.mptcpscope.gui.app;
