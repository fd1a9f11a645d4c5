package org.mptcpscope.core.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The last part of a stream. The window grows as the stream does, so that a small capture stays in
 * memory as a whole; from {@link #LARGEST} on it slides.
 */
final class WindowStore implements Store {
  /** What the window grows to. Only frames that must be kept make it larger. */
  static final long LARGEST = 64L << 20;

  private static final long SMALLEST = 256 << 10;
  private static final long CHUNK = 64 << 10;

  /** What one call of {@link #window} reads if it need not wait: each call makes an object. */
  private static final long STRIDE = 1 << 20;

  private final Feed feed;

  /** The same if the capture goes on, else null. */
  private final LiveFeed live;

  private LongSupplier lowest = () -> Long.MAX_VALUE;

  private OffHeap memory = OffHeap.allocate(SMALLEST);
  private MemorySegment buffer = memory.octets();
  private long base;
  private long end;
  private boolean ended;
  private boolean full;
  private long fullChecked;
  private IOException failure;

  WindowStore(Feed feed) {
    this.feed = feed;
    this.live = feed instanceof LiveFeed one ? one : null;
  }

  @Override
  public MemorySegment window(long position, int needed) {
    // A block that nobody reads may be jumped over, to far behind what was read so far.
    while (end < position && !ended) {
      readSome(end, 1);
    }
    long stop = end + STRIDE;
    while (!ended && (end < position + needed || end < stop && feed.ready())) {
      readSome(position, needed);
    }
    long from = Math.clamp(position, base, end);
    return buffer.asSlice(from - base, end - from);
  }

  private void readSome(long position, int needed) {
    makeRoom(position, Math.max(position + needed, end + CHUNK));
    if (ended) {
      return;
    }
    try {
      int count = feed.read(buffer, end - base, base + buffer.byteSize() - end);
      if (count < 0) {
        ended = true;
      } else {
        end += count;
      }
    } catch (IOException e) {
      failure = e;
      ended = true;
    }
  }

  /** Makes the buffer reach to that position, by growing or by dropping octets. */
  private void makeRoom(long position, long upTo) {
    if (upTo - base <= buffer.byteSize()) {
      return;
    }
    if (upTo - base <= LARGEST) {
      move(base, Math.min(LARGEST, Math.max(2 * buffer.byteSize(), upTo - base)));
      return;
    }
    // Some of what was delivered stays, for those who want to read it again.
    long needed = Math.min(position, lowest.getAsLong());
    long from = Math.clamp(needed - LARGEST / 4, base, end);
    if (upTo - from > 3 * LARGEST) {
      failure = new IOException("a block is too long to be passed over");
      ended = true;
      return;
    }
    move(from, Math.max(LARGEST, upTo - from));
  }

  private void move(long from, long capacity) {
    long kept = end - from;
    if (capacity <= buffer.byteSize()) {
      MemorySegment.copy(buffer, from - base, buffer, 0, kept);
    } else {
      OffHeap larger = OffHeap.allocate(capacity);
      MemorySegment.copy(buffer, from - base, larger.octets(), 0, kept);
      memory.close();
      memory = larger;
      buffer = larger.octets();
    }
    base = from;
  }

  @Override
  public boolean isLive() {
    return live != null;
  }

  @Override
  public boolean isQuiet(long position) {
    return live != null && !ended && position >= end && !live.await();
  }

  @Override
  public long quietNanos() {
    return live == null ? 0 : live.quietNanos();
  }

  @Override
  public long dropped() {
    return live == null ? 0 : live.dropped();
  }

  @Override
  public boolean mayLack(long from, long to) {
    return live != null && live.mayLack(from, to);
  }

  @Override
  public MemorySegment buffer() {
    return buffer;
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public void keepFrom(LongSupplier supplier) {
    lowest = supplier;
  }

  @Override
  public boolean isFull() {
    // Asking for the lowest position walks all frames held back: not for each frame.
    if (end - base >= LARGEST / 2 && (full || end - fullChecked >= STRIDE)) {
      fullChecked = end;
      full = end - lowest.getAsLong() >= LARGEST / 2;
    }
    return full;
  }

  @Override
  public long octetsRead(long consumed) {
    return feed.octetsRead();
  }

  @Override
  public long size() {
    return feed.size();
  }

  @Override
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void shrink() {
    end = base;
    ended = true;
  }

  @Override
  public void close() {
    memory.close();
    feed.close();
  }
}
