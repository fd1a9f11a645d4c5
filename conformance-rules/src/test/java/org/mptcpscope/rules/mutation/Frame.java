package org.mptcpscope.rules.mutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.stress.Recording.Packet;

/**
 * One frame that an edit may change. What depends on a change is kept right: the data offset and
 * the padding of the options, the lengths of IP, the checksums of IPv4 and TCP.
 */
final class Frame {
  private static final int MPTCP = 30;

  private Packet packet;
  private byte[] octets;
  private long time;

  Frame(Packet packet) {
    this.packet = packet;
    this.octets = packet.octets().clone();
    this.time = packet.time();
  }

  /** The frame as it is now. */
  Packet packet() {
    return new Packet(
        time,
        packet.place(),
        Math.max(octets.length, packet.wire() - packet.octets().length + octets.length),
        octets,
        packet.direction(),
        packet.flow(),
        packet.from(),
        isTcp() ? flags() : 0,
        isTcp() ? payload().length : 0,
        packet.ipAt(),
        packet.tcpAt());
  }

  /** The same frame with another port of one of its hosts, named as {@link #from} names it. */
  Frame moved(String endpoint, int port) {
    boolean own = packet.from().equals(endpoint);
    String moved = endpoint.substring(0, endpoint.lastIndexOf(':') + 1) + port;
    String other = packet.flow().replace(endpoint, "").trim();
    byte[] changed = octets.clone();
    int at = packet.tcpAt() + (own ? 0 : 2);
    changed[at] = (byte) (port >> 8);
    changed[at + 1] = (byte) port;
    Packet now = packet();
    Frame frame =
        new Frame(
            new Packet(
                time,
                now.place(),
                now.wire(),
                changed,
                now.direction(),
                moved.compareTo(other) < 0 ? moved + " " + other : other + " " + moved,
                own ? moved : packet.from(),
                now.flags(),
                now.payload(),
                now.ipAt(),
                now.tcpAt()));
    frame.seal();
    return frame;
  }

  /** The same frame once more. */
  Frame copy() {
    return new Frame(packet());
  }

  /** True for a TCP segment that was captured whole, so that its checksums can be kept right. */
  boolean isTcp() {
    return packet.isTcp()
        && packet.wire() == packet.octets().length
        && ipEnd() <= octets.length
        && ipEnd() >= packet.tcpAt() + 20;
  }

  boolean isIpv6() {
    return (octets[packet.ipAt()] >> 4 & 0xf) == 6;
  }

  String flow() {
    return packet.flow();
  }

  String from() {
    return packet.from();
  }

  /** The IP address of the sender, or of the other host. */
  byte[] address(boolean sender) {
    int at = addressAt(sender);
    return Arrays.copyOfRange(octets, at, at + (isIpv6() ? 16 : 4));
  }

  /** The port of the sender, or of the other host. */
  int port(boolean sender) {
    return u16(packet.tcpAt() + (sender ? 0 : 2));
  }

  /** Gives the sender, or the other host, another address and port. */
  void place(boolean sender, byte[] address, int port) {
    System.arraycopy(address, 0, octets, addressAt(sender), address.length);
    u16(packet.tcpAt() + (sender ? 0 : 2), port);
    seal();
    String own = name(true);
    String other = name(false);
    Packet now = packet();
    packet =
        new Packet(
            now.time(),
            now.place(),
            now.wire(),
            now.octets(),
            now.direction(),
            own.compareTo(other) < 0 ? own + " " + other : other + " " + own,
            own,
            now.flags(),
            now.payload(),
            now.ipAt(),
            now.tcpAt());
  }

  private String name(boolean sender) {
    return HexFormat.of().formatHex(address(sender)) + ":" + port(sender);
  }

  private int addressAt(boolean sender) {
    return packet.ipAt() + (isIpv6() ? 8 : 12) + (sender ? 0 : isIpv6() ? 16 : 4);
  }

  long time() {
    return time;
  }

  /** Moves the frame in time. */
  void time(long nanoseconds) {
    time = nanoseconds;
  }

  int flags() {
    return octets[packet.tcpAt() + 13] & 0xff;
  }

  /** Sets the flags of TCP. */
  void flags(int flags) {
    octets[packet.tcpAt() + 13] = (byte) flags;
    seal();
  }

  boolean isSyn() {
    return (flags() & (SegmentView.SYN | SegmentView.ACK)) == SegmentView.SYN;
  }

  boolean isSynAck() {
    return (flags() & (SegmentView.SYN | SegmentView.ACK)) == (SegmentView.SYN | SegmentView.ACK);
  }

  boolean isReset() {
    return (flags() & SegmentView.RST) != 0;
  }

  long seq() {
    return u32(packet.tcpAt() + 4);
  }

  long ack() {
    return u32(packet.tcpAt() + 8);
  }

  /** Sets the sequence number of TCP. */
  void seq(long seq) {
    u32(packet.tcpAt() + 4, seq);
    seal();
  }

  /** Sets the acknowledgment number of TCP. */
  void ack(long ack) {
    u32(packet.tcpAt() + 8, ack);
    seal();
  }

  /** The identification of IPv4; 0 for IPv6. */
  int identification() {
    return isIpv6() ? 0 : u16(packet.ipAt() + 4);
  }

  /** Sets the identification of IPv4. */
  void identification(int identification) {
    if (!isIpv6()) {
      u16(packet.ipAt() + 4, identification);
      seal();
    }
  }

  /** Counts the identification of IPv4 on, if the host gives any. */
  void identify(int by) {
    if (identification() != 0) {
      identification(identification() + by);
    }
  }

  /** The checksum of TCP. */
  int checksum() {
    return u16(packet.tcpAt() + 16);
  }

  int window() {
    return u16(packet.tcpAt() + 14);
  }

