package org.mptcpscope.core.capture;

import java.util.regex.Pattern;

/** What is said of filters in the language of pcap-filter(7). */
final class CaptureFilter {
  /**
   * What makes a filter let some segments of a TCP connection pass and others not. Without it a
   * filter speaks of addresses, ports and protocols of either direction.
   */
  private static final Pattern PARTIAL =
      Pattern.compile(
          "[\\[<>]|\\b(src|dst|less|greater|len|inbound|outbound|direction|dir|type|subtype|ra|ta"
              + "|addr[1-4]|reason|action|ifname|ifindex|on)\\b",
          Pattern.CASE_INSENSITIVE);

  private CaptureFilter() {}

  /** Whether parts of a TCP connection may be missing that passes this filter otherwise. */
  static boolean isPartial(String filter) {
    return PARTIAL.matcher(filter).find();
  }

  /** A filter that libpcap does not understand, with its words. */
  static CaptureException refused(String capture, String filter, String words) {
    return new CaptureException(
        CaptureException.FILTER, capture, "--filter '" + filter + "': " + words);
  }
}
