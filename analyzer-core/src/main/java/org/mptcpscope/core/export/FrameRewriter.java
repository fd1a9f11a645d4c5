package org.mptcpscope.core.export;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.mptcpscope.core.export.OptionRewriter.put16;
import static org.mptcpscope.core.export.OptionRewriter.put32;
import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.mptcpscope.core.export.Anonymised.Blank;
import org.mptcpscope.core.export.SubflowIndex.Found;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Writes a frame anew into memory of its own. It begins with nothing but zeros, and only what is
 * understood comes into it, changed or known to tell nothing: what is not, leaks nothing.
 */
final class FrameRewriter {
  private static final int UDP = 17;
  private static final int GRE = 47;
  private static final int TCP = FrameView.PROTOCOL_TCP;

  private final Survey survey;
  private final HostMap hosts;
  private final SegmentRewriter segments;
  private final FrameView ip = new FrameView();
  private final SegmentView segment = new SegmentView();
  private final FrameView check = new FrameView();
  private MemorySegment out = Arena.ofAuto().allocate(1 << 16);

  private MemorySegment in = MemorySegment.NULL;
  private long shift;
  private int captured;

  FrameRewriter(Survey survey, Secret secret, HostMap hosts) {
    this.survey = survey;
    this.hosts = hosts;
    segments = new SegmentRewriter(hosts, new OptionRewriter(survey, secret, hosts), secret);
  }

  /** The frame that was written last, from the first octet on. */
  MemorySegment octets() {
    return out;
  }

  /** Writes a frame; says why nothing of it is left, or null. */
  Blank write(FrameCursor frame, int number) {
    in = frame.buffer();
    shift = -frame.offset();
    captured = frame.capturedLength();
    if (out.byteSize() < captured) {
      out = Arena.ofAuto().allocate(Math.max(captured, 2 * out.byteSize()));
    }
    out.asSlice(0, captured).fill((byte) 0);
    Outcome outcome = ip.wrap(in, frame.offset(), captured, frame.wireLength(), frame.linkType());
    Blank blank = blank(outcome, frame.linkType());
    if (blank == null) {
      blank = layers(frame, number);
    }
    if (blank != null) {
      out.asSlice(0, captured).fill((byte) 0);
    }
    return blank;
  }

  private Blank blank(Outcome outcome, int linkType) {
    return switch (outcome) {
      case TCP ->
          !isPlain(linkType)
              ? Blank.LINK
              : ip.rerouted() ? Blank.HEADER : segment.wrap(ip) ? null : Blank.CUT;
      case FRAGMENT -> Blank.FRAGMENT;
      case ICMP -> Blank.ICMP;
      case UNKNOWN_LINK -> Blank.LINK;
      case TRUNCATED -> Blank.CUT;
      case OTHER, NOT_READ, MALFORMED -> Blank.OTHER;
    };
  }

  /** Link types whose headers have no more than addresses, which are known. */
  private static boolean isPlain(int linkType) {
    return switch (linkType) {
      case LinkType.ETHERNET,
          LinkType.LINUX_SLL,
          LinkType.LINUX_SLL2,
          LinkType.NULL,
          LinkType.LOOP,
          LinkType.RAW,
          LinkType.RAW_BSD,
          LinkType.RAW_OPENBSD,
          LinkType.IPV4,
          LinkType.IPV6,
          LinkType.PPP,
          LinkType.PPP_SERIAL,
          LinkType.PPP_ETHER,
          LinkType.PPP_WITH_DIRECTION,
          LinkType.C_HDLC ->
          true;
      default -> false;
    };
  }

  private Blank layers(FrameCursor frame, int number) {
    long[] packets = ip.ipOffsets();
    MemorySegment.copy(in, frame.offset(), out, 0, ip.ipOffset() + shift);
    link(frame.linkType(), frame.offset());
    for (int i = 0; i + 1 < packets.length; i++) {
      if (!outer(packets[i])) {
        return Blank.HEADER;
      }
    }
    if (!inner()) {
      return Blank.HEADER;
    }
    Found found = survey.subflows().find(ip, segment, number);
    segments.write(ip, segment, found, survey.differing(number), out, shift);
    for (int i = packets.length - 2; i >= 0; i--) {
      closeOuter(packets[i]);
    }
    return isAsBefore(frame) ? leak(packets) : Blank.HEADER;
  }

