package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.samples.script.PacketScript;

/** What a full table forgot counts as not captured: nobody is accused of what it hides. */
class OverfullTest {
  private static final Scope WHOLE = new Scope(Set.of(), null, Long.MIN_VALUE, Long.MAX_VALUE);

  private static Set<Doubt> doubts(String script) {
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    TraceObserver observer =
        new TraceObserver() {
          @Override
          public void onSummary(Connection connection, ConnectionSummary summary) {
            doubts.addAll(connection.quality().doubts(WHOLE));
          }
        };
    byte[] capture = PacketScript.parse("test", script).run().toPcapng();
    try (FrameSource source = CaptureSource.memory("test", capture).open()) {
      Pass.run(source, TraceOptions.DEFAULT, List.of(observer), Limits.of(Long.MAX_VALUE));
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
    return doubts;
  }

  /** Every second octet, so that no two segments join. */
  private static String pieces(int count) {
    StringBuilder script = new StringBuilder(ScriptedPass.HANDSHAKE);
    script.append("0.030 0> P. 100  mp_capable v1 H data\n0.040 0< .  dss dack\n");
    for (int i = 0; i < count; i++) {
      int at = 102 + 2 * i;
      script.append(
          String.format(
              Locale.ROOT, "+0.0001 0> .  1  seq=%d dss dack dsn=%d ssn=%d\n", at, at, at));
    }
    return script.toString();
  }

  @Test
  void intervalsThatNeverJoinAreDoubted() {
    assertThat(doubts(pieces(100))).doesNotContain(Doubt.CAPTURE_GAP);
    assertThat(doubts(pieces(RangeSet.CAP + 100))).contains(Doubt.CAPTURE_GAP);
  }

  @Test
  void addressesWithoutEndAreDoubted() {
    assertThat(doubts(addresses(100))).doesNotContain(Doubt.CAPTURE_GAP);
    assertThat(doubts(addresses(1200))).contains(Doubt.CAPTURE_GAP);
  }

  private static String addresses(int count) {
    StringBuilder script = new StringBuilder(ScriptedPass.HANDSHAKE);
    script.append("0.030 0> P. 100  mp_capable v1 H data\n0.040 0< .  dss dack\n");
    for (int i = 0; i < count; i++) {
      script.append(
          String.format(
              Locale.ROOT,
              "+0.001 0> .  add_addr id=%d 10.9.%d.%d hmac\n",
              i % 250 + 2,
              i / 250,
              i % 250 + 1));
    }
    return script.toString();
  }
}
