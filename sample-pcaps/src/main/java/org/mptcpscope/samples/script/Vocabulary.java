package org.mptcpscope.samples.script;

import java.util.Set;

/** The words that the language knows. */
final class Vocabulary {
  private Vocabulary() {}

  static final Set<String> SETTINGS =
      Set.of(
          "host",
          "connection",
          "path",
          "tcp",
          "link",
          "interface",
          "snaplen",
          "start",
          "vantage",
          "unsorted");

  static final Set<String> FRAMES = Set.of("raw", "copy", "tick");

  static final Set<String> MPTCP_OPTIONS =
      Set.of(
          "mp_capable",
          "mp_join",
          "dss",
          "add_addr",
          "remove_addr",
          "mp_prio",
          "mp_fail",
          "mp_fastclose",
          "mp_tcprst",
          "mp_experimental",
          "mp_unknown");

  static final Set<String> TCP_OPTIONS =
      Set.of("raw", "nop", "eol", "mss", "ws", "sackok", "ts", "sack", "tfo", "tfoexp", "option");

  static final Set<String> ATTRIBUTES =
      Set.of(
          "seq",
          "ack",
          "win",
          "urg",
          "csum",
          "ttl",
          "ipid",
          "tsval",
          "tsecr",
          "if",
          "at",
          "snap",
          "frag",
          "step",
          "corrupt",
          "nots",
          "bare",
          "knows",
          "offset",
          "reserved",
          "!unseen",
          "!dropped",
          "!lost");

  static boolean isOption(String name) {
    return MPTCP_OPTIONS.contains(name) || TCP_OPTIONS.contains(name);
  }
}
