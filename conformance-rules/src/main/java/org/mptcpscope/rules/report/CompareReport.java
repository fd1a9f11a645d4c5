package org.mptcpscope.rules.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mptcpscope.core.compare.Change;
import org.mptcpscope.core.compare.Comparison;
import org.mptcpscope.core.compare.Flow;
import org.mptcpscope.core.compare.FlowPair;
import org.mptcpscope.core.compare.Sight;
import org.mptcpscope.core.plot.Numbers;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;

/** What two captures show together: text and JSON of {@code compare}. */
public final class CompareReport {
  private static final int MOST = 40;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private final Comparison both;
  private final CaptureReport client;
  private final CaptureReport server;

  /** Reports a comparison, with the findings of either capture. */
  public CompareReport(Comparison both, CaptureReport client, CaptureReport server) {
    this.both = both;
    this.client = client;
    this.server = server;
  }

  /** Writes text line by line; {@code all} differences or the first of many. */
  public void text(boolean all, Consumer<String> out) {
    out.accept(both.client().file() + ": " + Prose.count(both.client().frames(), "frame"));
    out.accept(both.server().file() + ": " + Prose.count(both.server().frames(), "frame"));
    both.offset()
        .ifPresentOrElse(
            offset ->
                out.accept(
                    "clocks: the second is "
                        + Numbers.duration(Math.abs(offset))
                        + (offset < 0 ? " behind" : " ahead")
                        + ", if the shortest ways there and back take equally long"),
            () -> out.accept("clocks: not compared, no segment of each direction is in both"));
    long fragments = both.client().fragments() + both.server().fragments();
    if (fragments > 0) {
      out.accept(
          Prose.count(fragments, "fragment")
              + " of IP packets not put together: what they carried may count as lost");
    }
    both.flows().forEach(flow -> flow(flow, out));
    both.onlyClient().forEach(flow -> alone(flow, "first", out));
    both.onlyServer().forEach(flow -> alone(flow, "second", out));
    changes(all, out);
    findings(out);
    out.accept(result());
  }

  private void flow(FlowPair flow, Consumer<String> out) {
    String names = flow.client().opener() + " > " + flow.client().target();
    boolean translated =
        !flow.client().opener().equals(flow.server().opener())
            || !flow.client().target().equals(flow.server().target());
    out.accept(
        "flow "
            + names
            + (translated
                ? ", in the second " + flow.server().opener() + " > " + flow.server().target()
                : ""));
    for (boolean fromClient : new boolean[] {true, false}) {
      List<Long> delays = delays(flow, fromClient);
      long lost =
          flow.changes().stream()
              .filter(one -> one.kind() == Change.Kind.LOST && one.fromClient() == fromClient)
              .count();
      out.accept(
          "  "
              + (fromClient ? "first > second  " : "second > first  ")
              + Prose.count(delays.size(), "segment")
              + (lost == 0 ? "" : ", " + lost + " lost")
              + (delays.isEmpty() || both.offset().isEmpty()
                  ? ""
                  : ", delay "
                      + Numbers.duration(delays.getFirst())
                      + " / "
                      + Numbers.duration(delays.get(delays.size() / 2))
                      + " / "
                      + Numbers.duration(delays.getLast())
                      + " (least, median, most)"));
    }
  }

  /** One way, with the difference of the clocks taken out; sorted. */
  private List<Long> delays(FlowPair flow, boolean fromClient) {
    long offset = both.offset().orElse(0);
    List<Long> delays = new ArrayList<>();
    for (FlowPair.Pair pair : flow.pairs()) {
      if (flow.isFromClient(pair.client()) == fromClient) {
        long delta = pair.server().time() - pair.client().time() - offset;
        delays.add(Math.max(0, fromClient ? delta : -delta));
      }
    }
    delays.sort(null);
    return delays;
  }

  private static void alone(Flow flow, String which, Consumer<String> out) {
    out.accept("flow " + flow.opener() + " > " + flow.target() + " only in the " + which);
  }

  private void changes(boolean all, Consumer<String> out) {
    List<Change> deeds = deeds();
    if (deeds.isEmpty()) {
      return;
    }
    out.accept("differences (frame in the first, frame in the second)");
    deeds.stream()
        .limit(all ? Integer.MAX_VALUE : MOST)
        .forEach(
            change -> {
              out.accept(
                  Prose.right(number(change.client()), 8)
                      + Prose.right(number(change.server()), 8)
                      + (change.fromClient() ? "  > " : "  < ")
                      + sentence(change));
              octets(change, out);
            });
    if (!all && deeds.size() > MOST) {
      out.accept("  ... " + (deeds.size() - MOST) + " more (-v)");
    }
  }

  private List<Change> deeds() {
    return both.changes().stream().filter(change -> change.kind().isDeed()).toList();
  }

