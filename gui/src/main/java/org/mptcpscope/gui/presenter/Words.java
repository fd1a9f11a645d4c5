package org.mptcpscope.gui.presenter;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.SubflowSummary;

/** Numbers and states as the window writes them. */
final class Words {
  private Words() {}

  /** 400.1 kB, 100 B. */
  static String octets(long count) {
    if (count < 1000) {
      return count + " B";
    }
    double value = count;
    for (String unit : new String[] {"kB", "MB", "GB"}) {
      value /= 1000;
      if (value < 1000 || unit.equals("GB")) {
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
      }
    }
    throw new AssertionError();
  }

  static String address(InetSocketAddress address) {
    return Addresses.text(address);
  }

  static String end(ConnectionSummary connection) {
    String closed =
        switch (connection.closedBy()) {
          case DATA_FIN -> "closed by DATA_FIN";
          case FAST_CLOSE -> "closed by fast close";
          case RESET -> "reset";
          case FIN -> "closed by FIN";
          case IDLE -> "silent";
          case CAPTURE_END -> "open";
          case null -> "open";
        };
    return connection.dialect().word() + ", " + closed;
  }

  static String end(SubflowSummary subflow) {
    return switch (subflow.state()) {
      case OPENING -> "opening";
      case ESTABLISHED -> "open";
      case REFUSED -> "refused";
      case FAILED -> "failed";
      case CLOSED -> "reset".equals(subflow.closedBy()) ? "reset" : "closed";
    };
  }

  static String fallback(ConnectionSummary connection) {
    Fallback fallback = connection.fallback();
    if (fallback == null) {
      return "no";
    }
    return fallback.by().letter()
        + ", frame "
        + fallback.since().number()
        + " ("
        + fallback.reason().word()
        + ")"
        + (fallback.certain() ? "" : ", not certain");
  }
}
