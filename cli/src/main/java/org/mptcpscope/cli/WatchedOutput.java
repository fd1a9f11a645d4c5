package org.mptcpscope.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stream that remembers why it failed, which a {@code PrintStream} above it does not tell. */
final class WatchedOutput extends OutputStream {
  /** Where Linux tells what standard output is; elsewhere there is no such link. */
  static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private final OutputStream to;
  private IOException failure;

  WatchedOutput(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    try {
      to.write(octets, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Why what was written is lost, or null. That a reader closed its pipe is no loss: it has what it
   * wanted.
   *
   * @param link what says where this stream leads to
   */
  String loss(Path link) {
    return failure == null || isPipe(link) ? null : failure.getMessage();
  }

  private static boolean isPipe(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().matches("(pipe|socket):.*");
    } catch (IOException | UnsupportedOperationException _) {
      return true;
    }
  }
}
