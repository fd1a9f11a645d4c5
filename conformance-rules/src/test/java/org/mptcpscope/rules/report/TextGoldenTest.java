package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.rules.Golden;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.report.TextStyle.Form;

/** The text that a person sees, as the design's samples have it. */
class TextGoldenTest {
  private static final TextStyle NARROW = style(Form.AUTO, 80, Ink.PLAIN);

  private static TextStyle style(Form form, int width, Ink ink) {
    return new TextStyle(form, false, false, false, width, ink);
  }

  private static CaptureReport closes(String file, Set<Doubted> doubts) {
    return Reports.capture(
        file, List.of(Reports.two(0, Dialect.V1)), List.of(Reports.fastClose(doubts)));
  }

  private static CaptureReport healthy(String file) {
    return Reports.capture(file, List.of(Reports.two(0, Dialect.V1)), List.of());
  }

  private static List<CaptureReport> several() {
    List<Finding> many = new ArrayList<>();
    many.add(Reports.forgedAddress());
    for (int frame = 20; frame < 23; frame++) {
      many.add(Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, frame));
    }
    return List.of(
        closes("p/a.pcap", Set.of()),
        healthy("p/b.pcap"),
        closes("p/c.pcap", Set.of(Doubted.MIDDLEBOX)),
        Reports.capture("p/d.pcap", List.of(Reports.two(0, Dialect.V0)), many),
        Reports.withoutMptcp("p/e.pcap"),
        CaptureReport.unreadable("p/f.zip", new CaptureWarning("notCapture", "not a capture", 0)));
  }

  private static void golden(String name, List<CaptureReport> captures, TextStyle style) {
    StringBuilder text = new StringBuilder();
    TextReport.write(captures, style, line -> text.append(line).append('\n'));
    Golden.assertEqual(TextGoldenTest.class, name, text.toString());
  }

  @Test
  void blockWithSureFault() {
    golden("block-sure.txt", List.of(closes("own-fastclose_rst_wrong_key.pcap", Set.of())), NARROW);
  }

  @Test
  void blockWithDoubtInColour() {
    CaptureReport capture = closes("wrong_key.pcap", Set.of(Doubted.MIDDLEBOX));
    golden("block-doubt-colour.txt", List.of(capture), style(Form.AUTO, 120, Ink.ANSI));
  }

  @Test
  void blockWithRepetitionFoldAndLongFaultLine() {
    CaptureReport capture =
        Reports.capture(
            "forged_add_addr_address/client.pcapng",
            List.of(Reports.two(0, Dialect.V1)),
            List.of(Reports.forgedAddress()));
    golden("block-repeated.txt", List.of(capture), NARROW);
  }

  @Test
  void blockForFindingsThatReadEqual() {
    CaptureReport capture =
        Reports.capture(
            "redundant.pcapng",
            List.of(Reports.two(0, Dialect.V0), Reports.two(1, Dialect.V0)),
            List.of(
                Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 15),
                Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 1, 42),
                Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 1, 44)));
    golden("block-alike.txt", List.of(capture), NARROW);
    golden(
        "block-alike-all.txt",
        List.of(capture),
        new TextStyle(Form.AUTO, true, true, true, 80, Ink.PLAIN));
  }

  @Test
  void healthyAndWithoutMptcp() {
    golden("healthy.txt", List.of(healthy("subflow_2/client.pcapng.gz")), NARROW);
    golden("without.txt", List.of(Reports.withoutMptcp("mptcpproxy_tcp_side.pcap")), NARROW);
  }

  @Test
  void listOfSeveral() {
    golden("list.txt", several(), style(Form.AUTO, 120, Ink.PLAIN));
    golden("list-80.txt", several(), NARROW);
    golden(
        "list-verbose.txt", several(), new TextStyle(Form.AUTO, true, false, true, 120, Ink.PLAIN));
  }

  @Test
  void oneline() {
    golden("oneline.txt", several(), style(Form.ONELINE, 80, Ink.ANSI));
  }

  @Test
  void manyConnectionsEndWhereTheyAreAlike() {
    List<ConnectionSummary> many = new ArrayList<>();
    many.add(Reports.fellBack(0));
    for (int id = 1; id < 40; id++) {
      many.add(Reports.two(id, Dialect.V1));
    }
    List<ConnectionSummary> mixed = new ArrayList<>(many);
    mixed.set(39, Reports.fellBack(39));
    StringBuilder text = new StringBuilder();
    for (List<ConnectionSummary> connections : List.of(many, mixed)) {
      CaptureReport capture = Reports.capture("many.pcap", connections, List.of());
      ConnectionsReport.write(List.of(capture), NARROW, line -> text.append(line).append('\n'));
    }
    Golden.assertEqual(TextGoldenTest.class, "connections-many.txt", text.toString());
  }

  @Test
  void connections() {
    List<CaptureReport> captures =
        List.of(
            healthy("subflow_2/client.pcapng.gz"),
            Reports.capture("fail.pcap", List.of(Reports.fellBack(0)), List.of()),
            Reports.withoutMptcp("plain.pcap"));
    StringBuilder text = new StringBuilder();
    ConnectionsReport.write(captures, NARROW, line -> text.append(line).append('\n'));
    Golden.assertEqual(TextGoldenTest.class, "connections.txt", text.toString());
  }
}
