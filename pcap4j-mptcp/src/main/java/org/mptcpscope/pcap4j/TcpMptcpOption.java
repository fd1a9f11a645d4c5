package org.mptcpscope.pcap4j;

import java.util.Arrays;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.namednumber.TcpOptionKind;

/**
 * An MPTCP option of a {@code TcpPacket}: its octets, which stay as they were, and what they mean.
 * An option that breaks the option area takes the rest of it, as pcap4j has it for other kinds, and
 * means {@link org.mptcpscope.dissector.mptcp.Malformed}.
 */
public final class TcpMptcpOption implements TcpOption {
  private static final long serialVersionUID = 1;

  private static final int KIND_AND_LENGTH = 2;

  private final byte[] octets;

  private TcpMptcpOption(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Reads the option that begins at an offset. Never refuses what is there.
   *
   * @param rawData where the option lies; it is copied
   * @param offset of its kind octet
   * @param left octets from there to the end of the option area, at least 1
   */
  static TcpMptcpOption read(byte[] rawData, int offset, int left) {
    int claimed = left < KIND_AND_LENGTH ? 0 : rawData[offset + 1] & 0xff;
    int length = claimed < KIND_AND_LENGTH ? left : Math.min(claimed, left);
    return new TcpMptcpOption(Arrays.copyOfRange(rawData, offset, offset + length));
  }

  /** Returns an option for a packet that is built. */
  public static TcpMptcpOption of(MptcpOption option) {
    return new TcpMptcpOption(option.emit().toArray());
  }

  /**
   * Returns what the option says. The layout of MP_CAPABLE and MP_JOIN depends on the segment they
   * stand on, which pcap4j does not tell its options; here it is taken from their length. Who has
   * the segment asks {@link #on}, or {@link Mptcp#options}.
   */
  public MptcpOption option() {
    return on(likely());
  }

  /** Returns what the option says on a segment of that kind. */
  public MptcpOption on(SegmentKind segment) {
    return MptcpOption.parse(Octets.of(octets), segment);
  }

  private SegmentKind likely() {
    int subtype = octets.length < 3 ? -1 : (octets[2] & 0xf0) >> 4;
    return switch (subtype) {
      case Subtype.MP_CAPABLE ->
          switch (octets.length) {
            case 4 -> SegmentKind.SYN;
            case 12 -> SegmentKind.SYN_ACK;
            default -> SegmentKind.OTHER;
          };
      case Subtype.MP_JOIN ->
          switch (octets.length) {
            case 12 -> SegmentKind.SYN;
            case 16 -> SegmentKind.SYN_ACK;
            default -> SegmentKind.OTHER;
          };
      default -> SegmentKind.OTHER;
    };
  }

  @Override
  public TcpOptionKind getKind() {
    return TcpOptionKind.MPTCP;
  }

  @Override
  public int length() {
    return octets.length;
  }

  @Override
  public byte[] getRawData() {
    return octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpMptcpOption that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** In the style of pcap4j's own options. */
  @Override
  public String toString() {
    return "[Kind: " + getKind() + "] [Length: " + length() + " bytes] [" + option() + "]";
  }
}
