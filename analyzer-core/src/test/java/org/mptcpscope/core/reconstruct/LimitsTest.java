package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceResult;
import org.mptcpscope.samples.script.PacketScript;

/** How much is kept at a time, and that what is let go is counted and said. */
class LimitsTest {
  private static final Limits WIDE = new Limits(200_000, 8192, 4096, 1024, 1_000_000);

  private static final String OPEN =
      """
      %1$.3f  p%2$d>  S        mp_capable v1 H
      +0.001  p%2$d<  S.       mp_capable v1 H key
      +0.001  p%2$d>  .        mp_capable v1 H key,key
      +0.001  p%2$d>  P. 100   mp_capable
      +0.001  p%2$d<  .        dss dack
      """;

  private static final String CLOSE =
      """
      +0.001  p%2$d>  .        dss dack fin
      +0.001  p%2$d<  .        dss dack fin
      +0.001  p%2$d>  F.       dss dack
      +0.001  p%2$d<  F.       dss dack
      +0.001  p%2$d>  .        dss dack
      """;

  private static final String SYN =
      """
      %1$.3f  p%2$d>  S        mp_capable v1 H
      """;

  /** Connections one after the other, 100 ms apart. */
  private static byte[] connections(int count, String segments) {
    return connections(count, segments, 0);
  }

  private static byte[] connections(int count, String segments, int joins) {
    StringBuilder script =
        new StringBuilder("# test\nhost A A0=10.0.0.1 A1=10.0.2.1\nhost B B0=10.0.1.1:443\n");
    for (int i = 0; i < count; i++) {
      String lines = String.format(Locale.ROOT, segments, i * 0.1, i);
      script.append("connection ").append(i).append('\n');
      script.append("path p").append(i).append("  A0:").append(10_000 + i).append(" - B0\n");
      for (int join = 0; join < joins; join++) {
        script.append("path j").append(i).append(join).append("  A1:");
        script.append(20_000 + 10 * i + join).append(" - B0\n");
      }
      script.append(lines);
    }
    return PacketScript.parse("test", script.toString()).run().toPcapng();
  }

