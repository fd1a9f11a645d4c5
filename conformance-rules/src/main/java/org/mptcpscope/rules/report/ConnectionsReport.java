package org.mptcpscope.rules.report;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.SubflowSummary.State;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.ConnectionTotals;
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
    ConnectionTotals all =
        captures.stream()
            .map(CaptureReport::totals)
            .reduce(ConnectionTotals.NONE, ConnectionTotals::plus);
    if (captures.size() > 1 || all.count() > FEW) {
      out.accept("");
      out.accept(total(captures, all));
    }
  }

  private void capture(CaptureReport capture) {
    out.accept(Headline.start(capture));
    Headline.keysGiven(capture).forEach(out);
    List<ConnectionReport> all = capture.connections();
    if (all.isEmpty()) {
      return;
    }
    boolean many = all.size() > FEW;
    boolean subflows = !many || style.verbose();
    if (!headed) {
      headed = true;
      out.accept(head(!subflows));
    }
    if (!many || style.verbose() || style.all()) {
      all.forEach(connection -> connection(connection.summary(), subflows));
      return;
    }
    NavigableSet<Integer> shown = shown(capture, all);
    int next = 0;
    boolean gap = false;
    for (int index : shown) {
      if (index > next && !gap) {
        gap = true;
        out.accept(rest(all, shown));
      }
      connection(all.get(index).summary(), subflows);
      next = index + 1;
    }
    if (next < all.size() && !gap) {
      out.accept(rest(all, shown));
    }
  }

  /** Of many the first twenty, and the twenty with most to say; by their places. */
  private NavigableSet<Integer> shown(CaptureReport capture, List<ConnectionReport> all) {
    Set<Integer> found = new HashSet<>();
    capture.findings().stream().map(Finding::connection).forEach(found::add);
    Likeness last = likeness(all.getLast().summary());
    // From the front only: many are read from a file.
    int differing = 0;
    int index = 0;
    List<List<Integer>> worst = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (ConnectionReport report : all) {
      ConnectionSummary one = report.summary();
      differing = likeness(one).equals(last) ? differing : index + 1;
      int interest = interest(one, found.contains(one.id()));
      if (index >= FEW && interest > 0 && worst.get(3 - interest).size() < FEW) {
        worst.get(3 - interest).add(index);
      }
      index++;
    }
    NavigableSet<Integer> shown = new TreeSet<>();
    if (differing + FEW_ALIKE <= FEW) {
      IntStream.range(0, Math.min(all.size(), differing + FEW_ALIKE)).forEach(shown::add);
      return shown;
    }
    IntStream.range(0, Math.min(all.size(), FEW)).forEach(shown::add);
    worst.stream().flatMap(List::stream).limit(FEW).forEach(shown::add);
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

  private String rest(List<ConnectionReport> all, NavigableSet<Integer> shown) {
    int left = 0;
    long refused = 0;
    boolean alike = true;
    Likeness first = null;
    int version = -1;
    int index = 0;
    for (ConnectionReport report : all) {
      if (!shown.contains(index++)) {
        Likeness one = likeness(report.summary());
        first = first == null ? one : first;
        alike &= one.equals(first);
        version = one.version;
        refused += ConnectionTotals.refusedJoins(report.summary());
        left++;
      }
    }
    return " ... "
        + left
        + " more"
        + (alike && version >= 0 ? ": all v" + version : "")
        + (alike && refused > 0 ? ", " + Prose.count(refused, "join") + " refused" : "")
        + " (-v, or --format json)";
  }

  private static int interest(ConnectionSummary connection, boolean found) {
    return found
        ? 3
        : connection.fallback() != null ? 2 : ConnectionTotals.refusedJoins(connection) > 0 ? 1 : 0;
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
    EndingWords.fallback(connection).ifPresent(words -> out.accept(ink.warning(HANG + words)));
    EndingWords.fastClose(connection).ifPresent(words -> out.accept(HANG + words));
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
    long refused = ConnectionTotals.refusedJoins(connection);
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

  private static String total(List<CaptureReport> captures, ConnectionTotals all) {
    List<String> unusual = new ArrayList<>();
    if (all.fallbacks() > 0) {
      unusual.add(all.fallbacks() + " fell back");
    }
    if (all.refusedJoins() > 0) {
      boolean alike = all.refusedJoins() > 1 && all.refusals().size() == 1;
      unusual.add(
          Prose.count(all.refusedJoins(), "join")
              + " refused"
              + (alike ? " (each: " + all.refusals().iterator().next() + ")" : ""));
    }
    if (all.fastCloses() > 0) {
      unusual.add(Prose.count(all.fastCloses(), "fast close"));
    }
    String prefix = captures.size() > 1 ? Prose.count(captures.size(), "capture") + ", " : "";
    return prefix
        + Prose.count(all.count(), "connection")
        + (unusual.isEmpty() ? "" : captures.size() > 1 ? ": " : ", ")
        + String.join(", ", unusual);
  }
}
