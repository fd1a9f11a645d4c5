package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.gzip;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.pcapng;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void fillFolder() throws IOException {
    write("b.txt", pcap(1));
    write("a.pcap", "no capture".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    write("empty.pcap", new byte[0]);
    write("c/2.gz", gzip(pcapng(List.of(1), List.of())));
    write("c/10.pcapng", pcapng(List.of(1), List.of()));
    write("c/3", Packers.ZSTD.pack(pcap(1)));
    write("c/4", Packers.XZ.pack(pcap(1)));
    write("c/5", Packers.LZ4.pack(pcap(1)));
    write("c/text.gz", gzip(new byte[20]));
    write("none/readme", new byte[100]);
  }

  @Test
  void takesCapturesOfADirectoryByTheirMagicInTheOrderOfTheirNames() {
    String given = folder.toString();
    assertThat(names(given))
        .containsExactly(
            given + "/b.txt",
            given + "/c/10.pcapng",
            given + "/c/2.gz",
            given + "/c/3",
            given + "/c/4",
            given + "/c/5");
    assertThat(names(given + "/")).isEqualTo(names(given));
  }

  @Test
  void takesFilesAsTheyAreGiven() {
    assertThat(names("x/../no-such.pcap", "-", folder + "/a.pcap"))
        .containsExactly("x/../no-such.pcap", "-", folder + "/a.pcap");
  }

  @Test
  void saysThatADirectoryHoldsNone() {
    assertFails(
        folder + "/none",
        "no captures among 1 file (looked for pcap and pcapng, also gzip, zstd, lz4, xz)");
    assertFails(folder + "/c/..", null);
  }

  @Test
  void aLinkToADirectoryIsNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("none/loop"), folder);
    Files.createSymbolicLink(folder.resolve("none/z.pcap"), folder.resolve("b.txt"));
    assertThat(names(folder + "/none")).containsExactly(folder + "/none/z.pcap");
  }

  @Test
  void libpcapIsNotGivenAStream() {
    InputStream in = InputStream.nullInputStream();
    CaptureSource source = CaptureFiles.expand(List.of("-"), Reader.PCAP4J, in).getFirst();
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(source::open)
        .withMessageContaining("takes files only");
  }

  @Test
  void anImpossibleNameIsMissing() {
    assertFails("a\0b", "no such file");
  }

  private void assertFails(String argument, String message) {
    CaptureSource source = expand(argument).getFirst();
    if (message == null) {
      assertThat(source.name()).startsWith(argument + "/");
      return;
    }
    assertThat(source.name()).isEqualTo(argument);
    assertThatExceptionOfType(CaptureException.class).isThrownBy(source::open).withMessage(message);
  }

  private List<String> names(String... arguments) {
    return expand(arguments).stream().map(CaptureSource::name).toList();
  }

  private static List<CaptureSource> expand(String... arguments) {
    return CaptureFiles.expand(List.of(arguments), Reader.NATIVE, InputStream.nullInputStream());
  }

  private void write(String name, byte[] octets) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, octets);
  }
}
