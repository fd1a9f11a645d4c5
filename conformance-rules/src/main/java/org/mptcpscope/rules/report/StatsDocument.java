package org.mptcpscope.rules.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.metric.Distribution;
import org.mptcpscope.core.metric.Measure;
import org.mptcpscope.core.metric.Observation;
import org.mptcpscope.core.metric.SegmentTable.Signal;
import org.mptcpscope.core.metric.Stall;
import org.mptcpscope.core.metric.StreamMetrics;
import org.mptcpscope.core.metric.SubflowMetrics;
import org.mptcpscope.core.model.Side;

/**
 * The JSON and CSV of {@code stats}. Names and units are those of {@link Measure}; a number that is
 * unknown is null in JSON and has no row in CSV.
 */
public final class StatsDocument {
  private static final double NANO = 1e-9;

  private final JsonGenerator out;

  private StatsDocument(JsonGenerator out) {
    this.out = out;
  }

  /** Writes one document and a line end; the writer stays open. */
  public static void json(Writer to, String version, List<CaptureStats> all) throws IOException {
    try (JsonGenerator generator = JsonReport.generator(to)) {
      new StatsDocument(generator).document(version, all);
    }
    to.write('\n');
    to.flush();
  }

  /** Writes one row a number: of a host on a subflow, or of its data over all subflows. */
  public static void csv(Writer to, List<CaptureStats> all) throws IOException {
    CsvReport.row(
        to, List.of("file", "connection", "subflow", "sender", "metric", "value", "unit"));
    for (CaptureStats stats : all) {
      for (ConnectionMetrics connection : stats.connections()) {
        for (Side side : Side.values()) {
          rows(to, stats, connection, -1, side, Measure.OF_STREAM, connection.stream(side));
        }
        for (SubflowMetrics subflow : connection.subflows()) {
          rows(to, stats, connection, subflow.subflow(), subflow.by(), Measure.OF_SUBFLOW, subflow);
        }
      }
    }
    to.flush();
  }

  private static <T> void rows(
      Writer to,
      CaptureStats stats,
      ConnectionMetrics connection,
      int subflow,
      Side by,
      List<Measure<T>> measures,
      T of)
      throws IOException {
    for (Measure<T> measure : measures) {
      double value = measure.value().applyAsDouble(of);
      if (value >= 0) {
        CsvReport.row(
            to,
            List.of(
                stats.capture().file(),
                String.valueOf(connection.summary().id()),
                subflow < 0 ? "" : String.valueOf(subflow),
                by.word(),
                measure.name(),
                number(measure, value),
                measure.unit().word()));
      }
    }
  }

  private static String number(Measure<?> measure, double value) {
    return switch (measure.unit()) {
      case OCTETS, COUNT -> String.valueOf((long) value);
      case SECONDS -> seconds(value);
      case RATE -> String.valueOf(Math.round(value));
    };
  }

  private static String seconds(double value) {
    return BigDecimal.valueOf(Math.round(value / NANO), 9).toPlainString();
  }

  private void document(String version, List<CaptureStats> all) throws IOException {
    out.writeStartObject();
    JsonReport.preamble(out, version);
    out.writeArrayFieldStart("captures");
    for (CaptureStats stats : all) {
      out.writeStartObject();
      out.writeStringField("file", stats.capture().file());
      out.writeNumberField("frames", stats.capture().frames());
      out.writeArrayFieldStart("connections");
      for (ConnectionMetrics connection : stats.connections()) {
        connection(connection);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void connection(ConnectionMetrics connection) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", connection.summary().id());
    out.writeObjectFieldStart("data");
    for (Side side : Side.values()) {
      stream(side, connection.stream(side));
    }
    out.writeEndObject();
    out.writeArrayFieldStart("subflows");
    for (SubflowMetrics subflow : connection.subflows()) {
      out.writeStartObject();
      out.writeNumberField("id", subflow.subflow());
      out.writeStringField("sender", subflow.by().word());
      long handshake = connection.handshakes().getOrDefault(subflow.subflow(), -1L);
      seconds("handshakeRtt", handshake);
      measures(Measure.OF_SUBFLOW, subflow);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("signals");
    for (Signal signal : connection.signals()) {
      signal(signal);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("observations");
    for (Observation observation : connection.observations()) {
      observation(observation);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void stream(Side side, StreamMetrics data) throws IOException {
    out.writeObjectFieldStart(side.word());
    measures(Measure.OF_STREAM, data);
    out.writeBooleanField("waitingIsLowerBound", data.waiting().isLowerBound());
    out.writeArrayFieldStart("waitingFor");
    for (Map.Entry<Integer, Long> each : data.waiting().held().entrySet()) {
      out.writeStartObject();
      subflow(each.getKey());
      seconds("time", each.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("share");
    for (Map.Entry<Integer, Long> each : data.share().entrySet()) {
      out.writeStartObject();
      subflow(each.getKey());
      out.writeNumberField("octets", each.getValue());
      Distribution runs = data.runs().getOrDefault(each.getKey(), Distribution.NONE);
      out.writeNumberField("runs", runs.count());
      out.writeNumberField("runMedian", runs.median());
      out.writeNumberField("runMost", runs.most());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("stalls");
    for (Stall stall : data.stalls()) {
      out.writeStartObject();
      seconds("from", stall.from());
      seconds("to", stall.to());
      out.writeNumberField("dsn", stall.dsn());
      out.writeNumberField("octetsAbove", stall.highest() - stall.dsn());
      subflow(stall.subflow());
      out.writeNumberField("frame", stall.frame());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void signal(Signal signal) throws IOException {
    out.writeStartObject();
    seconds("time", signal.time());
    out.writeNumberField("frame", signal.frame());
    subflow(signal.subflow());
    out.writeStringField("sender", signal.by().word());
    out.writeStringField("text", signal.text());
    out.writeEndObject();
  }

  private void observation(Observation seen) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", seen.kind().word());
    out.writeStringField("sender", seen.sender().word());
    subflow(seen.subflow());
    seconds("from", seen.from());
    seconds("to", seen.to());
    seconds("time", seen.time());
    out.writeNumberField("octets", seen.octets());
    out.writeNumberField("count", seen.count());
    out.writeArrayFieldStart("frames");
    for (int frame : seen.frames()) {
      out.writeNumber(frame);
    }
    out.writeEndArray();
    out.writeStringField("detail", seen.detail());
    out.writeEndObject();
  }

  private <T> void measures(List<Measure<T>> measures, T of) throws IOException {
    for (Measure<T> measure : measures) {
      double value = measure.value().applyAsDouble(of);
      out.writeFieldName(measure.name());
      if (value < 0) {
        out.writeNull();
      } else {
        out.writeNumber(number(measure, value));
      }
    }
  }

  private void subflow(int number) throws IOException {
    out.writeFieldName("subflow");
    if (number < 0) {
      out.writeNull();
    } else {
      out.writeNumber(number);
    }
  }

  private void seconds(String name, long nanos) throws IOException {
    out.writeFieldName(name);
    if (nanos < 0) {
      out.writeNull();
    } else {
      out.writeNumber(seconds(nanos * NANO));
    }
  }
}
