package org.mptcpscope.dissector.capfile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.Direction;

class BlockWriterTest {
  /** What becomes of the block that a walk stands on. */
  private interface Edit {
    void block(CaptureBlocks at, BlockWriter to) throws IOException;
  }

  private static byte[] write(byte[] capture, Edit edit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureBlocks blocks = CaptureBlocks.open(OctetFeed.of(MemorySegment.ofArray(capture)));
    BlockWriter to = new BlockWriter(out, blocks, "test 1");
    while (blocks.next()) {
      edit.block(blocks, to);
    }
    return out.toByteArray();
  }

  private static byte[] copy(byte[] capture) throws IOException {
    return write(capture, (_, to) -> to.copy());
  }

  private static byte[] comment(byte[] capture, IntFunction<List<String>> comments)
      throws IOException {
    return write(
        capture,
        (at, to) -> {
          boolean frame = at.kind() == CaptureBlocks.Kind.FRAME;
          to.copy(frame ? comments.apply(at.number()) : List.of());
        });
  }

  /** Everything that a reader knows of each frame but its comments. */
  private static List<String> frames(byte[] capture) throws IOException {
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(capture));
    List<String> frames = new ArrayList<>();
    while (cursor.next()) {
      byte[] octets =
          cursor.buffer().asSlice(cursor.offset(), cursor.capturedLength()).toArray(JAVA_BYTE);
      frames.add(
          "%d %d %d %d %s %s %d"
              .formatted(
                  cursor.interfaceId(),
                  cursor.linkType(),
                  cursor.timeNanos(),
                  cursor.wireLength(),
                  cursor.direction(),
                  HexFormat.of().formatHex(octets),
                  cursor.others()));
    }
    assertThat(cursor.damage()).isNull();
    return frames;
  }

  private static List<List<String>> comments(byte[] capture) throws IOException {
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(capture));
    List<List<String>> comments = new ArrayList<>();
    while (cursor.next()) {
      comments.add(cursor.comments());
    }
    return comments;
  }

  @Test
  void aCopyIsTheSameOctets() throws IOException {
    assertThat(copy(Blocks.exotic())).isEqualTo(Blocks.exotic());
  }

  @Test
  void theLengthOfASectionIsNoLongerSaid() throws IOException {
    byte[] said = Blocks.exotic();
    byte[] unsaid = Blocks.exotic();
    ByteBuffer.wrap(said).order(ByteOrder.LITTLE_ENDIAN).putLong(16, 4711);
    assertThat(copy(said)).isEqualTo(unsaid);
  }

  @Test
  void commentsStandBehindThoseThatWereThere() throws IOException {
    byte[] commented = comment(Blocks.exotic(), number -> List.of("one " + number, "zwei \u00e4"));
    List<List<String>> comments = comments(commented);
    assertThat(comments).hasSize(7);
    assertThat(comments.getFirst()).containsExactly("one 1", "zwei \u00e4");
    assertThat(comments.getLast()).containsExactly("hi", "one 7", "zwei \u00e4");
  }

  /** A simple packet block has no options; what it becomes has the time that readers gave it. */
  @Test
  void framesStayAsTheyWere() throws IOException {
    byte[] capture =
        new Blocks(ByteOrder.BIG_ENDIAN)
            .block(1, "1:2 0:2 0:4")
            .block(6, "0:4 0:4 5000001:4 4:4 60:4 01020304")
            .block(3, "60:4 0a0b0c0d0e0f")
            .block(2, "0:2 7:2 0:4 5000002:4 4:4 60:4 01020304 2:2 4:2 2:4 0:4")
            .block(0xbad, "28:4 aabbccdd")
            .block(3, "3:4 0a0b0c")
            .block(10, "1:4 2:4 6b65")
            .file();
    byte[] commented = comment(capture, number -> List.of("frame " + number));
    assertThat(frames(commented)).isEqualTo(frames(capture)).hasSize(4);
    assertThat(comments(commented))
        .containsExactly(
            List.of("frame 1"), List.of("frame 2"), List.of("frame 3"), List.of("frame 5"));
    assertThat(comment(capture, _ -> List.of())).isEqualTo(capture);
  }

  @Test
  void optionsThatAreDamagedStayBehindTheComment() throws IOException {
    String flags = " 2:2 4:2 1:4 ";
    String beyond = "1:2 400:2 61626364";
    byte[] capture =
        new Blocks(ByteOrder.BIG_ENDIAN)
            .block(1, "1:2 0:2 0:4")
            .block(6, "0:4 0:4 1:4 4:4 4:4 01020304" + flags + beyond)
            .block(6, "0:4 0:4 1:4 4:4 4:4 01020304" + flags)
            .file();
    byte[] commented = comment(capture, _ -> List.of("found"));
    assertThat(frames(commented)).isEqualTo(frames(capture));
    assertThat(comments(commented)).containsExactly(List.of("found"), List.of("found"));
    assertThat(HexFormat.of().formatHex(commented)).contains("0001019061626364");
  }

  /** Where a reader stops, the copy does. */
  @Test
  void whatIsCutOffIsLeftOut() throws IOException {
    byte[] whole = Blocks.exotic();
    for (int length = 28; length < whole.length; length += 2) {
      byte[] cut = Arrays.copyOf(whole, length);
      FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(cut));
      int read = 0;
      while (cursor.next()) {
        read++;
      }
      byte[] copy = comment(cut, _ -> List.of("c"));
      assertThat(frames(copy)).as("cut to %d octets", length).hasSize(read);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void pcapBecomesTheSameFramesOfOneInterface(boolean big, boolean nanoseconds) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    PcapWriter writer = new PcapWriter(file, order, nanoseconds, 96, 113);
    long time = 3_000_000_000L * 1_000_000_000 + 123_456_000 + (nanoseconds ? 789 : 0);
    writer.frame(time, 5, Octets.of((byte) 1, (byte) 2, (byte) 3));
    writer.frame(time - 5_000_000_000L, 9, Octets.of(new byte[9]));
    byte[] pcap = file.toByteArray();
    byte[] written = comment(pcap, number -> number == 2 ? List.of("late") : List.of());
    assertThat(frames(written)).isEqualTo(frames(pcap)).hasSize(2);
    assertThat(comments(written)).containsExactly(List.of(), List.of("late"));
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(written));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.interfaces().getFirst())
        .isEqualTo(new CaptureInterface(0, 113, 96, nanoseconds ? 1_000_000_000 : 1_000_000, ""));
    assertThat(new String(written, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("test 1");
  }

  /** The octets of a frame check sequence at the end of each frame are part of pcap's link type. */
  @Test
  void theFrameCheckSequenceStays() throws IOException {
    byte[] pcap = HexFormat.of().parseHex("a1b2c3d4000200040000000000000000ffffffff24000001");
    assertThat(HexFormat.of().formatHex(copy(pcap))).contains("0d000100" + "04000000");
  }

  /** Bare: the time, the lengths, which way it went, and octets that the caller has. */
  @Test
  void aBareFrameHasOtherOctetsAndNoComment() throws IOException {
    MemorySegment zeros = MemorySegment.ofArray(new byte[64]);
    byte[] bare =
        write(
            Blocks.exotic(),
            (at, to) -> {
              switch (at.kind()) {
                case SECTION, STATISTICS -> to.bare();
                case INTERFACE -> to.bareInterface("");
                case FRAME -> to.frame(zeros);
                default -> {}
              }
            });
    List<String> before = frames(Blocks.exotic());
    List<String> after = frames(bare);
    assertThat(after).hasSize(before.size());
    for (int i = 0; i < after.size(); i++) {
      String[] was = before.get(i).split(" ", -1);
      was[5] = "00".repeat(was[5].length() / 2);
      assertThat(after.get(i)).isEqualTo(String.join(" ", was));
    }
    assertThat(comments(bare)).allSatisfy(of -> assertThat(of).isEmpty());
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(bare));
    while (cursor.next()) {
      assertThat(cursor.direction()).isIn(Direction.UNKNOWN, Direction.INCOMING);
    }
    assertThat(cursor.interfaces()).allSatisfy(one -> assertThat(one.name()).isEmpty());
    FrameCursor original = FrameCursor.open(MemorySegment.ofArray(Blocks.exotic()));
    while (original.next()) {
      // Drops are counted on the way.
    }
    assertThat(cursor.dropped()).isPositive().isEqualTo(original.dropped());
    assertThat(cursor.filters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6, 0, 1700000000123456789", "9, -3, 1700000000123456789", "0, 0, 1700000000123456789",
    "12, 0, 17000000001234567", "18, 0, 1234567891", "0x80, 0, 3500000000",
    "0x9e, 0, 1700000000123456789", "0xa0, 1, 1700000000123456789", "3, 0, 0"
  })
  void ticksOfATimeAreThoseThatReadAsIt(String resolution, long offset, long nanos) {
    TickClock clock = new TickClock(Integer.decode(resolution), offset);
    long back = clock.nanos(clock.ticks(nanos));
    long tick = Math.max(1, clock.nanos(1) - clock.nanos(0));
    assertThat(nanos - back).isBetween(0L, tick - 1);
  }
}
