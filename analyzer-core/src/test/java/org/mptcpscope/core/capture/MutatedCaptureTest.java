package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.capture.Captures.ETHERNET;
import static org.mptcpscope.core.capture.Captures.SECOND;
import static org.mptcpscope.core.capture.Captures.gzip;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.pcapng;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mptcpscope.core.capture.Captures.Written;

/** Hostile octets: nothing but a CaptureException, nothing without end, nothing read outside. */
class MutatedCaptureTest {
  private static final int ROUNDS = 4_000;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void mutatedCapturesNeverThrowAndAlwaysEnd() {
    List<Written> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(new Written(i % 2, i * (SECOND / 4), octets(14 + i, i)));
    }
    byte[] pcapng = pcapng(List.of(ETHERNET, 113), frames);
    byte[] pcap = pcap(1, 2, 3, 2, SECOND, 5 * SECOND, 4 * SECOND);
    int opened = 0;
    for (byte[] seed : List.of(pcap, pcapng, gzip(pcapng))) {
      Random random = new Random(seed.length);
      for (int round = 0; round < ROUNDS; round++) {
        opened += readAll(mutate(seed, random)) ? 1 : 0;
      }
    }
    // The test is worth nothing if all mutants are refused at the door.
    assertThat(opened).isGreaterThan(ROUNDS);
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] mutant = seed.clone();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] = (byte) random.nextInt();
        case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 4), (byte) -1);
        default -> mutant = Arrays.copyOf(mutant, Math.max(4, at));
      }
    }
    return mutant;
  }

  private static boolean readAll(byte[] octets) {
    try (FrameSource source = CaptureSource.memory("a", octets).open()) {
      long frames = 0;
      long sum = 0;
      while (source.next()) {
        // A frame lies in the buffer, whatever the file claims.
        sum += source.buffer().asSlice(source.offset(), source.capturedLength()).byteSize();
        if (source.capturedLength() > 0) {
          sum +=
              source.buffer().get(JAVA_BYTE, source.offset() + source.capturedLength() - 1) & 0xff;
        }
        assertThat(source.wireLength()).isGreaterThanOrEqualTo(source.capturedLength());
        int captured = source.capturedLength();
        source.reread(
            source.position(), (_, _, again, _, _) -> assertThat(again).isEqualTo(captured));
        assertThat(++frames).isLessThan(octets.length);
      }
      assertThat(source.facts().frames()).isEqualTo(frames);
      assertThat(sum).isNotNegative();
      return true;
    } catch (CaptureException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }
}
