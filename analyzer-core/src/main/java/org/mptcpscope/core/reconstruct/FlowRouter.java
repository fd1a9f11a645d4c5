package org.mptcpscope.core.reconstruct;

import java.net.InetSocketAddress;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.trace.TraceResult.TcpCounts;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/**
 * Finds the subflow of a segment, or sees that there is none. Numbers flows as Wireshark numbers
 * tcp.stream: in order of first segments, a SYN with another sequence number being a new one.
 */
final class FlowRouter {
  private final SegmentState s;
  private final FlowTable flows;
  private final Connections connections;
  private final PassContext pass;
  private final HeldJoins held;
  private final Closing closing;

  private final ForeignKinds foreignKinds = new ForeignKinds();
  private final TranslatedCopies translated = new TranslatedCopies();
  private final StreamNumbers streams = new StreamNumbers();
  private boolean streamsExact = true;
  private int withoutOption;
  private int midstream;

  FlowRouter(
      SegmentState segment,
      FlowTable flows,
      Connections connections,
      PassContext pass,
      HeldJoins held,
      Closing closing) {
    s = segment;
    this.flows = flows;
    this.connections = connections;
    this.pass = pass;
    this.held = held;
    this.closing = closing;
  }

  /** Refused connections are counted by who knows them. */
  TcpCounts counts(int refused) {
    return new TcpCounts(streams.count(), withoutOption, refused, midstream);
  }

  /** Flows that are copies of others behind an address translator. */
  TranslatedCopies translated() {
    return translated;
  }

  /** The numbers of flows. */
  StreamNumbers streams() {
    return streams;
  }

  /**
   * Sets subflow and sides of the segment, whose key was set; false if it belongs to no MPTCP
   * connection.
   *
   * @param found slot of its flow, or -1
   */
  boolean route(int found) {
    boolean upper = flows.fromUpper();
    boolean syn = s.isSyn() && !s.isAck();
    int slot = found;
    boolean fresh = false;
    if (slot < 0) {
      slot = flows.insert(s.time, streams.next(s.frame));
      streamsExact &= syn || !flows.forgot();
      fresh = true;
    } else if (s.replayed) {
      fresh = false;
    } else if (syn && isLate(slot, upper)) {
      midstream -= ((HeldJoins.Flow) flows.content(slot)).begunBehindSyn() ? 1 : 0;
      held.soon((HeldJoins.Flow) flows.content(slot));
    } else if (flows.isStale(slot, s.time)) {
      flows.renew(slot, streams.next(s.frame));
      streamsExact &= syn;
      fresh = true;
    } else if (syn && isNewFlow(slot, upper)) {
      fresh = renew(slot, upper);
    } else if (s.isSyn() && !syn && isOver(slot) && flows.isn(slot, upper) != s.rawSeq) {
      // The answer to a SYN that was not captured; what Wireshark makes of it depends.
      flows.renew(slot, streams.next(s.frame));
      streamsExact = false;
      fresh = true;
    } else if (syn && isOver(slot) && !isLateCopy(slot)) {
      // The same ISN again, which Wireshark counts to the stream that is over.
      flows.renew(slot, flows.stream(slot));
      fresh = true;
    }
    flows.seen(slot, s.time);
    streams.seen(flows.stream(slot), s.frame);
    if (fresh) {
      count(syn);
    }
    note(slot, upper, syn);
    Object content = flows.content(slot);
    if (content == null) {
      if (flows.has(slot, FlowTable.GHOST) || !mayBeMptcp() && !speaksForeign()) {
        return false;
      }
      content = s.foreign == null ? open(slot, upper, syn) : openForeign(slot, upper);
      if (content instanceof SubflowState begun) {
        pass.given().attached(begun);
      }
    }
    return enter(content, upper);
  }

  /** A SYN/ACK that answers MPTCP under another kind than 30 in kind. */
  private boolean speaksForeign() {
    s.foreign = s.isSyn() && s.summary.isSound() ? foreignKinds.take(s) : null;
    return s.foreign != null;
  }

  private SubflowState openForeign(int slot, boolean upper) {
    SubflowState subflow = begin(slot, upper, Origin.FOREIGN_KIND, false);
    flows.content(slot, subflow);
    return subflow;
  }

  /** The SYN of a flow whose later segments were captured before it. */
  private boolean isLate(int slot, boolean upper) {
    return flows.content(slot) instanceof HeldJoins.Flow flow && held.isAwaited(flow, upper);
  }

