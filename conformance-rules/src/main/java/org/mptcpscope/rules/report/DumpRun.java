package org.mptcpscope.rules.report;

import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/**
 * A bulk run in {@code dump}: segments of one subflow and direction whose mapping only extends,
 * with the pure Data ACKs that came back; or three and more pure Data ACKs in a row.
 */
final class DumpRun {
  private static final long NEVER_INSIDE =
      SegmentFacts.SYN
          | SegmentFacts.FIN
          | SegmentFacts.RST
          | SegmentFacts.SIGNAL
          | SegmentFacts.RETRANSMISSION
          | SegmentFacts.REINJECTION
          | SegmentFacts.DATA_FIN
          | SegmentFacts.INFINITE
          | SegmentFacts.UNCOVERED
          | SegmentFacts.NO_OPTION;

  private final DumpReport.Style style;
  private final DumpReport.Sink out;
  private DumpLine line;
  private Subflow subflow;
  private Side by;
  private boolean acks;
  private long firstSsn;
  private long firstDsn;
  private long nextSsn;
  private long nextDsn;
  private boolean narrowDsn;
  private boolean narrowAck;
  private boolean acked;
  private long dataAck;
  private long lastTime;
  private int segments;
  private int back;
  private DumpLine second;

  DumpRun(DumpReport.Style style, DumpReport.Sink out) {
    this.style = style;
    this.out = out;
  }

  /** Whether a run may begin with this segment. */
  static boolean canStart(SegmentFacts facts) {
    return (facts.traits() & NEVER_INSIDE) == 0 && (isData(facts) || isPureDataAck(facts));
  }

  private static boolean isData(SegmentFacts facts) {
    return facts.payload() > 0 && facts.mapped() && facts.has(SegmentFacts.NEW_PAYLOAD);
  }

  private static boolean isPureDataAck(SegmentFacts facts) {
    return facts.payload() == 0 && facts.has(SegmentFacts.DATA_ACK);
  }

  void start(DumpLine first, SegmentFacts facts) {
    line = first;
    subflow = facts.subflow();
    by = facts.by();
    acks = facts.payload() == 0;
    firstSsn = facts.ssn();
    firstDsn = facts.dsn();
    segments = 1;
    back = 0;
    second = null;
    acked = false;
    narrowDsn = facts.dsnNarrow();
    narrowAck = facts.has(SegmentFacts.DATA_ACK) && !facts.dataAckWide();
    advance(facts);
  }

  /** Takes the segment into the run in hand, if it fits. */
  boolean takes(SegmentFacts facts, long pause) {
    if (line == null
        || (facts.traits() & NEVER_INSIDE) != 0
        || facts.time() - lastTime > pause
        || facts.subflow() != subflow) {
      return false;
    }
    if (acks) {
      return takesAck(facts);
    }
    if (facts.by() != by) {
      if (!isPureDataAck(facts)) {
        return false;
      }
      back++;
      if (segments == 1 && back == 1) {
        second = oneAck(facts, line.direction.equals("A > B") ? "A < B" : "A > B");
      }
      line.lastFrame = Math.max(line.lastFrame, facts.frame());
      return true;
    }
    if (!isData(facts) || facts.ssn() != nextSsn || facts.dsn() != nextDsn || !looksAlike(facts)) {
      return false;
    }
    segments++;
    line.lastFrame = Math.max(line.lastFrame, facts.frame());
    advance(facts);
    return true;
  }

  /** Fields as wide as those of the run: a line can say it of all. */
  private boolean looksAlike(SegmentFacts facts) {
    boolean hasAck = facts.has(SegmentFacts.DATA_ACK);
    return (facts.mappingLength() < 0 || facts.dsnNarrow() == narrowDsn)
        && hasAck == acked
        && (!hasAck || facts.dataAckWide() != narrowAck);
  }

  private boolean takesAck(SegmentFacts facts) {
    if (facts.by() != by || !isPureDataAck(facts) || !looksAlike(facts)) {
      return false;
    }
    segments++;
    if (segments == 2) {
      second = oneAck(facts, line.direction);
    }
    line.lastFrame = Math.max(line.lastFrame, facts.frame());
    advance(facts);
    return true;
  }

  private DumpLine oneAck(SegmentFacts facts, String direction) {
    DumpLine ack = new DumpLine(style.alwaysAbsolute());
    ack.firstFrame = facts.frame();
    ack.lastFrame = facts.frame();
    ack.time = facts.time();
    ack.place = line.place;
    ack.direction = direction;
    ack.flags = DumpReport.flags(facts.flags());
    ack.text = DumpReport.Numbers.of(facts, style.tcpNumbers());
    ack.absolute = DumpReport.Numbers.absolute(facts);
    return ack;
  }

  private void advance(SegmentFacts facts) {
    lastTime = facts.time();
    nextSsn = facts.ssn() + facts.payload();
    nextDsn = facts.dsn() + facts.payload();
    if (facts.has(SegmentFacts.DATA_ACK)) {
      acked = true;
      dataAck = facts.dataAck();
    }
  }

  /** Writes the run in hand, if there is one. */
  void flush() {
    if (line == null) {
      return;
    }
    boolean pair = acks ? segments == 2 : segments == 1 && back == 1;
    if (pair) {
      line.lastFrame = line.firstFrame;
      out.line(line, subflow.id());
      line = second;
    } else if (segments > 1 || back > 0) {
      line.text = acks ? ackText() : dataText();
      line.absolute = style.alwaysAbsolute() ? OptionWords.hex(acks ? dataAck : firstDsn) : "";
    }
    out.line(line, subflow.id());
    line = null;
  }

  private String ackText() {
    return dack() + ", " + segments + " dacks";
  }

  private String dataText() {
    StringBuilder text = new StringBuilder("ssn ").append(firstSsn).append(':').append(nextSsn);
    text.append(narrowDsn ? " dsn32 " : " dsn ").append(relative(firstDsn, by));
    text.append(':').append(relative(nextDsn, by));
    text.append(acked ? " " + dack() : "");
    text.append(", ").append(segments).append(segments == 1 ? " segment" : " segments");
    if (back > 0) {
      text.append(", ").append(back).append(back == 1 ? " dack back" : " dacks back");
    }
    return text.toString();
  }

  private String dack() {
    return (narrowAck ? "dack32 " : "dack ") + relative(dataAck, by.peer());
  }

  private String relative(long value, Side space) {
    var idsn = subflow.connection().host(space).idsn();
    return idsn.isPresent() ? "" + (value - idsn.getAsLong()) : "x" + OptionWords.hex(value);
  }
}
