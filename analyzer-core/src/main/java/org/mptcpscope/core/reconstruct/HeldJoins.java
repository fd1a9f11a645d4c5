package org.mptcpscope.core.reconstruct;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.Octets;

/**
 * Flows whose MP_JOIN has a token that nobody is known to own yet. They wait up to a second, with
 * their later segments, for a key that gives it: frames of several interfaces may come out of
 * order. Then they are worked on under their own frames.
 */
final class HeldJoins {
  private static final long PATIENCE = 1_000_000_000L;
  private static final int MAX_FLOWS = 256;
  private static final int MAX_FRAMES = 64;

  /** A segment that waits: the IP packet from its header on. */
  record Frame(
      int number, long time, long position, int interfaceId, Octets packet, int wireLength) {}

  /** A flow that waits. */
  static final class Flow {
    final int token;
    final List<Frame> frames = new ArrayList<>(2);
    boolean released;

    Flow(int token) {
      this.token = token;
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

  HeldJoins(SegmentState segment, Alarms alarms, Replay replay) {
    s = segment;
    this.alarms = alarms;
    this.replay = replay;
  }

  boolean hasRoom() {
    return waiting.size() < MAX_FLOWS;
  }

  /** Makes the flow of the segment in hand wait; the segment itself is added by the caller. */
  Flow hold(int token) {
    Flow flow = new Flow(token);
    waiting.add(flow);
    alarms.set(s.time + PATIENCE, (_, _) -> release(flow));
    return flow;
  }

  /** The segment in hand belongs to a flow that waits. */
  void add(Flow flow) {
    if (flow.released || flow.frames.size() >= MAX_FRAMES) {
      return;
    }
    MemorySegment buffer = s.ip.buffer();
    long from = s.ip.ipOffset();
    long end = s.ip.ipPayloadOffset() + s.ip.ipPayloadCaptured();
    int wire = (int) (s.ip.ipPayloadOffset() + s.ip.ipPayloadLength() - from);
    flow.frames.add(
        new Frame(
            s.frame,
            s.time,
            s.position,
            s.interfaceId,
            Octets.copyOf(buffer, from, (int) (end - from)),
            wire));
  }

  /** A key became known: who waited for its token goes on. */
  void tokenKnown(int token) {
    for (Flow flow : waiting) {
      if (flow.token == token) {
        alarms.set(Long.MIN_VALUE, (_, _) -> release(flow));
      }
    }
  }

  private void release(Flow flow) {
    if (!flow.released) {
      flow.released = true;
      waiting.remove(flow);
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
