package org.mptcpscope.core.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/** Off-heap memory of its own, given back when it is closed. */
final class OffHeap implements AutoCloseable {
  // Shared, since a desktop opens a capture on one thread and reads it on another.
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private final Arena arena = Arena.ofShared();

  private MemorySegment octets;

  private OffHeap() {}

  static OffHeap allocate(long size) {
    OffHeap memory = new OffHeap();
    memory.octets = memory.arena.allocate(Math.max(1, size)).asSlice(0, size);
    return memory;
  }

  /** Maps a whole file. */
  static OffHeap map(FileChannel file) throws IOException {
    OffHeap memory = new OffHeap();
    try {
      memory.octets = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), memory.arena);
      return memory;
    } catch (IOException | RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  MemorySegment octets() {
    return octets;
  }

  @Override
  public void close() {
    arena.close();
  }
}
