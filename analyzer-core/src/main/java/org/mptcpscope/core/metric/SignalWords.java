package org.mptcpscope.core.metric;

import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.MptcpEvent.SegmentEvent;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.metric.SegmentTable.Signal;
import org.mptcpscope.core.metric.SegmentTable.Signal.Kind;
import org.mptcpscope.core.model.Addresses;

/** Which events are signals, and what they say in short. */
final class SignalWords {
  private SignalWords() {}

  /** Returns the signal that an event is, or null. */
  static Signal of(SegmentEvent event, long start) {
    return switch (event) {
      case CapableSent e when e.form() == CapableSent.Form.SYN ->
          signal(e, start, Kind.CAPABLE, -1, "MP_CAPABLE");
      case JoinRequested e ->
          signal(
              e,
              start,
              Kind.JOIN,
              e.option().addressId(),
              "MP_JOIN SYN, id "
                  + e.option().addressId()
                  + (e.option().backup() ? ", backup" : ""));
      case SubflowEstablished e -> signal(e, start, Kind.ESTABLISHED, -1, "established");
      case AddressAdvertised e ->
          signal(
              e,
              start,
              Kind.ADD_ADDR,
              e.option().addressId(),
              "ADD_ADDR, id " + e.option().addressId() + ", " + Addresses.text(e.address()));
      case AddressEchoed e ->
          signal(
              e,
              start,
              Kind.ECHO,
              e.option().addressId(),
              "ADD_ADDR echo, id " + e.option().addressId());
      case AddressRemoved e -> signal(e, start, Kind.REMOVE_ADDR, -1, "REMOVE_ADDR");
      case PriorityChanged e ->
          signal(
              e,
              start,
              Kind.PRIO,
              -1,
              e.option().backup() ? "MP_PRIO, backup" : "MP_PRIO, not backup");
      case FailSent e -> signal(e, start, Kind.FAIL, -1, "MP_FAIL");
      case FastClosed e -> signal(e, start, Kind.FAST_CLOSE, -1, "MP_FASTCLOSE");
      case SubflowReset e -> signal(e, start, Kind.RESET, -1, "RST");
      case FinSent e -> signal(e, start, Kind.FIN, -1, "FIN");
      case DataFinSent e when e.copy() == 1 -> signal(e, start, Kind.DATA_FIN, -1, "DATA_FIN");
      case FellBack e -> signal(e, start, Kind.FALLBACK, -1, "back to TCP");
      default -> null;
    };
  }

  private static Signal signal(
      SegmentEvent event, long start, Kind kind, int addressId, String text) {
    return new Signal(
        event.knownAt().time() - start,
        event.knownAt().number(),
        event.on().id(),
        event.by(),
        kind,
        addressId,
        text);
  }
}
