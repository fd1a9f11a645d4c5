package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised.Novelty;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed.Match;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Backup;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.RemoveAddr;

/**
 * ADD_ADDR, REMOVE_ADDR and MP_PRIO: paths announced, withdrawn and ranked (RFC 8684, 3.4, 3.3.8).
 */
final class AddressTracker {
  private final SegmentState s;

  AddressTracker(SegmentState segment) {
    s = segment;
  }

  private EventSink sink() {
    return s.on.connection().pass.sink();
  }

  void addAddr(AddAddr option, int copy) {
    if (isEcho(option)) {
      echoed(option, copy);
    } else {
      advertised(option, copy);
    }
  }

  /** In version 0 the bit is part of the IP version. */
  private boolean isEcho(AddAddr option) {
    Dialect dialect = s.on.connection().dialect;
    boolean version0 = dialect == Dialect.V0 || dialect == Dialect.V1_KEYED_SYN;
    return !version0 && option.echo();
  }

  private void advertised(AddAddr option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.ADD_ADDR, s.by);
    HostState sender = connection.host(s.by);
    InetAddress address = option.inetAddress();
    int ownPort = s.on.addressOf(s.by).getPort();
    int port = option.hasPort() ? option.port() : ownPort;
    EventSink sink = sink();
    boolean stated = sink.listening() && copy <= CopyCounter.STATED;
    HmacCheck hmac =
        connection.dialect == Dialect.V0
            ? HmacCheck.NONE
            : AddressHmacs.check(
                option, sender, connection.host(s.by.peer()), stated ? s.frame : 0);
    if (hmac.isValid()) {
      connection.confirmKeys();
    }
    Novelty novelty = sender.addresses().noveltyOf(option.addressId(), address, port);
    sender
        .addresses()
        .advertised(
            option.addressId(),
            address,
            option.port(),
            ownPort,
            hmac.isValid(),
            hmac.isInvalid(),
            s.ref());
    if (stated) {
      sink.emit(
          new AddressAdvertised(
              sink.carrier(), option, address, hmac, novelty, copy, sink.doubts()));
    }
  }

  private void echoed(AddAddr option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.ADD_ADDR_ECHO, s.by);
    AddressLedger advertised = connection.host(s.by.peer()).addresses();
    InetAddress address = option.inetAddress();
    Match match = advertised.matchOf(option.addressId(), address, option.port());
    FrameRef original = advertised.original(option.addressId());
    advertised.echoed(option.addressId(), s.ref());
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(
          new AddressEchoed(sink.carrier(), option, address, match, original, copy, sink.doubts()));
    }
  }

  void removed(RemoveAddr option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.REMOVE_ADDR, s.by);
    AddressLedger addresses = connection.host(s.by).addresses();
    List<Subflow> affected = new ArrayList<>(1);
    for (int i = 0; i < option.ids().length(); i++) {
      int id = option.ids().at(i);
      for (Subflow subflow : addresses.subflowsUsing(id)) {
        if (((SubflowState) subflow).ended == null && !affected.contains(subflow)) {
          affected.add(subflow);
        }
      }
      addresses.removed(id, s.ref());
    }
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(
          new AddressRemoved(sink.carrier(), option, List.copyOf(affected), copy, sink.doubts()));
    }
  }

  void priority(MpPrio option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.PRIO, s.by);
    List<Subflow> affected = affectedBy(option);
    Backup backup = new Backup(option.backup(), s.ref(), Backup.Source.PRIO);
    for (Subflow subflow : affected) {
      ((SubflowState) subflow).backup(s.by, backup);
    }
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(
          new PriorityChanged(sink.carrier(), option, List.copyOf(affected), copy, sink.doubts()));
    }
  }

  /**
   * Without an Address ID the subflow that carries it. With one, in version 0 each subflow on which
   * the sender uses that ID (RFC 6824, 3.3.8); in version 1 there is no such form, and it changes
   * nothing.
   */
  private List<Subflow> affectedBy(MpPrio option) {
    if (option.addressId() < 0) {
      return List.of(s.on);
    }
    ConnectionState connection = s.on.connection();
    return switch (connection.dialect) {
      case V0, V1_BIS, V1_KEYED_SYN ->
          connection.host(s.by).addresses().subflowsUsing(option.addressId());
      case V1, UNKNOWN -> List.of();
    };
  }
}