  private void count(boolean syn) {
    if (!s.isSyn()) {
      midstream++;
    } else if (syn && s.summary.mptcpOptions() == 0) {
      withoutOption++;
    }
  }

  /** Broken options may have been MPTCP ones, but begin no connection. */
  private boolean mayBeMptcp() {
    return s.summary.mptcpOptions() > 0;
  }

  private boolean isNewFlow(int slot, boolean upper) {
    if (flows.content(slot) instanceof SubflowState subflow) {
      DirectionState out = subflow.direction(upper ? subflow.upperSide : subflow.upperSide.peer());
      if (out.isnKnown && out.isn == s.rawSeq) {
        // The SYN of an answer that was captured before it.
        return false;
      }
    }
    int mine = upper ? FlowTable.SYN_1 : FlowTable.SYN_0;
    return flows.has(slot, mine)
        ? flows.isn(slot, upper) != s.rawSeq
        : !flows.has(slot, FlowTable.SYN_0 | FlowTable.SYN_1);
  }

  /** The flow had been established and has ended: no SYN of it can still come. */
  private boolean isOver(int slot) {
    return flows.content(slot) instanceof SubflowState subflow
        && subflow.ended != null
        && (subflow.phaseBeforeEnd == Phase.ESTABLISHED || subflow.phaseBeforeEnd == Phase.CLOSING);
  }

  /** A copy of the SYN of a short connection that another interface captured, nobody's new SYN. */
  private boolean isLateCopy(int slot) {
    return flows.content(slot) instanceof SubflowState subflow
        && s.time - subflow.firstFrame.time() <= horizon();
  }

  private long horizon() {
    return pass.source().isMerged() ? SeenElsewhere.HORIZON : DuplicateFilter.HORIZON;
  }

  /** A SYN on ports in use: true if it begins a new flow here, as it always does for Wireshark. */
  private boolean renew(int slot, boolean upper) {
    int stream = streams.next(s.frame);
    if (flows.content(slot) instanceof SubflowState subflow) {
      if (subflow.ended == null && isInWindow(subflow, upper)) {
        return false;
      }
      closing.subflowEnded(subflow, How.REPLACED, null, s.ref());
    }
    flows.renew(slot, stream);
    return true;
  }

  /** A SYN inside the window of a live flow is an old or a forged one. */
  private boolean isInWindow(SubflowState subflow, boolean upper) {
    if (subflow.establishedAt == null) {
      return false;
    }
    DirectionState out = subflow.direction(upper ? subflow.upperSide : subflow.upperSide.peer());
    long ssn = out.unwrap(s.rawSeq);
    return ssn >= out.sndUna && ssn - out.sndUna < Math.max(65_536, out.windowLeft());
  }

  private void note(int slot, boolean upper, boolean syn) {
    if (syn) {
      if (!flows.has(slot, upper ? FlowTable.SYN_1 : FlowTable.SYN_0)) {
        flows.set(slot, upper ? FlowTable.SYN_1 : FlowTable.SYN_0);
        flows.isn(slot, upper, s.rawSeq);
      }
    } else if (s.isSyn()) {
      flows.set(slot, upper ? FlowTable.SYN_ACK_1 : FlowTable.SYN_ACK_0);
      flows.isn(slot, upper, s.rawSeq);
    }
    if (s.isSyn() && !s.view.headerComplete()) {
      flows.set(slot, FlowTable.SYN_CUT);
    }
    if (s.isFin() || s.isRst()) {
      flows.set(slot, FlowTable.CLOSED);
    }
  }

  private boolean enter(Object content, boolean upper) {
    if (content instanceof HeldJoins.Flow flow) {
      held.add(flow, upper);
      return false;
    }
    if (!(content instanceof SubflowState subflow)) {
      return false;
    }
    s.on = subflow;
    s.by = upper ? subflow.upperSide : subflow.upperSide.peer();
    s.out = subflow.direction(s.by);
    s.back = subflow.direction(s.by.peer());
    return true;
  }

  // ---- first MPTCP option of a flow ------------------------------------------------------------

