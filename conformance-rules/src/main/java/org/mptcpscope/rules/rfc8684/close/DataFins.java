package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.mptcp.Dss;

/** What rules on DATA_FIN ask alike (RFC 8684, section 3.3.3). */
final class DataFins {
  static final long SECOND = 1_000_000_000L;

  private DataFins() {}

  /** Either host went back to plain TCP, or seems to have: it owes nothing on DATA_FIN. */
  static boolean fellBack(Connection connection) {
    return connection.fallback(Side.INITIATOR).isPresent()
        || connection.fallback(Side.LISTENER).isPresent();
  }

  /** DSN of the first octet that its mapping maps; its own if it is alone. */
  static long mappedFrom(DataFinSent fin) {
    return fin.finalDsn() - (fin.option().dataLength() - 1);
  }

  /** Whether a receiver can tell its number: alone it has SSN 0 and length 1. */
  static boolean isWellFormed(DataFinSent fin) {
    Dss option = fin.option();
    return fin.carrier().payload() > 0 || option.ssn() == 0 && option.dataLength() == 1;
  }

  /** The last time that this host sent anything, on any subflow. */
  static boolean sentAfter(Connection connection, Side side, long time) {
    return connection.host(side).lastSent().filter(last -> last.time() > time).isPresent();
  }

  /** The longest retransmission time-out of the subflows that this host can send on. */
  static long rto(Connection connection, Side side) {
    return connection.open(side).stream()
        .mapToLong(subflow -> subflow.rto(side))
        .max()
        .orElse(SECOND);
  }

  /** The subflows on which both hosts can still send. */
  static boolean isOpenToBoth(Connection connection, Subflow subflow) {
    return connection.open(Side.INITIATOR).contains(subflow)
        && connection.open(Side.LISTENER).contains(subflow);
  }

  static String shown(DataFinSent fin) {
    return "DATA_FIN %016x".formatted(fin.finalDsn());
  }
}
