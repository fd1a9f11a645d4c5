package org.mptcpscope.rules.report;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.SubflowSummary.State;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;

/** The table of {@code connections}: who talked, over which subflows, and how it ended. */
public final class ConnectionsReport {
  /** With more connections than this their subflows are only counted. */
  private static final int FEW = 20;

  /** Narrower terminals lose the listener, then the initiator's port. */
  private static final int NO_LISTENER = 70;

  /** Of connections that differ in nothing but ports this many are enough. */
  private static final int FEW_ALIKE = 3;

  private static final String HANG = " ".repeat(9);

  private final TextStyle style;
  private final Ink ink;
  private final Consumer<String> out;
  private boolean headed;

  private ConnectionsReport(TextStyle style, Consumer<String> out) {
    this.style = style;
    this.ink = style.ink();
    this.out = out;
  }

  /** Writes the report line by line. */
  public static void write(List<CaptureReport> captures, TextStyle style, Consumer<String> out) {
    new ConnectionsReport(style, out).write(captures);
  }

  private void write(List<CaptureReport> captures) {
    boolean first = true;
    for (CaptureReport capture : captures) {
      if (capture.readable()) {
        if (!first) {
          out.accept("");
        }
        first = false;
        capture(capture);
      }
    }
    List<ConnectionSummary> all =
        captures.stream().flatMap(one -> Headline.summaries(one).stream()).toList();
    if (captures.size() > 1 || all.size() > FEW) {
      out.accept("");
      out.accept(total(captures, all));
    }
  }

  private void capture(CaptureReport capture) {
    out.accept(Headline.start(capture));
    List<ConnectionSummary> all = Headline.summaries(capture);
    if (all.isEmpty()) {
      return;
    }
    boolean many = all.size() > FEW;
    boolean subflows = !many || style.verbose();
    if (!headed) {
      headed = true;
      out.accept(head(!subflows));
    }
    Set<Integer> shown = shown(capture, all, many);
    boolean gap = false;
    for (ConnectionSummary connection : all) {
      if (shown.contains(connection.id())) {
        connection(connection, subflows);
      } else if (!gap) {
        gap = true;
        out.accept(rest(all.stream().filter(one -> !shown.contains(one.id())).toList()));
      }
    }
  }

  /** All; of many the first twenty, and the twenty with most to say. */
  private Set<Integer> shown(CaptureReport capture, List<ConnectionSummary> all, boolean many) {
    Set<Integer> shown = new HashSet<>();
    if (!many || style.verbose() || style.all()) {
      all.forEach(connection -> shown.add(connection.id()));
      return shown;
    }
    int differing = all.size() - alikeAtTheEnd(all);
    if (differing + FEW_ALIKE <= FEW) {
      all.stream().limit(differing + FEW_ALIKE).forEach(one -> shown.add(one.id()));
      return shown;
    }
    all.stream().limit(FEW).forEach(connection -> shown.add(connection.id()));
    Set<Integer> found = new HashSet<>();
    capture.findings().stream().map(Finding::connection).forEach(found::add);
    List<ConnectionSummary> rest = new ArrayList<>(all.subList(FEW, all.size()));
    rest.sort(
        java.util.Comparator.comparingInt(
            connection -> -interest(connection, found.contains(connection.id()))));
    rest.stream()
        .limit(FEW)
        .filter(connection -> interest(connection, found.contains(connection.id())) > 0)
        .forEach(connection -> shown.add(connection.id()));
    return shown;
  }

  /** What a row says beside ports. */
  private record Likeness(
      int version, String end, String count, long toListener, long toInitiator, String hosts) {}

  private Likeness likeness(ConnectionSummary one) {
    return new Likeness(
        one.dialect().version(),
        end(one),
        count(one),
        one.dataFromInitiator(),
        one.dataFromListener(),
        one.subflows().isEmpty() ? "" : ends(one.subflows().getFirst(), false));
  }

  /** How many of the last connections differ in nothing but ports. */
  private int alikeAtTheEnd(List<ConnectionSummary> all) {
    Likeness last = likeness(all.getLast());
    int alike = 0;
    while (alike < all.size() && likeness(all.get(all.size() - 1 - alike)).equals(last)) {
      alike++;
    }
    return alike;
  }

