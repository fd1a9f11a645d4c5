package org.mptcpscope.dissector.capfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mptcpscope.dissector.link.Direction;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): blocks of type, length, body and length again. Sections,
 * interfaces and three kinds of packet blocks are read, all other blocks are skipped.
 */
final class PcapngCursor implements FrameCursor {
  static final int SECTION = 0x0a0d0d0a;
  static final int INTERFACE = 1;
  static final int OLD_PACKET = 2;
  static final int SIMPLE_PACKET = 3;
  static final int STATISTICS = 5;
  static final int ENHANCED_PACKET = 6;
  private static final int JOURNAL = 9;
  private static final int SYSDIG = 0x204;
  private static final int SYSDIG_2 = 0x216;
  private static final int SYSDIG_2_LARGE = 0x221;
  static final int CUSTOM = 0xbad;
  private static final int CUSTOM_NOT_COPIED = 0x40000bad;
  static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  static final int OPTION_COMMENT = 1;
  static final int OPTION_NAME = 2;
  static final int OPTION_PACKET_FLAGS = 2;
  static final int OPTION_PACKET_DROPS = 4;
  static final int OPTION_INTERFACE_DROPS = 5;
  static final int OPTION_SYSTEM_DROPS = 7;
  static final int OPTION_RESOLUTION = 9;
  static final int OPTION_FILTER = 11;

  /** Filters that are remembered. */
  private static final int MOST_FILTERS = 64;

  /** The old packet block says so if it does not know how many frames were lost. */
  private static final int NOT_COUNTED = 0xffff;

  /** Of how many lost frames a count is believed: sums of it cannot overflow. */
  private static final long MOST_DROPS = 1L << 40;

  static final int OPTION_OFFSET = 14;

  private static final int MICROSECONDS = 6;

  /** Octets of a packet block in front of the frame. */
  private static final int PACKET_HEADER = 28;

  private final FeedReader in;
  private final List<CaptureInterface> interfaces = new ArrayList<>();
  private final List<TickClock> clocks = new ArrayList<>();
  private final List<String> filters = new ArrayList<>();
  private final DropCounts drops = new DropCounts();
  private final List<Integer> sections = new ArrayList<>();
  private int section;
  private int firstOfSection;

  /** The latest time of the sections before, until the first frame of this one came. */
  private long sectionBegan = Long.MIN_VALUE;

  private long latest = Long.MIN_VALUE;
  private int others;

  private long next;
  private long frame;
  private int capturedLength;
  private int wireLength;
  private long timeNanos;
  private CaptureInterface current = new CaptureInterface(-1, -1, 0, 0, "");
  private int packetFlags;
  private boolean all;
  private long block;
  private int blockType;
  private boolean isFrame;
  private boolean isWhole;
  private long options;
  private long optionsEnd;
  private CaptureFlaw damage;

  PcapngCursor(OctetFeed feed) throws NotACaptureException {
    in = new FeedReader(feed);
    if (!in.has(0, 28)) {
      throw new NotACaptureException(
          "pcapng section header cut off after " + in.left(0) + " of at least 28 octets");
    }
    if (byteOrder(0) == null) {
      throw new NotACaptureException("pcapng section header without a byte-order magic");
    }
  }

  /** Returns the byte order of a section, or null if its magic is that of neither. */
  private ByteOrder byteOrder(long block) {
    in.order(ByteOrder.BIG_ENDIAN);
    int magic = in.i32(block + 8);
    if (magic == BYTE_ORDER_MAGIC) {
      return ByteOrder.BIG_ENDIAN;
    }
    return Integer.reverseBytes(magic) == BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : null;
  }

  @Override
  public boolean next() {
    while (nextBlock()) {
      if (isFrame) {
        return true;
      }
    }
    return false;
  }

