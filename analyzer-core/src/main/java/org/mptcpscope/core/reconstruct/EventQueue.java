package org.mptcpscope.core.reconstruct;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;

/** Gathers the events of the segment in hand, or of an alarm, and delivers them. */
final class EventQueue implements EventSink {
  private final FrameSource source;
  private final SegmentState segment;
  private final List<TraceObserver> observers;
  private final List<MptcpEvent> queue = new ArrayList<>();
  private Carrier carrier;
  private int carrierOf;
  private long stated;

  EventQueue(FrameSource source, SegmentState segment, List<? extends TraceObserver> observers) {
    this.source = source;
    this.segment = segment;
    this.observers =
        observers.stream().filter(TraceObserver::wantsEvents).<TraceObserver>map(o -> o).toList();
  }

  @Override
  public boolean listening() {
    return !observers.isEmpty();
  }

  @Override
  public void emit(MptcpEvent event) {
    queue.add(event);
    stated++;
  }

  /** Events emitted so far. */
  long stated() {
    return stated;
  }

  /** Delivers what was gathered, in order. */
  void deliver() {
    for (int i = 0; i < queue.size(); i++) {
      MptcpEvent event = queue.get(i);
      for (TraceObserver observer : observers) {
        observer.onEvent(event);
      }
    }
    queue.clear();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  @Override
  public Carrier carrier() {
    if (carrier == null || carrierOf != segment.frame || carrier.on() != segment.on) {
      carrierOf = segment.frame;
      carrier =
          new Carrier(
              segment.ref(),
              segment.on,
              segment.by,
              segment.flags,
              segment.ssn,
              segment.ackSsn,
              segment.payload,
              segment.rawWindow,
              urgent(segment.view, segment.ssn),
              segment.tsVal,
              segment.tsEcr,
              segment.options(),
              segment.ordinal,
              segment.acceptance,
              segment.checksum(),
              segment.echo,
              segment.dupAck,
              segment.summary.sackBlocks() > 0,
              segment.has(SegmentFacts.RETRANSMISSION),
              segment.has(SegmentFacts.KEEPALIVE));
    }
    return carrier;
  }

  private static long urgent(SegmentView view, long ssn) {
    return view.isUrg() ? ssn + view.urgentPointer() : -1;
  }

  @Override
  public Set<Doubt> doubts() {
    if (segment.on == null) {
      return Set.of();
    }
    boolean gap = segment.echo == Carrier.Echo.UNSEEN;
    boolean midstream = segment.on.midstream;
    boolean crossed = segment.on.handshake.crossed;
    if (!gap && !midstream && !crossed) {
      return Set.of();
    }
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    if (gap) {
      doubts.add(Doubt.CAPTURE_GAP);
    }
    if (midstream) {
      doubts.add(Doubt.MIDSTREAM);
    }
    if (crossed) {
      doubts.add(Doubt.SIMULTANEOUS_OPEN);
    }
    return doubts;
  }

  @Override
  public Carrier carrierOf(
      FrameRef frame, long position, DirectionState out, long ssn, int payload) {
    Reread reread = new Reread(frame, out, ssn, payload);
    if (position < 0 || !source.reread(position, reread) || reread.carrier == null) {
      return reread.bare();
    }
    return reread.carrier;
  }

  /** Reads an earlier segment with views of its own. */
  private static final class Reread implements FrameSource.Reread {
    private final FrameRef frame;
    private final DirectionState out;
    private final long ssn;
    private final int payload;
    private Carrier carrier;

    Reread(FrameRef frame, DirectionState out, long ssn, int payload) {
      this.frame = frame;
      this.out = out;
      this.ssn = ssn;
      this.payload = payload;
    }

    @Override
    public void frame(
        MemorySegment buffer, long offset, int capturedLength, int wireLength, int linkType) {
      FrameView ip = new FrameView();
      SegmentView view = new SegmentView();
      if (ip.wrap(buffer, offset, capturedLength, wireLength, linkType) != Outcome.TCP
          || !view.wrap(ip)) {
        return;
      }
      OptionSummary summary = new OptionSummary();
      summary.scan(view);
      List<MptcpOption> options = new SegmentOptions().mptcp(view);
      DirectionState back = out.subflow.direction(out.side.peer());
      carrier =
          make(
              view.flags(),
              view.isAck() && back.anchored ? back.unwrap(view.ack()) : 0,
              view.payloadLength(),
              view.window(),
              urgent(view, ssn),
              summary.tsVal(),
              summary.tsEcr(),
              options,
              checksum(ip, view));
    }

    private static Carrier.TcpChecksum checksum(FrameView ip, SegmentView view) {
      if (view.checksumPartial(ip)) {
        return Carrier.TcpChecksum.PARTIAL;
      }
      if (!view.checksumVerifiable(ip)) {
        return Carrier.TcpChecksum.UNKNOWN;
      }
      return view.checksumGood(ip) ? Carrier.TcpChecksum.GOOD : Carrier.TcpChecksum.BAD;
    }

    Carrier bare() {
      return make(
          SegmentView.ACK, 0, payload, 0, -1, -1, -1, List.of(), Carrier.TcpChecksum.UNKNOWN);
    }

    private Carrier make(
        int flags,
        long ackSsn,
        int octets,
        int window,
        long urgent,
        long tsVal,
        long tsEcr,
        List<MptcpOption> options,
        Carrier.TcpChecksum checksum) {
      return new Carrier(
          frame,
          out.subflow,
          out.side,
          flags,
          ssn,
          ackSsn,
          octets,
          window,
          urgent,
          tsVal,
          tsEcr,
          options,
          out.segments,
          Carrier.Acceptance.UNKNOWN,
          checksum,
          Carrier.Echo.NONE,
          false,
          false,
          false,
          false);
    }
  }
}
