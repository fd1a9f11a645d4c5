package org.mptcpscope.core.capture;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The frames of one capture, delivered in time order.
 *
 * <p>A frame is read in place: between two calls of {@link #next} the accessors describe one frame,
 * whose octets lie at {@link #offset} of {@link #buffer}. Nothing of it may be kept; what must be
 * looked at later is asked for again with {@link #reread}. One thread at a time may use a source.
 */
public interface FrameSource extends AutoCloseable {

  /** Takes the octets of a frame that was asked for again; they are valid during the call only. */
  @FunctionalInterface
  interface Reread {
    /**
     * One frame.
     *
     * @param buffer off-heap memory that holds the frame
     * @param offset where the frame begins in it
     * @param capturedLength octets that the capture kept
     * @param wireLength octets that the frame had on the wire
     * @param linkType number of the LINKTYPE_ registry
     */
    void frame(MemorySegment buffer, long offset, int capturedLength, int wireLength, int linkType);
  }

  /** What {@link #step} came to. */
  enum Step {
    /** The next frame. */
    FRAME,
    /** No frame for now: the capture goes on, and has been quiet until {@link #quietUntil}. */
    QUIET,
    /** The end of the capture. */
    END
  }

  /**
   * Moves to the next frame; where a capture still goes on, waits for it a moment only, so that the
   * caller can do what the passing of time demands.
   *
   * @throws CaptureException if nothing at all could be read of the capture
   */
  default Step step() throws CaptureException {
    return next() ? Step.FRAME : Step.END;
  }

  /**
   * The moment before which no further frame will be captured, in nanoseconds since 1970, as far as
   * {@link #step} found when it came to {@link Step#QUIET}; {@link Long#MIN_VALUE} if it cannot be
   * told. Only a source that knows that no frame is on its way to it lets this moment pass by.
   */
  default long quietUntil() {
    return Long.MIN_VALUE;
  }

  /**
   * Moves to the next frame, however long it takes.
   *
   * @return false behind the last frame, and where damage ends the capture: see {@link #warnings}
   * @throws CaptureException if nothing at all could be read of the capture
   */
  boolean next() throws CaptureException;

  /** The number of the frame, from 1 in the order of the file: Wireshark's {@code frame.number}. */
  int number();

  /** Whether several captures were put together, which may show the same packet at two points. */
  default boolean isMerged() {
    return false;
  }

  /** Where a frame of a merged capture comes from; nothing if this capture is no merged one. */
  default Optional<FrameOrigin> origin(int number) {
    return Optional.empty();
  }

  /** When the frame was captured, in nanoseconds since 1970-01-01T00:00:00Z. */
  long timeNanos();

  /** The time stamp of frame 1, in nanoseconds since 1970; known once {@link #next} was true. */
  long startNanos();

  /** The off-heap memory that holds the frame; valid until the next call of {@link #next}. */
  MemorySegment buffer();

  /** Where the frame begins in {@link #buffer}. */
  long offset();

  /** Octets that the capture kept of the frame, at least 0. */
  int capturedLength();

  /** Octets that the frame had on the wire, at least {@link #capturedLength}. */
  int wireLength();

  /** The link type of the frame, a number of the LINKTYPE_ registry. */
  int linkType();

  /** Which interface captured the frame, from 0 over all sections of the file; 0 in pcap. */
  int interfaceId();

  /**
   * Which clock stamped the frames of an interface. Interfaces of one section of a file have one;
   * those of other sections, and of other files, may have been captured elsewhere.
   */
  default int clock(int interfaceId) {
    return 0;
  }

  /**
   * Which way the frame passed its interface by the capture's own flags: 0 unknown, 1 in, 2 out.
   */
  int direction();

  /** A handle for {@link #reread}; negative if this frame cannot be read again. */
  long position();

  /**
   * Reads a frame once more.
   *
   * @param position what {@link #position} said when the frame was delivered
   * @return false if its octets are gone: a stream keeps only its last megabytes
   */
  boolean reread(long position, Reread sink);

  /**
   * Whether frames that were captured between these times may be missing, because the capturing
   * system says that it lost some.
   *
   * @param from in nanoseconds since 1970, as {@code to}
   */
  default boolean mayLack(long from, long to) {
    return false;
  }

  /** Octets of the file that were read so far, compressed ones of a compressed file. */
  long octetsRead();

  /** Octets of the file as {@link #octetsRead} counts them; -1 if unknown. */
  long size();

  /** What is wrong with the capture as far as it was read, in the order it was noticed. */
  List<CaptureWarning> warnings();

  /** What the capture says of itself, as far as it was read. */
  CaptureFacts facts();

  /**
   * Takes the error that the JVM throws when mapped octets have gone, because another program cut
   * the file. The capture ends before the current frame, with a warning. Call it when reading
   * {@link #buffer} threw; {@link #next} does so itself.
   */
  void mappingLost(InternalError error);

  @Override
  void close();
}