  private Object open(int slot, boolean upper, boolean syn) {
    List<MptcpOption> options = s.options();
    if (options.isEmpty()) {
      return null;
    }
    if (syn && !s.replayed && translated.isCopy(s)) {
      flows.content(slot, FlowTable.IGNORED);
      return FlowTable.IGNORED;
    }
    if (!syn && mayLackSyn(slot)) {
      HeldJoins.Flow flow = held.holdForSyn();
      flows.content(slot, flow);
      return flow;
    }
    SubflowState subflow;
    if (syn) {
      MpJoinSyn join = first(options, MpJoinSyn.class);
      if (join != null && !speaksOf(options, 0)) {
        return openJoin(slot, upper, join);
      }
      boolean capable = speaksOf(options, 0);
      Origin origin =
          capable ? Origin.CAPABLE : speaksOf(options, 1) ? Origin.UNKNOWN_TOKEN : Origin.PLAIN_TCP;
      subflow = begin(slot, upper, origin, true);
    } else if (s.isSyn()) {
      boolean synSeen =
          flows.has(slot, upper ? FlowTable.SYN_0 : FlowTable.SYN_1)
              && !flows.has(slot, FlowTable.SYN_CUT);
      Origin origin =
          synSeen ? Origin.PLAIN_TCP : speaksOf(options, 0) ? Origin.CAPABLE : Origin.MIDSTREAM;
      subflow = begin(slot, upper, origin, false);
      if (origin == Origin.MIDSTREAM) {
        subflow.connection().initial = null;
      }
    } else {
      subflow = openLater(slot, upper, options);
    }
    Object content = subflow == null ? FlowTable.IGNORED : subflow;
    flows.content(slot, content);
    return content;
  }

  /** The flow begins behind its SYN: that may still come. */
  private boolean mayLackSyn(int slot) {
    return !s.replayed && !flows.has(slot, FlowTable.SYN_0 | FlowTable.SYN_1) && held.hasRoom();
  }

  /**
   * Options on a flow that began without any, or before the capture; null if there are too many.
   */
  private SubflowState openLater(int slot, boolean upper, List<MptcpOption> options) {
    boolean synFromUpper = flows.has(slot, FlowTable.SYN_1 | FlowTable.SYN_ACK_0);
    boolean synFromLower = flows.has(slot, FlowTable.SYN_0 | FlowTable.SYN_ACK_1);
    if (synFromUpper || synFromLower) {
      boolean byOpener = upper == (synFromUpper && !synFromLower);
      // A SYN that was not captured, or not whole, may have had the option.
      boolean synSeen =
          flows.has(slot, FlowTable.SYN_0 | FlowTable.SYN_1) && !flows.has(slot, FlowTable.SYN_CUT);
      Origin origin = synSeen ? Origin.PLAIN_TCP : Origin.MIDSTREAM;
      SubflowState subflow = begin(slot, upper, origin, byOpener);
      subflow.connection().sidesKnown = true;
      anchor(slot, subflow);
      HandshakeTracker.assumeEstablished(subflow, s);
      subflow.midstream = !synSeen;
      assumeSeen(subflow, subflow.upperSide == Side.INITIATOR == upper);
      return subflow;
    }
    MidstreamLink link = MidstreamLink.find(s, connections.live());
    if (link != null && !connections.mayJoin(link.connection())) {
      return null;
    }
    if (link != null) {
      SubflowState subflow = attach(link.connection(), slot, upper, link.by());
      boolean higher = s.view.srcPort() >= s.view.dstPort();
      subflow.opener = higher ? link.by() : link.by().peer();
      HandshakeTracker.assumeEstablished(subflow, s);
      return subflow;
    }
    boolean capable = first(options, MpCapable.class) != null;
    boolean joined = first(options, MpJoinAck.class) != null;
    boolean byOpener = capable || joined || s.view.srcPort() >= s.view.dstPort();
    SubflowState subflow = begin(slot, upper, Origin.MIDSTREAM, byOpener);
    subflow.connection().sidesKnown = capable;
    if (!capable) {
      subflow.connection().initial = null;
    }
    HandshakeTracker.assumeEstablished(subflow, s);
    return subflow;
  }

  /** The plain segments before this one were in the capture, though nobody kept account of them. */
  private void assumeSeen(SubflowState subflow, boolean byInitiator) {
    Side by = byInitiator ? Side.INITIATOR : Side.LISTENER;
    DirectionState out = subflow.direction(by);
    DirectionState back = subflow.direction(by.peer());
    if (out.anchored) {
      out.assumeSeen(out.unwrap(s.rawSeq));
    }
    if (back.anchored && s.isAck()) {
      back.assumeSeen(back.unwrap(s.rawAck));
    }
  }