  // ---- link layer ------------------------------------------------------------------------------

  private void link(int linkType, long start) {
    for (long at : ip.ethernetOffsets()) {
      mac(at);
      mac(at + 6);
    }
    switch (linkType) {
      case LinkType.LINUX_SLL -> cooked(start + 6, u16(in, start + 4));
      case LinkType.LINUX_SLL2 -> cooked(start + 12, u8(in, start + 11));
      default -> {}
    }
  }

  private void mac(long at) {
    long other = hosts.mac(i64(in, at) >>> 16);
    put16(out, at + shift, (int) (other >>> 32));
    put32(out, at + shift + 2, (int) other);
  }

  /** Eight octets, of which the address has as many as are said. */
  private void cooked(long at, int length) {
    if (length == 6) {
      mac(at);
      put16(out, at + shift + 6, 0);
    } else {
      put32(out, at + shift, 0);
      put32(out, at + shift + 4, 0);
    }
  }

  // ---- IP --------------------------------------------------------------------------------------

  /** Writes the innermost IP header; false if it has what is not understood. */
  private boolean inner() {
    long at = ip.ipOffset();
    int header = ip.ipVersion() == 4 ? (u8(in, at) & 0xf) * 4 : 40;
    MemorySegment.copy(in, at, out, at + shift, header);
    addresses(at);
    if (ip.ipVersion() == 4) {
      plainOptions(at + shift + 20, header - 20);
      return ip.ipPayloadOffset() == at + header && closeV4(at);
    }
    return extensions(u8(in, at + 6), at + header, ip.ipPayloadOffset());
  }

  /** Header extensions become as long and say nothing. */
  private boolean extensions(int first, long from, long end) {
    int header = first;
    long at = from;
    while (at < end) {
      if (header != 0 && header != 60 && header != 44) {
        return false;
      }
      int length = header == 44 ? 8 : (u8(in, at + 1) + 1) * 8;
      MemorySegment.copy(in, at, out, at + shift, header == 44 ? 8 : 2);
      if (header != 44) {
        out.set(JAVA_BYTE, at + shift + 2, (byte) 1); // PadN
        out.set(JAVA_BYTE, at + shift + 3, (byte) Math.min(255, length - 4));
      }
      header = u8(in, at);
      at += length;
    }
    return at == end && header == TCP;
  }

  /** Options of IPv4 become No Operation. */
  private void plainOptions(long at, int length) {
    out.asSlice(at, length).fill((byte) 1);
  }

  private void addresses(long at) {
    if (u8(in, at) >> 4 == 4) {
      put32(out, at + shift + 12, hosts.v4(i32(in, at + 12)));
      put32(out, at + shift + 16, hosts.v4(i32(in, at + 16)));
      return;
    }
    for (int i = 8; i <= 24; i += 16) {
      long high = i64(in, at + i);
      long low = i64(in, at + i + 8);
      put64(at + shift + i, hosts.v6High(high, low));
      put64(at + shift + i + 8, hosts.v6Low(high, low));
    }
  }

  private void put64(long at, long value) {
    put32(out, at, (int) (value >>> 32));
    put32(out, at + 4, (int) value);
  }

  /** The checksum of an IPv4 header: as right or wrong as it was. */
  private boolean closeV4(long at) {
    int header = (u8(in, at) & 0xf) * 4;
    int sent = u16(in, at + 10);
    if (sent != 0) {
      int before = InternetChecksum.sum(in, at, header);
      put16(out, at + shift + 10, 0);
      int right = InternetChecksum.complement(InternetChecksum.sum(out, at + shift, header));
      // What the sum of a right header lacks of all ones is what this one is off.
      int off = before == 0xffff ? 0 : before;
      put16(out, at + shift + 10, off == 0 ? right : InternetChecksum.add(right, off));
    }
    return true;
  }

  // ---- tunnels ---------------------------------------------------------------------------------

