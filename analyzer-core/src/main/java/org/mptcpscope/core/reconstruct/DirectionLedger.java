package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.FrameRef;

/** What the data plane keeps of one direction of one subflow. */
final class DirectionLedger {
  /** Kept below the first unacknowledged octet while no window was seen. */
  private static final long LEAST_WINDOW = 1 << 16;

  final DssInspector inspector = new DssInspector();
  final Episode conflict = new Episode();
  final Episode misplaced = new Episode();
  final Episode bare = new Episode();

  /** A DSN of the sender, or a Data ACK toward it, cannot be. */
  final Episode implausibleDsn = new Episode();

  final Episode implausibleAck = new Episode();

  /** Payload was sent again with other octets: under the same SSNs, or the same DSNs. */
  final Episode differed = new Episode();

  final Episode differedInStream = new Episode();

  /** What the receiver of this direction told on this subflow. */
  final WindowEdge edge = new WindowEdge();

  /** It was stated that payload went beyond the window of the subflow. */
  boolean exceeded;

  /** It was stated that the window shrank. */
  boolean retreated;

  /** Made with the first mapping or payload; null before. */
  MappingRuns runs;

  /** First copies of payload; made with the first payload. */
  SegmentLog log;

  /** Made with the first checksum; null before. */
  ChecksumLedger checksums;

  /** Payload without mapping; null before the first of it. */
  PendingOctets pending;

  /** An infinite mapping is in force from {@link #infiniteSsn} on (RFC 8684, 3.7). */
  boolean infinite;

  long infiniteSsn;
  long infiniteDelta;

  boolean payloadStarted;

  /** Lowest SSN that a mapping covered and that was sent, or {@link Long#MAX_VALUE}. */
  long firstMapped = Long.MAX_VALUE;

  /** First proof that payload of this direction arrived as MPTCP. */
  FrameRef confirmedAt;

  /** A DATA_ACK for this direction's sender passed on this subflow. */
  boolean dataAckSeen;

  boolean plainlyAcked;

  /** Data at or behind the DATA_FIN was stated. */
  boolean behindFinish;

  /** Trouble of this kind was noted already. */
  boolean uncoveredNoted;

  /** Acknowledgments in a row in front of payload without a mapping; negative once stated. */
  int stalledAcks;

  /** Octets without a mapping were found for good. */
  boolean unmappedNoted;

  /** Largest window of the receiver on this subflow. */
  private long window = LEAST_WINDOW;

  // ---- the last option with F, and the last infinite mapping: to tell copies
  // ---------------------
  long finDsn;
  int finLength;
  int finCopies;
  long finSegmentEnd = Long.MIN_VALUE;
  int infiniteCopies;
  long infiniteSegmentEnd = Long.MIN_VALUE;

  /** How much of what is acknowledged is kept: one receive window. */
  long window() {
    return window;
  }

  void window(long seen) {
    window = Math.max(window, seen);
  }

  /** Octets that no mapping covered. */
  long unmapped() {
    return pending == null ? 0 : pending.total();
  }

  /** The peer acknowledged all below this SSN. */
  void acknowledged(long una) {
    if (runs != null) {
      runs.acknowledged(una, window);
    }
    if (log != null) {
      log.dropBelow(una - window);
    }
    if (checksums != null) {
      checksums.acknowledged(una, window);
    }
  }

  /** All DSNs grow by a constant. */
  void shiftDsns(long delta) {
    if (runs != null) {
      runs.shift(delta);
    }
    if (log != null) {
      log.shift(delta);
    }
    if (checksums != null) {
      checksums.shift(delta);
    }
    edge.shift(delta);
    infiniteDelta += delta;
    finDsn += delta;
  }

  /** All SSNs grow by a constant: what was mapped by a guess is forgotten. */
  void rebase(long delta) {
    runs = null;
    log = null;
    checksums = null;
    infinite = false;
    firstMapped = Long.MAX_VALUE;
    if (pending != null) {
      pending.shift(delta);
    }
  }
}
