package org.mptcpscope.core.capture;

import java.io.InputStream;
import java.util.List;

/** From the arguments of a command to captures. */
public final class CaptureFiles {
  private CaptureFiles() {}

  /**
   * Expands arguments: a file stands for itself, a directory for all captures below it in the order
   * of their names, {@code -} for standard input.
   *
   * @throws CaptureException if a directory holds no capture or cannot be read
   */
  public static List<CaptureSource> expand(List<String> arguments, Reader reader, InputStream in)
      throws CaptureException {
    throw new UnsupportedOperationException();
  }
}
