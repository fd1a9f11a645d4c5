/**
 * The reconstruction behind {@code core.trace} and {@code core.model}: mutable, single-threaded,
 * and private to this module.
 *
 * <p>The life of a segment: {@code FrameLoop} reads a frame into the one {@code SegmentState} of
 * the pass; {@code FlowTable} finds its flow; {@code TcpTracker} places it among the octets of its
 * direction; {@code OptionWalk} takes its options left to right; {@code DataPlane} follows
 * mappings, Data ACKs and fallback; then the events that {@code EventSink} gathered go out.
 */
package org.mptcpscope.core.reconstruct;
