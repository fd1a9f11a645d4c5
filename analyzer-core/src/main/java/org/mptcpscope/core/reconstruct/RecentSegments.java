package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow.Segment;

/**
 * The last eight segments of one direction, four words each until somebody asks: the time, both
 * SSNs, and one of frame (32 bits), payload (20), flags (9) and what options there were (3).
 */
final class RecentSegments {
  private static final int SIZE = 8;
  private static final int WORDS = 4;
  private static final int FIRST_CAPACITY = 2;

  private static final int MPTCP = 1;
  private static final int DSS = 2;
  private static final int DATA_ACK = 4;

  private long[] words = new long[FIRST_CAPACITY * WORDS];
  private int count;

  /** Options that are one DSS with a Data ACK. */
  static final int PLAIN = MPTCP | DSS | DATA_ACK;

  void add(SegmentState segment) {
    int options =
        (segment.has(SegmentFacts.ANY_OPTION) ? MPTCP : 0)
            | (segment.dssCount > 0 ? DSS : 0)
            | (segment.hasDss && segment.dss.hasDataAck() ? DATA_ACK : 0);
    long shape = shape(segment.frame, segment.payload, segment.flags, options);
    add(segment.time, segment.ssn, segment.ackSsn, shape);
  }

  /** The fourth word of a segment. */
  static long shape(int frame, int payload, int flags, int options) {
    return (long) frame << 32
        | (long) Math.min(payload, 0xf_ffff) << 12
        | (flags & 0x1ffL) << 3
        | options;
  }

  void add(long time, long ssn, long ackSsn, long shape) {
    if (count < SIZE && count * WORDS == words.length) {
      words = Arrays.copyOf(words, 2 * words.length);
    }
    int at = (count & SIZE - 1) * WORDS;
    // Stays a small number of the same remainder: only the last eight matter.
    count = count == 3 * SIZE - 1 ? 2 * SIZE : count + 1;
    words[at] = time;
    words[at + 1] = ssn;
    words[at + 2] = ackSsn;
    words[at + 3] = shape;
  }

  private Segment at(int index) {
    int at = index % SIZE * WORDS;
    long packed = words[at + 3];
    int options = (int) packed & 7;
    return new Segment(
        new FrameRef((int) (packed >>> 32), words[at]),
        (int) (packed >> 3) & 0x1ff,
        words[at + 1],
        words[at + 2],
        (int) (packed >> 12) & 0xf_ffff,
        (options & MPTCP) != 0,
        (options & DSS) != 0,
        (options & DATA_ACK) != 0);
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
