package org.mptcpscope.rules.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.metric.SegmentTable.Signal;
import org.mptcpscope.core.metric.SubflowMetrics;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.plot.Numbers;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.SvgPainter;
import org.mptcpscope.core.plot.Theme;

/** The part of a page that is about one connection. */
final class HtmlConnection {
  private static final int MOST_SIGNALS = 200;

  private final HtmlOut out;
  private int figures;

  HtmlConnection(HtmlOut out) {
    this.out = out;
  }

  /** Writes pictures, subflows, observations and signals of a connection. */
  void write(HtmlPage.Connection connection) throws IOException {
    ConnectionMetrics metrics = connection.metrics();
    int id = metrics.summary().id();
    line("<h2 id=\"c" + id + "\">Connection " + id + "</h2>");
    for (HtmlPage.Picture picture : connection.pictures()) {
      picture(picture);
    }
    subflows(metrics);
    observations(metrics);
    signals(metrics);
  }

  private void picture(HtmlPage.Picture picture) throws IOException {
    if (picture.open()) {
      line("<h3>" + text(picture.title()) + hint(picture) + "</h3>");
    } else {
      line("<details><summary>" + text(picture.title()) + "</summary>");
    }
    Scene scene = picture.scene();
    // Ids are of one picture; a page has many.
    String svg =
        new SvgPainter()
            .paint(scene, Theme.LIGHT)
            .replaceFirst("(?s)^<\\?xml.*?\\?>\\s*", "")
            .replace("#plot)", "#plot" + figures + ")")
            .replace("id=\"plot\"", "id=\"plot" + figures + "\"");
    figures++;
    line(
        picture.zoom()
            ? String.format(
                Locale.ROOT,
                "<figure class=\"zoom\" tabindex=\"0\" data-x0=\"%d\" data-x1=\"%d\" data-y0=\"%d\""
                    + " data-y1=\"%d\" data-left=\"%.1f\" data-right=\"%.1f\" data-top=\"%.1f\""
                    + " data-bottom=\"%.1f\" data-unit=\"%s\" data-yscale=\"%.0f\">",
                scene.x().span().from(),
                scene.x().span().to(),
                scene.y().span().from(),
                scene.y().span().to(),
                scene.x().start(),
                scene.x().end(),
                scene.y().end(),
                scene.y().start(),
                picture.timed() ? "time" : "octets",
                picture.perUnit())
            : "<figure>");
    line(svg);
    line("</figure>");
    if (!picture.open()) {
      line("</details>");
    }
  }

  private static String hint(HtmlPage.Picture picture) {
    return picture.zoom()
        ? " <span class=\"muted hint\">drag to zoom, double click to reset</span>"
        : "";
  }

  private void subflows(ConnectionMetrics metrics) throws IOException {
    line("<h3>Subflows</h3><div class=\"wide\"><table><tr><th>Subflow</th><th>Initiator</th>");
    line("<th>Listener</th><th>Opened by</th><th class=\"n\">A → B</th><th class=\"n\">B → A</th>");
    line("<th class=\"n\">Sent again</th><th class=\"n\">Round trip</th><th>End</th></tr>");
    for (SubflowSummary subflow : metrics.summary().subflows()) {
      List<SubflowMetrics> own =
          metrics.subflows().stream().filter(one -> one.subflow() == subflow.id()).toList();
      long again = own.stream().mapToLong(SubflowMetrics::repeated).sum();
      long trip = metrics.handshakes().getOrDefault(subflow.id(), -1L);
      line(
          "<tr><td>"
              + subflow.id()
              + "</td><td class=\"mono\">"
              + text(Addresses.text(subflow.initiator().address()))
              + "</td><td class=\"mono\">"
              + text(Addresses.text(subflow.listener().address()))
              + "</td><td>"
              + subflow.openedBy().letter()
              + "</td><td class=\"n\">"
              + text(Numbers.octets(subflow.bytesFromInitiator()))
              + "</td><td class=\"n\">"
              + text(Numbers.octets(subflow.bytesFromListener()))
              + "</td><td class=\"n\">"
              + text(Numbers.octets(again))
              + "</td><td class=\"n\">"
              + (trip < 0 ? "" : text(Numbers.duration(trip)))
              + "</td><td>"
              + text(
                  subflow.stateReason() != null
                      ? subflow.state().word() + ": " + subflow.stateReason()
                      : subflow.closedBy() == null ? "open" : subflow.closedBy())
              + "</td></tr>");
    }
    line("</table></div>");
  }

  private void observations(ConnectionMetrics metrics) throws IOException {
    line("<h3>Observations <span class=\"muted\">what cost time or octets, no verdict</span></h3>");
    if (metrics.observations().isEmpty()) {
      line("<p class=\"muted\">None.</p>");
      return;
    }
    line("<table>");
    for (var observation : metrics.observations()) {
      String line = ObservationLine.of(observation).strip();
      int gap = line.indexOf("  ");
      boolean costs = gap > 0;
      line(
          "<tr><td class=\"n\">"
              + (costs ? text(line.substring(0, gap)) : "")
              + "</td><td>"
              + text(costs ? line.substring(gap).strip() : line)
              + "</td></tr>");
    }
    line("</table>");
  }

  private void signals(ConnectionMetrics metrics) throws IOException {
    line("<details><summary>Signals (" + metrics.signals().size() + ")</summary><table>");
    line("<tr><th class=\"n\">Frame</th><th class=\"n\">Time (s)</th><th>Subflow</th>");
    line("<th>By</th><th>What</th></tr>");
    for (Signal signal : metrics.signals().stream().limit(MOST_SIGNALS).toList()) {
      line(
          "<tr><td class=\"n\">"
              + signal.frame()
              + "</td><td class=\"n\">"
              + Prose.seconds(signal.time())
              + "</td><td>"
              + signal.subflow()
              + "</td><td>"
              + signal.by().letter()
              + "</td><td>"
              + text(signal.text())
              + "</td></tr>");
    }
    line("</table></details>");
  }

  private void line(String markup) throws IOException {
    out.line(markup);
  }

  private static String text(String raw) {
    return HtmlOut.text(raw);
  }
}
