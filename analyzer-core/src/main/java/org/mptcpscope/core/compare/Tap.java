package org.mptcpscope.core.compare;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/**
 * The TCP connections of one capture whose SYN it shows, segment by segment: a few hundred octets
 * of memory each. It looks at every TCP connection, since a box may have made plain TCP of one.
 */
public final class Tap {
  private final String file;
  private final List<Flow> flows;
  private final long frames;

  private final long fragments;

  private Tap(String file, List<Flow> flows, long frames, long fragments) {
    this.fragments = fragments;
    this.file = file;
    this.flows = List.copyOf(flows);
    this.frames = frames;
  }

  /** Name of the capture, as given. */
  public String file() {
    return file;
  }

  /** How many frames it has. */
  public long frames() {
    return frames;
  }

  /** How many fragments of IP packets were passed over: their segments are missing here. */
  public long fragments() {
    return fragments;
  }

  List<Flow> flows() {
    return flows;
  }

  /**
   * Reads a capture.
   *
   * @throws CaptureException if nothing of it can be read
   */
  public static Tap read(CaptureSource capture) throws CaptureException {
    try (FrameSource source = capture.open()) {
      Reader reader = new Reader(source);
      long frames = 0;
      while (source.next()) {
        frames++;
        reader.frame();
      }
      return new Tap(capture.name(), reader.all, frames, reader.fragments);
    }
  }

  /** One direction of a flow: who sent it, and how its sequence numbers unwrap. */
  private static final class Direction {
    private final Flow flow;
    private final boolean fromOpener;
    private Direction peer;
    private boolean based;
    private int base;
    private long highest;

    Direction(Flow flow, boolean fromOpener) {
      this.flow = flow;
      this.fromOpener = fromOpener;
    }

    void base(int isn) {
      based = true;
      base = isn;
      highest = 0;
    }

    /** Relative to the ISN, near the highest one so far. */
    long relative(int seq) {
      if (!based) {
        base(seq);
      }
      return highest + (seq - base - (int) highest);
    }

    void seen(long end) {
      highest = Math.max(highest, end);
    }
  }

  private record Key(
      long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow, int dstPort) {
    /** Of the other direction. */
    Key reversed() {
      long high = srcHigh;
      long low = srcLow;
      int port = srcPort;
      return new Key(dstHigh, dstLow, dstPort, high, low, port);
    }
  }

  /** Sorts segments into flows. */
  private static final class Reader {
    private final FrameSource source;
    private final FrameView frame = new FrameView();
    private final SegmentView segment = new SegmentView();
    private final OptionCursor cursor = new OptionCursor();
    private final Map<Key, Direction> open = new HashMap<>();
    private final List<Flow> all = new ArrayList<>();
    private long fragments;
    private long stamp;
    private Octets mptcp = Octets.EMPTY;
    private Octets others = Octets.EMPTY;

    Reader(FrameSource source) {
      this.source = source;
    }

    void frame() {
      Outcome outcome =
          frame.wrap(
              source.buffer(),
              source.offset(),
              source.capturedLength(),
              source.wireLength(),
              source.linkType());
      if (outcome == Outcome.FRAGMENT) {
        fragments++;
      } else if (outcome == Outcome.TCP && segment.wrap(frame)) {
        segment();
      }
    }

    private void segment() {
      Key key =
          new Key(
              frame.srcHigh(),
              frame.srcLow(),
              segment.srcPort(),
              frame.dstHigh(),
              frame.dstLow(),
              segment.dstPort());
      Direction direction = open.get(key);
      if (segment.isSyn() && !segment.isAck()) {
        direction = opened(key, direction);
      }
      if (direction == null) {
        return;
      }
      if (segment.isSyn()) {
        direction.base(segment.seq());
      }
      options();
      long seq = direction.relative(segment.seq());
      int payload = segment.payloadLength();
      boolean whole = segment.payloadCaptured() == payload;
      direction.seen(seq + payload + (segment.isSyn() ? 1 : 0));
      direction
          .flow
          .sights()
          .add(
              new Sight(
                  source.number(),
                  source.timeNanos(),
                  direction.fromOpener,
                  segment.flags(),
                  seq,
                  segment.isAck() ? direction.peer.relative(segment.ack()) : 0,
                  payload,
                  whole ? segment.payloadSum(segment.payloadOffset(), payload) : -1,
                  mptcp,
                  others,
                  stamp));
    }

    /** A SYN opens a flow unless it repeats the one that did. */
    private Direction opened(Key key, Direction known) {
      if (known != null && known.fromOpener && known.flow.isn() == segment.seq()) {
        return known;
      }
      Flow flow =
          new Flow(
              name(frame.srcHigh(), frame.srcLow(), segment.srcPort()),
              name(frame.dstHigh(), frame.dstLow(), segment.dstPort()),
              segment.seq());
      Direction there = new Direction(flow, true);
      Direction back = new Direction(flow, false);
      there.peer = back;
      back.peer = there;
      open.put(key, there);
      open.put(key.reversed(), back);
      all.add(flow);
      return there;
    }

    private void options() {
      ByteArrayOutputStream own = new ByteArrayOutputStream();
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      stamp = -1;
      cursor.reset(segment);
      while (cursor.next()) {
        switch (cursor.kind()) {
          case TcpOptions.MPTCP -> copy(own);
          case TcpOptions.SACK -> {}
          case TcpOptions.TIMESTAMPS -> stamp = TcpOptions.tsVal(cursor);
          default -> copy(rest);
        }
      }
      mptcp = Octets.of(own.toByteArray());
      others = Octets.of(rest.toByteArray());
    }

    private void copy(ByteArrayOutputStream to) {
      MemorySegment octets = cursor.buffer().asSlice(cursor.offset(), cursor.length());
      to.writeBytes(octets.toArray(ValueLayout.JAVA_BYTE));
    }

    private String name(long high, long low, int port) {
      ByteBuffer octets =
          frame.ipVersion() == 4
              ? ByteBuffer.allocate(4).putInt((int) low)
              : ByteBuffer.allocate(16).putLong(high).putLong(low);
      try {
        return Addresses.text(
            new InetSocketAddress(InetAddress.getByAddress(octets.array()), port));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
