package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.SECOND;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.FrameSource.Step;

/** A live capture of frames that a test makes up, on a clock that it sets. */
class LiveCaptureTest {
  private static final byte[] FRAME = new byte[60];

  @TempDir Path folder;

  private final AtomicLong clock = new AtomicLong();
  private final Tap tap = new Tap();

  /** Gives what the test put in. */
  private static final class Tap implements FrameTap {
    private final BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    private volatile String gone;
    private volatile CaptureDrops drops = CaptureDrops.NONE;
    private volatile boolean closed;
    private volatile int length = FRAME.length;

    @Override
    public int linkType() {
      return Captures.ETHERNET;
    }

    @Override
    public boolean hasNanoseconds() {
      return true;
    }

    @Override
    public int poll(int most, Taker taker) throws CaptureException {
      List<Long> now = new ArrayList<>();
      times.drainTo(now, most);
      now.forEach(time -> taker.frame(time, Math.max(1500, length), new byte[length]));
      if (now.isEmpty() && gone != null) {
        throw new CaptureException(CaptureException.UNREADABLE, "libpcap", gone);
      }
      return now.size();
    }

    @Override
    public long gatheringNanos() {
      return 1000;
    }

    @Override
    public CaptureDrops drops() {
      return drops;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private LiveOptions options(long count) {
    // The clock goes on by itself too, so that the capture ends when it was stopped.
    return new LiveOptions("eth0", "tcp", 65_535, count, () -> clock.addAndGet(100));
  }

  private LiveCapture capture(FrameSink sink) {
    return LiveCapture.of(options(Long.MAX_VALUE), sink, tap);
  }

  private void captured(long... times) {
    for (long time : times) {
      tap.times.add(time);
    }
  }

  private static List<Integer> rest(FrameSource source) throws CaptureException {
    List<Integer> numbers = new ArrayList<>();
    while (source.next()) {
      numbers.add(source.number());
    }
    return numbers;
  }

  @Test
  void framesAreDeliveredInTheOrderOfTimeAndNumberedAsTheyCame() throws CaptureException {
    captured(10 * SECOND, 10 * SECOND + 2, 10 * SECOND + 1);
    LiveCapture capture = capture(FrameSink.NONE);
    try (FrameSource source = capture.open()) {
      capture.stop();
      assertThat(rest(source)).containsExactly(1, 3, 2);
      assertThat(source.warnings()).extracting(CaptureWarning::code).containsExactly("snaplen");
      assertThat(source.facts().drops()).isZero();
      assertThat(capture.frames()).isEqualTo(3);
      assertThat(capture.ending()).isEmpty();
      assertThat(source.startNanos()).isEqualTo(10 * SECOND);
    }
    assertThat(tap.closed).isTrue();
  }

  @Test
  void theCaptureEndsAfterSoManyFrames() throws CaptureException {
    captured(1, 2, 3, 4, 5);
    LiveCapture capture = LiveCapture.of(options(3), FrameSink.NONE, tap);
    try (FrameSource source = capture.open()) {
      assertThat(rest(source)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void whileNothingComesTheClockGoesOn() throws CaptureException {
    captured(10 * SECOND);
    LiveCapture capture = capture(FrameSink.NONE);
    try (FrameSource source = capture.open()) {
      Step step = source.step();
      while (step == Step.QUIET && source.quietUntil() < 10 * SECOND) {
        clock.addAndGet(SECOND / 4);
        step = source.step();
      }
      assertThat(step).isEqualTo(Step.FRAME);
      clock.addAndGet(3 * SECOND);
      while (source.quietUntil() < 12 * SECOND) {
        assertThat(source.step()).isEqualTo(Step.QUIET);
      }
      capture.stop();
      assertThat(source.next()).isFalse();
    }
  }

  @Test
  void anInterfaceThatGoesAwayEndsTheCaptureWithItsReason() throws CaptureException {
    captured(1, 2);
    tap.gone = "The interface disappeared";
    LiveCapture capture = capture(FrameSink.NONE);
    try (FrameSource source = capture.open()) {
      assertThat(rest(source)).containsExactly(1, 2);
      assertThat(capture.ending()).hasValue("The interface disappeared");
    }
  }

  @Test
  void whatTheSystemLostIsAFactAndAWarning() throws CaptureException {
    captured(10 * SECOND, 11 * SECOND);
    tap.drops = new CaptureDrops(7, 2, 1, 0);
    LiveCapture capture = capture(FrameSink.NONE);
    try (FrameSource source = capture.open()) {
      capture.stop();
      rest(source);
      assertThat(source.facts().drops()).isEqualTo(3);
      assertThat(source.mayLack(10 * SECOND, 10 * SECOND)).isTrue();
      assertThat(source.warnings())
          .extracting(CaptureWarning::message)
          .contains(
              "3 frames were lost by the system that captured, what is missing may be among them");
    }
    assertThat(capture.drops()).isEqualTo(new CaptureDrops(7, 2, 1, 0));
  }

  @Test
  void whatThisProgramHasNoRoomForIsLostToo() throws Exception {
    CaptureThread thread = new CaptureThread(options(5), 3 * (16 + 60));
    captured(1, 2, 3, 4, 5);
    thread.start(tap);
    while (!tap.closed) {
      Thread.sleep(1);
    }
    assertThat(thread.frames()).isEqualTo(3);
    assertThat(thread.drops()).isEqualTo(new CaptureDrops(5, 0, 0, 2));
    assertThat(thread.losses().within(4, 5)).isTrue();
    thread.close();
  }

  @Test
  void whatIsAnalysedIsWritten() throws Exception {
    for (String name : List.of("a.pcapng", "a.pcap", "a.dump")) {
      captured(10 * SECOND, 10 * SECOND + 2, 10 * SECOND + 1);
      Path file = folder.resolve(name);
      tap.drops = new CaptureDrops(9, 4, 1, 0);
      try (CaptureWriter writer = CaptureWriter.file(file, "test")) {
        LiveCapture capture = capture(writer);
        try (FrameSource source = capture.open()) {
          capture.stop();
          assertThat(rest(source)).containsExactly(1, 3, 2);
        }
      }
      Captures.Read read = Captures.read(CaptureSource.file(file));
      assertThat(read.numbers()).containsExactly(1, 3, 2);
      assertThat(read.frames().getFirst().time()).isEqualTo(10 * SECOND);
      assertThat(read.frames().getFirst().wire()).isEqualTo(1500);
      assertThat(read.facts().drops()).isEqualTo(name.equals("a.pcap") ? 0 : 5);
      assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
          .satisfies(text -> assertThat(text.contains("eth0")).isEqualTo(!name.equals("a.pcap")));
    }
  }

  @Test
  void whoReadsAlongGetsWhatThereIsWhenNothingComes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    captured(10 * SECOND);
    LiveCapture capture = capture(CaptureWriter.stream(out, "test"));
    try (FrameSource source = capture.open()) {
      while (source.step() != Step.QUIET || capture.frames() == 0) {
        // The frame is on its way.
      }
      source.step();
      assertThat(Captures.read(CaptureSource.memory("so far", out.toByteArray())).numbers())
          .containsExactly(1);
      capture.stop();
    }
  }

  @Test
  void aSinkThatFailsEndsTheCapture() throws CaptureException {
    OutputStream full =
        new OutputStream() {
          private int written;

          @Override
          public void write(int octet) throws IOException {
            if (++written > 1000) {
              throw new IOException("No space left on device");
            }
          }
        };
    tap.length = 300_000;
    captured(1, 2, 3);
    LiveCapture capture = capture(CaptureWriter.stream(full, "test"));
    try (FrameSource source = capture.open()) {
      assertThat(rest(source)).containsExactly(1, 2, 3);
      assertThat(capture.writeFailure()).hasValue("No space left on device");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeTheCaptureBegins() throws IOException {
    try (CaptureWriter writer = CaptureWriter.file(folder, "test")) {
      assertThatExceptionOfType(CaptureException.class)
          .isThrownBy(() -> capture(writer).open())
          .withMessage("cannot write " + folder + ": is a directory");
    }
    assertThat(tap.closed).isTrue();
  }

  @Test
  void aCaptureIsOpenedOnce() throws CaptureException {
    LiveCapture capture = capture(FrameSink.NONE);
    try (FrameSource source = capture.open()) {
      assertThat(source.octetsRead()).isZero();
      assertThatExceptionOfType(CaptureException.class)
          .isThrownBy(capture::open)
          .withMessage("is captured already, which can be done once");
    }
  }

  @Test
  void anInterfaceThatIsNotThereIsSaidWithThoseThatAre() {
    ReferenceCaptures.needLibpcap();
    LiveOptions options = new LiveOptions("no-such-if0", "", 100, 1, clock::get);
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> LiveCapture.of(options, FrameSink.NONE).open())
        .withMessageStartingWith("no such interface; there ")
        .satisfies(e -> assertThat(e.subject()).isEqualTo("no-such-if0"));
  }

  @Test
  void theInterfacesOfThisMachineAreListed() throws CaptureException {
    ReferenceCaptures.needLibpcap();
    assertThat(LiveCapture.interfaces()).extracting(LiveInterface::name).doesNotHaveDuplicates();
  }
}
