package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.ETHERNET;
import static org.mptcpscope.core.capture.Captures.SECOND;
import static org.mptcpscope.core.capture.Captures.gzip;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.pcapOf;
import static org.mptcpscope.core.capture.Captures.pcapng;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.core.capture.Captures.Written;

/** The reader that leaves the file to libpcap. */
class LibpcapReaderTest {
  @TempDir Path folder;

  @BeforeEach
  void needsLibpcap() {
    ReferenceCaptures.needLibpcap();
  }

  @Test
  void readsWhatTheNativeReaderReads() throws Exception {
    assertSame(pcap(SECOND + 1, SECOND, 3 * SECOND));
    assertSame(pcapOf(ETHERNET, 1514, 1, 2));
    assertSame(pcapOf(276, 60, 1, 2));
    List<Written> frames =
        List.of(new Written(0, 5, octets(61, 1)), new Written(0, 4, octets(3, 2)));
    assertSame(pcapng(List.of(ETHERNET), frames));
  }

  private void assertSame(byte[] capture) throws IOException, CaptureException {
    Path file = write(capture);
    assertThat(read(file).frames()).isEqualTo(Captures.read(CaptureSource.file(file)).frames());
    assertThat(read(file).messages()).isEqualTo(Captures.read(CaptureSource.file(file)).messages());
  }

  @Test
  void saysWhereAFileBreaksOff() throws Exception {
    byte[] whole = pcap(1, 2);
    Read read = read(write(Arrays.copyOf(whole, whole.length - 1)));
    assertThat(read.numbers()).containsExactly(1);
    assertThat(read.messages())
        .containsExactly("ends inside frame 2; 1 frame was judged (--strict makes this an error)");
  }

  @Test
  void whatLibpcapRefusesIsAnError() throws IOException {
    assertRefused(gzip(pcap(1)), "libpcap cannot read it, unknown file format");
    // Of these getNextPacket() would say that there is no frame.
    byte[] mixed =
        pcapng(
            List.of(ETHERNET, 276),
            List.of(new Written(0, 1, octets(60, 1)), new Written(1, 2, octets(60, 2))));
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> read(write(mixed)))
        .withMessageContaining(
            "an interface has a type 276 different from the type of the first interface");
    assertRefused(new byte[0], "empty, 0 octets; ");
  }

  private void assertRefused(byte[] octets, String message) throws IOException {
    Path file = write(octets);
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", file.toString()));
  }

  /** Unpacks a capture and reads it in both ways. */
  static void assertReadersAgree(Path packed) throws IOException, CaptureException {
    Path file = Files.createTempFile("capture", ".pcap");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.write(file, in.readAllBytes());
      Read expected = Captures.read(CaptureSource.file(file));
      assertThat(expected.frames()).isNotEmpty();
      List<Captures.Frame> frames =
          read(file).frames().stream().map(LibpcapReaderTest::withRegisteredLinkType).toList();
      assertThat(frames).isEqualTo(expected.frames());
    } finally {
      Files.delete(file);
    }
  }

  /** libpcap has a number of its own for raw IP. */
  private static Captures.Frame withRegisteredLinkType(Captures.Frame frame) {
    return new Captures.Frame(
        frame.number(),
        frame.time(),
        frame.interfaceId(),
        frame.linkType() == 12 ? 101 : frame.linkType(),
        frame.wire(),
        frame.octets());
  }

  private static Read read(Path file) throws CaptureException {
    return Captures.read(CaptureSource.file(file.toString(), file, Reader.PCAP4J));
  }

  private Path write(byte[] octets) throws IOException {
    return Files.write(folder.resolve("sample.pcap"), octets);
  }
}
