package org.mptcpscope.core.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;

/**
 * All segments of one connection in time order, as columns: what every metric and plot is computed
 * from. About 80 octets of memory a segment.
 *
 * <p>Times are nanoseconds since the first frame of the connection. Subflow sequence numbers count
 * from 1 for the first octet of data of that host on that subflow, data sequence numbers from 1 for
 * the first octet of data of that host; an end lies behind the last octet. After a return to plain
 * TCP data sequence numbers go on where the mappings ended.
 */
public final class SegmentTable {
  /** No number: not known, or not there. */
  public static final long NONE = Long.MIN_VALUE;

  private final Columns columns;
  private final ConnectionSummary summary;
  private final long start;
  private final List<Signal> signals;
  private Map<Integer, int[]> rowsBySubflow;

  SegmentTable(Columns columns, ConnectionSummary summary, long start, List<Signal> signals) {
    this.columns = columns;
    this.summary = summary;
    this.start = start;
    this.signals = List.copyOf(signals);
  }

  /** The columns while they grow; one entry per segment in each. */
  static final class Columns {
    final Longs times = new Longs();
    final Longs frames = new Longs();

    /** Subflow, side and traits; see {@link SegmentTable#subflow}. */
    final Longs heads = new Longs();

    /** Octets of payload above, TCP flags below. */
    final Longs sizes = new Longs();

    final Longs ssns = new Longs();
    final Longs ackSsns = new Longs();
    final Longs windows = new Longs();
    final Longs dsns = new Longs();
    final Longs dataAcks = new Longs();

    /** TSval above, TSecr below, or {@link #NONE}. */
    final Longs stamps = new Longs();

    /** Row, left and right edge of each SACK block, in the peer's SSN. */
    final Longs sacks = new Longs();

    int size() {
      return times.size();
    }
  }

  /** Returns what is known of the connection as a whole. */
  public ConnectionSummary summary() {
    return summary;
  }

  /** Returns the time of the first frame of the connection, as in {@code FrameRef#time}. */
  public long start() {
    return start;
  }

  /** Returns the time of the last frame of the connection, in nanoseconds since its first. */
  public long end() {
    return Math.max(0, summary.lastFrame().time() - start);
  }

  /** Returns what hosts said beside data, in time order. */
  public List<Signal> signals() {
    return signals;
  }

  /** Returns how many segments there are; rows count from 0. */
  public int size() {
    return columns.size();
  }

  /** Returns the time of a segment in nanoseconds. */
  public long time(int row) {
    return columns.times.get(row);
  }

  /** Returns the frame of a segment. */
  public int frame(int row) {
    return (int) columns.frames.get(row);
  }

  /** Returns the first row at or after a time. */
  public int from(long time) {
    return columns.times.firstFrom(time);
  }

  /** Returns the rows of a subflow, in time order. */
  public int[] rowsOf(int subflow) {
    if (rowsBySubflow == null) {
      rowsBySubflow = new HashMap<>();
      Map<Integer, Integer> counts = new HashMap<>();
      for (int row = 0; row < size(); row++) {
        counts.merge(subflow(row), 1, Integer::sum);
      }
      counts.forEach((number, count) -> rowsBySubflow.put(number, new int[count]));
      Map<Integer, Integer> filled = new HashMap<>();
      for (int row = 0; row < size(); row++) {
        int number = subflow(row);
        rowsBySubflow.get(number)[filled.merge(number, 1, Integer::sum) - 1] = row;
      }
    }
    return rowsBySubflow.getOrDefault(subflow, new int[0]);
  }

  /** Returns the number of the subflow. */
  public int subflow(int row) {
    return (int) (columns.heads.get(row) >>> 32) & 0x7fff_ffff;
  }

  /** Returns the sender. */
  public Side by(int row) {
    return columns.heads.get(row) < 0 ? Side.LISTENER : Side.INITIATOR;
  }

  /** Returns whether a segment has any of these traits of {@link SegmentFacts}. */
  public boolean has(int row, long traits) {
    return (columns.heads.get(row) & traits) != 0;
  }

  /** Returns the TCP flags as on the wire. */
  public int flags(int row) {
    return (int) columns.sizes.get(row) & 0xfff;
  }

  /** Returns the octets of payload; 0 for a keepalive. */
  public int payload(int row) {
    return (int) (columns.sizes.get(row) >>> 12);
  }

  /** Returns the SSN of the first octet. */
  public long ssn(int row) {
    return columns.ssns.get(row);
  }

  /** Returns what was acknowledged on the subflow in the peer's SSN, or {@link #NONE}. */
  public long ackSsn(int row) {
    return columns.ackSsns.get(row);
  }

  /** Returns the receive window in octets, or -1 if its scale is unknown. */
  public long window(int row) {
    return columns.windows.get(row);
  }

  /** Returns the relative DSN of the first octet of payload, or {@link #NONE} without a mapping. */
  public long dsn(int row) {
    return columns.dsns.get(row);
  }

  /** Returns whether the segment has payload of known place in the data. */
  public boolean hasData(int row) {
    return payload(row) > 0 && dsn(row) != NONE;
  }

  /** Returns what was acknowledged of the peer's data, relative, or {@link #NONE}. */
  public long dataAck(int row) {
    return columns.dataAcks.get(row);
  }

  /** Returns the timestamp value, or -1. */
  public long tsVal(int row) {
    long stamps = columns.stamps.get(row);
    return stamps == NONE ? -1 : stamps >>> 32;
  }

  /** Returns the timestamp echo, or -1. */
  public long tsEcr(int row) {
    long stamps = columns.stamps.get(row);
    return stamps == NONE ? -1 : stamps & 0xffff_ffffL;
  }

  /** Receives a SACK block: octets of the peer that arrived above a hole. */
  public interface SackSink {
    /** The block goes from SSN {@code left} to the octet before {@code right}. */
    void block(int row, long left, long right);
  }

  /** Returns how many SACK blocks there are. */
  public int sackBlocks() {
    return columns.sacks.size() / 3;
  }

  /** Gives all SACK blocks, in the order of rows and, within a segment, of the option. */
  public void sacks(SackSink sink) {
    Longs sacks = columns.sacks;
    for (int i = 0; i + 2 < sacks.size(); i += 3) {
      sink.block((int) sacks.get(i), sacks.get(i + 1), sacks.get(i + 2));
    }
  }

  /**
   * What a host said beside data.
   *
   * @param time nanoseconds since the first frame of the connection
   * @param subflow where it was said
   * @param kind a word of the kind of signal
   * @param addressId the Address ID it is about, or -1
   * @param text what it says, in short
   */
  public record Signal(
      long time, int frame, int subflow, Side by, Kind kind, int addressId, String text) {
    /** What is said. */
    public enum Kind {
      CAPABLE,
      JOIN,
      ESTABLISHED,
      ADD_ADDR,
      ECHO,
      REMOVE_ADDR,
      PRIO,
      FAIL,
      FAST_CLOSE,
      RESET,
      FIN,
      DATA_FIN,
      FALLBACK
    }
  }
}
