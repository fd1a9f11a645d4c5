package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow.Segment;

/** The last eight segments of one direction, as primitives until somebody asks. */
final class RecentSegments {
  private static final int SIZE = 8;

  private final int[] frame = new int[SIZE];
  private final long[] time = new long[SIZE];
  private final int[] flags = new int[SIZE];
  private final long[] ssn = new long[SIZE];
  private final long[] ackSsn = new long[SIZE];
  private final int[] payload = new int[SIZE];
  private final byte[] options = new byte[SIZE];
  private int count;

  void add(SegmentState segment) {
    int at = count++ & (SIZE - 1);
    frame[at] = segment.frame;
    time[at] = segment.time;
    flags[at] = segment.flags;
    ssn[at] = segment.ssn;
    ackSsn[at] = segment.ackSsn;
    payload[at] = segment.payload;
    options[at] =
        (byte)
            ((segment.has(SegmentFacts.ANY_OPTION) ? 1 : 0)
                | (segment.dssCount > 0 ? 2 : 0)
                | (segment.hasDss && segment.dss.hasDataAck() ? 4 : 0));
    if (count < 0) {
      count = SIZE;
    }
  }

  private Segment at(int index) {
    int at = index & (SIZE - 1);
    return new Segment(
        new FrameRef(frame[at], time[at]),
        flags[at],
        ssn[at],
        ackSsn[at],
        payload[at],
        (options[at] & 1) != 0,
        (options[at] & 2) != 0,
        (options[at] & 4) != 0);
  }

  Optional<Segment> last() {
    return count == 0 ? Optional.empty() : Optional.of(at(count - 1));
  }

  /** Newest last. */
  List<Segment> all() {
    List<Segment> all = new ArrayList<>(SIZE);
    for (int i = Math.max(0, count - SIZE); i < count; i++) {
      all.add(at(i));
    }
    return all;
  }
}
