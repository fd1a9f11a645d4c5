/** What the window shows and does, without JavaFX: tested without a toolkit. */
package org.mptcpscope.gui.presenter;
