package org.mptcpscope.cli;

/** What to say when the heap is too small. */
final class Memory {
  private Memory() {}

  static String sentence() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "mptcpscope: more than "
        + megabytes
        + " MB of memory needed; set MPTCPSCOPE_JAVA_OPTS=-Xmx"
        + Math.max(2, 2 * (megabytes + 1023) / 1024)
        + "g";
  }
}
