package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.ETHERNET;
import static org.mptcpscope.core.capture.Captures.USER0;
import static org.mptcpscope.core.capture.Captures.gzip;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.pcapOf;
import static org.mptcpscope.core.capture.Captures.pcapng;
import static org.mptcpscope.core.capture.Captures.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.core.capture.Captures.Written;

class DamagedCaptureTest {
  private static final int PCAP_HEADER = 24;
  private static final int RECORD = 16 + 60;

  @TempDir Path folder;

  @Test
  void saysThatAFileIsEmpty() {
    assertRefused(
        new byte[0],
        CaptureException.EMPTY,
        "empty, 0 octets; was the capture stopped before its header was written?");
    assertRefused(
        gzip(new byte[0]),
        CaptureException.EMPTY,
        "empty, 0 octets; was the capture stopped before its header was written?");
  }

  @ParameterizedTest
  @CsvSource({
    "504b030414000000, 50 4b 03 04 (zip)",
    "00010203, 00 01 02 03",
    "0a0d, 0a 0d (text)",
    "48656c6c6f, 48 65 6c 6c (text)",
    "3c3f786d6c20, 3c 3f 78 6d (XML or HTML)",
  })
  void namesWhatIsNoCapture(String hex, String shown) {
    String message = "not a capture, it begins with " + shown + "; name a pcap or pcapng file";
    byte[] octets = HexFormat.of().parseHex(hex);
    assertRefused(octets, CaptureException.NOT_A_CAPTURE, message);
    assertRefused(gzip(octets), CaptureException.NOT_A_CAPTURE, message);
  }

  @Test
  void readsWhatLiesBeforeACut() throws CaptureException {
    byte[] whole = pcap(1, 2, 3);
    for (int length = PCAP_HEADER + RECORD + 1; length < whole.length; length++) {
      int complete = (length - PCAP_HEADER) / RECORD;
      Read read = read(Arrays.copyOf(whole, length));
      assertThat(read.frames()).hasSize(complete);
      boolean atEdge = (length - PCAP_HEADER) % RECORD == 0;
      String were = complete == 1 ? "1 frame was" : complete + " frames were";
      assertThat(read.messages())
          .containsExactlyElementsOf(
              atEdge
                  ? List.of()
                  : List.of(
                      "ends inside frame %d; %s judged (--strict makes this an error)"
                          .formatted(complete + 1, were)));
    }
  }

  @Test
  void aCutInsideTheFirstFrameLeavesNothing() {
    for (int length = PCAP_HEADER + 1; length < PCAP_HEADER + RECORD; length++) {
      assertRefused(
          Arrays.copyOf(pcap(1, 2), length),
          "truncated",
          "ends inside frame 1, nothing is left to judge");
    }
  }

  @Test
  void aCutInsideTheHeaderLeavesNothing() {
    for (byte[] whole : List.of(pcap(1), pcapng(List.of(ETHERNET), List.of()))) {
      for (int length = 4; length < 24; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatExceptionOfType(CaptureException.class)
            .isThrownBy(() -> read(cut))
            .withMessageContaining("header cut off after " + length);
      }
    }
  }

  @Test
  void saysWhichBlockIsDamaged() throws CaptureException {
    List<Written> frames =
        List.of(new Written(0, 1, octets(60, 1)), new Written(0, 2, octets(60, 2)));
    byte[] capture = pcapng(List.of(ETHERNET), frames);
    int second = capture.length - (28 + 60 + 4);
    ByteBuffer.wrap(capture).putInt(second + 4, 3);
    Read read = read(capture);
    assertThat(read.numbers()).containsExactly(1);
    assertThat(read.warnings())
        .containsExactly(
            new CaptureWarning(
                "damaged",
                "block at octet " + second + " has length 3, nothing behind frame 1 was read",
                1));
  }

  @Test
  void aRecordThatClaimsTooMuchEndsTheCapture() throws CaptureException {
    byte[] capture = pcap(1, 2);
    int second = PCAP_HEADER + RECORD;
    ByteBuffer.wrap(capture).putInt(second + 8, -1);
    Read read = read(capture);
    assertThat(read.numbers()).containsExactly(1);
    assertThat(read.messages().getFirst())
        .startsWith("record at octet " + second + " has captured length 4294967295, nothing");
  }

