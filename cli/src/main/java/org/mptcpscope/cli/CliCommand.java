package org.mptcpscope.cli;

import org.mptcpscope.core.capture.CaptureException;

/** One command, parsed. */
interface CliCommand {
  /**
   * Runs it and returns what the program ends with.
   *
   * @throws CaptureException if nothing of the only capture can be read
   * @throws UsageException if it cannot be followed
   */
  int run(Terminal terminal) throws CaptureException;
}
