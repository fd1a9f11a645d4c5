package org.mptcpscope.core.reconstruct;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Flows whose first segment cannot be placed yet: an MP_JOIN with a token that nobody is known to
 * own, and options on a flow whose SYN was not captured. Frames of several interfaces, or of one
 * with several queues, come out of order: such flows wait for the key or the SYN, with their later
 * segments. Then they are worked on under their own frames, the handshake in its order.
 */
final class HeldJoins {
  private static final long PATIENCE_FOR_KEY = 1_000_000_000L;
  private static final long PATIENCE_FOR_SYN = 50_000_000L;
  private static final int MAX_FLOWS = 256;
  private static final int MAX_FRAMES = 64;

  /** All that waits may take so much memory. */
  private static final int MAX_OCTETS = 4 << 20;

  /** Numbers of one handshake are not farther apart. */
  private static final int NEAR = 1 << 20;

  /** A segment that waits: the IP packet from its header on. */
  record Frame(
      int number,
      long time,
      long position,
      int interfaceId,
      int flags,
      int seq,
      int ack,
      boolean fromUpper,
      Octets packet,
      int wireLength) {

    /** The SYN comes first, then what answers it. */
    int rank() {
      if ((flags & SegmentView.SYN) == 0) {
        return 2;
      }
      return (flags & SegmentView.ACK) == 0 ? 0 : 1;
    }
  }

  /** A flow that waits. */
  static final class Flow {
    /** The token that it asks for; meaningless if it waits for its SYN. */
    final int token;

    final boolean forSyn;

    /** Several connections have its token: the HMAC of the answer tells which one is meant. */
    final boolean forAnswer;

    final List<Frame> frames = new ArrayList<>(2);
    boolean released;

    /** Whether its first segment was neither SYN nor SYN/ACK. */
    boolean begunBehindSyn() {
      return (frames.getFirst().flags & SegmentView.SYN) == 0;
    }

    Flow(int token, boolean forSyn, boolean forAnswer) {
      this.token = token;
      this.forSyn = forSyn;
      this.forAnswer = forAnswer;
    }
  }

  /** Works on frames again. */
  interface Replay {
    void replay(Flow flow);
  }

  private final SegmentState s;
  private final Alarms alarms;
  private final Replay replay;
  private final List<Flow> waiting = new ArrayList<>();
  private int octets;

  HeldJoins(SegmentState segment, Alarms alarms, Replay replay) {
    s = segment;
    this.alarms = alarms;
    this.replay = replay;
  }

  boolean hasRoom() {
    return waiting.size() < MAX_FLOWS && octets < MAX_OCTETS;
  }

  /** Makes the flow of the segment in hand wait for a key; the caller adds the segment. */
  Flow hold(int token) {
    return hold(new Flow(token, false, false), PATIENCE_FOR_KEY);
  }

  /** Makes the flow of the segment in hand wait for its SYN; the caller adds the segment. */
  Flow holdForSyn() {
    return hold(new Flow(0, true, false), PATIENCE_FOR_SYN);
  }

  /** Makes the flow of the SYN in hand wait for its SYN/ACK; the caller adds the segment. */
  Flow holdForAnswer(int token) {
    return hold(new Flow(token, false, true), PATIENCE_FOR_KEY);
  }

  private Flow hold(Flow flow, long patience) {
    waiting.add(flow);
    alarms.set(s.time + patience, (_, _) -> release(flow));
    return flow;
  }

  /** The segment in hand belongs to a flow that waits. */
  void add(Flow flow, boolean fromUpper) {
    if (flow.released) {
      return;
    }
    MemorySegment buffer = s.ip.buffer();
    long from = s.ip.ipOffset();
    long end = s.ip.ipPayloadOffset() + s.ip.ipPayloadCaptured();
    int wire = (int) (s.ip.ipPayloadOffset() + s.ip.ipPayloadLength() - from);
    Octets packet = Octets.copyOf(buffer, from, (int) (end - from));
    octets += packet.length();
    flow.frames.add(
        new Frame(
            s.frame,
            s.time,
            s.position,
            s.interfaceId,
            s.flags,
            s.rawSeq,
            s.rawAck,
            fromUpper,
            packet,
            wire));
    boolean answered = flow.forAnswer && s.isSyn() && s.isAck();
    if (answered || flow.frames.size() == MAX_FRAMES || octets >= MAX_OCTETS) {
      soon(flow);
    }
  }

  /** Whether the SYN in hand is the one that a flow waits for, by its numbers. */
  boolean isAwaited(Flow flow, boolean fromUpper) {
    if (!flow.forSyn || flow.released) {
      return false;
    }
    for (Frame frame : flow.frames) {
      boolean same = frame.fromUpper == fromUpper;
      if (!same && (frame.flags & SegmentView.ACK) == 0) {
        continue;
      }
      int behind = (same ? frame.seq : frame.ack) - s.rawSeq;
      if (behind < 1 || behind > NEAR) {
        return false;
      }
    }
    return true;
  }

  /** Nothing is waited for any more: the flow goes on before the next frame. */
  void soon(Flow flow) {
    alarms.set(Long.MIN_VALUE, (_, _) -> release(flow));
  }

  /** A key became known: who waited for its token goes on. */
  void tokenKnown(int token) {
    for (Flow flow : waiting) {
      if (!flow.forSyn && !flow.forAnswer && flow.token == token) {
        soon(flow);
      }
    }
  }

  private void release(Flow flow) {
    if (!flow.released) {
      flow.released = true;
      waiting.remove(flow);
      for (Frame frame : flow.frames) {
        octets -= frame.packet.length();
      }
      flow.frames.sort(Comparator.comparingInt(Frame::rank));
      replay.replay(flow);
    }
  }

  /** Nobody will come any more. */
  void releaseAll() {
    for (Flow flow : List.copyOf(waiting)) {
      release(flow);
    }
  }
}
