package org.mptcpscope.core.model;

import java.util.List;
import java.util.Optional;

/**
 * A Multipath TCP connection as rebuilt so far; asked during an event it answers as of that
 * segment.
 */
public interface Connection {
  /** Counts from 0 in order of first frames. */
  int id();

  Dialect dialect();

  /** What told the dialect from its neighbours, with frames; null if there is nothing to say. */
  String dialectDetail();

  Origin origin();

  /** False if initiator and listener are guesses, as in a mid-stream capture. */
  boolean sidesKnown();

  Host host(Side side);

  /** In order of their first SYN; subflow 0 is the initial one where that is known. */
  List<Subflow> subflows();

  /** The subflow of the MP_CAPABLE handshake, if it was captured. */
  Optional<Subflow> initial();

  Checksums checksums();

  /** First segment in which this host sent a DSS, or MP_CAPABLE with data. */
  Optional<FrameRef> firstDss(Side side);

  /** First such segment that had payload. */
  Optional<FrameRef> firstDssWithPayload(Side side);

  /**
   * Established subflows on which this host sent neither FIN nor RST, and on which no acceptable
   * RST was seen.
   */
  List<Subflow> open(Side side);

  /** This host's fallback, if it fell back or seems to have. */
  Optional<Fallback> fallback(Side side);

  /** How often this was seen from this host. */
  int seen(Subject subject, Side by);

  /** The data that this host sent. */
  DataStream stream(Side sender);

  /** Which checks ran and were right on this subflow; see {@link Checks}. */
  Checks checks(Subflow subflow);

  CaptureQuality quality();

  /** Whether both hosts agreed on DSS checksums (flag A of RFC 8684, 3.1). */
  enum Checksums {
    AGREED,
    NOT_AGREED,
    /** The third packet contradicts the agreement. */
    DISPUTED,
    UNKNOWN
  }

  /**
   * What was verified on one subflow.
   *
   * @param failed a check failed or an anomaly was seen
   * @param unknowable a check could not run
   * @param passed words for what was right, in a fixed order
   */
  record Checks(boolean failed, boolean unknowable, List<String> passed) {}
}
