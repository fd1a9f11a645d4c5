/** Runs rules over a capture: preconditions, suppressions, deadlines, folding, severity. */
package org.mptcpscope.rules.engine;