  /**
   * Moves to the next block of any type; false at the end of the capture or where it is damaged.
   */
  boolean nextBlock() {
    long start = next;
    if (damage != null || !in.has(start, 12)) {
      return damage == null && endAt(start, "block header", 12);
    }
    int type = in.i32(start);
    if (type == SECTION && !section(start)) {
      return false;
    }
    long length = in.u32(start + 4);
    if (length < 12 || length % 4 != 0 || (length > LARGEST && isRead(type))) {
      return damaged(start, "block", "has length " + length);
    }
    next = start + length;
    block = start;
    blockType = type;
    isFrame = false;
    if (isRead(type)) {
      if (!in.has(start, (int) length)) {
        return endAt(start, "block", length);
      }
      long trailer = in.u32(next - 4);
      if (trailer != length) {
        return damaged(start, "block", "has two lengths, " + length + " and " + trailer);
      }
      isFrame = body(type, start);
      return damage == null;
    }
    return passOver(start, type, length);
  }

  private boolean passOver(long start, int type, long length) {
    isWhole = all && length <= LARGEST;
    if (isWhole ? !in.has(start, (int) length) : !in.has(next - 4, 4)) {
      return endAt(start, "block", length);
    }
    if (isNumbered(type)) {
      others++;
    }
    return true;
  }

  // ---- for those who write blocks anew ----------------------------------------------------------

  /** Brings all blocks into the window as a whole, also those that mean nothing here. */
  void wantAll() {
    all = true;
  }

  /** Returns whether the block can be read as a whole. */
  boolean isWhole() {
    return isRead(blockType) || isWhole;
  }

  boolean isFrame() {
    return isFrame;
  }

  int blockType() {
    return blockType;
  }

  /** Returns where in the {@link #buffer} the block starts. */
  long blockOffset() {
    return in.offset(block);
  }

  long blockLength() {
    return next - block;
  }

  ByteOrder order() {
    return in.order();
  }

  /** Returns where in the {@link #buffer} the options of a frame start. */
  long optionsOffset() {
    return in.offset(options);
  }

  /**
   * Returns where sound options end: at their end mark, at the end of the block, or at what is
   * damaged. All places are in the {@link #buffer}.
   */
  long behindOptions(long first, long end) {
    seekOptions(first, end);
    long at = options;
    while (option(at) >= 0 && behind(at) <= optionsEnd) {
      at = behind(at);
    }
    return in.offset(at);
  }

  /** Copies the first option of this code, if there is one. */
  void copyOption(int code, long first, long end, BlockBuilder to) {
    seekOptions(first, end);
    for (long at = option(options); at >= 0; at = option(behind(at))) {
      if (in.u16(at) == code) {
        to.option(code, in.octets(at + 4, in.u16(at + 2)));
        return;
      }
    }
  }

  private void seekOptions(long first, long end) {
    options = block + first - blockOffset();
    optionsEnd = block + end - blockOffset();
  }

  /** Returns the frame's time in ticks of the first interface of the section. */
  long ticksOfFirst() {
    return clocks.get(firstOfSection).ticks(timeNanos);
  }

  int packetFlags() {
    return packetFlags;
  }

  /** Blocks that are no frames and have a number in Wireshark all the same. */
  static boolean isNumbered(int type) {
    return switch (type) {
      case CUSTOM, CUSTOM_NOT_COPIED, JOURNAL, SYSDIG, SYSDIG_2, SYSDIG_2_LARGE -> true;
      default -> false;
    };
  }

  private static boolean isRead(int type) {
    return switch (type) {
      case SECTION, INTERFACE, OLD_PACKET, SIMPLE_PACKET, STATISTICS, ENHANCED_PACKET -> true;
      default -> false;
    };
  }

  private boolean endAt(long block, String where, long needed) {
    long left = in.left(block);
    return left <= 0 ? false : stop(block, CaptureFlaw.endsInside(block, where, left, needed));
  }

  private boolean damaged(long block, String subject, String what) {
    return stop(block, CaptureFlaw.broken(block, subject, what));
  }

  private boolean stop(long block, CaptureFlaw flaw) {
    next = block;
    damage = flaw;
    return false;
  }

