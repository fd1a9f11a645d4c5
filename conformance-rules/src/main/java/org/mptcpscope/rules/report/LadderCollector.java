package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.plot.Ladder;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Finding;

/**
 * Collects the rows of a ladder: what {@code dump} prints of one connection, with bulk data folded.
 */
public final class LadderCollector implements TraceObserver {
  private static final int MOST = 2000;
  private static final Pattern LONG_HEX =
      Pattern.compile("\\b([0-9a-f]{4})[0-9a-f]{8,}([0-9a-f]{4})\\b");
  private static final Map<Character, String> FLAGS =
      Map.of('S', "SYN", 'F', "FIN", 'R', "RST", 'P', "PSH", '.', "ACK", 'U', "URG");
  private static final String ORDER = "SFRP.U";

  private final ConnectionSummary connection;
  private final DumpReport dump;
  private final List<Ladder.Row> rows = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final List<String> right = new ArrayList<>();
  private int omitted;

  /** Collects a connection of an earlier pass over the same capture. */
  public LadderCollector(ConnectionSummary connection, List<Finding> findings) {
    this.connection = connection;
    for (SubflowSummary subflow : connection.subflows()) {
      once(left, address(subflow, Side.INITIATOR));
      once(right, address(subflow, Side.LISTENER));
    }
    List<Finding> own =
        findings.stream().filter(finding -> finding.connection() == connection.id()).toList();
    this.dump =
        new DumpReport(new DumpReport.Style(false, false, false, Ink.PLAIN), own, new Rows());
  }

  private static void once(List<String> list, String address) {
    if (!list.contains(address)) {
      list.add(address);
    }
  }

  private static String address(SubflowSummary subflow, Side side) {
    return Addresses.text(subflow.end(side).address().getAddress());
  }

  @Override
  public boolean wantsSegments() {
    return true;
  }

  @Override
  public void onEvent(MptcpEvent event) {
    if (event.connection() != null && event.connection().id() == connection.id()) {
      dump.onEvent(event);
    }
  }

  @Override
  public void onSegment(SegmentView segment, SegmentFacts facts) {
    if (facts.subflow().connection().id() == connection.id()) {
      dump.onSegment(segment, facts);
    }
  }

  /** Returns the ladder; call it once behind the pass. */
  public Ladder ladder() {
    dump.finish();
    int version = connection.dialect().version();
    return new Ladder(
        "Ladder of connection " + connection.id(),
        "MPTCP" + (version < 0 ? "" : " v" + version) + ", not to scale",
        left,
        right,
        rows,
        omitted);
  }

  private final class Rows implements DumpReport.Sink {
    @Override
    public void line(DumpLine line, int number) {
      if (rows.size() >= MOST) {
        omitted++;
        return;
      }
      SubflowSummary subflow =
          connection.subflows().stream()
              .filter(one -> one.id() == number)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("subflow " + number));
      rows.add(
          new Ladder.Row(
              line.firstFrame,
              line.firstFrame == line.lastFrame
                  ? String.valueOf(line.firstFrame)
                  : line.firstFrame + "-" + line.lastFrame,
              line.time - connection.firstFrame().time(),
              number,
              left.indexOf(address(subflow, Side.INITIATOR)),
              right.indexOf(address(subflow, Side.LISTENER)),
              line.direction.equals("A > B"),
              flags(line.flags),
              LONG_HEX.matcher(line.text).replaceAll("$1…$2"),
              line.flags.contains("R"),
              Ladder.Weight.NOTHING,
              ""));
    }

    @Override
    public void finding(Finding finding) {
      if (rows.isEmpty()) {
        return;
      }
      Ladder.Row last = rows.getLast();
      Ladder.Weight weight =
          switch (finding.severity()) {
            case ERROR -> Ladder.Weight.ERROR;
            case WARNING -> Ladder.Weight.WARNING;
            case NOTE -> Ladder.Weight.NOTE;
          };
      boolean graver = weight.compareTo(last.weight()) > 0;
      rows.set(
          rows.size() - 1,
          new Ladder.Row(
              last.frame(),
              last.frames(),
              last.time(),
              last.subflow(),
              last.from(),
              last.to(),
              last.rightward(),
              last.flags(),
              last.text(),
              last.reset(),
              graver ? weight : last.weight(),
              graver ? finding.rule() : last.judgement()));
    }

    private String flags(String letters) {
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < ORDER.length(); i++) {
        char letter = ORDER.charAt(i);
        // An ACK says nothing beside other flags but SYN.
        boolean shown =
            letters.indexOf(letter) >= 0
                && (letter != '.' || letters.equals(".") || letters.contains("S"));
        if (shown) {
          words.append(words.isEmpty() ? "" : " ").append(FLAGS.get(letter));
        }
      }
      return words.toString();
    }
  }
}
