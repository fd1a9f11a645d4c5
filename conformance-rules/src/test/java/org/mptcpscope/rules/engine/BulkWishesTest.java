package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.traffic.BulkCapture;
import org.mptcpscope.samples.traffic.BulkShape;

/**
 * While bulk data flow no rule waits for a segment such as theirs: one that did would take all of
 * them off the plain path, and lint would be twice as slow without any test failing.
 */
class BulkWishesTest {
  /** What a plain segment may have; see {@code PlainPath}. */
  private static final long PLAIN =
      SegmentFacts.ACK
          | SegmentFacts.NOT_RST
          | SegmentFacts.PUSH
          | SegmentFacts.ANY_OPTION
          | SegmentFacts.PAYLOAD
          | SegmentFacts.NEW_PAYLOAD
          | SegmentFacts.NEW_DATA
          | SegmentFacts.NEW_MAPPING
          | SegmentFacts.DATA_ACK
          | SegmentFacts.DATA_ACK_ADVANCED;

  /** Some way into a transfer of a second. */
  private static final long MIDDLE = 700_000_000L;

  @TempDir private Path directory;

  /** Hands all to the engine and remembers what it last asked for. */
  private static final class Listening implements TraceObserver {
    private final Engine engine;
    private final Map<Integer, Long> wishes = new HashMap<>();
    private final Map<Integer, Long> inTheMiddle = new HashMap<>();

    Listening(Engine engine) {
      this.engine = engine;
    }

    @Override
    public void onStart(TraceControl control) {
      engine.onStart(
          new TraceControl() {
            @Override
            public void alarm(long at, Alarm alarm) {
              control.alarm(at, alarm);
            }

            @Override
            public boolean alarm(Connection of, long at, Alarm alarm) {
              return control.alarm(of, at, alarm);
            }

            @Override
            public void want(Connection connection, long anyOfTraits) {
              wishes.put(connection.id(), anyOfTraits);
              control.want(connection, anyOfTraits);
            }

            @Override
            public long now() {
              return control.now();
            }
          });
      control.alarm(MIDDLE, (_, _) -> inTheMiddle.putAll(wishes));
    }

    @Override
    public void onEvent(MptcpEvent event) {
      engine.onEvent(event);
    }

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      engine.onSegment(segment, facts);
    }

    @Override
    public void onSummary(Connection connection, ConnectionSummary summary) {
      engine.onSummary(connection, summary);
    }
  }

  @Test
  void nobodyWaitsForBulkData() throws Exception {
    Path file = directory.resolve("bulk.pcap");
    BulkCapture.write(file, new BulkShape(40_000, BulkShape.WHOLE, true));
    Docket docket = Docket.of(LintOptions.DEFAULT);
    Listening listening =
        new Listening(new Engine(docket, new Tally(docket, LintOptions.DEFAULT), null));
    long last;
    try (FrameSource frames = CaptureSource.file(file).open()) {
      last = TraceAnalyzer.run(frames, TraceOptions.DEFAULT, List.of(listening)).lastTime();
    }
    assertThat(last).isGreaterThan(MIDDLE);
    assertThat(listening.inTheMiddle).isNotEmpty();
    assertThat(listening.inTheMiddle.values()).allMatch(wish -> (wish & PLAIN) == 0);
  }
}
