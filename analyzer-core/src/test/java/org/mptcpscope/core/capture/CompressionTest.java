package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcpscope.core.capture.Captures.Read;

/** Captures that are compressed in one of the ways that are read. */
class CompressionTest {
  private static final int PCAP_HEADER = 24;
  private static final int RECORD = 16 + 60;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Packers.class)
  void readsAsTheCaptureInIt(Packers packer) throws Exception {
    byte[] capture = pcap(LongStream.range(0, 5000).toArray());
    byte[] packed = packer.pack(capture);
    Read expected = read(capture);
    assertThat(packed).hasSizeLessThan(capture.length);
    assertThat(read(packed)).isEqualTo(expected);
    assertThat(read(CaptureSource.standardInput(new ByteArrayInputStream(packed))))
        .isEqualTo(expected);
    Path file = Files.write(folder.resolve("no-name-that-helps"), packed);
    assertThat(read(CaptureSource.file(file))).isEqualTo(expected);
    try (FrameSource source = CaptureSource.file(file).open()) {
      while (source.next()) {
        assertThat(source.octetsRead()).isBetween(1L, source.size());
      }
      assertThat(source.octetsRead()).isEqualTo(source.size()).isEqualTo(packed.length);
    }
  }

  @ParameterizedTest
  @EnumSource(Packers.class)
  void allMembersOfASlowStreamAreRead(Packers packer) throws CaptureException {
    byte[] capture = pcap(1, 2, 3);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int at = 0; at < capture.length; at += 50) {
      members.writeBytes(
          packer.pack(Arrays.copyOfRange(capture, at, Math.min(at + 50, capture.length))));
    }
    InputStream slow =
        new ByteArrayInputStream(members.toByteArray()) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(1, length));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    Read read = read(CaptureSource.standardInput(slow));
    assertThat(read.numbers()).containsExactly(1, 2, 3);
    assertThat(read.warnings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Packers.class)
  void whatLiesBeforeACutIsRead(Packers packer) throws CaptureException {
    byte[] capture = noisy(4000);
    List<Captures.Frame> all = read(capture).frames();
    byte[] packed = packer.pack(capture);
    int blocks = 0;
    int last = -1;
    for (int length = 64; length < packed.length; length += packed.length / 50) {
      List<Captures.Frame> frames = cut(packed, length, all);
      assertThat(frames).isEqualTo(all.subList(0, frames.size()));
      // A block of the format, and what the library keeps back, but never more.
      long octets = (long) capture.length * length / packed.length;
      assertThat(frames.size()).isGreaterThanOrEqualTo((int) ((octets - (200 << 10)) / RECORD));
      blocks += frames.size() == last ? 0 : 1;
      last = frames.size();
    }
    assertThat(blocks).isGreaterThan(1);
    Read end = read(Arrays.copyOf(packed, packed.length - 1));
    assertThat(end.frames()).isEqualTo(all);
    assertThat(end.messages())
        .singleElement()
        .asString()
        .startsWith("ends inside frame 4001; 4000");
  }

  private static List<Captures.Frame> cut(byte[] packed, int length, List<Captures.Frame> all) {
    try {
      Read read = read(Arrays.copyOf(packed, length));
      assertThat(read.messages()).singleElement().asString().startsWith("ends inside frame ");
      assertThat(read.warnings().getFirst().code()).isEqualTo(CaptureWarning.TRUNCATED);
      return read.frames();
    } catch (CaptureException e) {
      assertThat(e).hasMessageContaining("nothing is left to judge");
      return all.subList(0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Packers.class)
  void damageAnywhereEndsTheCapture(Packers packer) {
    byte[] packed = packer.pack(noisy(200));
    Random random = new Random(7);
    for (int at = 0; at < packed.length; at += 1 + packed.length / 400) {
      byte[] damaged = packed.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      try {
        Read read = read(damaged);
        assertThat(read.frames().size()).isLessThanOrEqualTo(100_000);
      } catch (CaptureException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  @Test
  void damageIsNamed() throws CaptureException {
    for (Packers packer : List.of(Packers.ZSTD, Packers.XZ, Packers.LZ4)) {
      byte[] capture = noisy(4000);
      byte[] packed = packer.pack(capture);
      packed[packed.length * 3 / 4] ^= 0x55;
      packed[packed.length * 3 / 4 + 1] ^= 0x55;
      Read read = read(packed);
      assertThat(read.warnings().getLast().code()).isEqualTo(CaptureWarning.DAMAGED);
      assertThat(read.messages().getLast())
          .startsWith(
              "the " + packer.name().toLowerCase(java.util.Locale.ROOT) + " data are damaged")
          .endsWith(", nothing behind frame " + read.frames().size() + " was read");
      assertThat(read.frames().size()).isBetween(4000 * 3 / 4 - (150 << 10) / RECORD, 4000);
    }
  }

  @Test
  void unpackingTakesBoundedMemory() {
    assertRefused(zstdHeader(0x88), Account.EMPTY); // 128 MiB are allowed, and nothing is in it
    assertRefused(
        zstdHeader(0x89),
        "cannot be read, the zstd data need more than 128 MiB of memory;"
            + " unpack them with zstd -d --long=31");
    assertRefused(
        xzWithDictionary(37), // 1.5 GiB
        "cannot be read, the xz data need more than 128 MiB of memory; unpack them with xz -d");
    assertRefused(
        xzWithDictionary(38), // 2 GiB, more than the library knows
        "cannot be read, the xz data are of a kind that is not read; unpack them with xz -d");
  }

  private static void assertRefused(byte[] octets, String message) {
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> read(octets))
        .withMessage(message);
  }

  /** A second frame may ask for what the first did not. */
  @Test
  void laterFramesAreAskedToo() throws CaptureException {
    byte[] capture = pcap(1, 2, 3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(skippable(300));
    out.writeBytes(Packers.ZSTD.pack(capture));
    out.writeBytes(skippable(0));
    out.writeBytes(zstdHeader(0xff));
    Read read = read(out.toByteArray());
    assertThat(read.numbers()).containsExactly(1, 2, 3);
    assertThat(read.messages()).singleElement().asString().contains("more than 128 MiB");
  }

  private static byte[] skippable(int length) {
    return ByteBuffer.allocate(8 + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184d2a53)
        .putInt(length)
        .array();
  }

  private static byte[] zstdHeader(int window) {
    // No checksum, no size, and one empty block that is the last.
    return new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) window, 1, 0, 0};
  }

  /** A stream whose dictionary has the size of that number in the table of the format. */
  private static byte[] xzWithDictionary(int size) {
    byte[] xz = Packers.XZ.pack(pcap(1));
    int header = 12;
    assertThat(xz[header + 2]).isEqualTo((byte) 0x21); // LZMA2
    xz[header + 4] = (byte) size;
    CRC32 crc = new CRC32();
    int length = xz[header] * 4;
    crc.update(xz, header, length);
    ByteBuffer.wrap(xz)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(header + length, (int) crc.getValue());
    return xz;
  }

  @Test
  void aBombOfZerosEndsAtOnce() throws CaptureException {
    byte[] capture = pcap(1, 2);
    ByteBuffer bomb = ByteBuffer.allocate(9 + capture.length + 4 * 2_000_000 + 8);
    bomb.order(ByteOrder.LITTLE_ENDIAN).putInt(0xfd2fb528).put((byte) 0).put((byte) 0x58);
    block(bomb, 0, capture.length);
    bomb.put(capture);
    for (int i = 0; i < 2_000_000; i++) {
      block(bomb, 1, 128 << 10); // 244 GiB
      bomb.put((byte) 0);
    }
    Read read = read(bomb.array());
    assertThat(read.numbers()).containsExactly(1, 2);
    assertThat(read.messages())
        .containsExactly("record at octet 176 has zeros only, nothing behind frame 2 was read");
  }

  private static void block(ByteBuffer to, int type, int size) {
    int header = size << 3 | type << 1;
    to.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "504b030414 | not a capture, it begins with 50 4b 03 04 (zip); name a pcap or pcapng file",
        "425a683931 | not a capture, it begins with 42 5a 68 39 (bzip2); unpack it with bunzip2",
        "1f9d90    | not a capture, it begins with 1f 9d 90 (compress); unpack it with uncompress",
        "377abcaf271c | not a capture, it begins with 37 7a bc af (7z); unpack it with 7z x",
        "02214c1800 | not a capture, it begins with 02 21 4c 18 (lz4 of the legacy format);"
            + " unpack it with lz4 -d",
        "736e6f6f7000000000 | not a capture, it begins with 73 6e 6f 6f (snoop);"
            + " convert it with editcap -F pcapng IN OUT",
        "34cdb2a102000400 | modified pcap (Kuznetzov's), whose variants cannot be told apart for"
            + " sure; convert it with editcap -F pcapng IN OUT",
        "a1b2cd3400020004 | modified pcap (Kuznetzov's), whose variants cannot be told apart for"
            + " sure; convert it with editcap -F pcapng IN OUT",
      })
  void saysWhatToDoWithOtherFiles(String hex, String message) {
    byte[] octets = java.util.HexFormat.of().parseHex(hex);
    for (byte[] file : List.of(octets, Packers.ZSTD.pack(octets))) {
      assertThatExceptionOfType(CaptureException.class)
          .isThrownBy(() -> read(file))
          .withMessage(message)
          .satisfies(e -> assertThat(e.code()).isEqualTo(CaptureException.NOT_A_CAPTURE));
    }
  }

  @Test
  void whatIsPackedTwiceIsRefused() {
    byte[] twice = Packers.XZ.pack(Packers.GZIP.pack(pcap(1)));
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> read(twice))
        .withMessage("compressed twice, gzip in xz; unpack it once");
  }

  /** What the tools themselves write: other levels, larger windows, linked blocks, no checksums. */
  @ParameterizedTest
  @CsvSource({
    "zstd, -1",
    "zstd, -19",
    "zstd, --ultra -22 --long=27",
    "zstd, --no-check",
    "xz, -0",
    "xz, -9",
    "xz, -C none -T2 --block-size=100000",
    "lz4, -1",
    "lz4, -9 -BD",
    "lz4, -B4 -BX --no-frame-crc",
    "gzip, -9"
  })
  void readsWhatTheToolsWrite(String tool, String options) throws Exception {
    byte[] capture = noisy(20_000);
    Path file = Files.write(folder.resolve("a.pcap"), capture);
    Path packed = folder.resolve("packed");
    ReferenceCaptures.run(
        "sh",
        "-c",
        "command -v %s; %s %s -c < %s > %s".formatted(tool, tool, options, file, packed));
    assertThat(read(CaptureSource.file(packed)).frames()).isEqualTo(read(capture).frames());
  }

  @Test
  void aPlainCaptureNeedsNoLibrary() throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), pcap(1, 2));
    List<java.net.URL> path = new java.util.ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      if (!entry.matches(".*(zstd-jni|commons-|xz-).*")) {
        path.add(Path.of(entry).toUri().toURL());
      }
    }
    try (var loader =
        new java.net.URLClassLoader(
            path.toArray(java.net.URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> captures = loader.loadClass(Captures.class.getName());
      Class<?> source = loader.loadClass(CaptureSource.class.getName());
      Object opened = source.getMethod("file", Path.class).invoke(null, file);
      var read = captures.getDeclaredMethod("read", source);
      read.setAccessible(true);
      assertThat(read.invoke(null, opened).toString()).contains("number=2");
      Files.write(file, Packers.XZ.pack(pcap(1)));
      assertThatExceptionOfType(java.lang.reflect.InvocationTargetException.class)
          .isThrownBy(() -> read.invoke(null, opened))
          .withCauseInstanceOf(NoClassDefFoundError.class); // else the loader proves nothing
    }
  }

  /** A capture with octets that do not compress well. */
  private static byte[] noisy(int frames) {
    byte[] capture = pcap(LongStream.range(0, frames).toArray());
    Random random = new Random(3);
    for (int at = PCAP_HEADER; at < capture.length; at += RECORD) {
      byte[] noise = new byte[40];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, capture, at + 16 + 20, noise.length);
    }
    return capture;
  }
}
