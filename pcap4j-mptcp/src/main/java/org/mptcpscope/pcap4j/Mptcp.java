package org.mptcpscope.pcap4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.factory.PacketFactories;
import org.pcap4j.packet.factory.PacketFactoryBinderProvider;
import org.pcap4j.packet.namednumber.TcpOptionKind;

/**
 * MPTCP in pcap4j. {@link #options} reads the options of any packet, whatever factories pcap4j has.
 * After {@link #install}, {@code TcpHeader.getOptions()} holds {@link TcpMptcpOption}s as well.
 */
public final class Mptcp {
  private static final String SERVICE =
      "META-INF/services/" + PacketFactoryBinderProvider.class.getName();

  private Mptcp() {}

  /**
   * Makes pcap4j read options of MPTCP, wherever this library stands on the class path. pcap4j
   * chooses its factories once, when it needs the first: call this before any packet is read. A
   * second call does nothing.
   *
   * @throws IllegalStateException if pcap4j has chosen others before
   */
  public static void install() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new OnlyThisService(Mptcp.class.getClassLoader()));
    boolean installed;
    try {
      installed = isInstalled();
    } finally {
      thread.setContextClassLoader(before);
    }
    if (!installed) {
      throw new IllegalStateException(
          "pcap4j has chosen its packet factories already; call Mptcp.install() before a packet is"
              + " read, or use Mptcp.options(packet)");
    }
  }

  /** Returns whether pcap4j reads options of MPTCP; makes it choose its factories. */
  public static boolean isInstalled() {
    return PacketFactories.getFactory(TcpOption.class, TcpOptionKind.class)
        instanceof MptcpOptionFactory;
  }

  /**
   * Returns the MPTCP options of a packet, left to right. Options are read from the octets of the
   * header, so that nothing depends on pcap4j's factories, nor on what it makes of a broken option
   * area: there the list ends, with a {@link Malformed} if it is an MPTCP option that breaks it.
   *
   * @return an empty list if the packet holds no TCP, or its TCP header is cut
   */
  public static List<MptcpOption> options(Packet packet) {
    TcpPacket tcp = packet.get(TcpPacket.class);
    return tcp == null ? List.of() : options(tcp.getHeader());
  }

  private static List<MptcpOption> options(TcpPacket.TcpHeader header) {
    byte[] octets = header.getRawData();
    MemorySegment buffer = MemorySegment.ofArray(octets);
    int length = Math.max(0, octets.length - SegmentView.HEADER);
    SegmentKind on = SegmentKind.of(header.getSyn(), header.getAck());
    List<MptcpOption> options = new ArrayList<>();
    OptionCursor cursor = new OptionCursor();
    cursor.reset(buffer, SegmentView.HEADER, length, length);
    while (cursor.next()) {
      if (cursor.kind() == MptcpOption.KIND) {
        options.add(MptcpOption.parse(buffer, cursor.offset(), cursor.length(), on));
      }
    }
    if (cursor.broken() && cursor.kind() == MptcpOption.KIND) {
      options.add(Malformed.of(cursor));
    }
    return List.copyOf(options);
  }

  /** Shows no provider of factories but the one beside this class, wherever others stand. */
  private static final class OnlyThisService extends ClassLoader {
    OnlyThisService(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(URL.of(URI.create("service:mptcp"), new OneLine())))
          : super.getResources(name);
    }
  }

  /** A file that names the provider, as service files do. */
  private static final class OneLine extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(MptcpFactoryProvider.class.getName().getBytes(UTF_8));
        }
      };
    }
  }
}
