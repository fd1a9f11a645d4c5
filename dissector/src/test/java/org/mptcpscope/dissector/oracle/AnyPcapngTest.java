package org.mptcpscope.dissector.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.dissector.capfile.Blocks;
import org.mptcpscope.dissector.capfile.FrameCursor;

/**
 * Files of pcapng put together at random, with all that the format allows and few writers write:
 * Wireshark reads the same frames from them.
 */
class AnyPcapngTest {
  private static final int FILES = 12;

  /**
   * Values of if_tsresol: powers of 10, and with the high bit those of 2. Beyond 10^10 and 2^34
   * numbers overflow in Wireshark 4.0, which then shows other fractions of a second.
   */
  private static final int[] RESOLUTIONS = {0, 3, 6, 9, 10, 0x80, 0x8a, 0x94, 0x9e, 0xa0};

  private static final int[] LINK_TYPES = {1, 101, 113, 228};

  @TempDir Path folder;

  @BeforeEach
  void needsTshark() {
    Tshark.isNeeded();
  }

  @Test
  void isReadAsTsharkReadsIt() throws IOException {
    int frames = 0;
    for (int seed = 0; seed < FILES; seed++) {
      Path file = Files.write(folder.resolve("any.pcapng"), new Made(seed).file());
      List<String> ours = ours(file);
      assertThat(
              Tshark.fields(
                  file,
                  "frame.interface_id",
                  "frame.number",
                  "frame.time_epoch",
                  "frame.len",
                  "frame.cap_len",
                  "frame.interface_id"))
          .as("seed " + seed)
          .isEqualTo(ours);
      frames += ours.size();
    }
    assertThat(frames).isGreaterThan(50 * FILES);
  }

  private static List<String> ours(Path file) throws IOException {
    List<String> frames = new ArrayList<>();
    FrameCursor cursor = FrameCursor.open(ReferenceCaptures.octets(file));
    while (cursor.next()) {
      frames.add(
          "%d\t%d.%09d\t%d\t%d\t%d"
              .formatted(
                  frames.size() + 1 + cursor.others(),
                  cursor.timeNanos() / 1_000_000_000,
                  cursor.timeNanos() % 1_000_000_000,
                  cursor.wireLength(),
                  cursor.capturedLength(),
                  cursor.interfaceId() - firstOfSection(cursor)));
    }
    assertThat(cursor.damage()).isNull();
    return frames;
  }

  /** Wireshark counts interfaces from 0 in each section, we over all: each section has its mark. */
  private static int firstOfSection(FrameCursor cursor) {
    int first = cursor.interfaceId();
    String mark = cursor.interfaces().get(first).name();
    while (first > 0 && cursor.interfaces().get(first - 1).name().equals(mark)) {
      first--;
    }
    return first;
  }

  /** A file of several sections of either byte order. */
  private static final class Made {
    private final Random random;
    private final List<Integer> resolutions = new ArrayList<>();
    private Blocks blocks;
    private int section;

    Made(int seed) {
      random = new Random(seed);
    }

    byte[] file() {
      for (section = 0; section < 3; section++) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        blocks = blocks == null ? new Blocks(order) : blocks.section(order);
        resolutions.clear();
        describe();
        for (int i = 0; i < 40; i++) {
          switch (random.nextInt(10)) {
            case 0 -> describe();
            case 1 -> other();
            case 2 -> packet(2);
            default -> packet(6);
          }
        }
      }
      return blocks.file();
    }

    private void describe() {
      int resolution = RESOLUTIONS[random.nextInt(RESOLUTIONS.length)];
      long offset = random.nextBoolean() ? 0 : random.nextInt(100_000);
      int snaplen = random.nextBoolean() ? 0 : 200 + random.nextInt(65_000);
      int link = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
      resolutions.add(resolution);
      // An option that nobody knows, and a name, stand between those that count.
      blocks.block(
          1,
          "%d:2 0:2 %d:4 9:2 1:2 %02x000000 2:2 4:2 6574683%d 77:2 3:2 01020300 14:2 8:2 %d:8 0:4"
              .formatted(link, snaplen, resolution, section, offset));
    }

    private void packet(int type) {
      int id = random.nextInt(resolutions.size());
      long ticks = ticks(resolutions.get(id));
      int captured = random.nextInt(120);
      int wire = captured + (random.nextBoolean() ? 0 : random.nextInt(1400));
      String octets = "%02x".formatted(random.nextInt(256)).repeat((captured + 3) & ~3);
      String name = type == 6 ? "%d:4".formatted(id) : "%d:2 9:2".formatted(id);
      String options = random.nextBoolean() ? "" : " 2:2 4:2 1:4 1:2 3:2 61626300 0:4";
      blocks.block(
          type,
          "%s %d:4 %d:4 %d:4 %d:4 %s%s"
              .formatted(
                  name, ticks >>> 32, ticks & 0xffff_ffffL, captured, wire, octets, options));
    }

    /** A moment of the first decades of this century, in ticks. */
    private long ticks(int resolution) {
      long seconds = 1_000_000_000L + random.nextInt(800_000_000);
      if (resolution >= 0x80) {
        int bits = resolution & 0x7f;
        return seconds << bits | (bits == 0 ? 0 : random.nextLong(1L << bits));
      }
      long perSecond = 1;
      for (int i = 0; i < resolution; i++) {
        perSecond *= 10;
      }
      return seconds * perSecond + random.nextLong(perSecond);
    }

    private void other() {
      switch (random.nextInt(6)) {
        case 0 -> blocks.block(0x7fff, "01020304"); // not known to anybody
        case 1 -> blocks.block(4, "1:2 8:2 0a0000016c6f6f00 0:4"); // a name
        case 2 -> blocks.block(0xbad, "32473:4 0102030405060708"); // custom
        case 3 -> blocks.block(0x40000bad, "32473:4 00"); // custom, not to be copied
        case 4 -> blocks.block(10, "1414287435:4 0:4"); // secrets
        default -> blocks.block(5, "0:4 0:4 0:4 4:2 8:2 7:8 0:4"); // statistics
      }
    }
  }
}