  private String rest(List<ConnectionSummary> left) {
    long refused = left.stream().mapToLong(ConnectionsReport::refused).sum();
    boolean alike = alikeAtTheEnd(left) == left.size();
    int version = left.getLast().dialect().version();
    return " ... "
        + left.size()
        + " more"
        + (alike && version >= 0 ? ": all v" + version : "")
        + (alike && refused > 0 ? ", " + Prose.count(refused, "join") + " refused" : "")
        + " (-v, or --format json)";
  }

  private static int interest(ConnectionSummary connection, boolean found) {
    return found ? 3 : connection.fallback() != null ? 2 : refused(connection) > 0 ? 1 : 0;
  }

  private static long refused(ConnectionSummary connection) {
    return connection.subflows().stream()
        .filter(subflow -> subflow.id() > 0 && subflow.state() == State.REFUSED)
        .count();
  }

  private String head(boolean counted) {
    return "   #     end       "
        + (counted ? "sf     A > B     B > A" : "    A > B     B > A")
        + (style.width() < NO_LISTENER ? "  initiator" : "  initiator > listener");
  }

  private void connection(ConnectionSummary connection, boolean subflows) {
    SubflowSummary first =
        connection.subflows().isEmpty() ? null : connection.subflows().getFirst();
    String end = Prose.pad(end(connection), 10);
    String counted = Prose.pad(count(connection), 4);
    int version = connection.dialect().version();
    String ends = first == null ? "" : ends(first, !subflows);
    String row =
        Prose.right(String.valueOf(connection.id()), 4)
            + (version < 0 ? " v? " : " v" + version + " ")
            + " "
            + end
            + (subflows ? "" : counted)
            + Prose.right(octets(connection.dataFromInitiator()), subflows ? 9 : 8)
            + Prose.right(octets(connection.dataFromListener()), 10);
    accept(row, ends);
    fallback(connection);
    closer(connection);
    if (subflows) {
      for (SubflowSummary subflow : connection.subflows()) {
        subflow(connection, subflow);
      }
    }
  }

  private void accept(String row, String ends) {
    if (ends.contains("[") && row.length() + 2 + ends.length() > style.width()) {
      out.accept(row);
      out.accept(HANG + ends);
    } else {
      out.accept((row + "  " + ends).stripTrailing());
    }
  }

  private static String count(ConnectionSummary connection) {
    long refused = refused(connection);
    int all = connection.subflows().size();
    return refused == 0 ? String.valueOf(all) : all + "-" + refused;
  }

  private static String end(ConnectionSummary connection) {
    ClosedBy closedBy = connection.closedBy();
    return switch (closedBy) {
      case null -> "open";
      case DATA_FIN -> "DATA_FIN";
      case FAST_CLOSE -> "fast close";
      case RESET -> "reset";
      case FIN -> "FIN";
      case IDLE -> "idle";
      case CAPTURE_END -> "open";
    };
  }

