package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.MptcpEvent.SequenceImplausible;
import org.mptcpscope.core.event.MptcpEvent.SequenceImplausible.How;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.DssView;

/**
 * Numbers of the data sequence space that no octet of a stream can have (RFC 8684, 3.3.1). Their
 * space begins where the key says, and the Data ACKs of the peer show that it counts from there,
 * too.
 */
final class ImplausibleNumbers {
  private final DataPlane plane;
  private final EventSink sink;
  private int stated;

  ImplausibleNumbers(DataPlane plane, EventSink sink) {
    this.plane = plane;
    this.sink = sink;
  }

  /** A mapping has this DSN, as a value of 64 bits. */
  void dsn(SegmentState s, OctetStream stream, long dsn) {
    DssView dss = s.dss;
    Episode episode = s.out.ledger.implausibleDsn;
    if (dss.dsnWide() && stream.isHighHalfWrong(dss.dsn(), dsn)) {
      state(s, stream, episode, false, How.HIGH_HALF, dss.dsnWide(), dss.dsn(), dsn);
    } else if (stream.isInFront(dsn)) {
      state(s, stream, episode, false, How.IN_FRONT, dss.dsnWide(), dsn, dsn);
    } else {
      episode.fails(s.time);
    }
  }

  /** A Data ACK has this value of 64 bits. */
  void dataAck(SegmentState s, OctetStream stream, long value) {
    DssView dss = s.dss;
    Episode episode = s.back.ledger.implausibleAck;
    if (dss.dataAckWide() && stream.isHighHalfWrong(dss.dataAck(), value)) {
      state(s, stream, episode, true, How.HIGH_HALF, true, dss.dataAck(), value);
    } else {
      episode.fails(s.time);
    }
  }

  private void state(
      SegmentState s,
      OctetStream stream,
      Episode episode,
      boolean dataAck,
      How how,
      boolean wide,
      long number,
      long expected) {
    if (s.isRst()
        || plane.fallbacks().of(Side.INITIATOR).isSuspected()
        || plane.fallbacks().of(Side.LISTENER).isSuspected()
        || !episode.holds(s.time, s.on.grace())
        || !sink.listening()
        || !DataPlane.isSound(s)
        || stated++ >= DataPlane.MOST_EVENTS) {
      return;
    }
    sink.emit(
        new SequenceImplausible(
            sink.carrier(),
            dataAck,
            how,
            wide,
            number,
            expected,
            stream.firstDsn(),
            sink.doubts()));
  }
}
