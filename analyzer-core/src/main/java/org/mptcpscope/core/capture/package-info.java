/**
 * Captures in: files, directories, streams and memory are opened, decompressed and put in the order
 * of time. Nothing is known here of what the frames carry.
 */
package org.mptcpscope.core.capture;