  private static String number(Sight sight) {
    return sight == null ? "-" : String.valueOf(sight.frame());
  }

  private static String sentence(Change change) {
    Sight sent = change.sent();
    Sight arrived = change.arrived();
    return switch (change.kind()) {
      case LOST -> "lost: " + segment(sent);
      case RESEGMENTED -> "arrived in other segments: " + segment(sent);
      case ADDED -> "put in on the way: " + segment(arrived);
      case STRIPPED ->
          "taken out of "
              + segment(sent)
              + ": "
              + options(sent)
              + (!arrived.mptcp().isEmpty() ? ", left: " + options(arrived) : "");
      case OPTION_CHANGED ->
          sent.mptcp().isEmpty()
              ? "put into " + segment(sent) + ": " + options(arrived)
              : "changed in "
                  + segment(sent)
                  + ": "
                  + options(sent)
                  + " became "
                  + options(arrived);
      case TCP_OPTION_CHANGED -> "TCP options changed in " + segment(sent);
      case FLAGS_CHANGED ->
          "TCP flags changed from "
              + DumpReport.flags(sent.flags())
              + " to "
              + DumpReport.flags(arrived.flags())
              + " in "
              + segment(sent);
      case PAYLOAD_CHANGED -> "payload changed in " + segment(sent);
    };
  }

  private static String segment(Sight sight) {
    return "["
        + DumpReport.flags(sight.flags())
        + "] ssn "
        + sight.seq()
        + (sight.payload() > 0 ? ":" + sight.end() : "");
  }

  /** The names of the options of a segment. */
  static String options(Sight sight) {
    List<String> names = new ArrayList<>();
    byte[] octets = sight.mptcp().toArray();
    SegmentKind kind =
        (sight.flags() & SYN) == 0
            ? SegmentKind.OTHER
            : (sight.flags() & ACK) != 0 ? SegmentKind.SYN_ACK : SegmentKind.SYN;
    int at = 0;
    while (at + 2 <= octets.length && (octets[at + 1] & 0xff) >= 2) {
      int length = Math.min(octets[at + 1] & 0xff, octets.length - at);
      MptcpOption option = MptcpOption.parse(MemorySegment.ofArray(octets), at, length, kind);
      String words = OptionWords.of(option, null);
      names.add(words.isEmpty() ? "DSS" : words);
      at += length;
    }
    return names.isEmpty() ? "no option" : String.join(", ", names);
  }

  private static void octets(Change change, Consumer<String> out) {
    if (change.kind() == Change.Kind.OPTION_CHANGED && !change.sent().mptcp().isEmpty()) {
      out.accept("                      " + change.sent().mptcpHex());
      out.accept("                      " + change.arrived().mptcpHex());
    }
  }

  /** Findings about frames that both captures show: whoever is accused sent them so, or did not. */
  private void findings(Consumer<String> out) {
    Map<Integer, Change> there = both.byFrame(true);
    Map<Integer, Change> here = both.byFrame(false);
    List<String> lines = new ArrayList<>();
    for (Finding finding : client.findings()) {
      lines.add(line(both.client().file(), finding, there.get(finding.frame().number()), true));
    }
    for (Finding finding : server.findings()) {
      lines.add(line(both.server().file(), finding, here.get(finding.frame().number()), false));
    }
    if (!lines.isEmpty()) {
      out.accept("findings");
      lines.forEach(out);
    }
  }

  private String line(String file, Finding finding, Change change, boolean ofClient) {
    return "  "
        + finding.severity().word()
        + "["
        + finding.rule()
        + "] "
        + file
        + ":"
        + finding.frame().number()
        + ": "
        + attribution(finding, change, ofClient).words;
  }

  /** Who made a finding's frame what it is. */
  private enum Attribution {
    /** The frame is another one at the side of its sender. */
    PATH("path", "the path did it: the segment was sent otherwise"),
    /** Both captures show it alike. */
    HOST("host", "sent so: both captures show the same segment"),
    /** The other capture does not show it. */
    UNKNOWN("unknown", "the other capture does not show this segment"),
    /** Captured beside its sender, or changed only behind. */
    BEFORE("host", "sent so: it was changed only on its way");

    private final String word;
    private final String words;

    Attribution(String word, String words) {
      this.word = word;
      this.words = words;
    }
  }

  private Attribution attribution(Finding finding, Change change, boolean ofClient) {
    int frame = finding.frame().number();
    if (change != null && change.kind().isDeed()) {
      Sight own = ofClient ? change.client() : change.server();
      return change.arrived() == own ? Attribution.PATH : Attribution.BEFORE;
    }
    boolean paired =
        both.flows().stream()
            .flatMap(flow -> flow.pairs().stream())
            .anyMatch(pair -> (ofClient ? pair.client() : pair.server()).frame() == frame);
    return paired ? Attribution.HOST : Attribution.UNKNOWN;
  }

