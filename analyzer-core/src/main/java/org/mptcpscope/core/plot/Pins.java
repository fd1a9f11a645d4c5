package org.mptcpscope.core.plot;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
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
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Addresses;

/** The pins of the signal lane: which events have one, its letter and its text. */
final class Pins {
  private Pins() {}

  /** A letter on a pin, and what it stands for. */
  record Pin(String letter, String text) {}

  /** Returns the pin of an event, or null if it has none. */
  static Pin of(MptcpEvent event) {
    return switch (event) {
      case CapableSent e when e.form() == CapableSent.Form.SYN -> pin("S", "MP_CAPABLE", e);
      case JoinRequested e ->
          pin(
              "J",
              "MP_JOIN SYN, id " + e.option().addressId() + (e.option().backup() ? ", backup" : ""),
              e);
      case AddressAdvertised e ->
          pin(
              "A",
              "ADD_ADDR, id " + e.option().addressId() + ", " + Addresses.text(e.address()),
              e);
      case AddressRemoved e -> pin("D", "REMOVE_ADDR", e);
      case PriorityChanged e ->
          pin("P", e.option().backup() ? "MP_PRIO, backup" : "MP_PRIO, not backup", e);
      case FailSent e -> pin("!", "MP_FAIL", e);
      case FastClosed e -> pin("C", "MP_FASTCLOSE", e);
      case SubflowReset e -> pin("R", "RST", e);
      case FinSent e -> pin("F", "FIN", e);
      case DataFinSent e when e.copy() == 1 -> pin("F", "DATA_FIN", e);
      case FellBack e -> pin("T", "back to TCP", e);
      default -> null;
    };
  }

  private static Pin pin(String letter, String what, SegmentEvent event) {
    return new Pin(letter, what + " from " + event.by().letter());
  }
}