  /** An IP header around another one; false if something in it is not understood. */
  private boolean outer(long at) {
    addresses(at);
    boolean v4 = u8(in, at) >> 4 == 4;
    int header = v4 ? (u8(in, at) & 0xf) * 4 : 40;
    if (v4) {
      plainOptions(at + shift + 20, header - 20);
      closeV4(at);
    }
    int protocol = u8(in, at + (v4 ? 9 : 6));
    if (protocol == UDP) {
      return udp(at + header);
    }
    // What IP, Ethernet, GRE and MPLS put in between has lengths, flags and numbers only.
    return protocol == 4 || protocol == 41 || protocol == GRE || protocol == 97 || protocol == 137;
  }

  private boolean udp(long at) {
    int from = u16(in, at);
    int to = u16(in, at + 2);
    if (from == 3544 || to == 3544) {
      return false; // Teredo writes addresses into its own headers.
    }
    if (from == 6081 || to == 6081) {
      int length = (u8(in, at + 8) & 0x3f) * 4;
      long end = Math.min(at + 16 + length, ip.ipOffset());
      out.asSlice(at + shift + 16, end - at - 16).fill((byte) 0);
    }
    return true;
  }

  /** Checksums over what a tunnel holds, after that was written. */
  private void closeOuter(long at) {
    boolean v4 = u8(in, at) >> 4 == 4;
    int header = v4 ? (u8(in, at) & 0xf) * 4 : 40;
    int protocol = u8(in, at + (v4 ? 9 : 6));
    long payload = at + header + shift;
    long wire = v4 ? u16(in, at + 2) - header : u16(in, at + 4);
    long length = Math.min(wire, captured - payload);
    if (protocol == UDP && u16(out, payload + 6) != 0) {
      put16(out, payload + 6, 0);
      int udpLength = u16(out, payload + 4);
      if (udpLength <= length) {
        int sum = InternetChecksum.sum(out, payload, udpLength);
        sum = InternetChecksum.add(sum, pseudo(at + shift, v4, udpLength));
        int right = InternetChecksum.complement(sum);
        put16(out, payload + 6, right == 0 ? 0xffff : right);
      }
    } else if (protocol == GRE && (u8(out, payload) & 0x80) != 0) {
      put16(out, payload + 4, 0);
      int right = InternetChecksum.complement(InternetChecksum.sum(out, payload, (int) length));
      put16(out, payload + 4, right);
    }
  }

  private int pseudo(long at, boolean v4, int length) {
    int sum = v4 ? InternetChecksum.sum(out, at + 12, 8) : InternetChecksum.sum(out, at + 8, 32);
    return InternetChecksum.add(sum, InternetChecksum.fold(UDP + (long) length));
  }

  // ---- is it so --------------------------------------------------------------------------------

  /** Whether the new frame is read as the old one was, down to the options. */
  private boolean isAsBefore(FrameCursor frame) {
    Outcome outcome = check.wrap(out, 0, captured, frame.wireLength(), frame.linkType());
    return outcome == Outcome.TCP
        && check.ipOffset() == ip.ipOffset() + shift
        && check.ipPayloadOffset() == ip.ipPayloadOffset() + shift
        && check.ipPayloadLength() == ip.ipPayloadLength()
        && check.tunnels() == ip.tunnels();
  }

  /** Looks in all headers for the addresses that the frame had. */
  private Blank leak(long[] packets) {
    long end = ip.ipOffset() + shift;
    for (long at : ip.ethernetOffsets()) {
      if (holds(at, 6, end) || holds(at + 6, 6, end)) {
        return Blank.HEADER;
      }
    }
    for (long at : packets) {
      boolean v4 = u8(in, at) >> 4 == 4;
      int size = v4 ? 4 : 16;
      long first = at + (v4 ? 12 : 8);
      boolean same = holds(first, size, end) || holds(first + size, size, end);
      if (same && packets.length > 1) {
        return Blank.HEADER;
      }
    }
    return null;
  }

  /** Whether the octets of an address stand somewhere in front of the innermost packet. */
  private boolean holds(long at, int size, long end) {
    boolean trivial = true;
    for (int i = 1; i < size; i++) {
      trivial &= u8(in, at + i) == u8(in, at);
    }
    if (trivial) {
      return false;
    }
    for (long start = 0; start + size <= end; start++) {
      int same = 0;
      while (same < size && u8(out, start + same) == u8(in, at + same)) {
        same++;
      }
      if (same == size) {
        return true;
      }
    }
    return false;
  }
}
