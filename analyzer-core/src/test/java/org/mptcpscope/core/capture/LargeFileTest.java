package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.core.capture.Captures.Written;

class LargeFileTest {
  @TempDir Path folder;

  @Test
  void framesBehindFourGibibytesAreRead() throws IOException, CaptureException {
    Path path = folder.resolve("large.pcapng");
    byte[] frame = Captures.pcapng(List.of(1), List.of(new Written(0, 5, octets(60, 9))));
    int hole = 0x5000_0000; // a block of 1.25 GiB that nobody reads, and the file system neither
    try (FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      file.write(ByteBuffer.wrap(frame));
      for (int i = 0; i < 4; i++) {
        long block = file.position();
        file.write(ByteBuffer.allocate(8).putInt(0x0bad).putInt(hole).flip());
        file.write(ByteBuffer.allocate(4).putInt(hole).flip(), block + hole - 4);
        file.position(block + hole);
      }
      file.write(ByteBuffer.wrap(frame));
    }
    Read read = read(CaptureSource.file(path));
    assertThat(read.frames())
        .extracting(Captures.Frame::octets)
        .containsExactly(octets(60, 9), octets(60, 9));
    assertThat(read.warnings()).isEmpty();
  }
}
