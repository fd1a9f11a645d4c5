package org.mptcpscope.core.reconstruct;

import java.util.List;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpExperimental;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.RemoveAddr;
import org.mptcpscope.dissector.mptcp.Unknown;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** Takes the MPTCP options of the segment in hand, left to right: one option, one event. */
final class OptionWalk {
  private static final int DSS = 2;

  private final SegmentState s;
  private final OptionCursor cursor = new OptionCursor();
  private final CapableTracker capable;
  private final JoinTracker join;
  private final AddressTracker addresses;
  private final SignalTracker signals;

  OptionWalk(SegmentState segment) {
    s = segment;
    capable = new CapableTracker(segment);
    join = new JoinTracker(segment, capable);
    addresses = new AddressTracker(segment);
    signals = new SignalTracker(segment, capable);
  }

  /** Walks the options. */
  void walk() {
    ConnectionState connection = s.on.connection();
    if (s.summary.isBulk()) {
      count(connection);
      connection.data.dss(s, s.hasDss, 1, s.summary.mptcpOffset(), s.summary.mptcpLength());
      return;
    }
    if (s.summary.mptcpOptions() > 0 || !s.summary.isSound()) {
      if (s.summary.mptcpOptions() > 0) {
        count(connection);
      }
      each(connection);
    }
    if (s.foreign != null) {
      signals.foreign(s.foreign);
    }
    if (s.isSyn() && s.isAck()) {
      HandshakeState.Growing attempt = s.on.handshake.growing();
      MptcpOption answer = JoinTracker.joinOf(s.options());
      join.answered(answer, attempt == null ? 1 : attempt.synAckCount);
    }
  }

  private void count(ConnectionState connection) {
    connection.count(Subject.OPTION, s.by);
    if (connection.mptcpStream < 0 && !(s.isSyn() && !s.isAck() && s.on.isInitial())) {
      connection.mptcpStream = connection.pass.mptcpStreams().next(s.frame);
    }
    if (connection.dialect == Dialect.V0) {
      connection.count(Subject.V0, s.by);
    }
    HostState host = connection.host(s.by);
    host.lastOptionFrame = s.frame;
    host.lastOptionTime = s.time;
  }

  private void each(ConnectionState connection) {
    List<MptcpOption> options = s.options();
    int index = 0;
    int dssCount = 0;
    cursor.reset(s.view);
    while (cursor.next() && index < options.size()) {
      if (cursor.kind() != TcpOptions.MPTCP) {
        continue;
      }
      MptcpOption option = options.get(index++);
      if (option.subtype() == DSS && cursor.length() > 2) {
        boolean wellFormed =
            option instanceof Dss && s.dss.wrap(cursor.buffer(), cursor.offset(), cursor.length());
        connection.data.dss(s, wellFormed, ++dssCount, cursor.offset(), cursor.length());
      } else {
        take(connection, option);
        s.trait(SegmentFacts.SIGNAL);
      }
    }
    if (dssCount > 1) {
      s.findDss();
    }
    if (cursor.broken()) {
      Malformed broken = Malformed.of(cursor);
      signals.malformed(broken, connection.copies.next(s.by, s.on, broken));
      s.trait(SegmentFacts.SIGNAL);
    }
  }

  private void take(ConnectionState connection, MptcpOption option) {
    DialectSigns.read(s, option);
    boolean ofConnection = option instanceof AddAddr || option instanceof RemoveAddr;
    int copy = connection.copies.next(s.by, ofConnection ? null : s.on, option);
    switch (option) {
      case MpCapable it -> {
        capable.take(it, copy);
        if (it.hasDataLength()) {
          s.capableData = it;
          connection.data.capableData(s, it);
        }
      }
      case MpJoinSyn it -> join.requested(it, copy);
      case MpJoinSynAck _ -> {}
      case MpJoinAck it -> join.confirmed(it, copy);
      case AddAddr it -> addresses.addAddr(it, copy);
      case RemoveAddr it -> addresses.removed(it, copy);
      case MpPrio it -> addresses.priority(it, copy);
      case MpFail it -> signals.fail(it, copy);
      case MpFastclose it -> signals.fastClose(it, copy);
      case MpTcprst it -> signals.explained(it, copy);
      case MpExperimental it -> signals.unknown(it, copy);
      case Unknown it -> signals.unknown(it, copy);
      case Malformed it -> signals.malformed(it, copy);
      case Dss _ -> {}
    }
    if (!(option instanceof MpFail) && !(option instanceof Malformed)) {
      connection.data.signal(s, option);
    }
  }
}
