package org.mptcpscope.core.capture;

import java.io.IOException;
import java.io.Serial;

/** Why compressed octets cannot be unpacked, in words for people. */
final class UnpackException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private UnpackException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The octets contradict their format. */
  static UnpackException damaged(String label, Exception cause) {
    String why = cause.getMessage() == null ? "" : cause.getMessage().strip();
    String first = why.lines().findFirst().orElse("");
    String shown = first.isEmpty() ? "" : " (" + first + ")";
    return new UnpackException("the " + label + " data are damaged" + shown, cause);
  }

  /** Unpacking would take more memory than is allowed. */
  static UnpackException tooMuch(String label, String command) {
    return new UnpackException(
        "the %s data need more than %d MiB of memory; unpack them with %s"
            .formatted(label, Compression.MEBIBYTES, command),
        null);
  }

  /** The compressed octets are of a kind that is not read. */
  static UnpackException unsupported(String message, Throwable cause) {
    return new UnpackException(message, cause);
  }
}
