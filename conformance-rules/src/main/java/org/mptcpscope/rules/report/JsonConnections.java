package org.mptcpscope.rules.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;

/** The connections of the JSON document. */
final class JsonConnections {
  private final JsonGenerator out;

  JsonConnections(JsonGenerator out) {
    this.out = out;
  }

  /** Writes one connection. */
  void write(ConnectionReport report) throws IOException {
    ConnectionSummary connection = report.summary();
    out.writeStartObject();
    out.writeNumberField("id", connection.id());
    int version = connection.dialect().version();
    number("version", version >= 0, version);
    out.writeStringField("dialect", connection.dialect().word());
    text("dialectDetail", connection.dialectDetail());
    out.writeStringField("state", connection.state().word());
    out.writeStringField("vantage", connection.vantage().word());
    fallback(connection);
    text("closedBy", connection.closedBy() == null ? null : connection.closedBy().word());
    octets("dataBytes", connection.dataFromInitiator(), connection.dataFromListener());
    verdicts(out, report.verdicts());
    number("mptcpStream", connection.mptcpStream() >= 0, connection.mptcpStream());
    if (!connection.keysGiven().isEmpty()) {
      out.writeArrayFieldStart("keysGiven");
      for (Side side : connection.keysGiven()) {
        out.writeString(side.word());
      }
      out.writeEndArray();
    }
    out.writeArrayFieldStart("subflows");
    for (SubflowSummary subflow : connection.subflows()) {
      subflow(subflow);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void fallback(ConnectionSummary connection) throws IOException {
    if (connection.fallback() == null) {
      out.writeNullField("fallback");
      return;
    }
    out.writeObjectFieldStart("fallback");
    fallback(connection.fallback());
    if (connection.peerFallback() == null) {
      out.writeNullField("peer");
    } else {
      out.writeObjectFieldStart("peer");
      fallback(connection.peerFallback());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void fallback(Fallback fallback) throws IOException {
    out.writeStringField("by", fallback.by().word());
    out.writeStringField("reason", fallback.reason().word());
    out.writeNumberField("frame", fallback.since().number());
    out.writeBooleanField("certain", fallback.certain());
  }

  private void octets(String key, long fromInitiator, long fromListener) throws IOException {
    out.writeObjectFieldStart(key);
    out.writeNumberField("fromInitiator", fromInitiator);
    out.writeNumberField("fromListener", fromListener);
    out.writeEndObject();
  }

  private void subflow(SubflowSummary subflow) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", subflow.id());
    number("tcpStream", subflow.tcpStream() >= 0, subflow.tcpStream());
    for (Side side : Side.values()) {
      end(side, subflow.end(side));
    }
    out.writeStringField("openedBy", subflow.openedBy().word());
    out.writeStringField("vantage", subflow.vantage().word());
    out.writeStringField("state", subflow.state().word());
    text("stateReason", subflow.stateReason());
    text("closedBy", subflow.closedBy());
    octets("bytes", subflow.bytesFromInitiator(), subflow.bytesFromListener());
    out.writeEndObject();
  }

  private void end(Side side, SubflowSummary.End end) throws IOException {
    out.writeObjectFieldStart(side.word());
    out.writeStringField("address", Addresses.text(end.address().getAddress()));
    out.writeNumberField("port", end.address().getPort());
    number("addressId", end.addressId() >= 0, end.addressId());
    out.writeBooleanField("backup", end.backup());
    out.writeEndObject();
  }

  /** How many requirements came out how. */
  static void verdicts(JsonGenerator out, VerdictCounts verdicts) throws IOException {
    out.writeObjectFieldStart("verdicts");
    out.writeNumberField("passed", verdicts.passed());
    out.writeNumberField("violated", verdicts.violated());
    out.writeNumberField("inconclusive", verdicts.inconclusive());
    out.writeNumberField("notApplicable", verdicts.notApplicable());
    out.writeEndObject();
  }

  private void text(String key, String value) throws IOException {
    if (value == null) {
      out.writeNullField(key);
    } else {
      out.writeStringField(key, value);
    }
  }

  private void number(String key, boolean present, int value) throws IOException {
    if (present) {
      out.writeNumberField(key, value);
    } else {
      out.writeNullField(key);
    }
  }
}
