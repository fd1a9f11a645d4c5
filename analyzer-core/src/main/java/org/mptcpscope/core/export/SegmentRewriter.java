package org.mptcpscope.core.export;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.mptcpscope.core.export.OptionRewriter.put16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.mptcpscope.core.export.SubflowIndex.Found;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/**
 * Writes a TCP segment anew: header, options, and a payload of zeros. Its checksum is right, wrong
 * or left to the network card as it was.
 */
final class SegmentRewriter {
  /** Octets of an MPTCP option that say what it is: kind, length, subtype, flags. */
  private static final int HEAD = 4;

  /** Below, kinds have a meaning of their own, and what they hold may be a secret. */
  private static final int FIRST_FOREIGN = 35;

  private final HostMap hosts;
  private final OptionRewriter mptcp;
  private final Secret secret;
  private final OptionCursor options = new OptionCursor();

  SegmentRewriter(HostMap hosts, OptionRewriter mptcp, Secret secret) {
    this.hosts = hosts;
    this.mptcp = mptcp;
    this.secret = secret;
  }

  /**
   * Writes it.
   *
   * @param differing parts of the payload that are not what was sent before under its numbers
   * @param out has the new IP header already
   * @param shift from a place in the old frame to the same in the new one
   */
  void write(
      FrameView ip,
      SegmentView segment,
      Found found,
      List<Survey.Part> differing,
      MemorySegment out,
      long shift) {
    MemorySegment in = segment.buffer();
    long at = segment.offset();
    MemorySegment.copy(in, at, out, at + shift, SegmentView.HEADER + segment.optionsCaptured());
    put16(out, at + shift, hosts.port(segment.srcPort()));
    put16(out, at + shift + 2, hosts.port(segment.dstPort()));
    options(segment, found, out, shift);
    for (Survey.Part part : differing) {
      int from = Math.clamp(part.from(), 0, segment.payloadCaptured());
      int to = Math.clamp(part.to(), from, segment.payloadCaptured());
      out.asSlice(segment.payloadOffset() + shift + from, to - from).fill((byte) 1);
    }
    checksum(ip, segment, out, shift);
  }

  // ---- options ---------------------------------------------------------------------------------

  private void options(SegmentView segment, Found found, MemorySegment out, long shift) {
    SegmentKind on =
        !segment.isSyn()
            ? SegmentKind.OTHER
            : segment.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
    long end = segment.optionsOffset() + segment.optionsCaptured();
    options.reset(segment);
    long behind = segment.optionsOffset();
    while (options.next()) {
      option(on, found, out, shift);
      behind = options.offset() + options.length();
    }
    rest(behind, end, out, shift);
  }

  private void option(SegmentKind on, Found found, MemorySegment out, long shift) {
    long at = options.offset();
    int length = options.length();
    switch (options.kind()) {
      case TcpOptions.MSS,
          TcpOptions.WINDOW_SCALE,
          TcpOptions.SACK_PERMITTED,
          TcpOptions.SACK,
          TcpOptions.TIMESTAMPS -> {}
      case TcpOptions.MPTCP -> {
        if (!mptcp.write(options.buffer(), at, length, on, found, out, at + shift)) {
          clear(out, at + shift + HEAD, at + shift + length);
        }
      }
      case TcpOptions.FAST_OPEN -> cookie(out, at + shift + 2, length - 2);
      case TcpOptions.EXPERIMENT -> cookie(out, at + shift + HEAD, length - HEAD);
      default ->
          clear(
              out, at + shift + (options.kind() >= FIRST_FOREIGN ? HEAD : 2), at + shift + length);
    }
  }

  /** Another cookie of Fast Open, the same for the same. */
  private void cookie(MemorySegment out, long at, int length) {
    if (length <= 0) {
      return;
    }
    byte[] octets = out.asSlice(at, length).toArray(JAVA_BYTE);
    long one = 0;
    long other = length;
    for (int i = 0; i < length; i++) {
      one = one << 8 ^ one >>> 56 ^ octets[i] & 0xff;
      other = other * 31 + octets[i];
    }
    byte[] random = secret.octets("cookie", Math.min(32, length), one, other);
    for (int i = 0; i < length; i++) {
      out.set(JAVA_BYTE, at + i, random[i % random.length]);
    }
  }

  /**
   * What ended the walk: End of Option List and padding, an option that is cut off, or one that
   * breaks the area, of which kind, length and the first octets stay.
   */
  private void rest(long from, long end, MemorySegment out, long shift) {
    long at = from;
    while (at < end && u8(options.buffer(), at) == OptionCursor.NOP) {
      at++;
    }
    boolean broken = options.broken() || options.cut();
    boolean known = broken && at < end && u8(options.buffer(), at) == TcpOptions.MPTCP;
    long keep = at + (broken ? known ? HEAD : 2 : 1);
    for (long next = keep; next < end; next++) {
      // Whether there is something else than padding is all that counts.
      boolean zero = broken || u8(options.buffer(), next) == 0;
      out.set(JAVA_BYTE, next + shift, (byte) (zero ? 0 : 1));
    }
  }

  private static void clear(MemorySegment out, long from, long to) {
    if (to > from) {
      out.asSlice(from, to - from).fill((byte) 0);
    }
  }

  // ---- checksum --------------------------------------------------------------------------------

  private void checksum(FrameView ip, SegmentView segment, MemorySegment out, long shift) {
    long at = segment.offset() + shift;
    int pseudo = pseudo(ip, out, shift, segment.length());
    int sent = segment.checksum();
    if (segment.checksumPartial(ip)) {
      boolean withLength = sent == ip.pseudoHeaderSum(segment.length());
      put16(out, at + 16, withLength ? pseudo : pseudo(ip, out, shift, 0));
      return;
    }
    put16(out, at + 16, 0);
    // Payload that was not captured would be zeros, too.
    int captured = SegmentView.HEADER + segment.optionsCaptured() + segment.payloadCaptured();
    int sum = InternetChecksum.add(pseudo, InternetChecksum.sum(out, at, captured));
    int right = InternetChecksum.complement(sum);
    if (!segment.checksumVerifiable(ip) || segment.checksumGood(ip)) {
      put16(out, at + 16, right);
      return;
    }
    int before =
        InternetChecksum.add(
            ip.pseudoHeaderSum(segment.length()),
            InternetChecksum.sum(segment.buffer(), segment.offset(), segment.length()));
    int off = before == 0xffff ? 0 : before;
    int other = InternetChecksum.add(right, off);
    put16(out, at + 16, other == right ? right ^ 1 : other);
  }

  /** The sum of the new pseudo header. */
  private static int pseudo(FrameView ip, MemorySegment out, long shift, int length) {
    long at = ip.ipOffset() + shift;
    int sum =
        ip.ipVersion() == 4
            ? InternetChecksum.sum(out, at + 12, 8)
            : InternetChecksum.sum(out, at + 8, 32);
    return InternetChecksum.add(sum, InternetChecksum.fold(FrameView.PROTOCOL_TCP + (long) length));
  }
}
