package org.mptcpscope.core.capture;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.capture.Captures.Frame;
import org.mptcpscope.core.capture.Captures.Read;

/** Frames of real captures, compared with what tshark and capinfos say of them. */
class ReferenceCaptureTest {

  /** What tshark says of a frame. */
  private record Seen(int number, long time, int interfaceId, int captured, int wire) {
    static Seen parse(String line) {
      String[] fields = line.split("\t", -1);
      return new Seen(
          Integer.parseInt(fields[0]),
          new BigDecimal(fields[1]).movePointRight(9).longValueExact(),
          fields[2].isEmpty() ? 0 : Integer.parseInt(fields[2]),
          Integer.parseInt(fields[3]),
          Integer.parseInt(fields[4]));
    }

    static Seen of(Frame frame) {
      return new Seen(
          frame.number(), frame.time(), frame.interfaceId(), frame.octets().length(), frame.wire());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-6.18/formats/client.pcapng.gz",
        "linux-6.18/formats/dumpcap_any.pcapng.gz",
        "linux-6.18/formats/dumpcap_two_any.pcapng.gz",
        "linux-6.18/formats/micro_ng.pcapng.gz",
        "linux-6.18/formats/nano.pcap.gz",
        "linux-6.18/formats/rawip.pcap.gz",
        "linux-6.18/formats/sll1.pcap.gz",
        "linux-6.18/formats/swapped.pcap.gz",
        "linux-6.18/fail_multi_first/server.pcapng.gz",
        "linux-6.18/address_deleted/server.pcap.gz", // cut by its snaplen
        "linux-6.18/add_addr_stripped/client.pcapng", // not compressed: mapped
      })
  void deliversTheFramesOfTsharkInTheOrderOfTime(String name) throws Exception {
    Path file = ReferenceCaptures.folder().resolve(name);
    List<Seen> expected = new ArrayList<>(tshark(file));
    expected.sort(comparingLong(Seen::time)); // stable: equal times stay in file order
    Read read = Captures.read(CaptureSource.file(file));
    assertThat(read.frames().stream().map(Seen::of)).containsExactlyElementsOf(expected);
    assertThat(read.facts().clockStepFrame()).isZero();
  }

  @Test
  void interfacesOfOneFileAreNotInOrder() throws Exception {
    Path file = ReferenceCaptures.folder().resolve("linux-6.18/fail_multi_first/server.pcapng.gz");
    List<Long> inFile = tshark(file).stream().map(Seen::time).toList();
    Read read = Captures.read(CaptureSource.file(file));
    List<Long> delivered = read.frames().stream().map(Frame::time).toList();
    assertThat(inFile).isNotEqualTo(delivered); // else this capture proves nothing
    assertThat(delivered).isSorted().containsExactlyInAnyOrderElementsOf(inFile);
    assertThat(read.facts().framesMoved()).isPositive();
    assertThat(read.facts().interfaces()).hasSizeGreaterThan(1);
  }

  @Test
  void hasAsManyFramesAsCapinfosSays() throws Exception {
    Path folder = ReferenceCaptures.folder();
    List<CaptureSource> sources =
        CaptureFiles.expand(
            List.of(folder.toString()), Reader.NATIVE, InputStream.nullInputStream());
    assertThat(sources).hasSizeGreaterThan(400);
    List<String> command = new ArrayList<>(List.of("capinfos", "-T", "-r", "-M", "-c", "-d"));
    sources.forEach(source -> command.add(source.name()));
    List<String> expected = ReferenceCaptures.run(command.toArray(String[]::new));
    List<String> counted = new ArrayList<>();
    for (CaptureSource source : sources) {
      counted.add(source.name() + "\t" + counts(source));
    }
    assertThat(counted).containsExactlyElementsOf(expected);
  }

  /** Frames and octets on the wire, whether or not frames can be dissected. */
  private static String counts(CaptureSource source) throws CaptureException {
    long frames = 0;
    long octets = 0;
    try (FrameSource opened = source.open()) {
      while (opened.next()) {
        frames++;
        octets += opened.wireLength();
      }
    } catch (CaptureException e) {
      assertThat(e.code()).isEqualTo(CaptureWarning.LINK_TYPE);
    }
    return frames + "\t" + octets;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"micro_ng.pcapng", "nano.pcap", "rawip.pcap", "sll1.pcap", "swapped.pcap"})
  void libpcapReadsTheSameFrames(String name) throws Exception {
    ReferenceCaptures.needLibpcap();
    Path packed = ReferenceCaptures.folder().resolve("linux-6.18/formats/" + name + ".gz");
    LibpcapReaderTest.assertReadersAgree(packed);
  }

  private static List<Seen> tshark(Path file) throws IOException, InterruptedException {
    return Stream.of(
            ReferenceCaptures.run(
                    "tshark",
                    "-n",
                    "-r",
                    file.toString(),
                    "-T",
                    "fields",
                    "-e",
                    "frame.number",
                    "-e",
                    "frame.time_epoch",
                    "-e",
                    "frame.interface_id",
                    "-e",
                    "frame.cap_len",
                    "-e",
                    "frame.len")
                .toArray(String[]::new))
        .map(Seen::parse)
        .toList();
  }
}
