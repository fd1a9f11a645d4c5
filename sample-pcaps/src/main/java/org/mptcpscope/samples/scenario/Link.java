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

  /** Where the IP header begins in a frame of this link. */
  public int ipAt(byte[] frame) {
    boolean tagged = this == ETHERNET && (frame[12] & 0xff) == 0x81 && frame[13] == 0;
    return tagged ? header + 4 : header;
  }

  /**
   * Puts the link header before an IP packet.
   *
   * @param from number of the sending station, 0 to 255
   * @param to number of the receiving station
   * @param vlan the tag of 802.1Q, or -1 for none; only Ethernet has it
   */
  public byte[] frame(byte[] packet, int from, int to, int vlan) {
    if (this == RAW) {
      return packet;
    }
    boolean v6 = packet.length > 0 && (packet[0] >> 4 & 0xf) == 6;
    ByteBuffer out = ByteBuffer.allocate(header + (vlan < 0 ? 0 : 4) + packet.length);
    out.put(station(to)).put(station(from));
    if (vlan >= 0) {
      out.putShort((short) 0x8100).putShort((short) vlan);
    }
    return out.putShort((short) (v6 ? 0x86dd : 0x0800)).put(packet).array();
  }

  /** A locally administered address. */
  private static byte[] station(int number) {
    return new byte[] {2, 0, 0, 0, 0, (byte) number};
  }
}