  /** Sets the window field of TCP, not scaled. */
  void window(int window) {
    u16(packet.tcpAt() + 14, window);
    seal();
  }

  /** Sets the urgent pointer and its flag. */
  void urgent(int pointer) {
    u16(packet.tcpAt() + 18, pointer);
    flags(flags() | SegmentView.URG);
  }

  /** The same frame from or to another port of the host that opened its subflow. */
  Frame port(int port, boolean opener) {
    byte[] other = octets.clone();
    other[packet.tcpAt() + (opener ? 0 : 2)] = (byte) (port >> 8);
    other[packet.tcpAt() + (opener ? 1 : 3)] = (byte) port;
    Packet from = packet();
    Frame frame =
        new Frame(
            new Packet(
                time,
                from.place(),
                from.wire(),
                other,
                from.direction(),
                from.flow() + " port " + port,
                opener ? from.from() + " port " + port : from.from(),
                from.flags(),
                from.payload(),
                from.ipAt(),
                from.tcpAt()));
    frame.seal();
    return frame;
  }

  /** Where the segment ends in the space of sequence numbers. */
  long end() {
    int control =
        ((flags() & SegmentView.SYN) != 0 ? 1 : 0) + ((flags() & SegmentView.FIN) != 0 ? 1 : 0);
    return seq() + payload().length + control & 0xffff_ffffL;
  }

  byte[] payload() {
    return Arrays.copyOfRange(octets, packet.tcpAt() + headerLength(), ipEnd());
  }

  /** Octets behind the IP packet, as short frames of Ethernet have. */
  void trailer(int length) {
    octets = Arrays.copyOf(octets, ipEnd() + length);
  }

  /** Replaces the payload. */
  void payload(byte[] payload) {
    lay(options(), payload);
  }

  /** The options in their order, NOPs among them, each with its kind and length. */
  List<byte[]> options() {
    List<byte[]> options = new ArrayList<>();
    int at = packet.tcpAt() + 20;
    int end = packet.tcpAt() + headerLength();
    while (at < end && octets[at] != 0) {
      int length = octets[at] == 1 || at + 1 == end ? 1 : Math.max(octets[at + 1] & 0xff, 2);
      options.add(Arrays.copyOfRange(octets, at, Math.min(at + length, end)));
      at += length;
    }
    return options;
  }

  /** Replaces the options; NOPs, then SACK and time stamps make room where they must. */
  void options(List<byte[]> options) {
    List<byte[]> fitting = new ArrayList<>(options);
    while (!fitting.isEmpty() && fitting.getLast()[0] == 1) {
      fitting.removeLast();
    }
    for (int kind : new int[] {1, 5, 8}) {
      if (length(fitting) > 40) {
        fitting.removeIf(option -> option[0] == kind);
      }
    }
    if (length(fitting) > 40) {
      throw new IllegalArgumentException("no room for the options");
    }
    lay(fitting, payload());
  }

  /** All options of MPTCP are gone. */
  void plain() {
    options(options().stream().filter(option -> option[0] != MPTCP).toList());
  }

  /** The first MPTCP option of a subtype, or null. */
  byte[] option(int subtype) {
    return options().stream().filter(option -> isMptcp(option, subtype)).findFirst().orElse(null);
  }

  static boolean isMptcp(byte[] option, int subtype) {
    return option.length > 2 && option[0] == MPTCP && (option[2] >> 4 & 0xf) == subtype;
  }

  private static int length(List<byte[]> options) {
    return options.stream().mapToInt(option -> option.length).sum();
  }

  private void lay(List<byte[]> options, byte[] payload) {
    int area = length(options) + 3 & ~3;
    int start = packet.tcpAt() + 20;
    byte[] laid = Arrays.copyOf(octets, start + area + payload.length);
    int at = start;
    for (byte[] option : options) {
      System.arraycopy(option, 0, laid, at, option.length);
      at += option.length;
    }
    Arrays.fill(laid, at, start + area, (byte) 1);
    System.arraycopy(payload, 0, laid, start + area, payload.length);
    laid[packet.tcpAt() + 12] = (byte) ((20 + area) / 4 << 4 | laid[packet.tcpAt() + 12] & 0xf);
    int ip = packet.ipAt();
    octets = laid;
    u16(isIpv6() ? ip + 4 : ip + 2, laid.length - ip - (isIpv6() ? 40 : 0));
    seal();
  }

  private void seal() {
    int ip = packet.ipAt();
    int tcp = packet.tcpAt();
    if (!isIpv6()) {
      u16(ip + 10, 0);
      u16(ip + 10, InternetChecksum.complement(InternetChecksum.sum(octets, ip, tcp - ip)));
    }
    int addresses = isIpv6() ? ip + 8 : ip + 12;
    int length = ipEnd() - tcp;
    u16(tcp + 16, 0);
    int sum = InternetChecksum.sum(octets, addresses, isIpv6() ? 32 : 8);
    sum = InternetChecksum.add(sum, InternetChecksum.fold(6 + length));
    sum = InternetChecksum.add(sum, InternetChecksum.sum(octets, tcp, length));
    u16(tcp + 16, InternetChecksum.complement(sum));
  }

  private int headerLength() {
    return (octets[packet.tcpAt() + 12] >> 4 & 0xf) * 4;
  }

  private int ipEnd() {
    int ip = packet.ipAt();
    return isIpv6() ? ip + 40 + u16(ip + 4) : ip + u16(ip + 2);
  }

  private int u16(int at) {
    return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
  }

  private void u16(int at, int value) {
    octets[at] = (byte) (value >> 8);
    octets[at + 1] = (byte) value;
  }

  private long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  private void u32(int at, long value) {
    u16(at, (int) (value >> 16));
    u16(at + 2, (int) value);
  }
}
