/**
 * The core: captures in, connections and facts out; {@code TraceAnalyzer} is where a pass begins.
 */
package org.mptcpscope.core;
