/** JavaFX views: passive, they show what presenters say. */
package org.mptcpscope.gui.view;
