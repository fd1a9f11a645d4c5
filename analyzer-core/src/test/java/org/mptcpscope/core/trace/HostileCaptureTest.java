package org.mptcpscope.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SegmentEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Octets of real captures changed at random: never an exception, and every question has an answer.
 */
class HostileCaptureTest {
  private static final int MUTANTS = 6;
  private static final int LARGEST = 400_000;

  /** Asks the model everything, at every event. */
  private static final class Inquirer implements TraceObserver {
    private long asked;

    @Override
    public boolean wantsSegments() {
      return true;
    }

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      asked += facts.traits() & 1;
    }

    @Override
    public void onEvent(MptcpEvent event) {
      asked += event.toString().length();
      ask(event.connection());
      if (event instanceof SegmentEvent on) {
        ask(on.on());
        asked += on.carrier().options().size();
      }
    }

    private void ask(Connection connection) {
      Scope whole = new Scope(Set.of(), Side.INITIATOR, 0, Long.MAX_VALUE / 2);
      for (Need need : Need.values()) {
        asked += connection.quality().has(need, whole) ? 1 : 0;
      }
      for (Doubt doubt : connection.quality().doubts(whole)) {
        asked += doubt.ordinal();
      }
      for (Side side : Side.values()) {
        asked += connection.open(side).size();
        asked += connection.host(side).addresses().addresses().size();
        assertThat(connection.stream(side).octets()).isNotNegative();
        asked += connection.fallback(side).isPresent() ? 1 : 0;
      }
    }

    private void ask(Subflow subflow) {
      asked += subflow.troubles().size() + subflow.vantage().ordinal();
      for (Side side : Side.values()) {
        asked += subflow.recent(side).size();
        asked += subflow.usable(side) ? 1 : 0;
        assertThat(subflow.rate(side)).isNotNegative();
        assertThat(subflow.rto(side)).isPositive();
        assertThat(subflow.grace()).isPositive();
        asked += subflow.mappings(side).uncovered(1, subflow.highest(side)).size();
        asked += subflow.handshake().nonce(side).orElse(0);
      }
      asked += subflow.handshake().current().isPresent() ? 1 : 0;
    }
  }

  @TestFactory
  List<DynamicTest> mutantsDoNoHarm() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : References.captures("linux-6.18")) {
      byte[] octets = unpacked(file);
      if (octets.length <= LARGEST && file.getFileName().toString().startsWith("client")) {
        String scenario = file.getParent().getFileName().toString();
        tests.add(DynamicTest.dynamicTest(scenario, () -> mutate(octets, scenario)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static byte[] unpacked(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    if (octets.length > 2 && octets[0] == 0x1f && (octets[1] & 0xff) == 0x8b) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
        return in.readAllBytes();
      }
    }
    return octets;
  }

  private static void mutate(byte[] original, String seed) {
    Random random = new Random(seed.hashCode());
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = original.clone();
      int changes = 1 << random.nextInt(14);
      for (int change = 0; change < changes; change++) {
        // The header of the file stays: what it breaks is tested elsewhere.
        int at = 100 + random.nextInt(Math.max(1, mutant.length - 100));
        mutant[at] = (byte) random.nextInt();
      }
      assertThatNoException().as("mutant %d", i).isThrownBy(() -> run(mutant));
    }
  }

  private static void run(byte[] octets) throws CaptureException {
    Inquirer inquirer = new Inquirer();
    try (FrameSource source = CaptureSource.memory("mutant", octets).open()) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(inquirer));
    } catch (CaptureException _) {
      // Nothing of it can be read: also an answer.
    }
    assertThat(inquirer.asked).isNotEqualTo(Long.MIN_VALUE);
  }
}
