package org.mptcpscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The help pages, written by hand: examples first, since most people copy one and leave. */
final class Help {
  private Help() {}

  /** The page of a command, or the first page for "mptcpscope". */
  static String page(String command) {
    try (InputStream in = Help.class.getResourceAsStream("help/" + command + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("no help page for " + command);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
