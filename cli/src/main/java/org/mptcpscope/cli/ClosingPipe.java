package org.mptcpscope.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** A print stream that says when nobody reads any more, which print streams hide. */
final class ClosingPipe extends OutputStream {
  /** What it says then. */
  static final String CLOSED = "standard output was closed";

  private final PrintStream out;

  ClosingPipe(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    out.write(octet);
    check(false);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    out.write(octets, offset, length);
    check(false);
  }

  @Override
  public void flush() throws IOException {
    check(true);
  }

  private void check(boolean flushes) throws IOException {
    if (flushes) {
      out.flush();
    }
    if (out.checkError()) {
      throw new IOException(CLOSED);
    }
  }
}
