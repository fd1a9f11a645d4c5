package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/**
 * A segment of bulk data: TCP with one DSS of regular form (RFC 8684, section 3.3) as its only
 * MPTCP option, and nothing else but time stamps. Most frames are like that, and nearly all of
 * those are Ethernet and IPv4 without options; {@link #wrap(MemorySegment, long, int, int, int)}
 * reads these at once, where the views of each layer would take several times as long. What it
 * refuses is to be read by those, and may be bulk data all the same.
 *
 * <p>Reused; what it says is valid until the next wrap.
 */
public final class BulkView {
  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;

  /** Version 4 and a header of 20 octets. */
  private static final int PLAIN_IPV4 = 0x45;

  private static final int ETHERTYPE_IPV4 = 0x0800;

  /** NOP, NOP, Timestamps, 10 octets. */
  private static final int ALIGNED_TIMESTAMPS = 0x0101_080a;

  private static final int TIMESTAMPS = 12;
  private static final int TWO_NOPS = 0x0101;

  /** Kind 30 and subtype 2 in the first three octets of a DSS, and where they stand. */
  private static final int DSS = TcpOptions.MPTCP << 24 | 2 << 12;

  private static final int KIND_AND_SUBTYPE = 0xff00_f000;

  private final DssView dss = new DssView();
  private long ports;
  private long srcHigh;
  private long srcLow;
  private long dstHigh;
  private long dstLow;
  private int ipId;
  private int hopLimit;
  private int seq;
  private int ack;
  private int flags;
  private int window;
  private int checksum;
  private int payload;
  private int captured;
  private long payloadOffset;
  private long tsVal;

  /** Makes a view of nothing yet. */
  public BulkView() {}

  /**
   * Reads a frame if it is Ethernet, IPv4 and TCP with aligned time stamps. Never throws and never
   * reads behind the captured octets or the buffer; parameters as those of {@link FrameView#wrap}.
   *
   * @return false if it is anything else, or not bulk data; the accessors then mean nothing
   */
  public boolean wrap(MemorySegment buffer, long offset, int length, int wireLength, int linkType) {
    long end = Math.min(buffer.byteSize(), offset + length);
    long tcp = offset + ETHERNET + IPV4;
    if (linkType != LinkType.ETHERNET
        || tcp + SegmentView.HEADER + TIMESTAMPS + 4 > end
        || u16(buffer, offset + 12) != ETHERTYPE_IPV4) {
      return false;
    }
    long head = i64(buffer, offset + ETHERNET);
    long middle = i64(buffer, offset + ETHERNET + 8);
    int segment = ((int) (head >>> 32) & 0xffff) - IPV4;
    boolean fragment = (head & 0x3fff) != 0;
    int protocol = (int) (middle >>> 48) & 0xff;
    if (head >>> 56 != PLAIN_IPV4 || fragment || protocol != FrameView.PROTOCOL_TCP) {
      return false;
    }
    long portsAndSeq = i64(buffer, tcp);
    long rest = i64(buffer, tcp + 8);
    int header = ((int) rest >>> 28) * 4;
    if (header > segment
        || tcp + header > end
        || header < SegmentView.HEADER + TIMESTAMPS + 4
        || i32(buffer, tcp + SegmentView.HEADER) != ALIGNED_TIMESTAMPS
        || !isOneDss(buffer, tcp + SegmentView.HEADER + TIMESTAMPS, tcp + header)) {
      return false;
    }
    ports = portsAndSeq >>> 32;
    seq = (int) portsAndSeq;
    ack = (int) (rest >>> 32);
    flags = (int) (rest >>> 16) & 0x1ff;
    window = (int) rest & 0xffff;
    checksum = u16(buffer, tcp + 16);
    tsVal = i64(buffer, tcp + SegmentView.HEADER + 4) >>> 32;
    srcHigh = 0;
    srcLow = IpAddress.lowOf((int) middle);
    dstHigh = 0;
    dstLow = IpAddress.lowOf(i32(buffer, offset + ETHERNET + 16));
    ipId = (int) head >>> 16;
    hopLimit = (int) (middle >>> 56);
    payload = segment - header;
    payloadOffset = tcp + header;
    captured = (int) Math.min(payload, end - payloadOffset);
    return true;
  }

  /** One DSS up to there, with two NOPs behind it or none. */
  private boolean isOneDss(MemorySegment buffer, long at, long end) {
    int head = i32(buffer, at);
    int length = head >>> 16 & 0xff;
    long left = end - at - length;
    return (head & KIND_AND_SUBTYPE) == DSS
        && (left == 0 || left == 2 && u16(buffer, at + length) == TWO_NOPS)
        && dss.wrap(buffer, at, length);
  }

  /**
   * Takes a segment of any link layer that was read already.
   *
   * @return false if it is not bulk data; the accessors then mean nothing
   */
  public boolean wrap(FrameView ip, SegmentView segment, OptionSummary options) {
    if (!options.isBulk()
        || options.sackBlocks() > 0
        || !dss.wrap(segment.buffer(), options.mptcpOffset(), options.mptcpLength())) {
      return false;
    }
    ports = (long) segment.srcPort() << 16 | segment.dstPort();
    seq = segment.seq();
    ack = segment.ack();
    flags = segment.flags();
    window = segment.window();
    checksum = segment.checksum();
    tsVal = options.tsVal();
    srcHigh = ip.srcHigh();
    srcLow = ip.srcLow();
    dstHigh = ip.dstHigh();
    dstLow = ip.dstLow();
    ipId = ip.ipId();
    hopLimit = ip.hopLimit();
    payload = segment.payloadLength();
    payloadOffset = segment.payloadOffset();
    captured = Math.min(payload, segment.payloadCaptured());
    return true;
  }

  /** Returns the DSS, which is of legal length. */
  public DssView dss() {
    return dss;
  }

  public int srcPort() {
    return (int) (ports >>> 16);
  }

  public int dstPort() {
    return (int) ports & 0xffff;
  }

  /** Returns the first 64 bits of the source address, as {@link FrameView#srcHigh}. */
  public long srcHigh() {
    return srcHigh;
  }

  /** Returns the last 64 bits of the source address, as {@link FrameView#srcLow}. */
  public long srcLow() {
    return srcLow;
  }

  /** Returns the first 64 bits of the destination address. */
  public long dstHigh() {
    return dstHigh;
  }

  /** Returns the last 64 bits of the destination address. */
  public long dstLow() {
    return dstLow;
  }

  /** Returns the identification of the IPv4 header, 0 to 65535, or -1 for IPv6. */
  public int ipId() {
    return ipId;
  }

  /** Returns the hop limit or time to live, 0 to 255. */
  public int hopLimit() {
    return hopLimit;
  }

  public int seq() {
    return seq;
  }

  public int ack() {
    return ack;
  }

  /** Returns the nine flag bits, as {@link SegmentView#flags}. */
  public int flags() {
    return flags;
  }

  /** Returns the window as sent, not scaled, 0 to 65535. */
  public int window() {
    return window;
  }

  /** Returns the TCP checksum as sent, 0 to 65535. */
  public int checksum() {
    return checksum;
  }

  /** Returns TSval, 0 to 2^32 - 1, or -1 without time stamps. */
  public long tsVal() {
    return tsVal;
  }

  /** Returns the octets of payload on the wire. */
  public int payload() {
    return payload;
  }

  /** Returns the octets of payload that are in the buffer. */
  public int payloadCaptured() {
    return captured;
  }

  /** Returns the offset of the payload in the buffer. */
  public long payloadOffset() {
    return payloadOffset;
  }
}
