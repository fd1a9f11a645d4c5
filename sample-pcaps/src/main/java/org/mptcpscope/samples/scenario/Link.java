package org.mptcpscope.samples.scenario;

import java.nio.ByteBuffer;
import org.mptcpscope.dissector.link.LinkType;

/** What stands before an IP packet in a capture. */
public enum Link {
  ETHERNET(LinkType.ETHERNET, 14),
  RAW(LinkType.RAW, 0);

  private final int type;
  private final int header;

  Link(int type, int header) {
    this.type = type;
    this.header = header;
  }

  /** The link type as capture files name it. */
  public int type() {
    return type;
  }

  /** Octets before the IP header. */
  public int header() {
    return header;
  }

  /**
   * Puts the link header before an IP packet.
   *
   * @param from number of the sending station, 0 to 255
   * @param to number of the receiving station
   */
  public byte[] frame(byte[] packet, int from, int to) {
    if (this == RAW) {
      return packet;
    }
    boolean v6 = packet.length > 0 && (packet[0] >> 4 & 0xf) == 6;
    return ByteBuffer.allocate(header + packet.length)
        .put(station(to))
        .put(station(from))
        .putShort((short) (v6 ? 0x86dd : 0x0800))
        .put(packet)
        .array();
  }

  /** A locally administered address. */
  private static byte[] station(int number) {
    return new byte[] {2, 0, 0, 0, 0, (byte) number};
  }
}