  private static TraceResult run(byte[] capture, Limits limits, TraceObserver observer) {
    try (FrameSource source = CaptureSource.memory("test", capture).open()) {
      return Pass.run(source, TraceOptions.DEFAULT, List.of(observer), limits);
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
  }

  /** What one pass said, and how many connections were open at most. */
  private static final class Heard implements TraceObserver {
    private final List<ConnectionSummary> summaries = new ArrayList<>();
    private final List<Integer> ended = new ArrayList<>();
    private final Set<Connection> open = new HashSet<>();
    private List<CaptureWarning> warnings;
    private int most;

    static Heard in(byte[] capture, Limits limits) {
      Heard heard = new Heard();
      heard.warnings = run(capture, limits, heard).warnings();
      heard.summaries.sort(Comparator.comparingInt(ConnectionSummary::id));
      return heard;
    }

    @Override
    public void onEvent(MptcpEvent event) {
      open.add(event.connection());
      most = Math.max(most, open.size());
    }

    @Override
    public void onSummary(Connection connection, ConnectionSummary summary) {
      open.remove(connection);
      ended.add(summary.id());
      summaries.add(summary);
    }

    private String said(String code) {
      return warnings.stream()
          .filter(warning -> warning.code().equals(code))
          .map(CaptureWarning::message)
          .findFirst()
          .orElse("");
    }
  }

  @Test
  void ofConnectionsThatAreOverTheOldestAreLetGo() {
    byte[] capture = connections(60, OPEN + CLOSE);
    Heard wide = Heard.in(capture, WIDE);
    Heard narrow = Heard.in(capture, new Limits(200_000, 8192, 4, 1024, 1000));
    // Two seconds of lateness hold twenty of them.
    assertThat(wide.most).isGreaterThan(15);
    assertThat(narrow.most).isLessThanOrEqualTo(6);
    assertThat(narrow.summaries).hasSize(60).isEqualTo(wide.summaries);
    assertThat(narrow.ended).isSorted();
    assertThat(narrow.warnings).isEmpty();
  }

  @Test
  void ofConnectionsWithoutAnswerTheOldestAreEnded() {
    byte[] capture = connections(100, SYN);
    Heard narrow = Heard.in(capture, new Limits(200_000, 10, 4096, 1024, 1000));
    assertThat(narrow.most).isLessThanOrEqualTo(12);
    assertThat(narrow.summaries)
        .hasSize(100)
        .allSatisfy(one -> assertThat(one.subflows()).hasSize(1));
    assertThat(narrow.summaries.getFirst().closedBy()).isEqualTo(ClosedBy.IDLE);
    // The one that the last SYN pushes out would be ended before the next frame.
    assertThat(narrow.said(PassWarnings.EVICTED)).startsWith("89 connections were ended as idle");
    assertThat(Heard.in(capture, WIDE).warnings).isEmpty();
  }

  @Test
  void answeredConnectionsAreNotTakenForHalfOpenOnes() {
    Heard narrow = Heard.in(connections(60, OPEN), new Limits(200_000, 10, 4096, 1024, 1000));
    assertThat(narrow.most).isEqualTo(60);
    assertThat(narrow.warnings).isEmpty();
  }

  @Test
  void ofOpenConnectionsThoseSilentLongestAreEnded() {
    byte[] capture = connections(100, OPEN);
    Heard narrow = Heard.in(capture, new Limits(16, 8192, 4096, 1024, 1000));
    assertThat(narrow.most).isLessThanOrEqualTo(17);
    assertThat(narrow.summaries).hasSize(100);
    assertThat(narrow.ended).isSorted();
    assertThat(narrow.summaries.getFirst().closedBy()).isEqualTo(ClosedBy.IDLE);
    assertThat(narrow.summaries.getLast().closedBy()).isEqualTo(ClosedBy.CAPTURE_END);
    assertThat(narrow.said(PassWarnings.EVICTED))
        .contains("silent connections were ended as idle, more than 16 were open");
  }

  @Test
  void subflowsBeyondTheLimitAreNotFollowed() {
    StringBuilder script = new StringBuilder(ScriptedPass.HANDSHAKE);
    script.append("0.030 0> P. 100  mp_capable v1 H data\n0.040 0< .  dss dack\n");
    int joins = 20;
    for (int i = 0; i < joins; i++) {
      String join =
          """
          path j%1$d  A1:%2$d - B0
          +0.010  j%1$d>  S        mp_join id=1
          +0.010  j%1$d<  S.       mp_join id=0
          +0.010  j%1$d>  .        mp_join
          +0.010  j%1$d<  .        dss dack
          """;
      script.append(String.format(Locale.ROOT, join, i, 50_000 + i));
    }
    byte[] capture = PacketScript.parse("test", script.toString()).run().toPcapng();
    assertThat(Heard.in(capture, WIDE).summaries.getFirst().subflows()).hasSize(1 + joins);
    Heard narrow = Heard.in(capture, new Limits(200_000, 8192, 4096, 8, 1000));
    assertThat(narrow.summaries).hasSize(1);
    assertThat(narrow.summaries.getFirst().subflows()).hasSize(8);
    assertThat(narrow.said(PassWarnings.JOINS_IGNORED)).startsWith("13 subflows");
  }

  @Test
  void joinedSubflowsOfAllConnectionsCountAsOpen() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      script.append("+0.001  j%2$d").append(i).append(">  S  mp_join id=1\n");
    }
    byte[] capture = connections(40, OPEN + script, 3);
    assertThat(Heard.in(capture, WIDE).most).isEqualTo(40);
    Limits limits = new Limits(40, 8192, 4096, 1024, 1000);
    assertThat(Heard.in(connections(39, OPEN), limits).warnings).isEmpty();
    Heard narrow = Heard.in(capture, limits);
    assertThat(narrow.most).isLessThan(30);
    assertThat(narrow.summaries).hasSize(40);
    assertThat(narrow.said(PassWarnings.EVICTED)).contains("silent connections were ended");
  }

  @Test
  void alarmsOfObserversAreRefusedWhenThereAreTooMany() {
    List<Boolean> set = new ArrayList<>();
    TraceObserver greedy =
        new TraceObserver() {
          private TraceControl control;

          @Override
          public void onStart(TraceControl started) {
            control = started;
          }

          @Override
          public void onEvent(MptcpEvent event) {
            set.add(control.alarm(event.connection(), Long.MAX_VALUE, (_, _) -> {}));
          }
        };
    run(connections(40, OPEN), new Limits(200_000, 8192, 4096, 1024, 60), greedy);
    assertThat(set.indexOf(false)).isBetween(20, 60);
    assertThat(set.stream().filter(one -> !one).count()).isGreaterThan(50);
  }

  @Test
  void limitsFollowFromTheHeap() {
    assertThat(Limits.of(8L << 30)).isEqualTo(WIDE);
    Limits small = Limits.of(247L << 20);
    assertThat(small.live()).isBetween(15_000, 20_000);
    assertThat(small.lingering()).isEqualTo(4096);
    assertThat(Limits.of(16 << 20)).isEqualTo(new Limits(1000, 500, 250, 1024, 5000));
  }
}
