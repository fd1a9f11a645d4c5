package org.mptcpscope.core.capture;

/**
 * An interface of a capture.
 *
 * @param id its number from 0 over the whole file
 * @param linkType number of the LINKTYPE_ registry
 * @param snaplen most octets it kept of a frame; 0 if without limit
 * @param resolutionNanos unit of its time stamps in nanoseconds, at least 1
 */
public record CaptureInterface(int id, int linkType, int snaplen, long resolutionNanos) {}
