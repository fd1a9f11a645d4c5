package org.mptcpscope.dissector.capfile;

/**
 * An interface that a capture describes.
 *
 * @param id counted from 0 over the whole capture, sections of pcapng included
 * @param linkType of its frames
 * @param snaplen most octets of a frame that were kept, or 0 for no limit
 * @param ticksPerSecond resolution of its times, or 0 if finer than 2^63 a second
 * @param name such as {@code eth0}, or empty
 */
public record CaptureInterface(
    int id, int linkType, int snaplen, long ticksPerSecond, String name) {}
