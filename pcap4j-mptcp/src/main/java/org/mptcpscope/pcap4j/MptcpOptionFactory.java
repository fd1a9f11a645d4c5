package org.mptcpscope.pcap4j;

import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.factory.PacketFactory;
import org.pcap4j.packet.namednumber.TcpOptionKind;

/** Makes the options of a TCP header: those of MPTCP here, all others where pcap4j makes them. */
final class MptcpOptionFactory implements PacketFactory<TcpOption, TcpOptionKind> {
  private final PacketFactory<TcpOption, TcpOptionKind> others;

  MptcpOptionFactory(PacketFactory<TcpOption, TcpOptionKind> others) {
    this.others = others;
  }

  @Override
  public TcpOption newInstance(byte[] rawData, int offset, int length, TcpOptionKind kind) {
    return kind.equals(TcpOptionKind.MPTCP)
        ? TcpMptcpOption.read(rawData, offset, length)
        : others.newInstance(rawData, offset, length, kind);
  }

  @Override
  public TcpOption newInstance(byte[] rawData, int offset, int length) {
    return others.newInstance(rawData, offset, length);
  }

  @Override
  public Class<? extends TcpOption> getTargetClass(TcpOptionKind kind) {
    return kind.equals(TcpOptionKind.MPTCP) ? TcpMptcpOption.class : others.getTargetClass(kind);
  }

  @Override
  public Class<? extends TcpOption> getTargetClass() {
    return others.getTargetClass();
  }
}
