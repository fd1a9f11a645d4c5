package org.mptcpscope.rules.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.script.PacketScript;

/** Segments that one point shows as one and the other in parts were sent once. */
class RegroupedTest {
  private static final String SCRIPT =
      """
      # RFC 8684, section 3.3.1: one mapping in three segments; the second comes again.
      host A   A0=10.0.0.1
      host B   B0=10.0.1.1
      path 0   A0 - B0
      0.000   0>  S        mp_capable
      0.010   0<  S.       mp_capable
      0.020   0>  .        mp_capable
      0.030   0>  P. 100   mp_capable
      0.040   0<  .        dss dack
      0.050   0>  .  1000  dss dack dsn dll=3000
      0.0501  0>  .  1000  dss dack dsn=101 ssn=101 dll=3000
      0.0502  0>  .  1000  dss dack dsn=101 ssn=101 dll=3000
      0.060   0<  .        dss dack
      0.300   0>  .  1000  dss dack dsn dll=3000
      0.3001  0>  .  1000  dss dack dsn=3101 ssn=3101 dll=3000
      0.3002  0>  .  1000  dss dack dsn=3101 ssn=3101 dll=3000
      0.310   0<  .        dss dack
      """;

  /** Counts what the reconstruction takes for sent again. */
  private static final class Count implements TraceObserver {
    private int segments;
    private int again;

    @Override
    public boolean wantsSegments() {
      return true;
    }

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      segments++;
      again += (facts.traits() & SegmentFacts.RETRANSMISSION) != 0 ? 1 : 0;
    }
  }

  private static Recording whole() {
    byte[] octets = PacketScript.parse("regrouped.pkt", SCRIPT).run().toPcapng();
    return Recording.of(CaptureSource.memory("regrouped", octets));
  }

  private static Count count(Recording recording) throws CaptureException {
    Count count = new Count();
    try (FrameSource frames = recording.source("regrouped").open()) {
      TraceAnalyzer.run(frames, TraceOptions.DEFAULT, List.of(count));
    }
    return count;
  }

  private static Recording damaged(String damage) {
    Damage how =
        Damage.all(1).stream().filter(one -> one.name().equals(damage)).findFirst().orElseThrow();
    return how.inflict().apply(whole());
  }

  @Test
  void theScriptIsMerged() throws CaptureException {
    assertThat(count(whole()).segments).isEqualTo(13);
    assertThat(count(damaged("segments merged")).segments).isLessThan(13);
  }

  @ParameterizedTest
  @ValueSource(strings = {"merged before they pass again", "merged when they pass again"})
  void nothingWasSentAgain(String damage) throws CaptureException {
    Recording twoPoints = damaged(damage);
    Count count = count(twoPoints);
    assertThat(count.again).isZero();
    assertThat(count.segments).isLessThanOrEqualTo(13);
    assertThat(twoPoints.packets()).hasSizeGreaterThan(13);
  }

  @Test
  void whatAHostSendsAgainStaysSo() throws CaptureException {
    Recording whole = whole();
    List<Recording.Packet> packets = new ArrayList<>(whole.packets());
    Recording.Packet last = packets.get(packets.size() - 2);
    packets.add(last.at(last.time() + 400_000_000).on(1));
    Recording again =
        new Recording(List.of(whole.links().getFirst(), whole.links().getFirst()), packets);
    assertThat(count(again).again).isEqualTo(1);
  }
}
