package org.mptcpscope.core.capture;

/** What is said of filters in the language of pcap-filter(7). */
final class CaptureFilter {
  private CaptureFilter() {}

  /** A filter that libpcap does not understand, with its words. */
  static CaptureException refused(String filter, String words) {
    return new CaptureException(CaptureException.FILTER, "--filter '" + filter + "'", words);
  }
}
