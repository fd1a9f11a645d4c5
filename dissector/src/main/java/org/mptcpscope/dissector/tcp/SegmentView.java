package org.mptcpscope.dissector.tcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.link.FrameView;

/**
 * A TCP segment (RFC 9293, section 3.1) read in place:
 *
 * <pre>
 *  0      2      4              8              12     14     16     18     20
 *  | src  | dst  |     seq      |     ack      |offset|window| sum  |urgent| options ... payload
 *  |      | port |              |              |flags |      |      | ptr  |
 * </pre>
 *
 * The view is reused and valid until the next {@link #wrap}. All numbers are those of the wire.
 */
public final class SegmentView {
  public static final int FIN = 0x001;
  public static final int SYN = 0x002;
  public static final int RST = 0x004;
  public static final int PSH = 0x008;
  public static final int ACK = 0x010;
  public static final int URG = 0x020;
  public static final int ECE = 0x040;
  public static final int CWR = 0x080;

  /** The octets of a header without options. */
  public static final int HEADER = 20;

  private MemorySegment buffer = MemorySegment.NULL;
  private long offset;
  private int captured;
  private int length;
  private int headerLength;

  // The fixed header, read at once: each access to off-heap memory costs checks.
  private long portsAndSeq;
  private long ackToWindow;
  private int checksumAndUrgent;

  /** Makes a view of nothing yet. */
  public SegmentView() {}

  /**
   * Reads a segment. Never throws and never reads behind the captured octets or the buffer.
   *
   * @param buffer where the segment lies
   * @param offset of its first octet in the buffer
   * @param captured octets of the segment that are in the buffer
   * @param length octets that the segment had on the wire
   * @return false if the 20 octets of the fixed header are not all captured, or if the data offset
   *     is below 5 or points behind the segment; the accessors then mean nothing
   */
  public boolean wrap(MemorySegment buffer, long offset, int captured, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
    this.captured = (int) Math.min(Math.min(captured, length), buffer.byteSize() - offset);
    if (this.captured < HEADER) {
      return false;
    }
    portsAndSeq = i64(buffer, offset);
    ackToWindow = i64(buffer, offset + 8);
    checksumAndUrgent = i32(buffer, offset + 16);
    headerLength = ((int) ackToWindow >>> 28) * 4;
    return headerLength >= HEADER && headerLength <= length;
  }

  /** Reads the segment that a frame carries. */
  public boolean wrap(FrameView frame) {
    return wrap(
        frame.buffer(),
        frame.ipPayloadOffset(),
        frame.ipPayloadCaptured(),
        frame.ipPayloadLength());
  }

  /** Returns the buffer that the segment lies in. */
  public MemorySegment buffer() {
    return buffer;
  }

  /** Returns the offset of the TCP header in the buffer. */
  public long offset() {
    return offset;
  }

  /** Returns the octets of header and payload on the wire. */
  public int length() {
    return length;
  }

  /** Returns the source port, 0 to 65535. */
  public int srcPort() {
    return (int) (portsAndSeq >>> 48);
  }

  /** Returns the destination port, 0 to 65535. */
  public int dstPort() {
    return (int) (portsAndSeq >>> 32) & 0xffff;
  }

  /** Returns the sequence number; to be compared by {@link Seq32} only. */
  public int seq() {
    return (int) portsAndSeq;
  }

  /** Returns the acknowledgment number, which means something only if {@link #isAck()}. */
  public int ack() {
    return (int) (ackToWindow >>> 32);
  }

  /** Returns the nine flag bits, the low bits being those of this class's constants. */
  public int flags() {
    return (int) (ackToWindow >>> 16) & 0x1ff;
  }

  public boolean isFin() {
    return (flags() & FIN) != 0;
  }

  public boolean isSyn() {
    return (flags() & SYN) != 0;
  }

  public boolean isRst() {
    return (flags() & RST) != 0;
  }

  public boolean isPsh() {
    return (flags() & PSH) != 0;
  }

  public boolean isAck() {
    return (flags() & ACK) != 0;
  }

  public boolean isUrg() {
    return (flags() & URG) != 0;
  }

  /** Returns the window as sent, not scaled, 0 to 65535. */
  public int window() {
    return (int) ackToWindow & 0xffff;
  }

  /** Returns the checksum as sent, 0 to 65535. */
  public int checksum() {
    return checksumAndUrgent >>> 16;
  }

  /** Returns the urgent pointer as sent, 0 to 65535. */
  public int urgentPointer() {
    return checksumAndUrgent & 0xffff;
  }

  /** Returns the octets of the header with its options, 20 to 60. */
  public int headerLength() {
    return headerLength;
  }

  /** Returns whether all options are captured. */
  public boolean headerComplete() {
    return captured >= headerLength;
  }

  /** Returns the offset of the payload in the buffer. */
  public long payloadOffset() {
    return offset + headerLength;
  }

  /** Returns the octets of payload on the wire. */
  public int payloadLength() {
    return length - headerLength;
  }

  /** Returns the octets of payload that are in the buffer. */
  public int payloadCaptured() {
    return Math.max(0, captured - headerLength);
  }

  /** Returns the offset of the option area in the buffer. */
  public long optionsOffset() {
    return offset + HEADER;
  }

  /** Returns the octets of the option area, 0 to 40. */
  public int optionsLength() {
    return headerLength - HEADER;
  }

  /** Returns the octets of the option area that are in the buffer. */
  public int optionsCaptured() {
    return Math.min(captured, headerLength) - HEADER;
  }

  /**
   * Returns the one's complement sum of captured payload, the first octet counted as the high half
   * of a word; see {@link InternetChecksum}.
   *
   * @param from offset in the buffer
   * @param octets how many, all of them captured
   */
  public int payloadSum(long from, int octets) {
    return InternetChecksum.sum(buffer, from, octets);
  }

  /** Returns whether enough is captured to say whether the TCP checksum is right. */
  public boolean checksumVerifiable(FrameView ip) {
    return captured == length && !ip.rerouted();
  }

  /** Returns whether the TCP checksum is right; false also if it is not verifiable. */
  public boolean checksumGood(FrameView ip) {
    return checksumVerifiable(ip)
        && InternetChecksum.add(
                ip.pseudoHeaderSum(length), InternetChecksum.sum(buffer, offset, length))
            == 0xffff;
  }

  /**
   * Returns whether the checksum field holds the sum of the pseudo header alone, with or without
   * its length: what a host hands to a network card that computes the rest.
   */
  public boolean checksumPartial(FrameView ip) {
    int field = checksum();
    return field == ip.pseudoHeaderSum(length) || field == ip.pseudoHeaderSum(0);
  }
}
