package org.mptcpscope.samples.script;

import java.net.InetAddress;
import java.util.List;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.samples.scenario.IpPacket;

/** Frames that are no segment of a path. */
final class FramePlayer {
  /** Addresses for documentation (RFC 5737), and the discard port. */
  private static final InetAddress BYSTANDER_1 = InetAddress.ofLiteral("192.0.2.1");

  private static final InetAddress BYSTANDER_2 = InetAddress.ofLiteral("192.0.2.2");
  private static final int DISCARD = 9;

  private final World world;

  FramePlayer(World world) {
    this.world = world;
  }

  void send(Statement.Frame frame, long time) {
    switch (frame.head().text()) {
      case "raw" -> raw(frame, time);
      case "copy" -> copy(frame, time);
      case "tick" -> tick(frame, time);
      default -> throw frame.head().expected("raw, copy or tick");
    }
  }

  /** An IP packet octet by octet. */
  private void raw(Statement.Frame frame, long time) {
    if (frame.words().isEmpty()) {
      throw frame.line().end().expected("the octets of an IP packet");
    }
    Token hex = frame.words().getFirst();
    Words words = new Words(frame.head(), rest(frame));
    int interfaceId = words.small("if", 0, 255);
    words.end();
    add(frame, time, interfaceId, Words.hex(hex, hex.text()));
  }

  private static List<Token> rest(Statement.Frame frame) {
    return frame.words().subList(1, frame.words().size());
  }

  /** The frame before once more, as another interface or a bridge sees it. */
  private void copy(Statement.Frame frame, long time) {
    Words words = new Words(frame.head(), frame.words());
    Token of = words.valued("of");
    Capture.Shot original = world.capture.last();
    if (of != null) {
      Integer line = world.capture.labelled(of.value());
      List<Capture.Shot> shots = line == null ? List.of() : world.capture.line(line);
      if (shots.isEmpty()) {
        throw of.expected("the label of a captured segment before this line");
      }
      original = shots.getFirst();
    }
    if (original == null) {
      throw frame.head().problem("there is no frame before to copy");
    }
    byte[] octets = original.octets.clone();
    int at = world.link.ipAt(octets);
    boolean v4 = (octets[at] >> 4 & 0xf) == 4;
    int before = octets[at + (v4 ? 8 : 7)] & 0xff;
    IpPacket.hopLimit(octets, at, words.small("ttl", before, 255));
    int interfaceId = words.small("if", original.interfaceId, 255);
    words.end();
    world.capture.add(
        frame.line().number(),
        new Capture.Shot(
            time,
            interfaceId,
            original.direction,
            octets,
            world.captured(interfaceId, octets.length, -1)));
  }

  /** A datagram between two other hosts: the capture was still running at this time. */
  private void tick(Statement.Frame frame, long time) {
    Words words = new Words(frame.head(), frame.words());
    int interfaceId = words.small("if", 0, 255);
    words.end();
    add(
        frame,
        time,
        interfaceId,
        IpPacket.udp(BYSTANDER_1, BYSTANDER_2, DISCARD, DISCARD, new byte[] {'t', 'i', 'c', 'k'}));
  }

  private void add(Statement.Frame frame, long time, int interfaceId, byte[] packet) {
    byte[] octets = world.link.frame(packet, 254, 255, -1);
    world.capture.add(
        frame.line().number(),
        new Capture.Shot(
            time,
            interfaceId,
            Direction.UNKNOWN,
            octets,
            world.captured(interfaceId, octets.length, -1)));
  }
}
