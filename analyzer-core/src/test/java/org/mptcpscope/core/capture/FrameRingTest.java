package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameRingTest {
  private static final long TIME = 1_700_000_000_123_456_789L;

  private static byte[] frame(int number) {
    byte[] octets = new byte[1 + number % 97];
    java.util.Arrays.fill(octets, (byte) number);
    return octets;
  }

  private static byte[] take(FrameRing ring, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(length + 8);
      ring.take(to, 8, length);
      return to.asSlice(8).toArray(JAVA_BYTE);
    }
  }

  @Test
  void framesComeOutAsRecordsOfPcap() {
    try (FrameRing ring = new FrameRing(1000)) {
      assertThat(ring.available()).isZero();
      assertThat(ring.await(1)).isFalse();
      assertThat(ring.offer(TIME, 1500, new byte[] {1, 2, 3})).isTrue();
      assertThat(ring.await(1)).isTrue();
      assertThat(ring.available()).isEqualTo(19);
      assertThat(take(ring, 19))
          .isEqualTo(
              ByteBuffer.allocate(19)
                  .putInt(1_700_000_000)
                  .putInt(123_456_789)
                  .putInt(3)
                  .putInt(1500)
                  .put(new byte[] {1, 2, 3})
                  .array());
      assertThat(ring.isDone()).isFalse();
      ring.end();
      assertThat(ring.isDone()).isTrue();
      assertThat(ring.await(Long.MAX_VALUE)).isTrue();
    }
  }

  @Test
  void aFrameWithoutRoomIsLostAndCounted() {
    try (FrameRing ring = new FrameRing(100)) {
      assertThat(ring.offer(TIME, 60, new byte[60])).isTrue();
      assertThat(ring.offer(TIME, 9, new byte[9])).isFalse();
      assertThat(ring.offer(TIME, 8, new byte[8])).isTrue();
      assertThat(ring.lost()).isEqualTo(1);
      take(ring, 76);
      assertThat(ring.offer(TIME, 60, new byte[60])).isTrue();
      assertThat(ring.available()).isEqualTo(24 + 76);
      assertThat(ring.lost()).isEqualTo(1);
    }
  }

  @Test
  void aFrameLargerThanTheRingIsLost() {
    try (FrameRing ring = new FrameRing(100)) {
      assertThat(ring.offer(TIME, 85, new byte[85])).isFalse();
      assertThat(ring.offer(TIME, 84, new byte[84])).isTrue();
    }
  }

  /** A ring of odd size, so that headers and frames lie on both ends in every way. */
  @Test
  void whatOneThreadPutsInAnotherTakesOutUnchanged() throws InterruptedException {
    int frames = 20_000;
    try (FrameRing ring = new FrameRing(1013)) {
      Thread capture =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < frames; i++) {
                      while (!ring.offer(TIME + i, i, frame(i))) {
                        Thread.onSpinWait();
                      }
                    }
                    ring.end();
                  });
      int number = 0;
      while (!ring.isDone()) {
        if (!ring.await(1_000_000_000) || ring.available() == 0) {
          continue;
        }
        ByteBuffer record = ByteBuffer.wrap(take(ring, FrameRing.RECORD_HEADER));
        assertThat(record.getInt(4)).isEqualTo((int) ((TIME + number) % 1_000_000_000));
        assertThat(record.getInt(12)).isEqualTo(number);
        assertThat(take(ring, record.getInt(8))).isEqualTo(frame(number));
        number++;
      }
      capture.join();
      assertThat(number).isEqualTo(frames);
    }
  }
}
