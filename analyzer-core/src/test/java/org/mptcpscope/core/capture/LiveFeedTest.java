package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.capture.Captures.SECOND;
import static org.mptcpscope.core.capture.Captures.pcap;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.FrameSource.Step;

/** A capture that goes on is read as far as it is there, and says how long nothing came. */
class LiveFeedTest {
  private static final int FILE_HEADER = 24;

  /**
   * Gives its parts one after the other; before each but the first there is nothing for a while.
   */
  private static class Parts implements LiveFeed {
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private boolean announced = true;
    private boolean gone;
    private long quietNanos;

    void add(byte[] capture, int from, int to) {
      parts.add(Arrays.copyOfRange(capture, from, to));
    }

    @Override
    public boolean await() {
      return gone || announced;
    }

    @Override
    public long quietNanos() {
      return quietNanos;
    }

    @Override
    public int read(MemorySegment to, long offset, long length) {
      if (parts.isEmpty()) {
        return -1;
      }
      byte[] part = parts.remove();
      assertThat((long) part.length).isLessThanOrEqualTo(length);
      MemorySegment.copy(part, 0, to, JAVA_BYTE, offset, part.length);
      announced = false;
      return part.length;
    }

    @Override
    public boolean ready() {
      return announced && !parts.isEmpty();
    }

    @Override
    public long octetsRead() {
      return 0;
    }

    @Override
    public long size() {
      return -1;
    }

    @Override
    public void close() {
      gone = true;
    }
  }

  private static int length(byte[] capture, int frames, int of) {
    return FILE_HEADER + (capture.length - FILE_HEADER) * frames / of;
  }

  @Test
  void framesWaitForOthersOnlyWhileTheCaptureIsNotQuiet() throws CaptureException {
    byte[] capture = pcap(10 * SECOND, 10 * SECOND + 5, 10 * SECOND + 3);
    Parts feed = new Parts();
    feed.add(capture, 0, length(capture, 2, 3));
    feed.add(capture, length(capture, 2, 3), capture.length);
    try (FrameSource source = new CaptureReader("eth0", new WindowStore(feed))) {
      assertThat(source.quietUntil()).isEqualTo(Long.MIN_VALUE);
      assertThat(source.step()).isEqualTo(Step.QUIET);
      assertThat(source.quietUntil()).isEqualTo(9 * SECOND + 5);
      feed.quietNanos = LookAhead.NANOS - 5;
      assertThat(source.step()).isEqualTo(Step.FRAME);
      assertThat(source.number()).isEqualTo(1);
      assertThat(source.step()).as("frame 2 is 5 ns too young").isEqualTo(Step.QUIET);
      assertThat(source.quietUntil()).isEqualTo(10 * SECOND);
      feed.announced = true;
      feed.quietNanos = 0;
      assertThat(List.of(source.step(), source.step()))
          .as("frame 3 was put before frame 2, and the capture is quiet again")
          .containsOnly(Step.QUIET);
      assertThat(source.quietUntil()).as("the clock does not go back").isEqualTo(10 * SECOND);
      feed.gone = true;
      assertThat(source.step()).isEqualTo(Step.FRAME);
      assertThat(source.number()).isEqualTo(3);
      assertThat(source.step()).isEqualTo(Step.FRAME);
      assertThat(source.number()).isEqualTo(2);
      assertThat(source.step()).isEqualTo(Step.END);
      assertThat(source.warnings()).isEmpty();
    }
  }

  @Test
  void whoAsksForTheNextFrameWaitsThroughTheQuiet() throws CaptureException {
    byte[] capture = pcap(10 * SECOND, 11 * SECOND);
    Parts feed =
        new Parts() {
          private int asked;

          @Override
          public boolean await() {
            return super.await() || ++asked % 3 == 0;
          }
        };
    feed.add(capture, 0, FILE_HEADER);
    feed.add(capture, FILE_HEADER, length(capture, 1, 2));
    feed.add(capture, length(capture, 1, 2), capture.length);
    try (FrameSource source = new CaptureReader("eth0", new WindowStore(feed))) {
      assertThat(source.next()).isTrue();
      assertThat(source.next()).isTrue();
      assertThat(source.next()).isFalse();
    }
  }
}
