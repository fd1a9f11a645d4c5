package org.mptcpscope.core.reconstruct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureFacts;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceResult;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** One pass over one capture: the frame loop, and what observers may ask of it. */
public final class Pass {
  private static final int PROGRESS_MASK = (1 << 14) - 1;

  private static final int LARGEST_PACKET = 1 << 17;

  private final FrameSource source;
  private final TraceOptions options;
  private final List<? extends TraceObserver> observers;
  private final List<TraceObserver> segmentObservers = new ArrayList<>();
  private final SegmentState s = new SegmentState();
  private final Alarms alarms = new Alarms();
  private final Fragments fragments = new Fragments();
  private final FlowTable flows = new FlowTable();
  private final EventQueue events;
  private final Connections connections;
  private final HeldJoins held;
  private final FlowRouter router;
  private final KeyRing keys;
  private final ClockSkew skew;
  private final GivenKeys given;
  private final Pipeline pipeline;
  private final PlainPath plain;

  /**
   * Whether segments may take the plain path: nobody wants to see each, and there is one capture.
   */
  private boolean plainly;

  private final StreamNumbers mptcpStreams = new StreamNumbers();
  private final TreeMap<Integer, Long> unknownLinks = new TreeMap<>();
  private final NotReadCounts notRead = new NotReadCounts();
  private MemorySegment replayBuffer = MemorySegment.NULL;
  private long startNanos;
  private long frames;
  private boolean draining;

  private Pass(
      FrameSource source,
      TraceOptions options,
      List<? extends TraceObserver> observers,
      Limits limits) {
    this.source = source;
    this.options = options;
    this.observers = List.copyOf(observers);
    events = new EventQueue(source, s, this.observers);
    held = new HeldJoins(s, alarms, this::replay);
    keys = new KeyRing(held::tokenKnown);
    given = new GivenKeys(options.keys());
    skew = new ClockSkew(source);
    PassContext context =
        new PassContext(
            source,
            options,
            events,
            events::deliver,
            alarms,
            keys,
            given,
            mptcpStreams,
            skew,
            new Disorder(),
            new SpareRows());
    connections = new Connections(limits, flows, this::summarised);
    Closing closing = new Closing(s, connections);
    connections.closeWith(closing);
    router = new FlowRouter(s, flows, connections, context, held, closing);
    pipeline = new Pipeline(s, closing);
    plain = new PlainPath(s, source, flows, router.streams());
  }

  /**
   * Reads all frames.
   *
   * @throws CaptureException if nothing of the capture can be read
   */
  public static TraceResult run(
      FrameSource source, TraceOptions options, List<? extends TraceObserver> observers)
      throws CaptureException {
    return run(source, options, observers, Limits.of(Runtime.getRuntime().maxMemory()));
  }

  /** The same with limits of the caller's. */
  static TraceResult run(
      FrameSource source,
      TraceOptions options,
      List<? extends TraceObserver> observers,
      Limits limits)
      throws CaptureException {
    return new Pass(source, options, observers, limits).run();
  }

  private TraceResult run() throws CaptureException {
    for (int i = 0; i < observers.size(); i++) {
      TraceObserver observer = observers.get(i);
      observer.onStart(new ObserverControl(alarms, connections.limits(), i, () -> draining));
      if (observer.wantsSegments()) {
        segmentObservers.add(observer);
      }
    }
    plainly = segmentObservers.isEmpty() && !source.isMerged();
    for (FrameSource.Step step = source.step();
        step != FrameSource.Step.END;
        step = source.step()) {
      boolean quiet = step == FrameSource.Step.QUIET;
      if ((quiet || (frames & PROGRESS_MASK) == 0)
          && !options.progress().goOn(source.octetsRead(), source.size(), frames)) {
        break;
      }
      if (quiet) {
        quiet();
        continue;
      }
      try {
        frame();
      } catch (InternalError error) {
        // Another program cut the mapped file: what was read so far is the capture.
        source.mappingLost(error);
      }
    }
    finish();
    return result();
  }

  /** Time passes though nothing is captured: what was due has not come. */
  private void quiet() {
    long until = source.quietUntil();
    if (frames > 0 && until != Long.MIN_VALUE) {
      ring(until - startNanos);
    }
  }

  // ---- frames ----------------------------------------------------------------------------------

