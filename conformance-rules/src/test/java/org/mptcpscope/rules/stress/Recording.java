package org.mptcpscope.rules.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * A capture in memory, frame by frame, so that a test can damage it.
 *
 * @param links link type of each interface
 * @param sections where further sections of the file begin, each with interfaces of its own:
 *     indices of packets
 */
public record Recording(List<Integer> links, List<Packet> packets, List<Integer> sections) {
  public Recording {
    links = List.copyOf(links);
    packets = List.copyOf(packets);
    sections = List.copyOf(sections);
  }

  public Recording(List<Integer> links, List<Packet> packets) {
    this(links, packets, List.of());
  }

  /**
   * One frame.
   *
   * @param time since 1970, in nanoseconds
   * @param flow equal for both directions of a TCP flow; empty for what is no TCP segment
   * @param from the sender: address and port; empty for what is no TCP segment
   * @param ipAt where the IP header begins, -1 for what is no TCP segment
   */
  @SuppressWarnings("ArrayRecordComponent") // millions of them; nobody compares or changes one
  public record Packet(
      long time,
      int place,
      int wire,
      byte[] octets,
      int direction,
      String flow,
      String from,
      int flags,
      int payload,
      int ipAt,
      int tcpAt) {

    public boolean isTcp() {
      return ipAt >= 0;
    }

    boolean isSyn() {
      return isTcp() && (flags & SegmentView.SYN) != 0 && (flags & SegmentView.ACK) == 0;
    }

    boolean isSynAck() {
      return isTcp() && (flags & SegmentView.SYN) != 0 && (flags & SegmentView.ACK) != 0;
    }

    Packet at(long when) {
      return new Packet(
          when, place, wire, octets, direction, flow, from, flags, payload, ipAt, tcpAt);
    }

    Packet on(int where) {
      return new Packet(
          time, where, wire, octets, direction, flow, from, flags, payload, ipAt, tcpAt);
    }

    /** Octets were put in front of the IP header or behind it. */
    Packet shifted(byte[] other, int ip, int tcp) {
      int longer = wire + other.length - octets.length;
      return new Packet(
          time,
          place,
          longer,
          other,
          direction,
          flow,
          from,
          flags,
          payload,
          ipAt + ip,
          tcpAt + tcp);
    }

    Packet with(byte[] other) {
      return new Packet(
          time, place, wire, other, direction, flow, from, flags, payload, ipAt, tcpAt);
    }
  }

  public Recording with(List<Packet> others) {
    return new Recording(links, others);
  }

  /** Reads all of a capture, in the order of its time. */
  public static Recording of(CaptureSource source) {
    List<Packet> packets = new ArrayList<>();
    List<Integer> links = new ArrayList<>();
    try (FrameSource frames = source.open()) {
      FrameView ip = new FrameView();
      SegmentView tcp = new SegmentView();
      while (frames.next()) {
        while (links.size() <= frames.interfaceId()) {
          links.add(frames.linkType());
        }
        links.set(frames.interfaceId(), frames.linkType());
        packets.add(packet(frames, ip, tcp));
      }
    } catch (CaptureException e) {
      // A reference capture of a kind that is refused: nothing to damage.
      return new Recording(List.of(), List.of());
    }
    return new Recording(links, packets);
  }

  private static Packet packet(FrameSource frames, FrameView ip, SegmentView tcp) {
    byte[] octets =
        frames.buffer().asSlice(frames.offset(), frames.capturedLength()).toArray(JAVA_BYTE);
    Outcome outcome =
        ip.wrap(
            frames.buffer(),
            frames.offset(),
            frames.capturedLength(),
            frames.wireLength(),
            frames.linkType());
    if (outcome != Outcome.TCP || !tcp.wrap(ip)) {
      return new Packet(
          frames.timeNanos(),
          frames.interfaceId(),
          frames.wireLength(),
          octets,
          frames.direction(),
          "",
          "",
          0,
          0,
          -1,
          -1);
    }
    String from = ip.srcHigh() + "/" + ip.srcLow() + ":" + tcp.srcPort();
    String to = ip.dstHigh() + "/" + ip.dstLow() + ":" + tcp.dstPort();
    return new Packet(
        frames.timeNanos(),
        frames.interfaceId(),
        frames.wireLength(),
        octets,
        frames.direction(),
        from.compareTo(to) < 0 ? from + " " + to : to + " " + from,
        from,
        tcp.flags(),
        tcp.payloadLength(),
        (int) (ip.ipOffset() - frames.offset()),
        (int) (tcp.offset() - frames.offset()));
  }

  /** The capture as a file. */
  byte[] toPcapng() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    try {
      for (int to : sections) {
        section(out, packets.subList(from, to));
        from = to;
      }
      section(out, packets.subList(from, packets.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void section(OutputStream out, List<Packet> of) throws IOException {
    PcapngWriter writer = new PcapngWriter(out, ByteOrder.LITTLE_ENDIAN, "");
    for (int i = 0; i < links.size(); i++) {
      writer.describe(links.get(i), 0, PcapngWriter.NANOSECONDS, "if" + i);
    }
    for (Packet packet : of) {
      Direction direction =
          switch (packet.direction) {
            case 1 -> Direction.INCOMING;
            case 2 -> Direction.OUTGOING;
            default -> Direction.UNKNOWN;
          };
      writer.frame(
          packet.place, packet.time, packet.wire, Octets.of(packet.octets), direction, List.of());
    }
  }

  /** The capture as a source. */
  public CaptureSource source(String name) {
    return CaptureSource.memory(name, toPcapng());
  }
}
