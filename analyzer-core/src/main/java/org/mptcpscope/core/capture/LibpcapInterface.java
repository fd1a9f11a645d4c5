package org.mptcpscope.core.capture;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * An interface opened by libpcap, through pcap4j. The only class of the live capture that knows
 * them: it is loaded when somebody captures, and only then.
 */
final class LibpcapInterface implements FrameTap {
  /**
   * What the system keeps while this program is busy. The default of 2 MB holds eight frames of the
   * largest size where the system reserves room for each.
   */
  private static final int SYSTEM_BUFFER = 64 << 20;

  /** How long the system may gather frames before it hands them over, in milliseconds. */
  private static final int GATHERING_MILLIS = 100;

  private static final int LINUX_SLL = 113;
  private static final int LINUX_SLL2 = 276;

  /** On Linux and others the numbers of link types differ from those in files for this one. */
  private static final int DLT_RAW = 12;

  private static final int LINKTYPE_RAW = 101;

  /** Return codes of libpcap. */
  private static final int NO_SUCH_DEVICE = -5;

  private static final int PERMISSION_DENIED = -8;
  private static final int NOT_UP = -9;
  private static final int PROMISCUOUS_DENIED = -11;

  private static final Pattern NO_NETWORK =
      Pattern.compile("any|nflog|nfqueue|bluetooth.*|dbus-.*|usbmon.*|rpcap.*|randpkt.*");

  private final PcapHandle handle;

  private LibpcapInterface(PcapHandle handle) {
    this.handle = handle;
  }

  /** The interfaces of this machine, in libpcap's order. */
  static List<LiveInterface> all() throws CaptureException {
    try {
      List<LiveInterface> found = new ArrayList<>();
      for (PcapNetworkInterface one : Pcaps.findAllDevs()) {
        String name = one.getName();
        found.add(
            new LiveInterface(
                name,
                one.getDescription() == null ? "" : one.getDescription(),
                one.getAddresses().stream()
                    .map(PcapAddress::getAddress)
                    .filter(address -> address != null)
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .toList(),
                one.isUp(),
                one.isRunning(),
                !NO_NETWORK.matcher(name).matches()));
      }
      return found;
    } catch (PcapNativeException e) {
      throw new CaptureException(CaptureException.UNREADABLE, "interfaces", words(e));
    }
  }

  /**
   * Begins to capture.
   *
   * @throws CaptureException if that is not possible, with the remedy if there is one
   */
  static LibpcapInterface open(LiveOptions options) throws CaptureException {
    String name = options.interfaceName();
    PcapHandle handle = null;
    try {
      handle =
          new PcapHandle.Builder(name)
              .snaplen(options.snaplen())
              .promiscuousMode(PromiscuousMode.PROMISCUOUS)
              .timeoutMillis(GATHERING_MILLIS)
              .bufferSize(SYSTEM_BUFFER)
              .timestampPrecision(TimestampPrecision.NANO)
              .build();
      preferInterfaceIndex(handle);
      if (!options.filter().isEmpty()) {
        filter(name, handle, options.filter());
      }
      handle.setBlockingMode(BlockingMode.NONBLOCKING);
      return new LibpcapInterface(handle);
    } catch (PcapNativeException e) {
      close(handle);
      throw refused(name, e);
    } catch (NotOpenException e) {
      close(handle);
      throw new CaptureException(CaptureException.UNREADABLE, name, words(e));
    } catch (CaptureException e) {
      close(handle);
      throw e;
    }
  }

  private static void close(PcapHandle handle) {
    if (handle != null) {
      handle.close();
    }
  }

  /** Of all interfaces together, the newer header says which one a frame passed. */
  private static void preferInterfaceIndex(PcapHandle handle) throws NotOpenException {
    if (handle.getDlt().value() != LINUX_SLL) {
      return;
    }
    try {
      handle.setDlt(DataLinkType.getInstance(LINUX_SLL2));
    } catch (PcapNativeException _) {
      // An old libpcap has the older header only.
    }
  }

  private static void filter(String name, PcapHandle handle, String filter)
      throws CaptureException, NotOpenException {
    try {
      handle.setFilter(filter, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
    } catch (PcapNativeException e) {
      throw CaptureFilter.refused(name, filter, words(e));
    }
  }

  private static CaptureException refused(String name, PcapNativeException e)
      throws CaptureException {
    int code = e.getReturnCode() == null ? 0 : e.getReturnCode();
    List<LiveInterface> there = all();
    if (code == NO_SUCH_DEVICE || there.stream().noneMatch(one -> one.name().equals(name))) {
      List<String> names =
          there.stream().filter(LiveInterface::network).map(LiveInterface::name).sorted().toList();
      return new CaptureException(
          CaptureException.MISSING,
          name,
          "no such interface; "
              + (names.isEmpty() ? "there is none" : "there are " + String.join(", ", names)));
    }
    return switch (code) {
      case PERMISSION_DENIED, PROMISCUOUS_DENIED ->
          new CaptureException(
              CaptureException.UNREADABLE,
              name,
              "permission denied; capturing needs CAP_NET_RAW: sudo, or tcpdump -i "
                  + name
                  + " -w - | mptcpscope lint -");
      case NOT_UP ->
          new CaptureException(
              CaptureException.UNREADABLE,
              name,
              "the interface is down; ip link set " + name + " up");
      default ->
          new CaptureException(CaptureException.UNREADABLE, name, "libpcap says: " + words(e));
    };
  }

  /** libpcap's words, without what pcap4j puts before them. */
  static String words(Exception e) {
    String message = e.getMessage() == null ? "without a reason" : e.getMessage().strip();
    return message.replaceFirst("^Error occur+ed[^:]*: ", "").lines().findFirst().orElse(message);
  }

  @Override
  public int linkType() {
    int link = handle.getDlt().value();
    return link == DLT_RAW ? LINKTYPE_RAW : link;
  }

  @Override
  public boolean hasNanoseconds() {
    return handle.getTimestampPrecision() == TimestampPrecision.NANO;
  }

  @Override
  public int poll(int most, Taker taker) throws CaptureException {
    try {
      RawPacketListener listener =
          octets -> taker.frame(time(handle.getTimestamp()), length(octets), octets);
      return handle.dispatch(most, listener);
    } catch (PcapNativeException | NotOpenException e) {
      throw new CaptureException(CaptureException.UNREADABLE, "libpcap", words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private int length(byte[] octets) {
    Integer wire = handle.getOriginalLength();
    return wire == null ? octets.length : Math.max(octets.length, wire);
  }

  private static long time(Timestamp stamp) {
    return Math.floorDiv(stamp.getTime(), 1000L) * 1_000_000_000L + stamp.getNanos();
  }

  @Override
  public long gatheringNanos() {
    return GATHERING_MILLIS * 1_000_000L;
  }

  @Override
  public CaptureDrops drops() {
    try {
      PcapStat all = handle.getStats();
      return new CaptureDrops(
          all.getNumPacketsReceived(),
          all.getNumPacketsDropped(),
          all.getNumPacketsDroppedByIf(),
          0);
    } catch (PcapNativeException | NotOpenException _) {
      return CaptureDrops.NONE;
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