  private void frame() {
    if (frames++ == 0) {
      startNanos = source.startNanos();
    }
    long time = source.timeNanos() - startNanos;
    ring(time);
    alarms.arrive(source.number(), time);
    s.frame = source.number();
    s.time = time;
    s.interfaceId = source.interfaceId();
    s.direction = source.direction();
    boolean bulk = plainly && isBulk();
    if (bulk && plain.take(0, s.direction)) {
      return;
    }
    s.reset();
    s.position = source.position();
    s.replayed = false;
    Outcome outcome =
        s.ip.wrap(
            source.buffer(),
            source.offset(),
            source.capturedLength(),
            source.wireLength(),
            source.linkType());
    boolean mayBePlain = plainly && !bulk && outcome == Outcome.TCP;
    if (outcome == Outcome.FRAGMENT) {
      outcome = fragments.take(s.ip, time);
      s.position = -1;
    }
    switch (outcome) {
      case TCP -> segment(mayBePlain);
      case NOT_READ -> notRead.count(s.ip.notRead());
      case UNKNOWN_LINK -> unknownLinks.merge(source.linkType(), 1L, Long::sum);
      case FRAGMENT, ICMP, OTHER, TRUNCATED, MALFORMED -> {}
    }
  }

  private boolean isBulk() {
    return s.bulk.wrap(
        source.buffer(),
        source.offset(),
        source.capturedLength(),
        source.wireLength(),
        source.linkType());
  }

  /** A segment, which may be a plain one if that was not looked at yet. */
  private void segment(boolean mayBePlain) {
    if (!s.view.wrap(s.ip)) {
      return;
    }
    s.flags = s.view.flags();
    s.rawSeq = s.view.seq();
    s.rawAck = s.view.ack();
    s.payload = s.view.payloadLength();
    s.payloadCaptured = Math.min(s.payload, s.view.payloadCaptured());
    s.rawWindow = s.view.window();
    s.summary.scan(s.view);
    s.tsVal = s.summary.tsVal();
    s.tsEcr = s.summary.tsEcr();
    if (mayBePlain
        && s.bulk.wrap(s.ip, s.view, s.summary)
        && plain.take(s.ip.place(), VantageJudge.way(s))) {
      return;
    }
    flows.key(s.ip, s.view);
    int slot = flows.find();
    leavePlain(slot);
    if (!router.route(slot)) {
      // A SYN on used ports may have ended a subflow.
      deliverRest();
      return;
    }
    plain.leave(s.on.connection());
    s.findDss();
    if (!pipeline.process()) {
      return;
    }
    deliverRest();
    observeSegment();
  }

  /** The segment goes the long way: what it will be seen beside is settled. */
  private void leavePlain(int slot) {
    Object content = slot < 0 ? null : flows.content(slot);
    if (content instanceof SubflowState subflow) {
      plain.leave(subflow.connection());
    } else if (content != null || s.summary.mptcpOptions() > 0) {
      plain.settleAll();
    }
  }

  private void observeSegment() {
    // By index: an iterator would be an object per segment.
    for (int i = 0; i < segmentObservers.size(); i++) {
      segmentObservers.get(i).onSegment(s.view, s);
    }
    ConnectionState connection = s.on.connection();
    if ((connection.wanted & s.traits) != 0) {
      for (int i = 0; i < observers.size(); i++) {
        if (!observers.get(i).wantsSegments() && connection.isWantedBy(i, s.traits)) {
          observers.get(i).onSegment(s.view, s);
        }
      }
    }
    deliverRest();
  }

  private void deliverRest() {
    if (!events.isEmpty()) {
      plain.settleAll();
      events.deliver();
    }
  }

  private void ring(long time) {
    if (!alarms.isDue(time)) {
      return;
    }
    plain.leaveAll();
    while (alarms.ringNext(time)) {
      events.deliver();
    }
  }

  private void replay(HeldJoins.Flow flow) {
    if (replayBuffer.byteSize() == 0) {
      replayBuffer = Arena.ofAuto().allocate(LARGEST_PACKET);
    }
    s.replayLink = linkOf(flow);
    s.replayOwner = flow.forAnswer ? ownerOf(flow) : null;
    s.waitedForSyn = flow.forSyn && !draining;
    boolean first = true;
    for (HeldJoins.Frame frame : flow.frames) {
      if (reload(frame)) {
        if (first) {
          flows.key(s.ip, s.view);
          int slot = flows.find();
          if (slot >= 0 && flows.content(slot) == flow) {
            flows.content(slot, null);
          }
          first = false;
        }
        segment(false);
      }
    }
    s.replayLink = null;
    s.waitedForSyn = false;
    s.replayOwner = null;
  }

  /** Of several hosts with one token the one whose key gives the HMAC of the SYN/ACK, or null. */
  private KeyRing.Owner ownerOf(HeldJoins.Flow flow) {
    MpJoinSyn asked = null;
    for (HeldJoins.Frame frame : flow.frames) {
      if (!reload(frame)) {
        continue;
      }
      s.summary.scan(s.view);
      for (MptcpOption option : s.options()) {
        if (option instanceof MpJoinSyn join) {
          asked = join;
        } else if (option instanceof MpJoinSynAck answer && asked != null) {
          return JoinTarget.answering(asked, answer, keys);
        }
      }
    }
    return null;
  }