  private void anchor(int slot, SubflowState subflow) {
    for (boolean upper : new boolean[] {false, true}) {
      int seen =
          upper ? FlowTable.SYN_1 | FlowTable.SYN_ACK_1 : FlowTable.SYN_0 | FlowTable.SYN_ACK_0;
      if (flows.has(slot, seen)) {
        DirectionState direction =
            subflow.direction(upper ? subflow.upperSide : subflow.upperSide.peer());
        direction.isn = flows.isn(slot, upper);
        direction.isnKnown = true;
        direction.anchorAt(direction.isn, DirectionState.Anchor.SYN);
      }
    }
  }

  /** A new connection whose first subflow is that of the segment in hand. */
  private SubflowState begin(int slot, boolean upper, Origin origin, boolean byInitiator) {
    ConnectionState connection = connections.open(pass, origin, s.ref());
    SubflowState subflow =
        attach(connection, slot, upper, byInitiator ? Side.INITIATOR : Side.LISTENER);
    subflow.opener = Side.INITIATOR;
    connection.initial = origin == Origin.UNKNOWN_TOKEN ? null : subflow;
    connection.sidesKnown = origin != Origin.UNKNOWN_TOKEN && origin != Origin.MIDSTREAM;
    connection.fresh = true;
    if (connection.initial != null) {
      for (Side side : Side.values()) {
        connection.host(side).addresses().initial(subflow.addressOf(side), s.ref());
      }
    }
    return subflow;
  }

  private SubflowState attach(ConnectionState connection, int slot, boolean upper, Side by) {
    InetSocketAddress source =
        new InetSocketAddress(IpAddress.of(s.ip.srcHigh(), s.ip.srcLow()), s.view.srcPort());
    InetSocketAddress target =
        new InetSocketAddress(IpAddress.of(s.ip.dstHigh(), s.ip.dstLow()), s.view.dstPort());
    boolean straight = by == Side.INITIATOR;
    SubflowState subflow =
        new SubflowState(
            connection.subflowStates().size(),
            connection,
            by,
            straight ? source : target,
            straight ? target : source);
    subflow.upperSide = upper ? by : by.peer();
    subflow.tcpStream = streamsExact ? flows.stream(slot) : -1;
    subflow.firstFrame = s.ref();
    if (!connection.subflowStates().isEmpty()) {
      connections.joined(pass.alarms());
    }
    connection.subflowStates().add(subflow);
    connection.generation++;
    flows.content(slot, subflow);
    return subflow;
  }

  // ---- joins -----------------------------------------------------------------------------------

  private Object openJoin(int slot, boolean upper, MpJoinSyn join) {
    if (pass.keys().owners(join.token()).size() > 1 && !s.replayed && held.hasRoom()) {
      HeldJoins.Flow flow = held.holdForAnswer(join.token());
      flows.content(slot, flow);
      return flow;
    }
    JoinTarget target = JoinTarget.of(join.token(), pass.keys(), s);
    if (target == null) {
      KeyRing.Tombstone dead = pass.keys().tombstone(join.token());
      if (dead == null && (!s.replayed || s.waitedForSyn) && held.hasRoom()) {
        HeldJoins.Flow flow = held.hold(join.token());
        flows.content(slot, flow);
        return flow;
      }
      if (s.replayLink != null && connections.mayJoin(s.replayLink.connection())) {
        SubflowState linked = attach(s.replayLink.connection(), slot, upper, s.replayLink.by());
        linked.tokenMatch = TokenMatch.UNKNOWN;
        return linked;
      }
      SubflowState orphan = begin(slot, upper, Origin.UNKNOWN_TOKEN, true);
      orphan.tokenMatch = TokenMatch.UNKNOWN;
      if (dead != null) {
        orphan.tokenMatch = TokenMatch.ENDED;
        orphan.deadOwner = dead;
      }
      return orphan;
    }
    if (!connections.mayJoin(target.connection())) {
      flows.content(slot, FlowTable.IGNORED);
      return FlowTable.IGNORED;
    }
    SubflowState subflow = attach(target.connection(), slot, upper, target.by());
    subflow.tokenMatch = target.match();
    subflow.tokenVariant = target.variant();
    return subflow;
  }

  private static <O extends MptcpOption> O first(List<MptcpOption> options, Class<O> type) {
    for (MptcpOption option : options) {
      if (type.isInstance(option)) {
        return type.cast(option);
      }
    }
    return null;
  }

  /** Whether an option has this subtype, in a legal form or not. */
  private static boolean speaksOf(List<MptcpOption> options, int subtype) {
    for (MptcpOption option : options) {
      if (option.subtype() == subtype
          && (!(option instanceof Malformed bad) || bad.kind() == MptcpOption.KIND)) {
        return true;
      }
    }
    return false;
  }
}
