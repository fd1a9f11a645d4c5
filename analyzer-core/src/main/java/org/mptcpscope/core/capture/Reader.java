package org.mptcpscope.core.capture;

/** What reads the octets of a capture. */
public enum Reader {
  /** The project's own reader: all formats, compressed or not, at full speed. */
  NATIVE,
  /** libpcap through pcap4j: what libpcap refuses is an error. */
  PCAP4J
}
