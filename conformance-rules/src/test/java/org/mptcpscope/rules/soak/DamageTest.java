package org.mptcpscope.rules.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.soak.Hearing.Delivered;
import org.mptcpscope.rules.soak.Records.Span;

/**
 * Reference captures cut off and with bits flipped at seeded places. No damage makes the program
 * fail, hang or forget a frame that lies before it, nor changes what is found before it. {@code
 * ./dev soak} tries thousands of places for each capture, with a small heap.
 */
class DamageTest {
  /** Places for each kind of damage and capture; a check has time for few. */
  private static final int PLACES = Integer.getInteger("mptcpscope.soak", 1);

  /** In a check, larger captures are left out. */
  private static final int LARGEST = PLACES > 1 ? 16_000_000 : 300_000;

  /** Of one capture that are told. */
  private static final int MOST_FAILURES = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void damageHarmsNothingBeforeIt() throws IOException {
    Optional<Path> folder = Lab.references();
    assumeTrue(folder.isPresent(), "no reference captures (property mptcpscope.referenceCaptures)");
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder.get())) {
      files =
          all.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
              .sorted()
              .toList();
    }
    Queue<String> failed = new ConcurrentLinkedQueue<>();
    long tried =
        files.parallelStream()
            .mapToLong(file -> damage(folder.get().relativize(file), file, failed))
            .sum();
    assertThat(failed).isEmpty();
    assertThat(tried).isGreaterThan(files.size());
  }

  /** How many damaged variants were tried. */
  private static long damage(Path name, Path file, Queue<String> failed) {
    byte[] packed = read(file);
    byte[] whole = unpacked(packed);
    if (whole.length > LARGEST || Records.isModified(whole)) {
      return 0;
    }
    return new Capture(name.toString(), packed, whole, failed).damage();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static byte[] unpacked(byte[] octets) {
    if (octets[0] != 0x1f) {
      return octets;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One capture and everything that is done to it. */
  private static final class Capture {
    private final String name;
    private final byte[] packed;
    private final byte[] whole;
    private final List<Span> spans;
    private final Hearing sound;
    private final Random random;
    private final Queue<String> failed;
    private int failures;

    Capture(String name, byte[] packed, byte[] whole, Queue<String> failed) {
      this.failed = failed;
      this.name = name;
      this.packed = packed;
      this.whole = whole;
      spans = Records.of(whole);
      sound = Hearing.of(whole);
      random = new Random(name.hashCode());
    }

    long damage() {
      assertThat(sound.frames.keySet()).as(name).hasSize(spans.size());
      for (int i = 0; i < PLACES; i++) {
        within("cut", random.nextInt(1, whole.length), this::cut);
        within("flip", random.nextInt(whole.length * 8), this::flip);
        if (packed != whole && (PLACES == 1 || i % 4 == 0)) {
          within("packed cut", random.nextInt(1, packed.length), this::cutPacked);
          within("packed flip", random.nextInt(packed.length * 8), this::flipPacked);
        }
      }
      return 2L * PLACES;
    }

    private interface Trial {
      void at(int place, String what);
    }

    private void within(String kind, int place, Trial trial) {
      String what = name + ", " + kind + " at " + place;
      try {
        Assertions.assertTimeoutPreemptively(PATIENCE, () -> trial.at(place, what), what);
      } catch (AssertionError | RuntimeException e) {
        if (failures++ < MOST_FAILURES) {
          StringWriter trace = new StringWriter();
          e.printStackTrace(new PrintWriter(trace));
          failed.add(what + ": " + trace);
        }
      }
    }

    /**
     * A cut file is judged exactly as one that ends with its last whole frame, and until then as
     * the whole one.
     */
    private void cut(int place, String what) {
      Hearing cut = Hearing.of(Arrays.copyOf(whole, place));
      List<Span> left = spans.stream().filter(span -> span.to() <= place).toList();
      assertThat(cut.frames).as(what).isEqualTo(firstFrames(left.size()));
      if (!left.isEmpty()) {
        Hearing ending = Hearing.of(Arrays.copyOf(whole, left.getLast().to()));
        assertThat(cut.report).as(what).isEqualTo(ending.report);
        isToldAlike(cut, left.size(), what);
      }
    }

    private Map<Integer, Delivered> firstFrames(int count) {
      Map<Integer, Delivered> first = new HashMap<>(sound.frames);
      first.keySet().removeIf(number -> number > count);
      return first;
    }

    private void flip(int bit, String what) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Hearing damaged = Hearing.of(flipped);
      int before = (int) spans.stream().takeWhile(span -> span.to() <= bit / 8).count();
      if (inFrame(bit / 8)) {
        // Elsewhere lies what the file says of all its frames.
        assertThat(damaged.frames).as(what).containsAllEntriesOf(firstFrames(before));
        isToldAlike(damaged, before, what);
      }
    }

    /** What is found before the first frame behind these is what the sound capture shows. */
    private void isToldAlike(Hearing damaged, int before, String what) {
      long until = Math.min(firstTimeBehind(before, sound), firstTimeBehind(before, damaged));
      // At the end of a capture all its connections end.
      until = Math.min(until, Math.min(sound.lastTime(), damaged.lastTime()));
      assertThat(damaged.toldBefore(until)).as(what).isEqualTo(sound.toldBefore(until));
    }

    private boolean inFrame(int place) {
      return spans.stream().anyMatch(span -> span.from() <= place && place < span.to());
    }

    /** Frames are heard in order of time: from then on one may be damaged. */
    private static long firstTimeBehind(int frame, Hearing hearing) {
      return hearing.frames.entrySet().stream()
          .filter(entry -> entry.getKey() > frame)
          .mapToLong(entry -> entry.getValue().timeNanos())
          .min()
          .orElse(Long.MAX_VALUE);
    }

    private void cutPacked(int place, String what) {
      Hearing cut = Hearing.of(Arrays.copyOf(packed, place));
      assertThat(cut.frames).as(what).isEqualTo(firstFrames(cut.frames.size()));
    }

    private void flipPacked(int bit, String what) {
      byte[] flipped = packed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      // What was packed may be anything now.
      assertThat(Hearing.of(flipped).frames).as(what).isNotNull();
    }
  }
}
