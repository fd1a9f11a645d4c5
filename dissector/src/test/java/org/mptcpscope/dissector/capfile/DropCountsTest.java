package org.mptcpscope.dissector.capfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Frames that a pcapng file says it lacks lie where it says so, in seconds here. */
class DropCountsTest {
  private static final long SECOND = 1_000_000_000;
  private static final int OLD_PACKET = 2;
  private static final int STATISTICS = 5;
  private static final int PACKET = 6;

  private final Blocks file = described(new Blocks(ByteOrder.LITTLE_ENDIAN));

  /** An interface whose times count seconds. */
  private static Blocks described(Blocks file) {
    return file.block(1, "101:2 0:2 0:4 9:2 1:2 00000000");
  }

  private void frame(int id, long seconds, int lost) {
    String option = lost == 0 ? "" : " 4:2 8:2 " + lost + ":8";
    file.block(PACKET, id + ":4 0:4 " + seconds + ":4 4:4 4:4 00000000" + option);
  }

  private void count(int id, long seconds, int byInterface, int bySystem) {
    file.block(
        STATISTICS,
        "%d:4 0:4 %d:4 5:2 8:2 %d:8 7:2 8:2 %d:8"
            .formatted(id, seconds, byInterface, bySystem)
            .toLowerCase(Locale.ROOT));
  }

  private FrameCursor read() throws NotACaptureException {
    FrameCursor cursor = FrameCursor.open(MemorySegment.ofArray(file.file()));
    while (cursor.next()) {
      // Only what it says of the whole is looked at.
    }
    assertThat(cursor.damage()).isNull();
    return cursor;
  }

  private static boolean lacks(FrameCursor cursor, long from, long to) {
    return cursor.mayLack(from * SECOND, to * SECOND);
  }

  @Test
  void aFrameSaysWhatWasLostBeforeIt() throws NotACaptureException {
    described(file);
    frame(0, 10, 0);
    frame(1, 15, 0);
    frame(0, 20, 3);
    frame(0, 30, 0);
    FrameCursor cursor = read();
    assertThat(cursor.dropped()).isEqualTo(3);
    assertThat(lacks(cursor, 0, 9)).isFalse();
    assertThat(lacks(cursor, 9, 11)).isTrue();
    assertThat(lacks(cursor, 14, 16)).isTrue();
    assertThat(lacks(cursor, 21, 30)).isFalse();
  }

  @Test
  void anOldPacketBlockSaysItToo() throws NotACaptureException {
    frame(0, 10, 0);
    file.block(OLD_PACKET, "0:2 2:2 0:4 20:4 4:4 4:4 00000000");
    file.block(OLD_PACKET, "0:2 ffff 0:4 30:4 4:4 4:4 00000000");
    FrameCursor cursor = read();
    assertThat(cursor.dropped()).isEqualTo(2);
    assertThat(lacks(cursor, 12, 13)).isTrue();
    assertThat(lacks(cursor, 22, 23)).as("65535 is no number").isFalse();
  }

  @Test
  void aCountThatGrowsLiesBetweenItsReadings() throws NotACaptureException {
    frame(0, 10, 0);
    count(0, 12, 0, 0);
    frame(0, 20, 0);
    count(0, 22, 1, 4);
    frame(0, 30, 0);
    count(0, 32, 1, 4);
    FrameCursor cursor = read();
    assertThat(cursor.dropped()).isEqualTo(5);
    assertThat(lacks(cursor, 0, 11)).isFalse();
    assertThat(lacks(cursor, 13, 14)).isTrue();
    assertThat(lacks(cursor, 23, 40)).isFalse();
  }

  @Test
  void aCountAtTheEndIsOfAllTimeBefore() throws NotACaptureException {
    frame(0, 10, 0);
    frame(0, 20, 0);
    count(0, 0, 1, 0);
    FrameCursor cursor = read();
    assertThat(lacks(cursor, 0, 1)).isTrue();
    assertThat(lacks(cursor, 20, 20)).isTrue();
    assertThat(lacks(cursor, 21, 22)).isFalse();
  }

  @Test
  void whatFramesAndStatisticsCountIsCountedOnce() throws NotACaptureException {
    frame(0, 10, 0);
    frame(0, 20, 3);
    frame(0, 30, 0);
    count(0, 31, 3, 0);
    FrameCursor cursor = read();
    assertThat(cursor.dropped()).isEqualTo(3);
    assertThat(lacks(cursor, 11, 12)).isTrue();
    assertThat(lacks(cursor, 21, 29)).as("the frame said where they were").isFalse();
  }

  @Test
  void nobodyCapturedBetweenTwoSections() throws NotACaptureException {
    frame(0, 10, 0);
    frame(0, 20, 0);
    described(file.section(ByteOrder.LITTLE_ENDIAN));
    frame(0, 50, 0);
    frame(0, 60, 0);
    FrameCursor cursor = read();
    assertThat(cursor.dropped()).isZero();
    assertThat(lacks(cursor, 11, 19)).isFalse();
    assertThat(lacks(cursor, 19, 60)).isTrue();
    assertThat(lacks(cursor, 30, 31)).isTrue();
    assertThat(lacks(cursor, 51, 59)).isFalse();
    assertThat(cursor.clock(0)).isNotEqualTo(cursor.clock(1));
  }

  @Test
  void countlessLossesStayBounded() throws NotACaptureException {
    for (int i = 1; i <= 5000; i++) {
      frame(0, 10L * i, i % 2);
    }
    FrameCursor cursor = read();
    assertThat(cursor.dropped()).isEqualTo(2500);
    assertThat(lacks(cursor, 31, 39)).as("between the first ones").isFalse();
    assertThat(lacks(cursor, 49_981, 49_989)).isTrue();
  }
}
