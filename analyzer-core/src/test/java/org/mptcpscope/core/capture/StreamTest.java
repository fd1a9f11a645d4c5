package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.SECOND;
import static org.mptcpscope.core.capture.Captures.gzip;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.dissector.Octets;

class StreamTest {
  private static final int RECORD_HEADER = 16;

  @TempDir Path folder;

  @Test
  void aStreamReadsAsItsFileDoes() throws IOException, CaptureException {
    byte[] capture = pcap(3, 1, 2, 2 * SECOND, 4 * SECOND, 4 * SECOND - 9);
    Path plain = Files.write(folder.resolve("a.pcap"), capture);
    Path compressed = Files.write(folder.resolve("a.pcap.gz"), gzip(capture));
    Read file = read(CaptureSource.file(plain));
    assertThat(read(CaptureSource.file(compressed))).isEqualTo(file);
    assertThat(read(standardInput(capture))).isEqualTo(file);
    assertThat(read(standardInput(gzip(capture)))).isEqualTo(file);
    assertThat(file.numbers()).containsExactly(2, 3, 1, 4, 6, 5);
  }

  @Test
  void standardInputIsReadOnce() throws CaptureException {
    CaptureSource source = standardInput(pcap(1));
    assertThat(source.name()).isEqualTo("-");
    assertThat(read(source).frames()).hasSize(1);
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(source::open)
        .withMessage("was read already, a stream can be read once");
  }

  @Test
  void allMembersOfASlowGzipStreamAreRead() throws CaptureException {
    byte[] capture = pcap(1, 2, 3);
    byte[] head = gzip(Arrays.copyOf(capture, 50));
    byte[] tail = gzip(Arrays.copyOfRange(capture, 50, capture.length));
    InputStream both =
        new SequenceInputStream(new ByteArrayInputStream(head), new ByteArrayInputStream(tail));
    assertThat(read(CaptureSource.standardInput(new Slow(both))).frames()).hasSize(3);
  }

  @Test
  void aStreamOfAnySizePassesThroughTheWindow() throws CaptureException {
    int frames = 3000;
    int length = 65_000; // 195 MB, three times the window
    long kept = -1;
    try (FrameSource source = CaptureSource.standardInput(new Endless(frames, length)).open()) {
      long first = -1;
      for (int i = 1; i <= frames; i++) {
        assertThat(source.next()).isTrue();
        assertThat(source.number()).isEqualTo(i);
        assertThat(source.capturedLength()).isEqualTo(length);
        assertThat(source.buffer().get(java.lang.foreign.ValueLayout.JAVA_BYTE, source.offset()))
            .isEqualTo((byte) i);
        first = first < 0 ? source.position() : first;
        if (i == frames - 10) {
          kept = source.position();
        }
      }
      assertThat(source.next()).isFalse();
      assertThat(source.warnings()).isEmpty();
      assertThat(source.reread(first, (_, _, _, _, _) -> {})).isFalse();
      Octets[] again = new Octets[1];
      assertThat(
              source.reread(kept, (b, offset, _, _, _) -> again[0] = Octets.copyOf(b, offset, 1)))
          .isTrue();
      assertThat(again[0]).isEqualTo(Octets.of((byte) (frames - 10)));
    }
  }

  @Test
  void aBlockThatIsJumpedOverIsNotKept() throws CaptureException {
    byte[] section = Captures.pcapng(List.of(1), List.of());
    byte[] frame = Captures.pcapng(List.of(1), List.of(new Captures.Written(0, 5, octets(60, 9))));
    int length = 150 << 20;
    byte[] header = ByteBuffer.allocate(8).putInt(0x0bad).putInt(length).array();
    InputStream stream =
        new SequenceInputStream(
            java.util.Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(section),
                    new ByteArrayInputStream(header),
                    new Zeros(length - 12),
                    new ByteArrayInputStream(ByteBuffer.allocate(4).putInt(length).array()),
                    new ByteArrayInputStream(frame))));
    Read read = read(CaptureSource.standardInput(stream));
    assertThat(read.frames()).extracting(Captures.Frame::octets).containsExactly(octets(60, 9));
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void aStreamThatBreaksIsReadUpToThere() throws CaptureException {
    byte[] capture = pcap(1, 2, 3);
    InputStream broken =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == capture.length - 1) {
              throw new IOException("Input/output error");
            }
            return capture[at++] & 0xff;
          }

          @Override
          public int read(byte[] to, int from, int length) throws IOException {
            to[from] = (byte) read(); // octet by octet, up to where it breaks
            return 1;
          }
        };
    Read read = read(CaptureSource.standardInput(broken));
    assertThat(read.numbers()).containsExactly(1, 2);
    assertThat(read.messages())
        .containsExactly("Input/output error, nothing behind frame 2 was read");
  }

  private static CaptureSource standardInput(byte[] octets) {
    return CaptureSource.standardInput(new ByteArrayInputStream(octets));
  }

  /** A stream that gives one octet at a time, and never knows of the next. */
  private static final class Slow extends java.io.FilterInputStream {
    Slow(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return in.read(to, offset, Math.min(1, length));
    }

    @Override
    public int available() {
      return 0;
    }
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int count = (int) Math.min(left, length);
      Arrays.fill(to, offset, offset + count, (byte) 0);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }

  /** A pcap stream of large frames within one second, each full of the last octet of its number. */
  private static final class Endless extends InputStream {
    private final int frames;
    private final int length;
    private ByteBuffer ready;
    private int made;

    Endless(int frames, int length) {
      this.frames = frames;
      this.length = length;
      ready = ByteBuffer.wrap(pcap());
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("octet by octet is too slow");
    }

    @Override
    public int read(byte[] to, int offset, int max) {
      if (!ready.hasRemaining() && made < frames) {
        byte[] record = new byte[RECORD_HEADER + length];
        Arrays.fill(record, (byte) ++made);
        ready = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        ready.putInt(1).putInt(made).putInt(length).putInt(length).rewind();
      }
      int count = Math.min(max, ready.remaining());
      ready.get(to, offset, count);
      return count == 0 ? -1 : count;
    }

    @Override
    public int available() {
      return ready.remaining();
    }
  }
}