  private String result() {
    Map<String, Integer> counts = counts();
    int deeds =
        Arrays.stream(Change.Kind.values())
            .filter(Change.Kind::isDeed)
            .mapToInt(kind -> counts.getOrDefault(kind.word(), 0))
            .sum();
    List<String> parts = new ArrayList<>();
    for (Change.Kind kind : Change.Kind.values()) {
      int count = counts.getOrDefault(kind.word(), 0);
      if (count > 0) {
        parts.add(count + " " + words(kind));
      }
    }
    if (both.flows().isEmpty()) {
      return "result: no connection with MPTCP is in both captures from its SYN on";
    }
    return "result: "
        + (deeds == 0
            ? "the path changed nothing"
            : "the path changed " + Prose.count(deeds, "segment"))
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts))
        + (both.onlyServer().isEmpty()
            ? ""
            : "; " + Prose.count(both.onlyServer().size(), "flow") + " only in the second");
  }

  private static String words(Change.Kind kind) {
    return switch (kind) {
      case LOST -> "lost";
      case ADDED -> "put in";
      case STRIPPED -> "without their MPTCP options";
      case OPTION_CHANGED -> "with other MPTCP options";
      case TCP_OPTION_CHANGED -> "with other TCP options";
      case FLAGS_CHANGED -> "with other flags";
      case PAYLOAD_CHANGED -> "with other payload";
      case RESEGMENTED -> "cut or joined";
    };
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    both.changes().forEach(change -> counts.merge(change.kind().word(), 1, Integer::sum));
    return counts;
  }

  /** Writes one JSON document and a line end; the writer stays open. */
  public void json(Writer to, String version) throws IOException {
    try (JsonGenerator out = JsonReport.generator(to)) {
      out.writeStartObject();
      JsonReport.preamble(out, version);
      out.writeStringField("client", both.client().file());
      out.writeStringField("server", both.server().file());
      out.writeFieldName("clockOffsetNanos");
      if (both.offset().isPresent()) {
        out.writeNumber(both.offset().getAsLong());
      } else {
        out.writeNull();
      }
      out.writeArrayFieldStart("flows");
      for (FlowPair flow : both.flows()) {
        flow(out, flow);
      }
      out.writeEndArray();
      out.writeObjectFieldStart("counts");
      for (Map.Entry<String, Integer> count : counts().entrySet()) {
        out.writeNumberField(count.getKey(), count.getValue());
      }
      out.writeEndObject();
      out.writeArrayFieldStart("changes");
      for (Change change : both.changes()) {
        change(out, change);
      }
      out.writeEndArray();
      out.writeArrayFieldStart("findings");
      findings(out, client, true);
      findings(out, server, false);
      out.writeEndArray();
      out.writeEndObject();
    }
    to.write('\n');
    to.flush();
  }

  private void flow(JsonGenerator out, FlowPair flow) throws IOException {
    out.writeStartObject();
    out.writeStringField("opener", flow.client().opener());
    out.writeStringField("target", flow.client().target());
    for (boolean fromClient : new boolean[] {true, false}) {
      List<Long> delays = delays(flow, fromClient);
      out.writeObjectFieldStart(fromClient ? "toServer" : "toClient");
      out.writeNumberField("segments", delays.size());
      if (!delays.isEmpty() && both.offset().isPresent()) {
        out.writeNumberField("delayLeastNanos", delays.getFirst());
        out.writeNumberField("delayMedianNanos", delays.get(delays.size() / 2));
        out.writeNumberField("delayMostNanos", delays.getLast());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void change(JsonGenerator out, Change change) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", change.kind().word());
    out.writeStringField("from", change.fromClient() ? "client" : "server");
    frame(out, "clientFrame", change.client());
    frame(out, "serverFrame", change.server());
    out.writeStringField("text", sentence(change));
    out.writeEndObject();
  }

  private static void frame(JsonGenerator out, String name, Sight sight) throws IOException {
    out.writeFieldName(name);
    if (sight == null) {
      out.writeNull();
    } else {
      out.writeNumber(sight.frame());
    }
  }

  private void findings(JsonGenerator out, CaptureReport report, boolean ofClient)
      throws IOException {
    Map<Integer, Change> frames = both.byFrame(ofClient);
    for (Finding finding : report.findings()) {
      out.writeStartObject();
      out.writeStringField("file", report.file());
      out.writeStringField("rule", finding.rule());
      out.writeNumberField("frame", finding.frame().number());
      out.writeStringField(
          "by", attribution(finding, frames.get(finding.frame().number()), ofClient).word);
      out.writeEndObject();
    }
  }
}
