package org.mptcpscope.core.capture;

/**
 * Where a frame of a merged capture comes from.
 *
 * @param file as it was named
 * @param frame its number in that file, from 1
 */
public record FrameOrigin(String file, int frame) {}
