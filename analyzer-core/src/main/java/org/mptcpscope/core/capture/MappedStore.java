package org.mptcpscope.core.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A capture that lies in memory as a whole, as a mapped file does. */
final class MappedStore implements Store {
  private final MemorySegment whole;
  private final OffHeap memory;
  private final FileChannel file;
  private long end;

  /** Where drawn octets are copied to, and then forgotten; null before the first time. */
  private OffHeap copy;

  private MappedStore(MemorySegment whole, OffHeap memory, FileChannel file) {
    this.whole = whole;
    this.memory = memory;
    this.file = file;
    this.end = whole.byteSize();
  }

  /** Maps a file, which is closed together with the store. */
  static MappedStore of(FileChannel file) throws IOException {
    OffHeap memory = OffHeap.map(file);
    return new MappedStore(memory.octets(), memory, file);
  }

  /** Takes a copy of octets, or the octets themselves if they are off-heap. */
  static MappedStore of(MemorySegment octets) {
    OffHeap memory = OffHeap.allocate(octets.isNative() ? 0 : octets.byteSize());
    if (octets.isNative()) {
      return new MappedStore(octets, memory, null);
    }
    memory.octets().copyFrom(octets);
    return new MappedStore(memory.octets(), memory, null);
  }

  @Override
  public MemorySegment window(long position, int needed) {
    return whole.asSlice(Math.min(position, end), Math.max(0, end - position));
  }

  @Override
  public MemorySegment buffer() {
    return whole;
  }

  @Override
  public long base() {
    return 0;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public void keepFrom(LongSupplier lowest) {
    // All of it is kept.
  }

  @Override
  public void draw(long from, int length) {
    if (copy == null) {
      copy = OffHeap.allocate(length);
    }
    long there = Math.clamp(end - from, 0, copy.octets().byteSize());
    try {
      // Nothing else reads memory as fast from the first call on.
      MemorySegment.copy(whole, from, copy.octets(), 0, there);
    } catch (InternalError _) {
      // Another program cut the file.
    }
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public long octetsRead(long consumed) {
    return Math.min(consumed, whole.byteSize());
  }

  @Override
  public long size() {
    return whole.byteSize();
  }

  @Override
  public Optional<IOException> failure() {
    return Optional.empty();
  }

  @Override
  public void shrink() {
    long now = 0;
    try {
      now = file == null ? 0 : file.size();
    } catch (IOException _) {
      // Nothing is known to be left.
    }
    end = Math.min(end, now);
  }

  @Override
  public void close() {
    memory.close();
    if (copy != null) {
      copy.close();
    }
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException _) {
      // It was only read.
    }
  }
}
