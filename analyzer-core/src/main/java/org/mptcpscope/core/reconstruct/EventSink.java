package org.mptcpscope.core.reconstruct;

import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;

/**
 * Where events go. They are gathered while a segment is worked on, and delivered when its state is
 * complete, so that a query made during an event answers as of the whole segment.
 *
 * <p>Ask {@link #listening} before making a record: counters are kept in any case, events only for
 * somebody.
 */
interface EventSink {
  /** False if nobody hears events. */
  boolean listening();

  /** States a fact. */
  void emit(MptcpEvent event);

  /** The carrier of the segment in hand; made once per segment, and only if asked for. */
  Carrier carrier();

  /** The doubts about the segment in hand. */
  Set<Doubt> doubts();

  /**
   * The carrier of an earlier segment, read again from the capture: for facts that become certain
   * late. Without its octets it has no options.
   *
   * @param position what {@code SegmentState#position} was
   */
  Carrier carrierOf(FrameRef frame, long position, DirectionState out, long ssn, int payload);
}