  /** Begins a section: its byte order counts from here on, its interfaces count from 0 again. */
  private boolean section(long block) {
    if (!in.has(block, 28)) {
      return endAt(block, "section header", 28);
    }
    ByteOrder order = byteOrder(block);
    if (order == null) {
      return damaged(block, "section", "has no byte-order magic");
    }
    in.order(order);
    int major = in.u16(block + 12);
    if (major != 1) {
      return damaged(block, "section", "is of pcapng version " + major);
    }
    firstOfSection = interfaces.size();
    if (block > 0) {
      section++;
      sectionBegan = latest;
    }
    return true;
  }

  /** Returns whether the block was a frame. */
  private boolean body(int type, long block) {
    return switch (type) {
      case INTERFACE -> describe(block);
      case STATISTICS -> count(block);
      case ENHANCED_PACKET -> packet(block, false);
      case OLD_PACKET -> packet(block, true);
      case SIMPLE_PACKET -> simplePacket(block);
      default -> false;
    };
  }

  private boolean describe(long block) {
    if (next - block < 20) {
      return damaged(block, "interface", "has a description of " + (next - block) + " octets");
    }
    int resolution = MICROSECONDS;
    long offset = 0;
    String name = "";
    startOptions(block + 16);
    for (long at = option(options); at >= 0; at = option(behind(at))) {
      int length = in.u16(at + 2);
      switch (in.u16(at)) {
        case OPTION_NAME -> name = text(at);
        case OPTION_FILTER -> filter(text(at));
        case OPTION_RESOLUTION -> resolution = length >= 1 ? in.u8(at + 4) : resolution;
        case OPTION_OFFSET -> offset = length >= 8 ? in.i64(at + 4) : offset;
        default -> {}
      }
    }
    TickClock clock = new TickClock(resolution, offset);
    clocks.add(clock);
    drops.described();
    sections.add(section);
    interfaces.add(
        new CaptureInterface(
            interfaces.size(),
            in.u16(block + 8),
            Math.max(0, in.i32(block + 12)),
            clock.ticksPerSecond(),
            name));
    return false;
  }

  /** The first octet of a filter says that the rest is text. */
  private void filter(String value) {
    if (value.length() > 1 && value.charAt(0) == 0 && filters.size() < MOST_FILTERS) {
      filters.add(value.substring(1));
    }
  }

  @Override
  public List<String> filters() {
    return filters;
  }

  private boolean count(long block) {
    long id = in.u32(block + 8);
    if (next - block < 24 || id >= interfaces.size() - firstOfSection) {
      return false;
    }
    long lost = -1;
    startOptions(block + 20);
    for (long at = option(options); at >= 0; at = option(behind(at))) {
      boolean isLoss = in.u16(at) == OPTION_INTERFACE_DROPS || in.u16(at) == OPTION_SYSTEM_DROPS;
      if (isLoss && in.u16(at + 2) >= 8) {
        lost = Math.max(lost, 0) + Math.clamp(in.i64(at + 4), 0, MOST_DROPS);
      }
    }
    if (lost >= 0) {
      int of = firstOfSection + (int) id;
      long time = clocks.get(of).nanos(in.u32(block + 12) << 32 | in.u32(block + 16));
      drops.reading(of, lost, time);
    }
    return false;
  }

  /**
   * The old packet block has half of the interface's octets, and a count of drops in the others.
   */
  private boolean packet(long block, boolean old) {
    if (next - block < PACKET_HEADER + 4) {
      return damaged(block, "frame", "has a block of " + (next - block) + " octets");
    }
    long captured = in.u32(block + 20);
    if (!enter(block, old ? in.u16(block + 8) : in.u32(block + 8)) || !fits(block, captured)) {
      return false;
    }
    timeNanos = clocks.get(current.id()).nanos(in.u32(block + 12) << 32 | in.u32(block + 16));
    take(block + PACKET_HEADER, captured, in.u32(block + 24));
    startOptions(frame + ((captured + 3) & ~3L));
    packetFlags = 0;
    long lost = old ? in.u16(block + 10) : 0;
    // Most blocks have no options, and then nothing is walked.
    if (optionsEnd - options >= 8) {
      lost = Math.max(lost, readOptions());
    }
    passed(lost == NOT_COUNTED ? 0 : lost);
    return true;
  }

