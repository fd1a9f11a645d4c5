package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.metric.SegmentTable;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * The plots {@code tsg} and {@code stevens}: the sequence numbers of one subflow over time, as
 * tcptrace draws them.
 *
 * <p>There is no window line: the window of a subflow counts from the Data ACK and is shared, so
 * that ACK plus window is no limit. After a return to plain TCP it is one, and is drawn.
 */
public final class TimeSequencePlot {
  private static final int THIRD = 3;

  private final PlotRequest request;
  private final SegmentTable table;
  private final Side sender;
  private final int subflow;

  private final Map<Layer.Form, Spans.Builder> bars = new EnumMap<>(Layer.Form.class);
  private final Spans.Builder sacks = new Spans.Builder();
  private final Curve acks = Curve.withFrames();
  private final Curve edge = Curve.withFrames();
  private final List<Layer.Letter> letters = new ArrayList<>();
  private final List<Layer.Point> zeroWindows = new ArrayList<>();
  private long highest = 1;
  private long acked = 1;
  private int again;
  private int disordered;

  private TimeSequencePlot(PlotRequest request) {
    this.request = request;
    this.table = request.table();
    this.sender = request.sender();
    this.subflow = request.subflow();
  }

  /** Returns segments, acknowledgments, SACK blocks and tcptrace's letters. */
  public static PlotSpec of(PlotRequest request) {
    return new TimeSequencePlot(request).spec();
  }

  /** Returns a dot per segment, at its first octet. */
  public static PlotSpec stevens(PlotRequest request) {
    SegmentTable table = request.table();
    Spans.Builder dots = new Spans.Builder();
    for (int row : table.rowsOf(request.subflow())) {
      if (table.by(row) == request.sender() && table.payload(row) > 0) {
        dots.add(table.time(row), table.ssn(row), table.ssn(row), table.frame(row));
      }
    }
    List<Layer> layers = new ArrayList<>();
    if (dots.size() > 0) {
      layers.add(
          new Layer.Dots(
              Role.SEGMENT,
              "dot " + Theme.subflow(request.subflow()),
              request.subflow(),
              name(request),
              dots.build()));
    }
    return new PlotSpec(
        "Stevens graph of subflow " + request.subflow() + ", " + request.arrow(),
        request.subtitle(),
        Numbers.grouped(layers.isEmpty() ? 0 : dots.size()) + " segments with payload.",
        new Axis("time since the first frame (s)", Axis.Unit.TIME),
        new Axis("SSN, relative (octets)", Axis.Unit.OCTETS),
        request.span(),
        layers);
  }

  private static String name(PlotRequest request) {
    return Subtitle.subflow(request.table().summary(), request.subflow(), request.sender());
  }

  private PlotSpec spec() {
    int duplicates = 0;
    long lastAck = SegmentTable.NONE;
    long lastWindow = -1;
    boolean closed = false;
    for (int row : table.rowsOf(subflow)) {
      if (table.by(row) == sender) {
        sent(row, closed);
        continue;
      }
      long ack = table.ackSsn(row);
      if (ack == SegmentTable.NONE || table.has(row, SegmentFacts.RST)) {
        continue;
      }
      boolean duplicate =
          ack == lastAck
              && highest > ack
              && table.payload(row) == 0
              && table.window(row) == lastWindow
              && !table.has(row, SegmentFacts.SYN | SegmentFacts.FIN | SegmentFacts.SIGNAL);
      duplicates = duplicate ? duplicates + 1 : 0;
      if (duplicates == THIRD) {
        letter(row, ack, "3", "muted", false, "third duplicate ACK");
      }
      lastAck = ack;
      lastWindow = table.window(row);
      acked = Math.max(acked, ack);
      acks.rise(table.time(row), ack, table.frame(row), subflow);
      if (table.window(row) > 0) {
        edge.rise(table.time(row), ack + table.window(row), table.frame(row), subflow);
      }
      boolean zero = table.window(row) == 0 && !table.has(row, SegmentFacts.SYN);
      if (zero && !closed) {
        letter(row, ack, "Z", "muted", false, "zero window");
        zeroWindows.add(
            new Layer.Point(
                table.time(row),
                ack,
                table.frame(row),
                Glyph.CROSS,
                "zeroWindow",
                "zero window (frame " + table.frame(row) + ")"));
      }
      closed = zero || (closed && table.window(row) < 0);
    }
    sacks();
    return spec(layers());
  }

