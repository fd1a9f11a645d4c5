package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Side;

/**
 * The connection of a flow whose handshake was not captured, by its numbers: data sequence numbers
 * are 64 bits from a random start, so a wide one that lies near the end of a known stream belongs
 * to it (RFC 8684, 3.3.1).
 */
record MidstreamLink(ConnectionState connection, Side by) {
  private static final int MOST = 1024;
  private static final long NEAR = 1L << 31;

  /** Finds it for the segment in hand, which has no subflow yet; null if there is none. */
  static MidstreamLink find(SegmentState s, Iterable<ConnectionState> live) {
    s.findDss();
    if (!s.hasDss || !s.dss.dsnWide() && !s.dss.dataAckWide()) {
      return null;
    }
    int tried = 0;
    for (ConnectionState connection : live) {
      for (Side by : Side.values()) {
        if (fits(s, connection, by)) {
          return new MidstreamLink(connection, by);
        }
      }
      if (++tried == MOST) {
        return null;
      }
    }
    return null;
  }

  private static boolean fits(SegmentState s, ConnectionState connection, Side by) {
    // A mapping of a DATA_FIN or an infinite one has a number of the stream, too.
    return s.dss.dsnWide()
        ? isNear(connection.stream(by), s.dss.dsn())
        : isNear(connection.stream(by.peer()), s.dss.dataAck());
  }

  private static boolean isNear(DataStream stream, long number) {
    if (stream.end().isEmpty() || stream.anchor() == DataStream.Anchor.FIRST_32) {
      return false;
    }
    long distance = number - stream.end().getAsLong();
    return distance < NEAR && distance > -NEAR;
  }
}
