package org.mptcpscope.core.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file without a name, that only this process and its user can read and that is gone with it,
 * however it ends. Where the system cannot take the name away from an open file, it is deleted when
 * it is closed or the JVM ends.
 */
final class TemporaryFile implements AutoCloseable {
  private final FileChannel channel;

  TemporaryFile(Path directory) throws IOException {
    Path path = Files.createTempFile(directory, "mptcpscope-", ".tmp");
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      path.toFile().deleteOnExit();
    }
  }

  void write(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  /** Reads until the buffer is full or the file ends. */
  void read(ByteBuffer to, long position) throws IOException {
    long at = position;
    while (to.hasRemaining()) {
      int read = channel.read(to, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
