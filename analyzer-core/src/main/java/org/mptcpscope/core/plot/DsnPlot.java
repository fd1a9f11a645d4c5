package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The plot {@code dsn}: octets of one direction against time, over all subflows, with what the
 * other host acknowledged and allowed.
 */
public final class DsnPlot {
  private static final double BEFORE_DATA = 0.02;
  private static final double SHARE_OF_LIFE = 0.02;
  private static final double GREETING = 0.01;
  private static final double PAUSE = 0.2;
  private static final int NAMED_STANDSTILLS = 2;

  private final DsnSeries series;
  private final List<Standstill> standstills;
  private final Originals originals;

  private DsnPlot(DsnSeries series) {
    this.series = series;
    this.standstills = Standstill.of(series);
    this.originals = new Originals(series);
  }

  /** How bad a finding is. */
  public enum Severity {
    /** A requirement was violated. */
    ERROR("error", Glyph.OCTAGON),
    /** A weaker requirement was violated, or with a doubt. */
    WARNING("warning", Glyph.TRIANGLE),
    /** Worth knowing. */
    NOTE("note", Glyph.CIRCLE);

    private final String style;
    private final Glyph glyph;

    Severity(String style, Glyph glyph) {
      this.style = style;
      this.glyph = glyph;
    }
  }

  /** A frame that shows something; {@code time} counts from the first frame of the connection. */
  public record Moment(long frame, long time) {}

  /** What a rule found: {@code text} in one line, {@code evidence} in order. */
  public record Finding(Severity severity, String text, List<Moment> evidence) {
    /** Copies the list. */
    public Finding {
      evidence = List.copyOf(evidence);
    }
  }

  /** Returns what to show of a series. */
  public static PlotSpec of(DsnSeries series, List<Finding> findings) {
    return new DsnPlot(series).spec(findings);
  }

  private PlotSpec spec(List<Finding> findings) {
    DsnSeries.Heading heading = series.heading;
    return new PlotSpec(
        "DSN sequence, " + heading.sender() + " → " + heading.receiver(),
        "connection "
            + heading.connection()
            + ", "
            + heading.version()
            + ": initiator A "
            + heading.initiator()
            + ", listener B "
            + heading.listener(),
        summary(),
        new Axis("time since the first frame (s)", Axis.Unit.TIME),
        new Axis("DSN of " + heading.sender() + ", relative (octets)", Axis.Unit.OCTETS),
        whole(findings),
        layers(findings));
  }

  /** The transfer, and what comes after it; from the earliest finding on, if that is before. */
  private Span whole(List<Finding> findings) {
    long first = transferStart();
    for (Finding finding : findings) {
      first = Math.min(first, point(finding).time());
    }
    long length = Math.max(series.end - first, 1);
    return new Span(Math.max(0, first - (long) (length * BEFORE_DATA)), series.end);
  }

  /**
   * A few octets of greeting and a long pause before the transfer are left to those who look back.
   */
  private long transferStart() {
    Curve sent = series.sent;
    if (sent.size() == 0) {
      return 0;
    }
    long start = sent.time(0);
    double life = Math.max(series.end - start, 1);
    for (int i = 1; i < sent.size(); i++) {
      if (sent.value(i - 1) > series.highest() * GREETING) {
        break;
      }
      if (sent.time(i) - sent.time(i - 1) > life * PAUSE) {
        start = sent.time(i);
      }
    }
    return start;
  }

  private List<Layer> layers(List<Finding> findings) {
    List<Layer> layers = new ArrayList<>();
    boxes(layers, Role.STANDSTILL, "standstill", "Data ACK stands still", standstillBoxes());
    boxes(layers, Role.GAP, "gap", "frames missing", series.gaps);
    steps(layers, Role.WINDOW_EDGE, "windowEdge", "window edge", series.windowEdge);
    points(layers, Role.ZERO_WINDOW, "zero window", series.zeroWindows);
    steps(layers, Role.DATA_ACK, "dataAck", "Data ACK", series.dataAck);
    bars(layers, DsnSeries.Kind.NEW);
    bars(layers, DsnSeries.Kind.RETRANSMISSION);
    bars(layers, DsnSeries.Kind.REINJECTION);
    List<Layer.Copy> copies = copies();
    if (!copies.isEmpty()) {
      layers.add(new Layer.Copies(Role.ORIGINAL, copies));
    }
    bars(layers, DsnSeries.Kind.UNMAPPED);
    if (!series.signals.isEmpty()) {
      layers.add(new Layer.Signals(Role.SIGNAL, series.signals));
    }
    points(layers, Role.DATA_FIN, "DATA_FIN", series.dataFins);
    points(layers, Role.FINDING, "finding", findings.stream().map(this::point).toList());
    return layers;
  }

  private static void boxes(
      List<Layer> layers, Role role, String style, String name, List<Layer.Box> boxes) {
    if (!boxes.isEmpty()) {
      layers.add(new Layer.Boxes(role, style, name, boxes));
    }
  }

