package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.capture.FrameSource.Step;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.samples.script.PacketScript;

/** Alarms ring in a capture that goes on though no frame comes any more. */
class QuietPassTest {
  private static final long SECOND = 1_000_000_000;

  /** The source, which says behind its last frame that it is quiet until this capture time. */
  private static FrameSource quietAtTheEnd(FrameSource source, long... until) {
    int[] said = {-1};
    return (FrameSource)
        Proxy.newProxyInstance(
            QuietPassTest.class.getClassLoader(),
            new Class<?>[] {FrameSource.class},
            (_, method, arguments) -> {
              if (method.getName().equals("step")) {
                return said[0] < 0 && source.next()
                    ? Step.FRAME
                    : ++said[0] < until.length ? Step.QUIET : Step.END;
              }
              if (method.getName().equals("quietUntil")) {
                return source.startNanos() + until[said[0]];
              }
              try {
                return method.invoke(source, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static List<String> rung(long... until) throws CaptureException {
    List<String> rung = new ArrayList<>();
    TraceObserver observer =
        new TraceObserver() {
          @Override
          public void onStart(TraceControl control) {
            for (long at = 1; at <= 4; at++) {
              control.alarm(
                  at * SECOND,
                  (deadline, last) ->
                      rung.add(deadline / SECOND + " s behind frame " + last.number()));
            }
          }
        };
    byte[] capture = PacketScript.parse("test", ScriptedPass.HANDSHAKE).run().toPcapng();
    try (FrameSource source = quietAtTheEnd(CaptureSource.memory("test", capture).open(), until)) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(observer));
    }
    return rung;
  }

  @Test
  void theEndOfTheCaptureRingsNothing() throws CaptureException {
    assertThat(rung()).isEmpty();
  }

  @Test
  void quietTimeRingsWhatIsDue() throws CaptureException {
    assertThat(rung(2 * SECOND, 2 * SECOND, 3 * SECOND - 1))
        .containsExactly("1 s behind frame 3", "2 s behind frame 3");
    assertThat(rung(SECOND, 3 * SECOND)).hasSize(3).last().isEqualTo("3 s behind frame 3");
  }
}
