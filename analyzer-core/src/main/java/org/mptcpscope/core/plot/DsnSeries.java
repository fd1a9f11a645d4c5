package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one host of a connection sent, by data sequence number, and what the other acknowledged: the
 * columns of the plot {@code dsn}.
 *
 * <p>Times are nanoseconds since the first frame of the connection. Data sequence numbers are
 * relative: the first octet of data is 1. A range ends behind its last octet.
 */
public final class DsnSeries {

  /** Why octets were sent. */
  public enum Kind {
    /** For the first time. */
    NEW(Role.SEGMENT, Layer.Form.PLAIN),
    /** Again on the same subflow, under the same subflow sequence numbers. */
    RETRANSMISSION(Role.RETRANSMISSION, Layer.Form.FOOTED),
    /** Again under another mapping. */
    REINJECTION(Role.REINJECTION, Layer.Form.HOLLOW),
    /** Without a mapping; drawn at the highest data sequence number so far. */
    UNMAPPED(Role.UNMAPPED, Layer.Form.UNMAPPED);

    final Role role;
    final Layer.Form form;

    Kind(Role role, Layer.Form form) {
      this.role = role;
      this.form = form;
    }
  }

  /**
   * Whose data this is.
   *
   * @param connection the number of the connection
   * @param version such as {@code MPTCP v1}
   * @param fromInitiator whether the initiator sent the data
   * @param initiator address of the initiator on the initial subflow
   * @param listener address of the listener on the initial subflow
   */
  public record Heading(
      int connection, String version, boolean fromInitiator, String initiator, String listener) {
    /** Returns the sender, as initiator A or listener B. */
    String sender() {
      return fromInitiator ? "A" : "B";
    }

    /** Returns the host that acknowledges. */
    String receiver() {
      return fromInitiator ? "B" : "A";
    }
  }

  /** What one subflow carried. */
  record Lane(String address, Map<Kind, Spans> spans) {}

  final Heading heading;
  final SortedMap<Integer, Lane> lanes;
  final Curve dataAck;
  final Curve windowEdge;
  final Curve sent;
  final List<Layer.Point> zeroWindows;
  final List<Layer.Point> dataFins;
  final List<Layer.Signal> signals;
  final List<Layer.Box> gaps;
  final long smallestRoundTrip;
  final long end;
  private final long octets;

  private DsnSeries(Builder from, SortedMap<Integer, Lane> lanes) {
    this.heading = from.heading;
    this.lanes = lanes;
    this.dataAck = from.dataAck;
    this.windowEdge = from.windowEdge;
    this.sent = from.sent;
    this.zeroWindows = List.copyOf(from.zeroWindows);
    this.dataFins = List.copyOf(from.dataFins);
    this.signals = List.copyOf(from.signals);
    this.gaps = List.copyOf(from.gaps);
    this.smallestRoundTrip = from.smallestRoundTrip;
    this.end = from.end;
    this.octets = from.octets;
  }

  /** Starts a series. */
  public static Builder of(Heading heading) {
    return new Builder(heading);
  }

  /** Returns whose data this is. */
  public Heading heading() {
    return heading;
  }

  /** Returns how many octets were seen at least once, DATA_FIN not counted. */
  public long octets() {
    return octets;
  }

  /** Returns the octet behind the highest one that was sent; 1 if there is none. */
  long highest() {
    return sent.size() == 0 ? 1 : sent.value(sent.size() - 1);
  }

  /** Returns whether the host sent any payload that could be drawn. */
  public boolean isEmpty() {
    return lanes.values().stream().allMatch(lane -> lane.spans().isEmpty());
  }

  /** Fills a series in the order of the capture. */
  public static final class Builder {
    private Heading heading;
    private final SortedMap<Integer, String> addresses = new TreeMap<>();
    private final SortedMap<Integer, Map<Kind, Spans.Builder>> spans = new TreeMap<>();
    private final Curve dataAck = Curve.withSubflows();
    private final Curve windowEdge = Curve.withFrames();
    private final Curve sent = Curve.bare();
    private final List<Layer.Point> zeroWindows = new ArrayList<>();
    private final List<Layer.Point> dataFins = new ArrayList<>();
    private final List<Layer.Signal> signals = new ArrayList<>();
    private final List<Layer.Box> gaps = new ArrayList<>();
    private long smallestRoundTrip;
    private long end;
    private long octets;
    private long closedSince = -1;
    private long closedFrame;

