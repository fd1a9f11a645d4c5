package org.mptcpscope.rules.rfc8684.close;

import java.util.List;
import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/** What the rules on fast close share. */
final class FastCloses {
  static final long SECOND = 1_000_000_000L;

  private FastCloses() {}

  /**
   * The key is the receiver's, and neither host went back to plain TCP. In a segment that TCP does
   * not accept the option is an old copy or forged (section 3): nobody closed.
   */
  static boolean binds(FastClosed close) {
    Acceptance acceptance = close.carrier().acceptance();
    return close.key().isValid()
        && acceptance != Acceptance.OLD
        && acceptance != Acceptance.BEYOND
        && !fellBack(close.connection());
  }

  static boolean fellBack(Connection connection) {
    return connection.fallback(Side.INITIATOR).isPresent()
        || connection.fallback(Side.LISTENER).isPresent();
  }

  /** Other subflows that were established and on which nobody had begun to close. */
  static List<Subflow> othersAlive(FastClosed close) {
    Connection connection = close.connection();
    List<Subflow> ofPeer = connection.open(close.by().peer());
    return connection.open(close.by()).stream()
        .filter(subflow -> subflow != close.on() && ofPeer.contains(subflow))
        .toList();
  }

  /** Whether the capture was provably taken at this host. */
  static boolean isAt(Subflow subflow, Side side) {
    return subflow.connection().quality().vantage(subflow).isAt(side);
  }

  /** "MP_FASTCLOSE on ACK" and the like. */
  static String shown(FastClosed close) {
    return switch (close.form()) {
      case ACK -> "MP_FASTCLOSE on ACK";
      case RST -> "MP_FASTCLOSE on RST";
      case OTHER -> "MP_FASTCLOSE";
    };
  }
}