  private void sent(int row, boolean closed) {
    if ((table.flags(row) & (SegmentView.SYN | SegmentView.FIN)) != 0) {
      boolean syn = (table.flags(row) & SegmentView.SYN) != 0;
      long at = syn ? 0 : table.ssn(row) + table.payload(row);
      letter(row, at, syn ? "SYN" : "FIN", Theme.subflow(subflow) + " run", true, "");
    }
    int payload = table.payload(row);
    if (payload == 0) {
      return;
    }
    long from = table.ssn(row);
    long to = from + payload;
    boolean copy = table.has(row, SegmentFacts.RETRANSMISSION);
    bars.computeIfAbsent(copy ? Layer.Form.FOOTED : Layer.Form.PLAIN, _ -> new Spans.Builder())
        .add(table.time(row), from, to, table.frame(row));
    if (copy) {
      again++;
      letter(row, to, "R", Theme.subflow(subflow) + " run", true, "sent again");
    } else if (to <= highest) {
      disordered++;
      letter(row, to, "O", Theme.subflow(subflow) + " run", true, "out of order");
    }
    if (closed && payload == 1) {
      letter(row, to, "P", "muted", false, "window probe");
    }
    highest = Math.max(highest, to);
  }

  private void letter(
      int row, long value, String letter, String style, boolean above, String text) {
    letters.add(
        new Layer.Letter(table.time(row), value, table.frame(row), letter, style, above, text));
  }

  private void sacks() {
    table.sacks(
        (row, left, right) -> {
          if (table.subflow(row) == subflow && table.by(row) != sender && right > left) {
            if (right <= table.ackSsn(row)) {
              // A block below the ACK tells of octets that came twice (RFC 2883).
              letter(row, left, "D", "muted", false, "duplicate SACK");
            } else {
              sacks.add(table.time(row), left, right, table.frame(row));
            }
          }
        });
    letters.sort((a, b) -> Long.compare(a.time(), b.time()));
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    long end = table.end();
    if (table.summary().fallback() != null && edge.size() > 0) {
      layers.add(new Layer.Steps(Role.WINDOW_EDGE, "windowEdge", "ACK + window", edge, end));
    }
    if (acks.size() > 0) {
      layers.add(new Layer.Steps(Role.ACK, "ack", "ACK", acks, end));
    }
    bars.forEach(
        (form, spans) ->
            layers.add(
                new Layer.Bars(
                    form == Layer.Form.FOOTED ? Role.RETRANSMISSION : Role.SEGMENT,
                    form,
                    subflow,
                    name(request),
                    spans.build())));
    if (sacks.size() > 0) {
      layers.add(new Layer.Bars(Role.SACK, Layer.Form.SACK, subflow, name(request), sacks.build()));
    }
    if (!zeroWindows.isEmpty()) {
      layers.add(new Layer.Points(Role.ZERO_WINDOW, "zero window", zeroWindows));
    }
    if (!letters.isEmpty()) {
      layers.add(new Layer.Letters(Role.LETTER, "letters", letters));
    }
    return layers;
  }

  private PlotSpec spec(List<Layer> layers) {
    String what =
        highest == 1
            ? "No payload from " + sender.letter() + " on subflow " + subflow + "."
            : Numbers.octets(highest - 1)
                + " from "
                + sender.letter()
                + " on subflow "
                + subflow
                + ", "
                + Numbers.grouped(again)
                + " segments sent again, "
                + Numbers.grouped(disordered)
                + " out of order.";
    return new PlotSpec(
        "Time sequence of subflow " + subflow + ", " + request.arrow(),
        request.subtitle(),
        what,
        new Axis("time since the first frame (s)", Axis.Unit.TIME),
        new Axis("SSN, relative (octets)", Axis.Unit.OCTETS),
        request.span(),
        layers);
  }
}
