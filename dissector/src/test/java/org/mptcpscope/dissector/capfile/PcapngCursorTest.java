package org.mptcpscope.dissector.capfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.link.Direction;

class PcapngCursorTest {
  @Test
  void readsAllPacketBlocksOfAllSections() throws NotACaptureException {
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(Blocks.exotic()));
    assertThat(frames(cursor))
        .containsExactly(
            "0 101 1001500000000 20/20 UNKNOWN",
            "1 101 1700000000123456789 10/20 UNKNOWN",
            "2 101 1700000000000000 20/60 UNKNOWN",
            "3 101 1700000000 20/20 UNKNOWN",
            "0 101 1700000000 20/20 UNKNOWN",
            "4 1 1700000000 16/60 UNKNOWN",
            "4 1 5000000000 16/60 INCOMING");
    assertThat(cursor.damage()).isNull();
    assertThat(cursor.dropped()).as("by statistics and by an old packet block").isEqualTo(42 + 7);
    assertThat(cursor.interfaces())
        .containsExactly(
            new CaptureInterface(0, 101, 0, 1024, ""),
            new CaptureInterface(1, 101, 10, 1_000_000_000, "eth0"),
            new CaptureInterface(2, 101, 0, 1000, ""),
            new CaptureInterface(3, 101, 0, 1_000_000, ""),
            new CaptureInterface(4, 1, 16, 1_000_000, ""));
  }

  @Test
  void saysWhichBlockIsDamaged() throws NotACaptureException {
    assertDamage(section().block(6, 3, "", 12), 28, "length 3");
    assertDamage(section().block(6, 14, "", 14), 28, "length 14");
    assertDamage(section().block(9, 0x7ffffffc, "00000000", 16), 28, "ends inside");
    assertDamage(section().block(6, 0x7ffffffc, "00000000", 16), 28, "length 2147483644");
    assertDamage(section().block(9, 12, "", 12).block(1, 20, "1:2 0:2 0:4", 24), 40, "20 and 24");
    assertDamage(section().block(1, "1:2 0:2"), 28, "16");
    assertDamage(section().block(6, "0:4 0:4 0:4 0:4 0:4"), 28, "interface 0");
    assertDamage(withInterface().block(6, "1:4 0:4 0:4 0:4 0:4"), 48, "interface 1");
    assertDamage(withInterface().block(6, "0:4 0:4 0:4 1:4 1:4"), 48, "1");
    assertDamage(withInterface().block(6, "0:4 0:4"), 48, "20");
    assertDamage(withInterface().block(3, ""), 48, "12");
    assertDamage(section().block(3, "1:4 00"), 28, "interface 0");
    assertDamage(withInterface().block(0x0a0d0d0a, "0:4 1:2 0:2 -1:8"), 48, "byte-order");
    assertDamage(withInterface().block(0x0a0d0d0a, "1a2b3c4d:4 2:2 0:2 -1:8"), 48, "version 2");
  }

  @Test
  void optionsThatRunOutOfTheirBlockAreLeft() throws NotACaptureException {
    byte[] file =
        withInterface().block(6, "0:4 0:4 0:4 0:4 0:4 1:2 2:2 68690000 2:2 400:2 00000000").file();
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(file));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.comments()).containsExactly("hi");
    assertThat(cursor.direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.damage()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 3, 3000000000, 1",
    "6, -5, 6000001, 1000001000, 1000000",
    "9, 0, 1700000000123456789, 1700000000123456789, 1000000000",
    "12, 0, 1700000000123456, 1700000000123, 1000000000000",
    "18, 0, 1700000000123456789, 1700000000, 1000000000000000000",
    "27, 0, 5000000000000000000, 5, 0",
    "28, 0, 5000000000000000000, 0, 0",
    "127, 0, 5000000000000000000, 0, 0",
    "0x80, 0, 3, 3000000000, 1",
    "0x81, 0, 3, 1500000000, 2",
    "0x9e, 0, 1073741825, 1000000000, 1073741824",
    "0xa0, 1, 6442450944, 2500000000, 4294967296",
    "0xbf, 0, 4611686018427387904, 500000000, 0",
    "0xc0, 0, -9223372036854775808, 500000000, 0",
    "0xc1, 0, -9223372036854775808, 250000000, 0",
    "0xdd, 0, -1, 1, 0",
    "0xde, 0, -1, 0, 0"
  })
  void turnsTicksOfAnyResolutionIntoNanoseconds(
      String resolution, long offset, long ticks, long nanos, long perSecond) {
    TickClock clock = new TickClock(Integer.decode(resolution), offset);
    assertThat(clock.nanos(ticks)).isEqualTo(nanos);
    assertThat(clock.ticksPerSecond()).isEqualTo(perSecond);
  }

  private static Blocks section() {
    return new Blocks(ByteOrder.BIG_ENDIAN);
  }

  private static Blocks withInterface() {
    return section().block(1, "1:2 0:2 0:4");
  }

  private static void assertDamage(Blocks blocks, long offset, String what)
      throws NotACaptureException {
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(blocks.file()));
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.damage().offset()).isEqualTo(offset);
    assertThat(cursor.damage().describe()).contains(what);
    assertThat(cursor.damage().truncated()).isEqualTo(what.equals("ends inside"));
    assertThat(cursor.next()).isFalse();
  }

  private static List<String> frames(FrameCursor cursor) {
    List<String> frames = new ArrayList<>();
    while (cursor.next()) {
      frames.add(
          "%d %d %d %d/%d %s"
              .formatted(
                  cursor.interfaceId(),
                  cursor.linkType(),
                  cursor.timeNanos(),
                  cursor.capturedLength(),
                  cursor.wireLength(),
                  cursor.direction()));
    }
    return frames;
  }
}
