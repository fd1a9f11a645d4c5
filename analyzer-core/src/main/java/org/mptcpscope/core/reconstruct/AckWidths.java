package org.mptcpscope.core.reconstruct;

import java.util.Optional;
import java.util.OptionalLong;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;

/**
 * With how many octets the data of a host is numbered and acknowledged (RFC 8684, 3.3.2). Data that
 * only mappings with a DSN of 8 octets carried lies behind all of {@link #floor}: in front of that
 * it is not followed.
 */
final class AckWidths {
  private static final long SPACE = 1L << 32;
  private static final long MARK = SPACE / 16;
  private static final int MARKS = 32;
  private static final int WORDS = 3;

  private boolean anyWide;
  private long wideFrom;
  private boolean anyNarrow;
  private long narrowEnd;
  private boolean anyWideAck;
  private long wideAcked;

  /** Ends of data with DSNs of 4 octets: DSN, time, frame; made with the first of them. */
  private long[] marks;

  private int marked;
  private boolean anyMark;
  private long lastMark;
  private long narrowlyTo;
  private int narrowFrame;
  private long fastest;
  private int fastestFrom;
  private long fastestFromTime;
  private int fastestTo;

  /** A Data ACK of 8 octets is waited for. */
  private boolean awaited;

  /** All is said. */
  private boolean settled;

  /** Payload was mapped; a mapping of MP_CAPABLE has no DSN, so it is not wide. */
  void mapped(long dsn, int octets, boolean wide) {
    if (wide) {
      wideFrom = anyWide && wideFrom - dsn <= 0 ? wideFrom : dsn;
      anyWide = true;
    } else {
      long end = dsn + octets;
      narrowEnd = anyNarrow && narrowEnd - end >= 0 ? narrowEnd : end;
      anyNarrow = true;
    }
  }

  /** A Data ACK of 8 octets passed. */
  void ackedWidely(long value) {
    wideAcked = anyWideAck && wideAcked - value >= 0 ? wideAcked : value;
    anyWideAck = true;
  }

  /** Whether a Data ACK of 4 octets is the first of data that was mapped with 8 only. */
  boolean isNarrowed(long value) {
    return anyWide && !awaited && !settled && value - floor() > 0;
  }

  /** Whether a Data ACK tells nothing about widths. */
  boolean isPlain(long value, boolean wide) {
    return wide ? !awaited : !isNarrowed(value);
  }

  /**
   * Payload was mapped with a DSN of 4 octets, up to this one.
   *
   * @param frame the mapping's, from time {@code time}
   */
  void mappedNarrowly(long end, int frame, long time) {
    if (!anyMark || end - lastMark >= MARK) {
      mark(end, frame, time);
    }
    if (end - narrowlyTo > 0 || narrowFrame == 0) {
      narrowlyTo = end;
      narrowFrame = frame;
    }
  }

  /** One of {@link #MARKS} marks is a sixteenth of the space of 4 octets behind the one before. */
  private void mark(long end, int frame, long time) {
    if (marks == null) {
      marks = new long[WORDS * MARKS];
    }
    lastMark = end;
    anyMark = true;
    for (int i = Math.max(0, marked - MARKS); i < marked; i++) {
      int at = WORDS * (i % MARKS);
      long taken = time - marks[at + 1];
      if (end - marks[at] >= SPACE && taken >= 0 && (fastestTo == 0 || taken < fastest)) {
        fastest = taken;
        fastestFrom = (int) marks[at + 2];
        fastestFromTime = marks[at + 1];
        fastestTo = frame;
      }
    }
    int at = WORDS * (marked++ % MARKS);
    marks[at] = end;
    marks[at + 1] = time;
    marks[at + 2] = frame;
  }

  /** The shortest time in which as many octets were mapped as 4 octets can number, or empty. */
  Optional<DataStream.Wrap> fastest() {
    return fastestTo == 0
        ? Optional.empty()
        : Optional.of(
            new DataStream.Wrap(
                new FrameRef(fastestFrom, fastestFromTime),
                new FrameRef(fastestTo, fastestFromTime + fastest)));
  }

  /** Behind the highest DSN that was mapped with 4 octets. */
  OptionalLong narrowEnd() {
    return narrowFrame == 0 ? OptionalLong.empty() : OptionalLong.of(narrowlyTo);
  }

  /** Data in front of this was also mapped with 4 octets, or acknowledged with 8. */
  long floor() {
    long floor = wideFrom;
    if (anyNarrow && narrowEnd - floor > 0) {
      floor = narrowEnd;
    }
    return anyWideAck && wideAcked - floor > 0 ? wideAcked : floor;
  }

  void await(boolean wanted) {
    awaited = wanted;
  }

  void settle() {
    awaited = false;
    settled = true;
  }

  void shift(long delta) {
    lastMark += delta;
    narrowlyTo += delta;
    for (int i = 0; marks != null && i < marks.length; i += WORDS) {
      marks[i] += delta;
    }
    wideFrom += delta;
    narrowEnd += delta;
    wideAcked += delta;
  }
}
