package org.mptcpscope.rules.stress;

import org.mptcpscope.rules.stress.Recording.Packet;

/** An address translator: gives one host another address and its ports another number. */
final class Translator {
  private Translator() {}

  /** The packet with the sender of {@code syn} moved to another address and ports. */
  static Packet translate(Packet packet, Packet syn) {
    return translate(packet, syn, 0x4000);
  }

  /** The same with other ports, or the same ones: what differs is given as bits. */
  static Packet translate(Packet packet, Packet syn, int ports) {
    byte[] octets = packet.octets().clone();
    int version = octets[packet.ipAt()] >> 4 & 0xf;
    int size = version == 4 ? 4 : 16;
    int source = packet.ipAt() + (version == 4 ? 12 : 8);
    int inner = syn.ipAt() + (version == 4 ? 12 : 8);
    boolean sameVersion = (syn.octets()[syn.ipAt()] >> 4 & 0xf) == version;
    boolean out = sameVersion && equal(octets, source, syn.octets(), inner, size);
    boolean in = sameVersion && equal(octets, source + size, syn.octets(), inner, size);
    if (!out && !in) {
      return packet.with(octets);
    }
    int address = out ? source : source + size;
    int port = packet.tcpAt() + (out ? 0 : 2);
    int ttl = packet.ipAt() + (version == 4 ? 8 : 7);
    int delta = set(octets, address + size - 2, get(octets, address + size - 2) ^ 0x1100);
    if (version == 4) {
      int before = get(octets, ttl);
      int less = change(before, set16(octets, ttl, before - 0x100));
      patch(octets, packet.ipAt() + 10, add(delta, less));
    } else {
      octets[ttl]--;
    }
    int moved = set(octets, port, get(octets, port) ^ ports);
    patch(octets, packet.tcpAt() + 16, add(delta, moved));
    return packet.with(octets);
  }

  private static boolean equal(byte[] a, int at, byte[] b, int from, int length) {
    for (int i = 0; i < length; i++) {
      if (a[at + i] != b[from + i]) {
        return false;
      }
    }
    return true;
  }

  private static int get(byte[] octets, int at) {
    return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
  }

  private static int set16(byte[] octets, int at, int value) {
    octets[at] = (byte) (value >> 8);
    octets[at + 1] = (byte) value;
    return value & 0xffff;
  }

  /** Sets two octets; what that adds to a sum over them. */
  private static int set(byte[] octets, int at, int value) {
    int before = get(octets, at);
    return change(before, set16(octets, at, value));
  }

  private static int change(int before, int after) {
    return add(~before & 0xffff, after);
  }

  private static int add(int a, int b) {
    int sum = a + b;
    return (sum & 0xffff) + (sum >> 16);
  }

  /** A checksum follows the change of the octets that it covers (RFC 1624). */
  private static void patch(byte[] octets, int at, int delta) {
    set16(octets, at, ~add(~get(octets, at) & 0xffff, delta));
  }
}
