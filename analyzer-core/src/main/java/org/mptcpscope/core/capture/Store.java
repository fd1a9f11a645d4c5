package org.mptcpscope.core.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mptcpscope.dissector.capfile.OctetFeed;

/** Where the octets of a capture lie while it is read: a mapping, or a window over a stream. */
interface Store extends OctetFeed, AutoCloseable {

  /** The memory that holds the octets from {@link #base} to {@link #end}; off-heap. */
  MemorySegment buffer();

  /** The position in the capture of the buffer's first octet. */
  long base();

  /** The position in the capture behind the last octet that can be read now. */
  long end();

  /** Says whom to ask for the lowest position whose octets must be kept. */
  void keepFrom(LongSupplier lowest);

  /**
   * Draws octets into the cache that will be read soon, if they still have to come from elsewhere.
   * Must not fail where octets have gone: who reads them finds that.
   */
  default void draw(long from, int length) {
    // Octets that were read from a stream just now are there.
  }

  /** Whether so much must be kept that frames should be delivered before more is read. */
  boolean isFull();

  /** Octets of the file read so far, when the cursor has consumed so many of the capture. */
  long octetsRead(long consumed);

  /** Octets of the file; -1 if unknown. */
  long size();

  /** Why the octets ended before the file did, if they did. */
  Optional<IOException> failure();

  /** Lowers {@link #end} to what is still there, after the JVM found mapped octets gone. */
  void shrink();

  /** Whether the capture may go on after a while without octets. */
  default boolean isLive() {
    return false;
  }

  /**
   * Whether nothing lies behind this position for now, though the capture goes on: reading on would
   * wait. Looks for a moment, if it has to.
   */
  default boolean isQuiet(long position) {
    return false;
  }

  /** Frames that were lost before they came here, as {@link LiveFeed#dropped}. */
  default long dropped() {
    return 0;
  }

  /** Whether frames were lost between these times, as {@link LiveFeed#mayLack}. */
  default boolean mayLack(long from, long to) {
    return false;
  }

  /** For how long the capture has been quiet, as {@link LiveFeed#quietNanos}. */
  default long quietNanos() {
    return 0;
  }

  @Override
  void close();
}
