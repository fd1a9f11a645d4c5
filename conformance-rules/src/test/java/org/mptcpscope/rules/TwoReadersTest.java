package org.mptcpscope.rules;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.capture.Reader;
import org.mptcpscope.rules.api.Finding;

/**
 * libpcap, by way of pcap4j, is a second reader: it finds the same octets, lengths and times, to
 * the nanosecond, and so the same findings. What only one of the two reads is listed here, with
 * why.
 */
class TwoReadersTest {
  /** libpcap takes no file whose interfaces differ in link type or snaplen. */
  private static final String SEVERAL = "several interfaces";

  /** The project refuses it, as its variants cannot be told apart; libpcap guesses. */
  private static final String MODIFIED = "modified pcap";

  @TempDir Path folder;

  private record Frame(int number, long time, int wire, int captured, long octets) {}

  /**
   * What was read.
   *
   * @param beyondSnaplen whether a frame is longer than its file says frames are; libpcap cuts it
   */
  private record Read(List<Frame> frames, int interfaces, boolean beyondSnaplen) {
    List<Frame> byNumber() {
      return frames.stream().sorted(Comparator.comparingInt(Frame::number)).toList();
    }
  }

  @Test
  void bothFindTheSame() throws IOException {
    Optional<Path> captures = Lab.references();
    assumeTrue(
        captures.isPresent(), "no reference captures (property mptcpscope.referenceCaptures)");
    List<Path> files;
    try (Stream<Path> all = Files.walk(captures.get())) {
      files =
          all.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
              .sorted()
              .toList();
    }
    Map<String, String> onlyOne = new TreeMap<>();
    int compared = 0;
    for (Path file : files) {
      Path plain = plain(file);
      Read theirs = read(plain, Reader.PCAP4J);
      Read ours = read(plain, Reader.NATIVE);
      if (theirs != null && ours != null) {
        compared++;
        // libpcap makes one interface of several: where their times cross, one clock seems set
        // back.
        assertThat(theirs.byNumber()).as(file.toString()).isEqualTo(ours.byNumber());
        if (ours.interfaces() == 1 && !ours.beyondSnaplen()) {
          assertThat(theirs.frames()).as(file.toString()).isEqualTo(ours.frames());
          assertThat(findings(plain, Reader.PCAP4J))
              .as(file.toString())
              .isEqualTo(findings(plain, Reader.NATIVE));
        }
      } else {
        onlyOne.put(captures.get().relativize(file).toString(), why(ours));
      }
    }
    assertThat(compared).isGreaterThan(files.size() * 9 / 10);
    assertThat(onlyOne.values()).containsOnly(SEVERAL, MODIFIED);
    assertThat(onlyOne).hasSizeLessThan(20);
  }

  private static String why(Read ours) {
    return ours == null ? MODIFIED : ours.interfaces() > 1 ? SEVERAL : "?";
  }

  private Path plain(Path file) throws IOException {
    Path plain = folder.resolve("plain");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(2);
      boolean packed = in.read() == 0x1f;
      in.reset();
      Files.write(plain, (packed ? new GZIPInputStream(in) : in).readAllBytes());
    }
    return plain;
  }

  /** All frames, or null if the reader refuses the file. */
  private static Read read(Path file, Reader reader) {
    List<Frame> frames = new ArrayList<>();
    int snaplen = 0;
    boolean beyond = false;
    try (FrameSource source = CaptureSource.file("capture", file, reader).open()) {
      while (source.next()) {
        snaplen = frames.isEmpty() ? source.facts().interfaces().getFirst().snaplen() : snaplen;
        int kept = source.capturedLength();
        if (snaplen > 0 && kept > snaplen) {
          kept = snaplen;
          beyond = true;
        }
        CRC32 sum = new CRC32();
        sum.update(source.buffer().asSlice(source.offset(), kept).toArray(JAVA_BYTE));
        frames.add(
            new Frame(
                source.number(), source.timeNanos(), source.wireLength(), kept, sum.getValue()));
      }
      return new Read(frames, source.facts().interfaces().size(), beyond);
    } catch (CaptureException e) {
      assumeTrue(!e.code().equals(CaptureException.NO_LIBPCAP), "libpcap is not installed");
      return null;
    }
  }

  private static List<Finding> findings(Path file, Reader reader) {
    return Lab.judge(CaptureSource.file("capture", file, reader), true).findings();
  }
}
