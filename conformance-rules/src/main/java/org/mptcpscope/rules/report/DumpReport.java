package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Finding;

/**
 * One line per segment that bears MPTCP, tcpdump-like but stateful: connection.subflow, side,
 * relative numbers. Bulk runs are one line. A finding is said under the line of its frame.
 */
public final class DumpReport implements TraceObserver {
  /** A run never reaches over a pause longer than this. */
  private static final long PAUSE = 1_000_000_000L;

  /**
   * How to print.
   *
   * @param everySegment no bulk lines
   * @param alwaysAbsolute the absolute DSN also behind long lines
   * @param tcpNumbers raw sequence and acknowledgment numbers too
   */
  public record Style(boolean everySegment, boolean alwaysAbsolute, boolean tcpNumbers, Ink ink) {}

  /** Takes what is shown, in order. */
  interface Sink {
    /** A segment, or a run of equal ones, of a subflow. */
    void line(DumpLine line, int subflow);

    /** What a rule says of the line before. */
    void finding(Finding finding);
  }

  private final Style style;
  private final Sink out;
  private final Map<Integer, List<Finding>> offences = new HashMap<>();
  private final Map<Integer, Character> marks = new HashMap<>();
  private final List<MptcpEvent> pending = new ArrayList<>();
  private final OptionCursor cursor = new OptionCursor();
  private final DumpRun run;

  /** Prints lines to {@code out}, with the findings of an earlier pass beside their frames. */
  public DumpReport(Style style, List<Finding> findings, Consumer<String> out) {
    this(style, findings, new TextSink(style.ink(), out));
    out.accept(DumpLine.header());
  }

  DumpReport(Style style, List<Finding> findings, Sink out) {
    this.style = style;
    this.out = out;
    this.run = new DumpRun(style, out);
    findings.forEach(this::remember);
  }

  /** Writes each line as text. */
  private record TextSink(Ink ink, Consumer<String> out) implements Sink {
    @Override
    public void line(DumpLine line, int subflow) {
      out.accept(line.format(ink, subflow));
    }

    @Override
    public void finding(Finding finding) {
      String head = finding.severity().word() + "[" + finding.rule() + "]";
      String coloured =
          switch (finding.severity()) {
            case ERROR -> ink.error(head);
            case WARNING -> ink.warning(head);
            case NOTE -> ink.note(head);
          };
      out.accept("          ^ " + coloured + " " + finding.message());
    }
  }

  private void remember(Finding finding) {
    offences.computeIfAbsent(finding.frame().number(), _ -> new ArrayList<>()).add(finding);
    finding.frames().forEach(frame -> marks.putIfAbsent(frame, '.'));
    char mark =
        switch (finding.severity()) {
          case ERROR -> 'E';
          case WARNING -> 'W';
          case NOTE -> 'n';
        };
    marks.merge(finding.frame().number(), mark, DumpReport::graver);
  }

  private static Character graver(Character one, Character other) {
    return ".nWE".indexOf(one) >= ".nWE".indexOf(other) ? one : other;
  }

  @Override
  public boolean wantsSegments() {
    return true;
  }

  @Override
  public void onEvent(MptcpEvent event) {
    pending.add(event);
  }

  @Override
  public void onSegment(SegmentView segment, SegmentFacts facts) {
    char mark = marks.getOrDefault(facts.frame(), ' ');
    if (!style.everySegment() && mark == ' ' && run.takes(facts, PAUSE)) {
      pending.clear();
      return;
    }
    run.flush();
    DumpLine line = line(segment, facts);
    line.mark = mark;
    boolean starts = !style.everySegment() && mark == ' ' && DumpRun.canStart(facts);
    if (starts) {
      run.start(line, facts);
    } else {
      out.line(line, facts.subflow().id());
      offences.getOrDefault(facts.frame(), List.of()).forEach(out::finding);
    }
    pending.clear();
  }

  /** Writes what is held back; call it once behind the pass. */
  public void finish() {
    run.flush();
  }

  private DumpLine line(SegmentView segment, SegmentFacts facts) {
    DumpLine line = new DumpLine(style.alwaysAbsolute());
    Connection connection = facts.subflow().connection();
    line.firstFrame = facts.frame();
    line.lastFrame = facts.frame();
    line.time = facts.time();
    line.place = connection.id() + "." + facts.subflow().id();
    line.direction = facts.by() == Side.INITIATOR ? "A > B" : "A < B";
    line.flags = flags(facts.flags());
    String words = options(segment, facts);
    String numbers = Numbers.of(facts, style.tcpNumbers());
    line.text = numbers.isEmpty() ? words : words.isEmpty() ? numbers : numbers + ", " + words;
    line.absolute = Numbers.absolute(facts);
    return line;
  }

  private String options(SegmentView segment, SegmentFacts facts) {
    SegmentKind kind =
        !segment.isSyn()
            ? SegmentKind.OTHER
            : segment.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
    List<String> words = new ArrayList<>();
    cursor.reset(segment);
    while (cursor.next()) {
      if (cursor.kind() == MptcpOption.KIND) {
        MptcpOption option =
            MptcpOption.parse(segment.buffer(), cursor.offset(), cursor.length(), kind);
        String said =
            option instanceof MpFail fail
                ? "MP_FAIL dsn " + Numbers.relative(fail.dsn(), facts, facts.by().peer())
                : OptionWords.of(option, computed(option, facts.by()));
        if (!said.isEmpty()) {
          words.add(said);
        }
      }
    }
    return String.join(", ", words);
  }

