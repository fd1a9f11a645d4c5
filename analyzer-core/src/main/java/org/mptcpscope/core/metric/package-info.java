/**
 * What happened, in numbers: the segments of a connection as columns, and what follows from them.
 * Defined for readers in {@code docs/metrics.md}.
 */
package org.mptcpscope.core.metric;
