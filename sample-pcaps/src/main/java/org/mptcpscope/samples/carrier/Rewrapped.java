package org.mptcpscope.samples.carrier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;

/**
 * The IP packets of a capture, to be captured again elsewhere. Frames keep their numbers and times:
 * one that is neither TCP nor a fragment is replaced by an IP packet without payload.
 */
public final class Rewrapped {
  /** IPv4 of a protocol for experiments (RFC 3692). */
  private static final Octets NOTHING =
      Octets.ofHex("4500 0014 0000 0000 40 fd 0000 c0000201 c0000202");

  /**
   * An IP packet.
   *
   * @param time nanoseconds since 1970
   * @param octets those captured
   * @param wireLength octets on the wire
   */
  public record Packet(long time, Octets octets, int wireLength) {
    /** Returns 4 or 6. */
    public int version() {
      return octets.at(0) >> 4;
    }
  }

  private final List<Packet> packets;

  private Rewrapped(List<Packet> packets) {
    this.packets = packets;
  }

  /**
   * Reads a capture.
   *
   * @param capture all of it, not compressed
   * @throws IOException if it is none
   */
  public static Rewrapped of(MemorySegment capture) throws IOException {
    List<Packet> packets = new ArrayList<>();
    FrameCursor cursor = FrameCursor.open(capture);
    FrameView frame = new FrameView();
    while (cursor.next()) {
      Outcome outcome =
          frame.wrap(
              cursor.buffer(),
              cursor.offset(),
              cursor.capturedLength(),
              cursor.wireLength(),
              cursor.linkType());
      boolean ip = outcome == Outcome.TCP || outcome == Outcome.FRAGMENT;
      packets.add(ip ? packet(cursor, frame) : new Packet(cursor.timeNanos(), NOTHING, 20));
    }
    return new Rewrapped(packets);
  }

  private static Packet packet(FrameCursor cursor, FrameView frame) {
    long from = frame.ipOffset();
    int headers = (int) (frame.ipPayloadOffset() - from);
    Octets octets = Octets.copyOf(frame.buffer(), from, headers + frame.ipPayloadCaptured());
    return new Packet(cursor.timeNanos(), octets, headers + frame.ipPayloadLength());
  }

  /** Returns the packets in the order of the capture. */
  public List<Packet> packets() {
    return List.copyOf(packets);
  }

  /** Returns a capture, in pcap with nanoseconds, of all packets in that carrier. */
  public byte[] in(Carrier carrier) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PcapWriter writer =
          new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 262_144, carrier.linkType());
      for (Packet packet : packets) {
        Octets frame = frame(carrier, packet);
        int cut = packet.wireLength() - packet.octets().length();
        writer.frame(packet.time(), frame.length() + cut, frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Returns the frame of a packet in a carrier. */
  public static Octets frame(Carrier carrier, Packet packet) {
    byte[] header = carrier.header(packet.version(), packet.wireLength()).toArray();
    byte[] frame = new byte[header.length + packet.octets().length()];
    System.arraycopy(header, 0, frame, 0, header.length);
    System.arraycopy(packet.octets().toArray(), 0, frame, header.length, packet.octets().length());
    return Octets.of(frame);
  }
}
