package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Frames on their way from the thread that captures to the one that analyses, as records of pcap
 * with nanoseconds, in off-heap memory of fixed size. One thread offers, one takes; the one that
 * offers never waits: where there is no room, the frame is lost and counted.
 */
final class FrameRing implements AutoCloseable {
  /** Seconds, nanoseconds, captured length, length on the wire: each 4 octets, big-endian. */
  static final int RECORD_HEADER = 16;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final OffHeap memory;
  private final MemorySegment octets;
  private final long capacity;

  /** A record header, which may lie on both ends of the ring. */
  private final MemorySegment header = MemorySegment.ofArray(new byte[RECORD_HEADER]);

  /** Octets taken out, and octets put in, since the beginning. */
  private final AtomicLong taken = new AtomicLong();

  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private volatile Thread taker;
  private volatile boolean ended;

  FrameRing(long capacity) {
    this.capacity = capacity;
    memory = OffHeap.allocate(capacity);
    octets = memory.octets();
  }

  // ---- the thread that captures ----------------------------------------------------------------

  /** Puts a frame in; false if there was no room for it. */
  boolean offer(long timeNanos, int wireLength, byte[] frame) {
    long at = offered.get();
    long length = (long) RECORD_HEADER + frame.length;
    if (at + length - taken.get() > capacity) {
      lost.incrementAndGet();
      return false;
    }
    header.set(BIG, 0, (int) Math.floorDiv(timeNanos, NANOS_PER_SECOND));
    header.set(BIG, 4, (int) Math.floorMod(timeNanos, NANOS_PER_SECOND));
    header.set(BIG, 8, frame.length);
    header.set(BIG, 12, wireLength);
    put(header, at);
    put(MemorySegment.ofArray(frame), at + RECORD_HEADER);
    offered.set(at + length);
    LockSupport.unpark(taker);
    return true;
  }

  private void put(MemorySegment from, long at) {
    long place = at % capacity;
    long first = Math.min(from.byteSize(), capacity - place);
    MemorySegment.copy(from, 0, octets, place, first);
    MemorySegment.copy(from, first, octets, 0, from.byteSize() - first);
  }

  /** Nothing more will be put in. */
  void end() {
    ended = true;
    LockSupport.unpark(taker);
  }

  // ---- the thread that analyses ----------------------------------------------------------------

  /** Octets of whole records that can be taken out. */
  long available() {
    return offered.get() - taken.get();
  }

  /** Whether everything was taken out that will ever be put in. */
  boolean isDone() {
    return ended && available() == 0;
  }

  /**
   * Waits until something can be taken out, or nothing will be any more.
   *
   * @return false if the time was over before
   */
  boolean await(long nanos) {
    taker = Thread.currentThread();
    if (available() == 0 && !ended) {
      LockSupport.parkNanos(this, nanos);
    }
    return available() > 0 || ended;
  }

  /**
   * Reads octets that stay in the ring.
   *
   * @param ahead how many octets before them stay unread
   */
  void peek(long ahead, MemorySegment to, long offset, long length) {
    long place = (taken.get() + ahead) % capacity;
    long first = Math.min(length, capacity - place);
    MemorySegment.copy(octets, place, to, offset, first);
    MemorySegment.copy(octets, 0, to, offset + first, length - first);
  }

  /** Takes octets out. */
  void take(MemorySegment to, long offset, long length) {
    peek(0, to, offset, length);
    taken.set(taken.get() + length);
  }

  /** Frames for which there was no room. */
  long lost() {
    return lost.get();
  }

  @Override
  public void close() {
    memory.close();
  }
}
