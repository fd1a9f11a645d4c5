package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.Carrier.Echo;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded;
import org.mptcpscope.core.event.MptcpEvent.WindowExceeded.Level;
import org.mptcpscope.core.model.DataStream.Anchor;
import org.mptcpscope.core.model.Side;

/**
 * New data against the window of the connection (RFC 8684, 3.3.4 and 3.3.5): the highest Data ACK
 * and the largest window that passed toward its sender on any subflow, as senders remember them.
 */
final class ConnectionWindow {
  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;

  /** Stated already, by sides: beyond all that was told, and beyond what came with a Data ACK. */
  private final boolean[] beyond = new boolean[2];

  private final boolean[] plainly = new boolean[2];

  ConnectionWindow(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  /** The segment has data that was never sent, and ends with this DSN. */
  void sent(SegmentState s, OctetStream stream, long end) {
    HostState receiver = connection.host(s.by.peer());
    long acked = stream.claimedEnd();
    long grain = WindowEdge.grain(s.back, s.out);
    if (end - acked - receiver.largestDataWindow <= grain || s.payload == 1) {
      return;
    }
    boolean within = end - acked - receiver.largestWindow <= grain;
    boolean[] stated = within ? plainly : beyond;
    if (stated[s.by.ordinal()]
        || stream.anchor() != Anchor.KEY
        || !stream.isClaimPlausible()
        || s.echo != Echo.SEEN
        || !isKnown()
        || !plane.fallbacks().of(Side.INITIATOR).isQuiet()
        || !plane.fallbacks().of(Side.LISTENER).isQuiet()
        || !sink.listening()
        || !DataPlane.isSound(s)) {
      return;
    }
    stated[s.by.ordinal()] = true;
    long window = within ? receiver.largestDataWindow : receiver.largestWindow;
    sink.emit(
        new WindowExceeded(
            sink.carrier(), Level.CONNECTION, end, acked + window, window, within, sink.doubts()));
  }

  /** Whether all windows are: the scales are those of the SYNs. */
  private boolean isKnown() {
    for (SubflowState subflow : connection.subflowStates()) {
      if (!subflow.direction(Side.INITIATOR).offersKnown
          || !subflow.direction(Side.LISTENER).offersKnown) {
        return false;
      }
    }
    return true;
  }
}
