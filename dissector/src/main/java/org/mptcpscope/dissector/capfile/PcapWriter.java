package org.mptcpscope.dissector.capfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import org.mptcpscope.dissector.Octets;

/** Writes a pcap file; the stream is the caller's, who closes it. */
public final class PcapWriter {
  private final OrderedOutput out;
  private final boolean nanoseconds;

  /** Writes the file header. */
  public PcapWriter(
      OutputStream out, ByteOrder order, boolean nanoseconds, int snaplen, int linkType)
      throws IOException {
    this.out = new OrderedOutput(out, order);
    this.nanoseconds = nanoseconds;
    this.out.write(
        this.out
            .buffer(24)
            .putInt(nanoseconds ? Magic.PCAP_NANOSECONDS : Magic.PCAP_MICROSECONDS)
            .putShort((short) 2)
            .putShort((short) 4)
            .putInt(0)
            .putInt(0)
            .putInt(snaplen)
            .putInt(linkType));
  }

  /**
   * Writes a frame.
   *
   * @param timeNanos since 1970-01-01 UTC, until 2106; with microseconds the rest is cut
   * @param wireLength octets of the frame on the wire, at least those captured
   */
  public void frame(long timeNanos, int wireLength, Octets captured) throws IOException {
    long fraction = Math.floorMod(timeNanos, 1_000_000_000L);
    out.write(
        out.buffer(16)
            .putInt((int) Math.floorDiv(timeNanos, 1_000_000_000L))
            .putInt((int) (nanoseconds ? fraction : fraction / 1000))
            .putInt(captured.length())
            .putInt(wireLength));
    out.write(captured.toArray());
  }
}