  /** Stands the views on a frame that waited; false if it is no segment. */
  private boolean reload(HeldJoins.Frame frame) {
    int length = Math.min(frame.packet().length(), LARGEST_PACKET);
    MemorySegment.copy(MemorySegment.ofArray(frame.packet().toArray()), 0, replayBuffer, 0, length);
    s.reset();
    s.frame = frame.number();
    s.time = frame.time();
    s.position = frame.position();
    s.interfaceId = frame.interfaceId();
    s.replayed = true;
    Outcome outcome = s.ip.wrap(replayBuffer, 0, length, frame.wireLength(), LinkType.RAW);
    return outcome == Outcome.TCP && s.view.wrap(s.ip);
  }

  /**
   * A join whose token nobody is known to own may belong to a connection that began before the
   * capture: its Data ACKs tell. Null if they do not, or if the owner's key is known after all.
   */
  private MidstreamLink linkOf(HeldJoins.Flow flow) {
    boolean openerIsUpper = false;
    boolean first = true;
    for (HeldJoins.Frame frame : flow.frames) {
      if (!reload(frame)) {
        continue;
      }
      flows.key(s.ip, s.view);
      openerIsUpper = first ? flows.fromUpper() : openerIsUpper;
      first = false;
      s.summary.scan(s.view);
      MidstreamLink link = MidstreamLink.find(s, connections.live());
      if (link != null) {
        Side opener = flows.fromUpper() == openerIsUpper ? link.by() : link.by().peer();
        HostState asked = link.connection().host(opener.peer());
        boolean judged = asked.keyKnown && asked.given == null;
        return judged ? null : new MidstreamLink(link.connection(), opener);
      }
    }
    return null;
  }

  // ---- end -------------------------------------------------------------------------------------

  private void finish() {
    draining = true;
    plain.leaveAll();
    held.releaseAll();
    connections.finish(alarms.lastFrame());
    events.deliver();
  }

  private void summarised(Connection connection, ConnectionSummary summary) {
    for (TraceObserver observer : observers) {
      observer.onSummary(connection, summary);
    }
  }

  private TraceResult result() {
    return new TraceResult(
        frames,
        startNanos,
        frames == 0 ? 0 : alarms.lastFrame().time(),
        router.counts(connections.refused()),
        FileOrder.of(router.streams(), mptcpStreams),
        warnings());
  }

  private List<CaptureWarning> warnings() {
    List<CaptureWarning> warnings = new ArrayList<>(source.warnings());
    warnings.addAll(given.warnings(connections.count()));
    if (!unknownLinks.isEmpty() && !has(warnings, CaptureWarning.LINK_TYPE)) {
      StringBuilder message = new StringBuilder();
      long count = 0;
      for (var entry : unknownLinks.entrySet()) {
        message.append(message.isEmpty() ? "" : ", ").append(LinkType.name(entry.getKey()));
        count += entry.getValue();
      }
      warnings.add(
          new CaptureWarning(
              CaptureWarning.LINK_TYPE,
              count + " frames of a link type that is not read: " + message,
              0));
    }
    notRead.addTo(warnings, fragments.lost());
    TranslatedCopies translated = router.translated();
    PassWarnings said = new PassWarnings(warnings);
    said.add(
        PassWarnings.TRANSLATED,
        translated.copies(),
        " flows were captured on both sides of an address translator, one side is ignored",
        translated.firstFrame());
    said.add(
        PassWarnings.CORRUPT,
        pipeline.corrupt(),
        " segments with options were damaged on the wire, by their TCP checksum",
        0);
    said.add(
        PassWarnings.ALTERED,
        pipeline.altered(),
        " segments differ between the points that captured them, a middlebox changed them;"
            + " they are judged as the first point in time shows them",
        pipeline.firstAltered());
    said.clocks(skew);
    said.bounds(connections, flows);
    CaptureFacts facts = source.facts();
    if (facts.cutFrames() > 0 && !has(warnings, CaptureWarning.SNAPLEN)) {
      warnings.add(
          new CaptureWarning(
              CaptureWarning.SNAPLEN,
              facts.cutFrames() + " frames were cut to at most " + facts.octetsKept() + " octets",
              0));
    }
    return warnings;
  }

  private static boolean has(List<CaptureWarning> warnings, String code) {
    return warnings.stream().anyMatch(warning -> warning.code().equals(code));
  }
}
