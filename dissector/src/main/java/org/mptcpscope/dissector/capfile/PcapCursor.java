package org.mptcpscope.dissector.capfile;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import org.mptcpscope.dissector.link.Direction;

/**
 * Reads pcap (draft-ietf-opsawg-pcap): a file header of 24 octets, then for each frame a record
 * header of 16 octets (seconds, fraction, captured length, wire length) and its octets.
 */
final class PcapCursor implements FrameCursor {
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final long LOW_HALF = 0xffff_ffffL;

  private final FeedReader in;
  private final int nanosPerTick;
  private final CaptureInterface only;

  private final int writtenSnaplen;
  private final int checkSequence;

  private long next = FILE_HEADER;
  private long stamp;
  private long lengths;
  private long frame;
  private int capturedLength;
  private int wireLength;
  private long timeNanos;
  private CaptureFlaw damage;

  PcapCursor(OctetFeed feed, ByteOrder order, boolean nanoseconds) {
    in = new FeedReader(feed);
    in.order(order);
    in.has(0, FILE_HEADER);
    nanosPerTick = nanoseconds ? 1 : 1000;
    // A snaplen above 2^31 - 1 limits nothing.
    writtenSnaplen = in.i32(16);
    int snaplen = Math.max(0, writtenSnaplen);
    // The upper half may tell the length of a frame check sequence, in words of two octets.
    int network = in.i32(20);
    int linkType = network & 0xffff;
    checkSequence = (network & 0x0400_0000) != 0 ? (network >>> 28) * 2 : -1;
    only = new CaptureInterface(0, linkType, snaplen, nanoseconds ? 1_000_000_000 : 1_000_000, "");
  }

  @Override
  public boolean next() {
    long record = next;
    if (damage != null || !in.has(record, RECORD_HEADER)) {
      return damage == null && endAt(record);
    }
    // The header is read before the window moves, as it may move behind it.
    stamp = in.pair(record);
    lengths = in.pair(record + 8);
    long captured = lengths >>> 32;
    if (captured > LARGEST) {
      damage = CaptureFlaw.broken(record, "record", "has captured length " + captured);
      return false;
    }
    if (stamp == 0 && lengths == 0) {
      // What a crash or a full disk leaves of a file, and what a small compressed file can be full
      // of for hours: no frame of nothing at all was captured in 1970.
      damage = CaptureFlaw.broken(record, "record", "has zeros only");
      return false;
    }
    frame = record + RECORD_HEADER;
    if (!in.has(frame, (int) captured)) {
      damage = CaptureFlaw.endsInside(record, "record", in.left(frame), captured);
      return false;
    }
    timeNanos = (stamp >>> 32) * 1_000_000_000 + (stamp & LOW_HALF) * nanosPerTick;
    capturedLength = (int) captured;
    wireLength = (int) Math.min(Integer.MAX_VALUE, Math.max(lengths & LOW_HALF, captured));
    next = frame + captured;
    return true;
  }

  // ---- for those who write the frame as a block -------------------------------------------------

  /** Returns the frame's time in ticks of its interface, as the file has it. */
  long ticks() {
    return (stamp >>> 32) * ticksPerSecond() + (stamp & LOW_HALF);
  }

  /** Returns the octets on the wire as the file has them: it may have fewer than were captured. */
  int writtenLength() {
    return (int) lengths;
  }

  /** Returns the snaplen as the file has it. */
  int writtenSnaplen() {
    return writtenSnaplen;
  }

  /** Returns the octets of the frame check sequence at the end of each frame, or -1. */
  int checkSequence() {
    return checkSequence;
  }

  private boolean endAt(long record) {
    long left = in.left(record);
    if (left > 0) {
      damage = CaptureFlaw.endsInside(record, "record header", left, RECORD_HEADER);
    }
    return false;
  }

  @Override
  public MemorySegment buffer() {
    return in.window();
  }

  @Override
  public long offset() {
    return in.offset(frame);
  }

  @Override
  public int capturedLength() {
    return capturedLength;
  }

  @Override
  public int wireLength() {
    return wireLength;
  }

  @Override
  public long timeNanos() {
    return timeNanos;
  }

  @Override
  public int interfaceId() {
    return 0;
  }

  @Override
  public int linkType() {
    return only.linkType();
  }

  @Override
  public Direction direction() {
    return Direction.UNKNOWN;
  }

  @Override
  public int snaplen() {
    return only.snaplen();
  }

  @Override
  public long ticksPerSecond() {
    return only.ticksPerSecond();
  }

  @Override
  public long position() {
    return frame;
  }

  @Override
  public long consumed() {
    return next;
  }

  @Override
  public List<String> comments() {
    return List.of();
  }

  @Override
  public List<CaptureInterface> interfaces() {
    return List.of(only);
  }

  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public String format() {
    return "pcap";
  }

  @Override
  public CaptureFlaw damage() {
    return damage;
  }
}
