package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.trace.TraceOptions;

/**
 * What all parts of one pass share.
 *
 * @param mptcpStreams numbers connections from the first key on, as Wireshark does
 * @param flush delivers the events that were gathered so far
 */
record PassContext(
    FrameSource source,
    TraceOptions options,
    EventSink sink,
    Runnable flush,
    Alarms alarms,
    KeyRing keys,
    GivenKeys given,
    StreamNumbers mptcpStreams,
    ClockSkew skew,
    Disorder disorder,
    SpareRows rows) {

  /** The last frame that was read. */
  FrameRef lastFrame() {
    return alarms.lastFrame();
  }
}
