package org.mptcpscope.cli;

import java.io.Serial;

/** The command line cannot be followed; the message says why and what to do, after the command. */
final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
