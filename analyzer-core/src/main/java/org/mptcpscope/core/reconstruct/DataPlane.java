package org.mptcpscope.core.reconstruct;

import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.MappingTable;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** Mapping, coverage, Data ACK and fallback of one connection. */
final class DataPlane {
  private final ConnectionState connection;
  private final EventSink sink;

  DataPlane(ConnectionState connection, EventSink sink) {
    this.connection = connection;
    this.sink = sink;
  }

  /** A key, the dialect or the agreement on checksums became known or changed. */
  void agreementChanged() {}

  /**
   * The option walk reached a DSS. Options come left to right; called for each DSS, in place.
   *
   * @param wellFormed {@code segment.dss} stands on it; else the length is wrong
   * @param nth 1 for the first DSS of the segment
   * @param option where the option lies in the buffer of the segment
   * @param length its octets
   */
  void dss(SegmentState segment, boolean wellFormed, int nth, long option, int length) {}

  /** The option walk reached an MP_CAPABLE with a Data-Level Length. */
  void capableData(SegmentState segment, MpCapable option) {}

  /** A handshake ended with this segment. */
  void handshake(SegmentState segment, Outcome outcome, boolean explicit) {}

  /** MP_FAIL passed on this segment. */
  void failed(SegmentState segment, MpFail option) {}

  /** Any other option that parsed, passed on this segment. */
  void signal(SegmentState segment, MptcpOption option) {}

  /** All options are walked: mapping and coverage, DATA_ACK, confirmation, fallback. */
  void segment(SegmentState segment) {}

  /**
   * A guess about where a mid-stream direction began proves wrong: all its SSNs grow by delta.
   * Comes before the mapping that proves it.
   */
  void rebasing(DirectionState direction, long delta) {}

  /** A subflow is over: what waits for its octets is judged or dropped. */
  void subflowEnded(SubflowState subflow, FrameRef at) {}

  /** The connection is over, before its last event. */
  void connectionEnding(FrameRef at) {}

  /** The data that this host sent. */
  DataStream stream(Side sender) {
    throw new IllegalStateException("of the data plane");
  }

  /** The mappings of one direction of a subflow. */
  MappingTable mappings(SubflowState subflow, Side sender) {
    throw new IllegalStateException("of the data plane");
  }

  Optional<Fallback> fallback(Side side) {
    return Optional.empty();
  }

  /** Distinct data octets of this host. */
  long octets(Side side) {
    return 0;
  }

  Optional<Host.FinalDsn> finalDsn(Side side) {
    return Optional.empty();
  }

  Optional<FrameRef> firstDss(Side side) {
    return Optional.empty();
  }

  Optional<FrameRef> firstDssWithPayload(Side side) {
    return Optional.empty();
  }

  Optional<FrameRef> confirmed(SubflowState subflow, Side side) {
    return Optional.empty();
  }
}
