/**
 * Two captures of the same traffic, side by side: which segment of one is which of the other, what
 * the path changed, lost or added, and how long it took.
 */
package org.mptcpscope.core.compare;
