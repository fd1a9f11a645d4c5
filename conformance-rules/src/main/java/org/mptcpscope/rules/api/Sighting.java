package org.mptcpscope.rules.api;

import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/**
 * The segment that a watch met.
 *
 * @param ssn SSN of its first octet
 * @param ackSsn what it acknowledges
 * @param payload octets on the wire
 * @param traits see {@code SegmentFacts}
 */
public record Sighting(
    FrameRef frame, Subflow on, Side by, long ssn, long ackSsn, int payload, long traits) {}
