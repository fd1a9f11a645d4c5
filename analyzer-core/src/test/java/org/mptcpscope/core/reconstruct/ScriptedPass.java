package org.mptcpscope.core.reconstruct;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.script.PacketScript;

/** What a pass over a scripted capture said. */
final class ScriptedPass implements TraceObserver {
  /** Two hosts with two paths, and the handshake of the first in frames 1 to 3. */
  static final String HANDSHAKE =
      """
      # test
      host A   A0=10.0.0.1:40000  A1=10.0.2.1:40001
      host B   B0=10.0.1.1:443
      path 0   A0 - B0
      path 1   A1 - B0
      0.000  0>  S        mp_capable v1 H
      0.010  0<  S.       mp_capable v1 H key
      0.020  0>  .        mp_capable v1 H key,key
      """;

  /** The same with checksums. */
  static final String CHECKSUMS = HANDSHAKE.replace(" H", " A,H");

  /** A segment as its facts were. */
  record Segment(
      int frame, long traits, long dsn, boolean mapped, long dataAck, int length, int original) {
    boolean has(long trait) {
      return (traits & trait) != 0;
    }
  }

  final List<MptcpEvent> events = new ArrayList<>();
  final List<Segment> segments = new ArrayList<>();
  final List<ConnectionSummary> summaries = new ArrayList<>();
  private final int[][] seen = new int[2][Subject.values().length];
  Connection connection;

  static ScriptedPass of(String script) {
    return over(PacketScript.parse("test", script).run().toPcapng());
  }

  static ScriptedPass over(byte[] capture) {
    return over(CaptureSource.memory("test", capture));
  }

  static ScriptedPass overFile(Path file) {
    return over(CaptureSource.file(file));
  }

  private static ScriptedPass over(CaptureSource capture) {
    ScriptedPass pass = new ScriptedPass();
    try (FrameSource source = capture.open()) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(pass));
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
    return pass;
  }

  @Override
  public void onEvent(MptcpEvent event) {
    events.add(event);
    connection = event.connection();
  }

  @Override
  public boolean wantsSegments() {
    return true;
  }

  @Override
  public void onSegment(SegmentView segment, SegmentFacts facts) {
    segments.add(
        new Segment(
            facts.frame(),
            facts.traits(),
            facts.dsn(),
            facts.mapped(),
            facts.dataAck(),
            facts.mappingLength(),
            facts.originalFrame()));
  }

  @Override
  public void onSummary(Connection ended, ConnectionSummary summary) {
    summaries.add(summary);
    for (Subject subject : Subject.values()) {
      seen[0][subject.ordinal()] += ended.seen(subject, Side.INITIATOR);
      seen[1][subject.ordinal()] += ended.seen(subject, Side.LISTENER);
    }
  }

  /** All events of a type. */
  <E extends MptcpEvent> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The only event of a type. */
  <E extends MptcpEvent> E only(Class<E> type) {
    List<E> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type.getSimpleName() + ": " + found);
    }
    return found.getFirst();
  }

  /** How often this was seen from this host, over all connections. */
  int seen(Subject subject, Side by) {
    return seen[by == Side.INITIATOR ? 0 : 1][subject.ordinal()];
  }

  /** Checksums of this host that were verified. */
  int verified(Side by) {
    return seen(Subject.CHECKSUM, by);
  }

  Segment segment(int frame) {
    return segments.stream().filter(s -> s.frame == frame).findFirst().orElseThrow();
  }

  ConnectionSummary summary() {
    return summaries.getFirst();
  }
}
