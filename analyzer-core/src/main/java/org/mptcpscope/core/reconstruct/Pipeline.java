package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.Carrier.TcpChecksum;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.model.Subject;

/**
 * What happens to one segment of an MPTCP connection, in the order that facts promise: duplicates
 * dropped; TCP; options left to right; mapping, coverage and Data ACK; FIN and RST.
 */
final class Pipeline {
  private final SegmentState s;
  private final Closing closing;
  private final TcpTracker tcp;
  private final HandshakeTracker handshake;
  private final OptionWalk options;
  private int corrupt;
  private int altered;
  private int firstAltered;

  Pipeline(SegmentState segment, Closing closing) {
    s = segment;
    this.closing = closing;
    tcp = new TcpTracker(segment);
    handshake = new HandshakeTracker(segment, closing);
    options = new OptionWalk(segment);
  }

  /** Works on the segment; false if it is a copy that the capture made, or corrupt. */
  boolean process() {
    s.on.vantage.note(s);
    if (s.out.duplicates.isCopy(s, s.ip.place(), s.ip.hopLimit())
        || isSeenElsewhere()
        || isRegrouped()) {
      s.out.timestamp(s.tsVal);
      return false;
    }
    if (s.out.segments == 0) {
      s.out.checksumsGood = s.checksum() == TcpChecksum.GOOD;
    }
    if (isCorrupt()) {
      corrupt++;
      return false;
    }
    ConnectionState connection = s.on.connection();
    handshake.prepare();
    tcp.track();
    seen(connection);
    if (!s.view.headerComplete()) {
      cut();
    }
    if (connection.fresh) {
      opened(connection);
    }
    handshake.begin();
    if (connection.givenOpen) {
      connection.pass.given().check(s);
    }
    options.walk();
    handshake.finish();
    connection.data.segment(s);
    if (s.mappingSsn == 1 && s.mappingLength > 0 && s.hasDss && s.dss.dsnWide()) {
      connection.firstDsn(s.by, s.dss.dsn(), s.ref());
    }
    closing.close();
    return true;
  }

  /** Whether another file of a merged capture showed this segment already. */
  private boolean isSeenElsewhere() {
    if (!s.on.connection().pass.source().isMerged()) {
      return false;
    }
    if (s.out.elsewhere == null) {
      s.out.elsewhere = new SeenElsewhere();
    }
    return switch (s.out.elsewhere.look(s)) {
      case NONE -> false;
      case SAME -> true;
      case ALTERED -> {
        s.on.altered = true;
        if (altered++ == 0) {
          firstAltered = s.frame;
        }
        yield true;
      }
    };
  }

  /** Whether another interface showed its payload already, in other segments. */
  private boolean isRegrouped() {
    DirectionState out = s.out;
    if (out.regrouped == null) {
      boolean elsewhere =
          out.interfaces != 0 && (out.interfaces & ~ClockSkew.bit(s.interfaceId)) != 0;
      if (!elsewhere) {
        return false;
      }
      out.regrouped = new Regrouped(out.recent, Long.numberOfTrailingZeros(out.interfaces));
    }
    boolean merged = s.on.connection().pass.source().isMerged();
    return out.regrouped.isCopy(s, merged ? SeenElsewhere.HORIZON : DuplicateFilter.HORIZON);
  }

  /** Segments that two points of a merged capture show with different octets. */
  int altered() {
    return altered;
  }

  /** The first frame of those, 0 if there is none. */
  int firstAltered() {
    return firstAltered;
  }

  /**
   * Whether the segment was damaged on the wire, so that its receiver drops it. Looked at where
   * there is more than bulk data; where the checksums of this host are right in the capture, so
   * that a wrong one is no work left to the network card; and not beside the host itself.
   */
  private boolean isCorrupt() {
    boolean plain = s.summary.isBulk() || s.summary.mptcpOptions() == 0 && s.summary.isSound();
    return !plain
        && s.out.checksumsGood
        && s.checksum() == TcpChecksum.BAD
        && !s.on.vantage().isAt(s.by);
  }

  /** Segments that were passed over because they were damaged. */
  int corrupt() {
    return corrupt;
  }

  /** The capture kept not all options; cut payload is noted where payload is. */
  private void cut() {
    s.out.optionsCut = true;
    s.out.cut.add(s.time, s.out.segments);
  }

  private void opened(ConnectionState connection) {
    connection.fresh = false;
    connection.guessDialect(s);
    EventSink sink = connection.pass.sink();
    if (sink.listening()) {
      sink.emit(
          new ConnectionOpened(
              sink.carrier(), connection.origin, connection.dialect, sink.doubts()));
    }
  }

  private void seen(ConnectionState connection) {
    connection.lastFrame = s.frame;
    connection.lastTime = s.time;
    s.on.lastFrame = s.frame;
    s.on.lastTime = s.time;
    HostState host = connection.host(s.by);
    host.lastFrame = s.frame;
    host.lastTime = s.time;
    if (s.pieces > 0) {
      connection.count(Subject.DATA, s.by);
    }
  }
}