  private void steps(List<Layer> layers, Role role, String style, String name, Curve curve) {
    if (curve.size() > 0) {
      layers.add(new Layer.Steps(role, style, name, curve, series.end));
    }
  }

  private static void points(List<Layer> layers, Role role, String name, List<Layer.Point> points) {
    if (!points.isEmpty()) {
      layers.add(new Layer.Points(role, name, points));
    }
  }

  private void bars(List<Layer> layers, DsnSeries.Kind kind) {
    series.lanes.forEach(
        (number, lane) -> {
          Spans spans = lane.spans().get(kind);
          if (spans != null) {
            String name =
                "subflow " + number + (lane.address().isEmpty() ? "" : ", " + lane.address());
            layers.add(new Layer.Bars(kind.role, kind.form, number, name, spans));
          }
        });
  }

  private List<Layer.Box> standstillBoxes() {
    return standstills.stream()
        .map(
            still ->
                new Layer.Box(
                    still.from(),
                    still.to(),
                    still.dsn(),
                    still.highest(),
                    Numbers.duration(still.length()),
                    "Data ACK "
                        + Numbers.grouped(still.dsn())
                        + " for "
                        + Numbers.duration(still.length())
                        + "; "
                        + Numbers.octets(still.highest() - still.dsn())
                        + " above"
                        + (still.frame() == 0 ? "" : ", released by frame " + still.frame()),
                    still.frame()))
        .toList();
  }

  private List<Layer.Copy> copies() {
    List<Layer.Copy> copies = new ArrayList<>();
    for (DsnSeries.Lane lane : series.lanes.values()) {
      Spans spans = lane.spans().get(DsnSeries.Kind.REINJECTION);
      for (int i = 0; spans != null && i < spans.size(); i++) {
        int index = i;
        originals
            .of(spans.low(i))
            .filter(original -> original.time() <= spans.time(index))
            .ifPresent(
                original ->
                    copies.add(
                        new Layer.Copy(
                            original.time(),
                            spans.time(index),
                            spans.low(index),
                            spans.high(index),
                            original.subflow(),
                            spans.frame(index))));
      }
    }
    return copies;
  }

  /** A finding lies at its first evidence in this direction, else where the Data ACK was. */
  private Layer.Point point(Finding finding) {
    Severity severity = finding.severity();
    String style = "finding " + severity.style;
    for (Moment moment : finding.evidence()) {
      for (DsnSeries.Lane lane : series.lanes.values()) {
        for (Spans spans : lane.spans().values()) {
          int index = spans.indexOfFrame(moment.frame());
          if (index >= 0) {
            return new Layer.Point(
                spans.time(index),
                spans.low(index),
                moment.frame(),
                severity.glyph,
                style,
                finding.text());
          }
        }
      }
    }
    Moment first = finding.evidence().isEmpty() ? new Moment(0, 0) : finding.evidence().getFirst();
    int ack = series.dataAck.at(first.time());
    long value = ack < 0 ? 1 : series.dataAck.value(ack);
    return new Layer.Point(
        first.time(), value, first.frame(), severity.glyph, style, finding.text());
  }

  private String summary() {
    DsnSeries.Heading heading = series.heading;
    if (series.octets() <= 0) {
      return "No data from " + heading.sender() + " to " + heading.receiver() + ".";
    }
    int carriers = 0;
    for (Map.Entry<Integer, DsnSeries.Lane> lane : series.lanes.entrySet()) {
      carriers += lane.getValue().spans().isEmpty() ? 0 : 1;
    }
    StringBuilder out = new StringBuilder();
    out.append(Numbers.octets(series.octets())).append(" from ").append(heading.sender());
    out.append(" to ").append(heading.receiver()).append(" on ").append(carriers);
    out.append(carriers == 1 ? " subflow in " : " subflows in ");
    out.append(Numbers.duration(covered() - series.sent.time(0))).append('.');
    long life = series.end - transferStart();
    List<Standstill> named =
        standstills.stream()
            .filter(still -> still.length() > life * SHARE_OF_LIFE)
            .limit(NAMED_STANDSTILLS)
            .toList();
    for (int i = 0; i < named.size(); i++) {
      Standstill still = named.get(i);
      out.append(i == 0 ? " Data ACK stood still for " : " and for ");
      out.append(Numbers.duration(still.length())).append(" at DSN ");
      out.append(Numbers.grouped(still.dsn()));
      originals
          .of(still.dsn())
          .ifPresent(original -> out.append(" (sent on subflow " + original.subflow() + ")"));
    }
    return named.isEmpty() ? out.toString() : out.append('.').toString();
  }

  /** When the Data ACK covered the last octet, or the end if it never did. */
  private long covered() {
    int ack = series.dataAck.reaching(series.highest());
    return ack < series.dataAck.size() ? series.dataAck.time(ack) : series.end;
  }
}