    private Builder(Heading heading) {
      this.heading = heading;
    }

    /** Says better whose data this is, as more of the connection is known. */
    public Builder heading(Heading better) {
      heading = better;
      return this;
    }

    /** Names a subflow by the sender's address on it. */
    public Builder subflow(int subflow, String address) {
      addresses.put(subflow, address);
      return this;
    }

    /** Adds a segment with the octets {@code low} until {@code high}. */
    public Builder segment(long time, long low, long high, int subflow, long frame, Kind kind) {
      long from = low;
      long to = high;
      if (kind == Kind.UNMAPPED) {
        from = sent.size() == 0 ? 1 : sent.value(sent.size() - 1);
        to = from + (high - low);
      } else {
        sent.rise(time, high, frame, subflow);
        octets += kind == Kind.NEW ? high - low : 0;
      }
      spans
          .computeIfAbsent(subflow, number -> new EnumMap<>(Kind.class))
          .computeIfAbsent(kind, any -> new Spans.Builder())
          .add(time, from, to, frame);
      return seen(time);
    }

    /** Adds a Data ACK of the other host; one that is not the highest so far changes nothing. */
    public Builder dataAck(long time, long value, int subflow, long frame) {
      dataAck.rise(time, value, frame, subflow);
      return seen(time);
    }

    /** Adds a window of the other host: the right edge, and its size in octets. */
    public Builder windowEdge(long time, long edge, long window, int subflow, long frame) {
      windowEdge.rise(time, edge, frame, subflow);
      if (window == 0 && closedSince < 0) {
        closedSince = time;
        closedFrame = frame;
      } else if (window > 0) {
        windowOpens(time);
      }
      return seen(time);
    }

    private void windowOpens(long time) {
      if (closedSince >= 0) {
        int edge = windowEdge.size() - 1;
        long value = edge < 0 ? 1 : windowEdge.value(Math.max(0, windowEdge.at(closedSince)));
        String text = "zero window for " + Numbers.duration(time - closedSince);
        zeroWindows.add(
            new Layer.Point(closedSince, value, closedFrame, Glyph.CROSS, "zeroWindow", text));
        closedSince = -1;
      }
    }

    /** Adds a DATA_FIN of the sender, at its data sequence number. */
    public Builder dataFin(long time, long dsn, int subflow, long frame) {
      String text = "DATA_FIN, DSN " + Numbers.grouped(dsn);
      String style = "dataFin " + Theme.subflow(subflow);
      dataFins.add(new Layer.Point(time, dsn, frame, Glyph.FLAG, style, text));
      return seen(time);
    }

    /** Adds a rare option or a reset, of either host. */
    public Builder signal(long time, int subflow, long frame, String letters, String text) {
      signals.add(new Layer.Signal(time, frame, subflow, letters, text));
      return seen(time);
    }

    /** Adds a time in which frames are missing in the file. */
    public Builder gap(long from, long to, String text) {
      gaps.add(new Layer.Box(from, to, Long.MIN_VALUE, Long.MAX_VALUE, "", text, 0));
      return this;
    }

    /** States how many octets passed; without it, those of new segments are counted. */
    public Builder octets(long distinct) {
      octets = distinct;
      return this;
    }

    /** Says that the connection was seen at this time, even without data. */
    public Builder seen(long time) {
      end = Math.max(end, time);
      return this;
    }

    /** States the smallest round trip of a handshake; a shorter standstill is none. */
    public Builder smallestRoundTrip(long nanos) {
      smallestRoundTrip = nanos;
      return this;
    }

    /** Ends the series. */
    public DsnSeries build() {
      windowOpens(end);
      SortedMap<Integer, Lane> lanes = new TreeMap<>();
      addresses.forEach((number, address) -> lanes.put(number, new Lane(address, Map.of())));
      spans.forEach(
          (number, kinds) -> {
            Map<Kind, Spans> built = new EnumMap<>(Kind.class);
            kinds.forEach((kind, builder) -> built.put(kind, builder.build()));
            lanes.put(number, new Lane(addresses.getOrDefault(number, ""), built));
          });
      return new DsnSeries(this, lanes);
    }
  }
}
