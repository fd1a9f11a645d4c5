package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.script.PacketScript;

/** Each observer of a pass gets the segments that it asked for, whatever others ask for. */
class ObserverControlTest {
  private static final String SCRIPT =
      ScriptedPass.HANDSHAKE
          + """
          0.030  0>  P. 100   mp_capable
          0.040  0<  .        dss dack
          0.050  0<  P. 200   dss dack dsn
          0.060  0>  .        dss dack
          0.070  0>  P. 300   dss dack dsn
          0.080  0<  .        dss dack
          """;

  /** Asks for traits at each event, so that the others have asked before and after it. */
  private static final class Wisher implements TraceObserver {
    private final long traits;
    private final List<Integer> frames = new ArrayList<>();
    private TraceControl control;

    Wisher(long traits) {
      this.traits = traits;
    }

    @Override
    public void onStart(TraceControl running) {
      control = running;
    }

    @Override
    public void onEvent(MptcpEvent event) {
      if (event.connection() != null) {
        control.want(event.connection(), traits);
      }
    }

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      frames.add(facts.frame());
    }
  }

  private static List<List<Integer>> heard(long... traits) throws CaptureException {
    List<Wisher> wishers = new ArrayList<>();
    for (long one : traits) {
      wishers.add(new Wisher(one));
    }
    byte[] capture = PacketScript.parse("test", SCRIPT).run().toPcapng();
    try (FrameSource source = CaptureSource.memory("test", capture).open()) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, wishers);
    }
    return wishers.stream().map(wisher -> wisher.frames).toList();
  }

  @Test
  void hearsWhatItWouldHearAlone() throws CaptureException {
    List<Integer> payload = heard(SegmentFacts.PAYLOAD).getFirst();
    List<Integer> acks = heard(SegmentFacts.DATA_ACK).getFirst();
    assertThat(payload).containsExactly(4, 6, 8);
    assertThat(acks).contains(5, 7, 9).isNotEqualTo(payload);
    assertThat(heard(SegmentFacts.PAYLOAD, SegmentFacts.DATA_ACK)).containsExactly(payload, acks);
    assertThat(heard(SegmentFacts.DATA_ACK, 0, SegmentFacts.PAYLOAD))
        .containsExactly(acks, List.of(), payload);
  }
}
