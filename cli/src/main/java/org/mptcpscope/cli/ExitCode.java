package org.mptcpscope.cli;

/** What the program ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int FINDINGS = 1;
  static final int USAGE = 2;
  static final int INTERNAL = 70;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