  private OptionWords.Computed computed(MptcpOption option, Side by) {
    for (MptcpEvent event : pending) {
      if (event instanceof OptionEvent fact
          && fact.optional().isPresent()
          && fact.optional().get().equals(option)) {
        return new OptionWords.Computed(fact, by);
      }
    }
    return new OptionWords.Computed(null, by);
  }

  /** TCP flags as tcpdump writes them. */
  static String flags(int flags) {
    StringBuilder letters = new StringBuilder();
    append(letters, flags, SegmentView.FIN, 'F');
    append(letters, flags, SegmentView.SYN, 'S');
    append(letters, flags, SegmentView.RST, 'R');
    append(letters, flags, SegmentView.PSH, 'P');
    append(letters, flags, SegmentView.ACK, '.');
    append(letters, flags, SegmentView.URG, 'U');
    return letters.toString();
  }

  private static void append(StringBuilder letters, int flags, int bit, char letter) {
    if ((flags & bit) != 0) {
      letters.append(letter);
    }
  }

  /** Subflow and data sequence numbers of a segment, relative where the key is known. */
  static final class Numbers {
    private Numbers() {}

    static String of(SegmentFacts facts, boolean tcp) {
      StringBuilder text = new StringBuilder();
      if (tcp) {
        text.append("seq ").append(Integer.toUnsignedString(facts.rawSeq()));
        text.append(
            facts.has(SegmentFacts.ACK) ? " ack " + Integer.toUnsignedString(facts.rawAck()) : "");
        text.append(' ');
      }
      boolean capable = facts.has(SegmentFacts.SYN);
      if (facts.payload() > 0 && !capable) {
        text.append("ssn ").append(range(facts.ssn(), facts.payload())).append(' ');
      }
      mapping(text, facts);
      if (facts.has(SegmentFacts.DATA_ACK)) {
        String field = facts.dataAckWide() ? "dack " : "dack32 ";
        text.append(field).append(relative(facts.dataAck(), facts, facts.by().peer())).append(' ');
      }
      if (facts.payload() > 0 && facts.has(SegmentFacts.RETRANSMISSION)) {
        text.append(original("retransmission", facts));
      } else if (facts.payload() > 0 && facts.has(SegmentFacts.REINJECTION)) {
        text.append(original("reinjection", facts));
      }
      return text.toString().stripTrailing();
    }

    private static String original(String word, SegmentFacts facts) {
      return facts.originalFrame() > 0 ? word + " of frame " + facts.originalFrame() : word;
    }

    private static void mapping(StringBuilder text, SegmentFacts facts) {
      if (facts.has(SegmentFacts.INFINITE)) {
        text.append("infinite mapping ");
        return;
      }
      String field = facts.dsnNarrow() ? "dsn32 " : "dsn ";
      int extra = facts.has(SegmentFacts.DATA_FIN) ? 1 : 0;
      if (facts.payload() > 0 && facts.mapped()) {
        text.append(field)
            .append(range(facts.dsn(), facts.payload() + extraAtEnd(facts, extra), facts));
        text.append(extra > 0 ? " DATA_FIN " : " ");
        if (facts.mappingLength() > facts.payload()
            || facts.mappingDsn() != facts.dsn() && facts.mappingLength() > 0) {
          text.append("mapping ")
              .append(range(facts.mappingDsn(), facts.mappingLength() + extra, facts))
              .append(' ');
        }
      } else if (extra > 0) {
        text.append(field).append(range(facts.dsn(), 1, facts)).append(" DATA_FIN ");
      } else if (facts.mappingLength() > 0) {
        text.append("mapping ")
            .append(range(facts.mappingDsn(), facts.mappingLength(), facts))
            .append(' ');
      }
    }

    private static int extraAtEnd(SegmentFacts facts, int fin) {
      boolean endsHere =
          facts.mappingLength() >= 0
              && facts.mappingDsn() + facts.mappingLength() == facts.dsn() + facts.payload();
      return endsHere ? fin : 0;
    }

    static String range(long from, long octets) {
      return from + ":" + (from + octets);
    }

    private static String range(long dsn, long octets, SegmentFacts facts) {
      OptionalLong idsn = facts.subflow().connection().host(facts.by()).idsn();
      return idsn.isPresent()
          ? range(dsn - idsn.getAsLong(), octets)
          : "x" + OptionWords.hex(dsn) + "+" + octets;
    }

    private static String relative(long value, SegmentFacts facts, Side space) {
      OptionalLong idsn = facts.subflow().connection().host(space).idsn();
      return idsn.isPresent() ? "" + (value - idsn.getAsLong()) : "x" + OptionWords.hex(value);
    }

    static String absolute(SegmentFacts facts) {
      if ((facts.payload() > 0 && facts.mapped()) || facts.has(SegmentFacts.DATA_FIN)) {
        return OptionWords.hex(facts.dsn());
      }
      return facts.has(SegmentFacts.DATA_ACK) ? OptionWords.hex(facts.dataAck()) : "";
    }
  }
}
