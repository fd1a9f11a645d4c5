package org.mptcpscope.dissector.capfile;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.mptcpscope.dissector.link.Direction;

/**
 * Walks the frames of a capture in file order: {@code while (cursor.next())}. The frame's octets
 * lie in {@link #buffer} and are valid until the next call of {@link #next}; nothing is allocated
 * per frame. Times and lengths are as the file has them.
 */
public interface FrameCursor {
  /** No record or block that is longer can be sound: 64 MiB. */
  int LARGEST = 1 << 26;

  /** Moves to the next frame; false at the end of the capture or where it is damaged. */
  boolean next();

  /** Returns the segment that the frame lies in; it may change with each frame. */
  MemorySegment buffer();

  /** Returns the offset of the frame's first octet in the {@link #buffer}. */
  long offset();

  /** Returns the octets of the frame that the capture kept. */
  int capturedLength();

  /** Returns the octets of the frame on the wire, at least {@link #capturedLength}. */
  int wireLength();

  /**
   * Returns when the frame was captured, in nanoseconds since 1970-01-01 UTC. A frame without a
   * time (a simple packet block of pcapng) has that of the frame before it.
   */
  long timeNanos();

  /** Returns the interface it was captured on, an index into {@link #interfaces}. */
  int interfaceId();

  /** Returns the link type of that interface. */
  int linkType();

  /** Returns which way the frame went, if the file says so. */
  Direction direction();

  /** Returns the most octets of a frame that were kept on its interface, or 0 for no limit. */
  int snaplen();

  /** Returns the resolution of the interface's times, in ticks per second; 0 if beyond a long. */
  long ticksPerSecond();

  /** Returns where in the capture the frame's octets start, from the start of the file. */
  long position();

  /** Returns where in the capture the next record or block starts: how far the cursor has read. */
  long consumed();

  /** Returns the comments that the file has on this frame; made when asked for. */
  List<String> comments();

  /** Returns the interfaces described so far. */
  List<CaptureInterface> interfaces();

  /** Returns frames that the capturing host says it lost, as far as the file says so. */
  long dropped();

  /**
   * Returns whether frames that passed between these times may be missing, as far as the file says
   * when it lost some; in nanoseconds since 1970.
   */
  default boolean mayLack(long from, long to) {
    return false;
  }

  /** Returns which clock stamped the frames of an interface: each section may have another one. */
  default int clock(int interfaceId) {
    return 0;
  }

  /** Returns the filters, in libpcap's language, that interfaces described so far were under. */
  default List<String> filters() {
    return List.of();
  }

  /**
   * Returns how many blocks came so far that are no frames and that Wireshark numbers among them:
   * custom blocks, entries of a journal, events of a system. Its number of a frame counts them too.
   */
  default int others() {
    return 0;
  }

  /** Returns the format, {@code pcap} or {@code pcapng}. */
  String format();

  /** Returns where the capture is damaged, or null: asked after {@link #next} returned false. */
  CaptureFlaw damage();

  /** Opens a capture that lies in one segment, such as a mapped file, off-heap. */
  static FrameCursor open(MemorySegment whole) throws NotACaptureException {
    return open(OctetFeed.of(whole));
  }

  /**
   * Opens a capture by its first octets.
   *
   * @throws NotACaptureException if they are not those of pcap or pcapng
   * @throws java.io.UncheckedIOException if the feed fails
   */
  static FrameCursor open(OctetFeed feed) throws NotACaptureException {
    return Magic.open(feed);
  }
}
