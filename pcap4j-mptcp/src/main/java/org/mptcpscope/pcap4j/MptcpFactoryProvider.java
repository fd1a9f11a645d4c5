package org.mptcpscope.pcap4j;

import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.factory.PacketFactory;
import org.pcap4j.packet.factory.PacketFactoryBinder;
import org.pcap4j.packet.factory.PacketFactoryBinderProvider;
import org.pcap4j.packet.factory.statik.services.StaticPacketFactoryBinderProvider;
import org.pcap4j.packet.namednumber.NamedNumber;
import org.pcap4j.packet.namednumber.TcpOptionKind;

/**
 * The service by which pcap4j finds its factories: the static ones, with MPTCP among the TCP
 * options. pcap4j takes the first such service on the class path and no other, so it may take the
 * static one itself; {@link Mptcp#install} does not depend on that.
 */
public final class MptcpFactoryProvider implements PacketFactoryBinderProvider {
  /** Made by pcap4j, by name. */
  public MptcpFactoryProvider() {}

  @Override
  public PacketFactoryBinder getBinder() {
    return new Binder(new StaticPacketFactoryBinderProvider().getBinder());
  }

  private static final class Binder implements PacketFactoryBinder {
    private final PacketFactoryBinder others;
    private final MptcpOptionFactory options;

    Binder(PacketFactoryBinder others) {
      this.others = others;
      options =
          new MptcpOptionFactory(others.getPacketFactory(TcpOption.class, TcpOptionKind.class));
    }

    @Override
    @SuppressWarnings("unchecked") // The classes say which factory is asked for.
    public <T, N extends NamedNumber<?, ?>> PacketFactory<T, N> getPacketFactory(
        Class<T> target, Class<N> number) {
      return target == TcpOption.class
          ? (PacketFactory<T, N>) options
          : others.getPacketFactory(target, number);
    }
  }
}
