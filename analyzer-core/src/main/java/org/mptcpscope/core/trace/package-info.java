/** One capture, one pass: frames in, events and segments out. */
package org.mptcpscope.core.trace;
