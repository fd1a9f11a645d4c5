package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.gzip;
import static org.mptcpscope.core.capture.Captures.pcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.FrameSource.Step;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FollowedCaptureTest {
  private static final int PCAP_HEADER = 24;
  private static final int RECORD = 16 + 60;

  @TempDir Path folder;

  private static void append(Path file, byte[] octets, int from, int to) {
    try {
      Files.write(file, Arrays.copyOfRange(octets, from, to), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitQuiet(FrameSource source) throws CaptureException {
    Step step = source.step();
    while (step != Step.QUIET) {
      step = source.step();
    }
  }

  @Test
  void readsWhatIsAppendedInPieces() throws Exception {
    byte[] whole = pcap(10, 20, 30);
    Path file = Files.createFile(folder.resolve("growing.pcap"));
    append(file, whole, 0, PCAP_HEADER + RECORD);
    FollowedCapture capture = new FollowedCapture("growing.pcap", file);
    try (FrameSource source = capture.open()) {
      awaitQuiet(source);
      append(file, whole, PCAP_HEADER + RECORD, PCAP_HEADER + RECORD + 7);
      CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> next(source));
      append(file, whole, PCAP_HEADER + RECORD + 7, whole.length);
      capture.stop();
      assertThat(second.get()).isTrue();
      int frames = 1;
      while (source.next()) {
        assertThat(source.number()).isEqualTo(++frames);
      }
      assertThat(frames).isEqualTo(3);
      assertThat(source.warnings()).isEmpty();
    }
  }

  private static boolean next(FrameSource source) {
    try {
      return source.next();
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waitsForTheFirstOctets() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.pcap"));
    FollowedCapture capture = new FollowedCapture("empty.pcap", file);
    CompletableFuture<Integer> frames = CompletableFuture.supplyAsync(() -> count(capture));
    Files.write(file, pcap(10, 20));
    capture.stop();
    assertThat(frames.get()).isIn(2, -1);
  }

  private static int count(FollowedCapture capture) {
    try (FrameSource source = capture.open()) {
      int frames = 0;
      while (source.next()) {
        frames++;
      }
      return frames;
    } catch (CaptureException e) {
      assertThat(e.code()).isEqualTo(CaptureException.EMPTY);
      return -1;
    }
  }

  @Test
  void endsWhereTheFileIsCut() throws Exception {
    Path file = Files.write(folder.resolve("cut.pcap"), pcap(10, 20, 30));
    try (FrameSource source = new FollowedCapture("cut.pcap", file).open()) {
      awaitQuiet(source);
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(PCAP_HEADER);
      }
      while (source.next()) {
        // what had been read by then is judged
      }
      assertThat(source.facts().frames()).isEqualTo(3);
      assertThat(source.warnings()).hasSize(1);
    }
  }

  @Test
  void refusesWhatCannotGrow() throws IOException {
    refused(folder, "is no file that could grow");
    refused(folder.resolve("missing.pcap"), "no such file");
    refused(Files.write(folder.resolve("a.gz"), gzip(pcap(10))), "is compressed");
    refused(Files.writeString(folder.resolve("a.txt"), "hello, no capture"), "not a capture");
  }

  private static void refused(Path file, String why) {
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> new FollowedCapture("it", file).open())
        .withMessageContaining(why);
  }
}
