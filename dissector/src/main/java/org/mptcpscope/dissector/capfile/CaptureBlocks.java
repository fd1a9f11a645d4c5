package org.mptcpscope.dissector.capfile;

import java.nio.ByteOrder;
import java.util.List;

/**
 * Walks a capture block by block, so that it can be written anew with a {@link BlockWriter}: {@code
 * while (blocks.next())}. A pcap file is walked as the pcapng that says the same: a section, an
 * interface and its frames. Frames are those of a {@link FrameCursor}, and damage ends both alike.
 */
public final class CaptureBlocks {

  /** What a block is. */
  public enum Kind {
    /** Begins a section: byte order, and interfaces that count from 0 again. */
    SECTION,
    /** Describes an interface. */
    INTERFACE,
    /** A frame, in any of the three kinds of packet blocks. */
    FRAME,
    /** Counters of an interface. */
    STATISTICS,
    /** Names of addresses. */
    NAMES,
    /** Keys of encrypted protocols. */
    SECRETS,
    /** Anything else that Wireshark gives no frame number. */
    OTHER,
    /** A block that is no frame and has a frame number in Wireshark all the same. */
    NUMBERED
  }

  private static final int NAME_RESOLUTION = 4;
  private static final int DECRYPTION_SECRETS = 10;

  private final FrameCursor cursor;
  private final PcapngCursor pcapng;
  private final PcapCursor pcap;
  private Kind kind;
  private int frames;

  private CaptureBlocks(FrameCursor cursor) {
    this.cursor = cursor;
    pcapng = cursor instanceof PcapngCursor blocks ? blocks : null;
    pcap = cursor instanceof PcapCursor records ? records : null;
    if (pcapng != null) {
      pcapng.wantAll();
    }
  }

  /**
   * Opens a capture by its first octets.
   *
   * @throws NotACaptureException if they are not those of pcap or pcapng
   * @throws java.io.UncheckedIOException if the feed fails
   */
  public static CaptureBlocks open(OctetFeed feed) throws NotACaptureException {
    return new CaptureBlocks(Magic.open(feed));
  }

  /** Moves to the next block; false at the end of the capture or where it is damaged. */
  public boolean next() {
    boolean there = pcapng == null ? nextRecord() : nextWhole();
    frames += there && kind == Kind.FRAME ? 1 : 0;
    return there;
  }

  private boolean nextRecord() {
    if (kind == null) {
      kind = Kind.SECTION;
      return true;
    }
    if (kind == Kind.SECTION) {
      kind = Kind.INTERFACE;
      return true;
    }
    kind = Kind.FRAME;
    return pcap.next();
  }

  /** A block too long to be sound that nobody reads is passed over, as readers do. */
  private boolean nextWhole() {
    boolean there = pcapng.nextBlock();
    while (there && !pcapng.isWhole()) {
      there = pcapng.nextBlock();
    }
    if (there) {
      kind = pcapng.isFrame() ? Kind.FRAME : kind(pcapng.blockType());
    }
    return there;
  }

  private static Kind kind(int type) {
    return switch (type) {
      case PcapngCursor.SECTION -> Kind.SECTION;
      case PcapngCursor.INTERFACE -> Kind.INTERFACE;
      case PcapngCursor.STATISTICS -> Kind.STATISTICS;
      case NAME_RESOLUTION -> Kind.NAMES;
      case DECRYPTION_SECRETS -> Kind.SECRETS;
      default -> PcapngCursor.isNumbered(type) ? Kind.NUMBERED : Kind.OTHER;
    };
  }

  /** Returns what the block is. */
  public Kind kind() {
    return kind;
  }

  /** Returns what says more of a frame, after {@link Kind#FRAME} only. Not to be moved. */
  public FrameCursor frame() {
    return cursor;
  }

  /** Returns Wireshark's number of the frame, from 1. */
  public int number() {
    return frames + cursor.others();
  }

  /** Returns the filters that this interface and those before it were under, as it says. */
  public List<String> filters() {
    return cursor.filters();
  }

  /** Returns where in the capture the next block starts. */
  public long consumed() {
    return cursor.consumed();
  }

  /** Returns where the capture is damaged, or null: asked after {@link #next} returned false. */
  public CaptureFlaw damage() {
    return cursor.damage();
  }

  PcapngCursor pcapng() {
    return pcapng;
  }

  PcapCursor pcap() {
    return pcap;
  }

  /** Returns the byte order of the block as it is written. */
  ByteOrder order() {
    return pcapng == null ? ByteOrder.LITTLE_ENDIAN : pcapng.order();
  }
}
