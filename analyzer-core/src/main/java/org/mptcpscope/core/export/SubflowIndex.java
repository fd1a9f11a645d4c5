package org.mptcpscope.core.export;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Which subflow a segment is of, by its addresses and ports and, where several subflows had the
 * same ones after each other, by the number of its frame.
 */
public final class SubflowIndex {
  /**
   * One subflow.
   *
   * @param first the number of the first frame that is known to be of it, as {@code last}
   */
  public record Entry(int connection, int subflow, int first, int last) {
    boolean holds(int frame) {
      return frame >= first && frame <= last;
    }
  }

  /** Addresses and ports as the initiator's segments have them: its own are the first. */
  private record Ends(long high, long low, int port, long otherHigh, long otherLow, int otherPort) {
    Ends turned() {
      return new Ends(otherHigh, otherLow, otherPort, high, low, port);
    }
  }

  /** Two hosts, the lower address first: a fragment has no ports. */
  private record Pair(long high, long low, long otherHigh, long otherLow) {
    static Pair of(Ends ends) {
      boolean turned =
          ends.otherHigh < ends.high || ends.otherHigh == ends.high && ends.otherLow < ends.low;
      return turned
          ? new Pair(ends.otherHigh, ends.otherLow, ends.high, ends.low)
          : new Pair(ends.high, ends.low, ends.otherHigh, ends.otherLow);
    }
  }

  /** A subflow that a segment is of, and who sent it. */
  public record Found(Entry entry, Side sender) {}

  private final Map<Ends, List<Entry>> entries = new HashMap<>();
  private final Set<Pair> pairs = new HashSet<>();

  /** Makes one without subflows. */
  public SubflowIndex() {}

  /** Adds all subflows of a connection. */
  public void add(ConnectionSummary connection) {
    for (SubflowSummary subflow : connection.subflows()) {
      Ends ends = ends(subflow);
      entries
          .computeIfAbsent(ends, _ -> new ArrayList<>(1))
          .add(
              new Entry(
                  connection.id(),
                  subflow.id(),
                  subflow.firstFrame().number(),
                  subflow.lastFrame().number()));
      pairs.add(Pair.of(ends));
    }
  }

  private static Ends ends(SubflowSummary subflow) {
    InetSocketAddress a = subflow.initiator().address();
    InetSocketAddress b = subflow.listener().address();
    InetAddress of = a.getAddress();
    InetAddress other = b.getAddress();
    return new Ends(
        IpAddress.high(of),
        IpAddress.low(of),
        a.getPort(),
        IpAddress.high(other),
        IpAddress.low(other),
        b.getPort());
  }

  /** The subflow of a segment, or null if there is none with its addresses and ports. */
  public Found find(FrameView ip, SegmentView segment, int frame) {
    Ends ends =
        new Ends(
            ip.srcHigh(),
            ip.srcLow(),
            segment.srcPort(),
            ip.dstHigh(),
            ip.dstLow(),
            segment.dstPort());
    List<Entry> forth = entries.get(ends);
    List<Entry> back = entries.get(ends.turned());
    if (forth == null && back == null) {
      return null;
    }
    Entry sent = forth == null ? null : best(forth, frame);
    Entry received = back == null ? null : best(back, frame);
    boolean isSent =
        received == null || sent != null && best(List.of(sent, received), frame) == sent;
    return isSent ? new Found(sent, Side.INITIATOR) : new Found(received, Side.LISTENER);
  }

  /** Whether the two hosts of a packet have a subflow. */
  public boolean isBetween(FrameView ip) {
    return pairs.contains(
        Pair.of(new Ends(ip.srcHigh(), ip.srcLow(), 0, ip.dstHigh(), ip.dstLow(), 0)));
  }

  /** That which had the frame; else the last one that began before it, else the first one. */
  private static Entry best(List<Entry> all, int frame) {
    Entry best = all.getFirst();
    for (Entry entry : all) {
      if (entry.holds(frame)) {
        return entry;
      }
      boolean later = entry.first > best.first;
      if (entry.first <= frame ? later || best.first > frame : best.first > frame && !later) {
        best = entry;
      }
    }
    return best;
  }
}
