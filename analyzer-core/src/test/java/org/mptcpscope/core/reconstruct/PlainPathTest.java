package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceResult;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.PacketScript;

/**
 * The plain path leaves no trace: a pass with it and one without, which an observer of all segments
 * asks for, say the same at the same time, and come to the same state in every field.
 */
class PlainPathTest {
  /** Capture time between two looks at all connections, in nanoseconds. */
  private static final long LOOK = 37_000_001;

  private static final int MOST_LOOKS = 100;

  /** Of so many statements one tells the state. */
  private static final int EACH = 12;

  /** Notes all that is said, and the state of the connection at that time. */
  private static final class Witness implements TraceObserver {
    final List<String> said = new ArrayList<>();
    private final Set<ConnectionState> open = new LinkedHashSet<>();
    private final boolean alarmed;
    private final boolean all;
    private TraceControl control;
    private int looks;

    /** {@code all}: asks for each segment, so that none takes the plain path. */
    Witness(boolean all, boolean alarmed) {
      this.all = all;
      this.alarmed = alarmed;
    }

    @Override
    public void onStart(TraceControl running) {
      control = running;
      if (alarmed) {
        control.alarm(LOOK, (_, _) -> look());
      }
    }

    private void look() {
      for (ConnectionState connection : open) {
        said.add("at " + control.now() + " " + StateText.of(connection));
      }
      if (++looks < MOST_LOOKS) {
        control.alarm(control.now() + LOOK, (_, _) -> look());
      }
    }

    @Override
    public void onEvent(MptcpEvent event) {
      ConnectionState connection = (ConnectionState) event.connection();
      boolean looked = said.size() % EACH == EACH - 1;
      said.add(event + "\n" + (looked ? StateText.of(connection) : ""));
      if (event instanceof ConnectionEnded) {
        open.remove(connection);
      } else {
        open.add(connection);
      }
    }

    @Override
    public void onSummary(Connection connection, ConnectionSummary summary) {
      said.add(summary + "\n" + StateText.of((ConnectionState) connection));
    }

    @Override
    public boolean wantsSegments() {
      return all;
    }
  }

  private static List<String> hear(CaptureSource capture, boolean all, boolean alarmed) {
    Witness witness = new Witness(all, alarmed);
    try (FrameSource source = capture.open()) {
      TraceResult result = TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(witness));
      witness.said.add(result.frames() + " " + result.tcp() + " " + result.warnings());
    } catch (CaptureException e) {
      witness.said.add(e.getMessage());
    }
    return witness.said;
  }

  private static void assertLeavesNoTrace(CaptureSource capture) {
    assertLeavesNoTrace(capture, false);
    assertLeavesNoTrace(capture, true);
  }

  private static void assertLeavesNoTrace(CaptureSource capture, boolean alarmed) {
    List<String> plain = hear(capture, false, alarmed);
    List<String> whole = hear(capture, true, alarmed);
    for (int i = 0; i < Math.min(plain.size(), whole.size()); i++) {
      if (!plain.get(i).equals(whole.get(i))) {
        fail(
            "%s, statement %d: %s".formatted(capture.name(), i, first(whole.get(i)))
                + differences(plain.get(i), whole.get(i)));
      }
    }
    assertThat(plain).as(capture.name()).hasSameSizeAs(whole);
  }

  private static String first(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** The first lines that differ. */
  private static String differences(String plain, String whole) {
    List<String> left = plain.lines().toList();
    List<String> right = whole.lines().toList();
    return IntStream.range(0, Math.max(left.size(), right.size()))
        .mapToObj(
            i ->
                "\n  plain: "
                    + (i < left.size() ? left.get(i) : "")
                    + "\n  whole: "
                    + (i < right.size() ? right.get(i) : ""))
        .filter(two -> !isSame(two))
        .limit(12)
        .collect(Collectors.joining());
  }

  private static boolean isSame(String two) {
    String[] lines = two.split("\n", -1);
    return lines[1].substring(9).equals(lines[2].substring(9));
  }

  @Test
  void overScripts() {
    List<String> names = Samples.list();
    for (String name : names) {
      byte[] capture = Samples.load(name).toPcapng();
      assertLeavesNoTrace(CaptureSource.memory(name, capture), false);
    }
  }

  @Test
  void overReferenceCaptures() {
    List<Path> files = ReferenceCaptures.below(ReferenceCaptures.folder());
    for (Path file : files) {
      assertLeavesNoTrace(CaptureSource.file(file));
    }
  }

  /** Bulk data with one thing amid it that is not plain. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+0.001 0> . 1000  dss dack dsn ssn=1\n",
        "+0.001 0> . 1000\n",
        "+0.001 0> . 0\n",
        "+0.001 1> . 1000  dss dack dsn dll=3000\n+0.001 1> . 2000  dss dack\n",
        "+0.001 0> P. 1000  dss dack32 dsn32\n",
        "+0.400 1< .  dss dack\n",
      })
  void overBulkData(String between) {
    String start =
        ScriptedPass.HANDSHAKE
            + "0.030 0> P. 100  dss dsn\n0.040 0< .  dss dack\n"
            + "+0.010 1>  S        mp_join id=1\n+0.010 1<  S.       mp_join id=0\n"
            + "+0.010 1>  .        mp_join\n+0.010 1<  .        dss dack\n";
    String round =
        """
        +0.001 0> . 1000  dss dack dsn dll=2000
        +0.001 1> . 1000  dss dack dsn
        +0.001 0> . 1000  dss dack
        +0.001 0< .  dss dack
        +0.001 1< .  dss dack
        """;
    String script = start + (round.repeat(40) + between).repeat(5);
    for (String agreed : new String[] {script, script.replace(" H", " A,H")}) {
      byte[] capture = PacketScript.parse("bulk", agreed).run().toPcapng();
      assertLeavesNoTrace(CaptureSource.memory("bulk", capture));
    }
  }
}