  /** Keeps account of when frames passed, and of those that did not. */
  private void passed(long lost) {
    drops.frame(current.id(), timeNanos, lost);
    if (sectionBegan != Long.MIN_VALUE) {
      drops.pause(sectionBegan, timeNanos);
      sectionBegan = Long.MIN_VALUE;
    }
    latest = Math.max(latest, timeNanos);
  }

  private boolean simplePacket(long block) {
    if (next - block < 16) {
      return damaged(block, "frame", "has a simple block of " + (next - block) + " octets");
    }
    if (!enter(block, 0)) {
      return false;
    }
    long wire = in.u32(block + 8);
    long captured = Math.min(wire, next - block - 16);
    if (current.snaplen() > 0) {
      captured = Math.min(captured, current.snaplen());
    }
    take(block + 12, captured, wire);
    packetFlags = 0;
    options = 0;
    optionsEnd = 0;
    return true;
  }

  private boolean enter(long block, long id) {
    int described = interfaces.size() - firstOfSection;
    if (id >= described) {
      return damaged(
          block, "frame", "is of interface %d, but %d are described".formatted(id, described));
    }
    current = interfaces.get(firstOfSection + (int) id);
    return true;
  }

  private boolean fits(long block, long captured) {
    return captured <= next - block - PACKET_HEADER - 4
        || damaged(
            block,
            "frame",
            "has captured length %d in a block of %d".formatted(captured, next - block));
  }

  private void take(long position, long captured, long wire) {
    frame = position;
    capturedLength = (int) captured;
    wireLength = (int) Math.min(Integer.MAX_VALUE, Math.max(wire, captured));
  }

  private void startOptions(long position) {
    options = position;
    optionsEnd = next - 4;
  }

  /** Reads the options of a frame that are needed; returns how many frames it says were lost. */
  private long readOptions() {
    long lost = 0;
    for (long at = option(options); at >= 0; at = option(behind(at))) {
      int length = in.u16(at + 2);
      switch (in.u16(at)) {
        case OPTION_PACKET_FLAGS -> packetFlags = length >= 4 ? in.i32(at + 4) : packetFlags;
        case OPTION_PACKET_DROPS ->
            lost = length >= 8 ? Math.clamp(in.i64(at + 4), 0, MOST_DROPS) : lost;
        default -> {}
      }
    }
    return lost;
  }

  /** Returns the position if a whole option stands there, else -1: they end, or are damaged. */
  private long option(long at) {
    if (at + 4 > optionsEnd || in.u16(at) == 0) {
      return -1;
    }
    return at + 4 + in.u16(at + 2) <= optionsEnd ? at : -1;
  }

  private long behind(long option) {
    return option + 4 + ((in.u16(option + 2) + 3) & ~3);
  }

  private String text(long option) {
    return new String(in.octets(option + 4, in.u16(option + 2)), UTF_8);
  }

  @Override
  public List<String> comments() {
    List<String> comments = new ArrayList<>();
    if (options > 0) {
      for (long at = option(options); at >= 0; at = option(behind(at))) {
        if (in.u16(at) == OPTION_COMMENT) {
          comments.add(text(at));
        }
      }
    }
    return comments;
  }

  @Override
  public Direction direction() {
    return switch (packetFlags & 3) {
      case 1 -> Direction.INCOMING;
      case 2 -> Direction.OUTGOING;
      default -> Direction.UNKNOWN;
    };
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
    return current.id();
  }

  @Override
  public int linkType() {
    return current.linkType();
  }

  @Override
  public int snaplen() {
    return current.snaplen();
  }

  @Override
  public long ticksPerSecond() {
    return current.ticksPerSecond();
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
  public List<CaptureInterface> interfaces() {
    return Collections.unmodifiableList(interfaces);
  }

  @Override
  public long dropped() {
    return drops.total();
  }

  @Override
  public boolean mayLack(long from, long to) {
    return drops.within(from, to);
  }

  @Override
  public int clock(int interfaceId) {
    return interfaceId < sections.size() ? sections.get(interfaceId) : section;
  }

  @Override
  public int others() {
    return others;
  }

  @Override
  public String format() {
    return "pcapng";
  }

  @Override
  public CaptureFlaw damage() {
    return damage;
  }
}