  /** Octets; from 10 kB on in thousands. */
  static String octets(long octets) {
    if (octets < 10_000) {
      return octets + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = octets / 1000.0;
    int unit = 0;
    while (value >= 10_000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  private String ends(SubflowSummary subflow, boolean ports) {
    String initiator = address(subflow, Side.INITIATOR, ports);
    if (style.width() < NO_LISTENER) {
      return initiator;
    }
    String arrow = subflow.openedBy() == Side.INITIATOR ? " > " : " < ";
    return initiator + arrow + address(subflow, Side.LISTENER, ports);
  }

  private static String address(SubflowSummary subflow, Side side, boolean port) {
    var address = subflow.end(side).address();
    return port
        ? Addresses.text(address)
        : address.getAddress() instanceof Inet6Address
            ? "[" + Addresses.text(address.getAddress()) + "]"
            : Addresses.text(address.getAddress());
  }

  private void fallback(ConnectionSummary connection) {
    Fallback one = connection.fallback();
    if (one == null) {
      return;
    }
    Fallback other = connection.peerFallback();
    StringBuilder line = new StringBuilder(HANG).append("fell back: ");
    if (other != null && other.reason() == one.reason() && other.certain() == one.certain()) {
      line.append("A, B by ").append(reason(one)).append(" (");
      line.append(Prose.frames(List.of(one.since().number(), other.since().number()), 2));
      line.append(')');
      line.append(one.certain() ? "" : " (not certain)");
    } else {
      line.append(fallback(one));
      if (other != null) {
        line.append(", ").append(fallback(other));
      }
    }
    out.accept(ink.warning(line.toString()));
  }

  private static String fallback(Fallback fallback) {
    return fallback.by().letter()
        + " by "
        + reason(fallback)
        + " (frame "
        + fallback.since().number()
        + ")"
        + (fallback.certain() ? "" : " (not certain)");
  }

  private static String reason(Fallback fallback) {
    return switch (fallback.reason()) {
      case REFUSED -> "the answer had no MP_CAPABLE";
      case BARE_THIRD_PACKET -> "bare third packet";
      case INFINITE_MAPPING -> "infinite mapping";
      case MP_FAIL -> "MP_FAIL";
      case SILENT -> "silence";
    };
  }

  private void closer(ConnectionSummary connection) {
    if (connection.closedBy() == ClosedBy.FAST_CLOSE && connection.closer() != null) {
      String frame =
          connection.closedAt() == null ? "" : ", frame " + connection.closedAt().number();
      out.accept(HANG + "by " + connection.closer().letter() + frame + ": MP_FASTCLOSE");
    }
  }

  private void subflow(ConnectionSummary connection, SubflowSummary subflow) {
    String name = Prose.right(connection.id() + "." + subflow.id(), 6);
    String row =
        ink.subflow(subflow.id(), name)
            + "   "
            + Prose.pad(end(subflow), 10)
            + Prose.right(share(connection, subflow, Side.INITIATOR), 9)
            + Prose.right(share(connection, subflow, Side.LISTENER), 10);
    int id = subflow.end(subflow.openedBy()).addressId();
    String ends =
        ends(subflow, true)
            + (subflow.id() == 0 || id < 0 ? "" : ", id " + id)
            + (subflow.initiator().backup() || subflow.listener().backup() ? ", backup" : "");
    accept(row, ends);
    if (subflow.stateReason() != null
        && (subflow.state() == State.REFUSED || subflow.state() == State.FAILED)) {
      String who =
          subflow.state() == State.REFUSED ? "by " + subflow.openedBy().peer().letter() + ", " : "";
      String frame =
          subflow.stateFrame() == null ? "" : "frame " + subflow.stateFrame().number() + ": ";
      out.accept(HANG + who + frame + subflow.stateReason());
    }
  }

  private static String end(SubflowSummary subflow) {
    if (subflow.state() == State.REFUSED || subflow.state() == State.FAILED) {
      return "unanswered".equals(subflow.closedBy()) ? "unanswered" : subflow.state().word();
    }
    return switch (subflow.closedBy()) {
      case null -> "open";
      case "fin" -> "FIN";
      case "reset" -> "RST";
      case "captureEnd" -> "open";
      default -> subflow.closedBy();
    };
  }

  private static String share(ConnectionSummary connection, SubflowSummary subflow, Side from) {
    long all = connection.subflows().stream().mapToLong(one -> one.bytes(from)).sum();
    long own = subflow.bytes(from);
    return own == 0 ? "0 B" : String.format(Locale.ROOT, "%.1f %%", 100.0 * own / all);
  }

  private static String total(List<CaptureReport> captures, List<ConnectionSummary> all) {
    List<String> unusual = new ArrayList<>();
    long fallbacks = all.stream().filter(one -> one.fallback() != null).count();
    long refused = all.stream().mapToLong(ConnectionsReport::refused).sum();
    long closes = all.stream().filter(one -> one.closedBy() == ClosedBy.FAST_CLOSE).count();
    if (fallbacks > 0) {
      unusual.add(fallbacks + " fell back");
    }
    if (refused > 0) {
      unusual.add(Prose.count(refused, "join") + " refused");
    }
    if (closes > 0) {
      unusual.add(Prose.count(closes, "fast close"));
    }
    String prefix = captures.size() > 1 ? Prose.count(captures.size(), "capture") + ", " : "";
    return prefix
        + Prose.count(all.size(), "connection")
        + (unusual.isEmpty() ? "" : captures.size() > 1 ? ": " : ", ")
        + String.join(", ", unusual);
  }
}