  @Test
  void aCutGzipFileIsReadUpToTheCut() throws CaptureException {
    byte[] gzip = gzip(pcap(1, 2, 3));
    Read read = read(Arrays.copyOf(gzip, gzip.length - 8));
    assertThat(read.numbers()).containsExactly(1, 2, 3);
    assertThat(read.messages().getFirst()).startsWith("ends inside frame 4; 3 frames were");
  }

  @Test
  void aDamagedGzipFileIsReadUpToTheDamage() throws CaptureException {
    byte[] gzip = gzip(pcap(1, 2, 3));
    gzip[gzip.length - 6] ^= 1; // the checksum at its end
    Read read = read(gzip);
    assertThat(read.numbers()).containsExactly(1, 2, 3);
    assertThat(read.messages().getFirst())
        .startsWith("the gzip data are damaged (")
        .endsWith("), nothing behind frame 3 was read");
  }

  @Test
  void aCaptureOfUnknownFramesOnlyIsAnError() {
    assertRefused(
        pcapOf(USER0, 60, 1, 2),
        CaptureWarning.LINK_TYPE,
        "link type 147 (USER0) is not known, 2 frames passed over");
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsReadUpToThere() throws IOException, CaptureException {
    long[] times = new long[20_000];
    Arrays.setAll(times, i -> i);
    byte[] capture = pcap(times);
    Path file = Files.write(folder.resolve("cut.pcap"), capture);
    int kept = PCAP_HEADER + 100 * RECORD;
    try (FrameSource source = CaptureSource.file(file).open()) {
      int frames = 0;
      while (source.next()) {
        if (++frames == 1) {
          try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            other.truncate(kept);
          }
        }
      }
      // The page that has the cut can still be read: nothing behind the file's new end counts.
      assertThat(frames).isEqualTo(100);
      assertThat(source.warnings())
          .extracting(CaptureWarning::message)
          .containsExactly(
              "ends inside frame 101; 100 frames were judged (--strict makes this an error)");
    }
  }

  @Test
  void saysWhyAFileCannotBeOpened() throws IOException {
    Files.write(folder.resolve("trace.pcap.gz"), gzip(pcap(1)));
    Files.write(folder.resolve("other.pcap"), pcap(1));
    assertMissing("trace.pcap", "no such file; did you mean %strace.pcap.gz?");
    assertMissing("ohter.pcap", "no such file; did you mean %sother.pcap?");
    assertMissing("nothing-like-it.pcap", "no such file");
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> CaptureSource.file(folder).open())
        .withMessage("is a directory; name a capture in it");
  }

  private void assertMissing(String name, String message) {
    String prefix = folder + "/";
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> CaptureSource.file(folder.resolve(name)).open())
        .withMessage(message.formatted(prefix))
        .satisfies(e -> assertThat(e.subject()).isEqualTo(prefix + name));
  }

  private static void assertRefused(byte[] octets, String code, String message) {
    assertThatExceptionOfType(CaptureException.class)
        .as(new String(octets, StandardCharsets.ISO_8859_1))
        .isThrownBy(() -> read(octets))
        .withMessage(message)
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.subject()).isEqualTo("a.pcap");
            });
  }

  @Test
  void readsWhatLiesBeforeDamageInGzip() throws CaptureException {
    byte[] whole = pcap(LongStream.range(0, 500).toArray());
    int sound = PCAP_HEADER + 300 * RECORD;
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(whole, 0, sound);
    byte[] packed = new byte[sound];
    int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
    deflater.end();
    ByteBuffer gzip = ByteBuffer.allocate(10 + length + 1);
    gzip.put(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0}).put(packed, 0, length);
    gzip.put((byte) 7); // a block of the type that RFC 1951 reserves
    Read read = read(gzip.array());
    assertThat(read.frames()).hasSizeBetween(300 - 1 - 2048 / RECORD, 300);
    assertThat(read.messages()).singleElement().asString().startsWith("the gzip data are damaged");
  }
}
