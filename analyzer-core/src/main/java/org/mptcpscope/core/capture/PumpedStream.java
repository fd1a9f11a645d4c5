package org.mptcpscope.core.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A stream that a thread of its own opens and reads: so it is read while what came before is
 * judged, and whoever waits for its octets can be told to stop waiting. Opening a FIFO waits too.
 */
final class PumpedStream extends InputStream {
  /** Opens the stream; may wait. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private static final int CHUNK = 64 * 1024;
  private static final int CHUNKS = 8;
  private static final long LOOK_MILLIS = 50;

  /** What was read at once; negative length: the end, or the failure. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  private record Chunk(byte[] octets, int length, IOException failure) {
    private static Chunk end(IOException failure) {
      return new Chunk(new byte[0], -1, failure);
    }
  }

  private final BooleanSupplier goOn;
  private final ArrayBlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
  private final ArrayBlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(CHUNKS + 2);
  private volatile boolean closed;

  private Chunk current = new Chunk(new byte[0], 0, null);
  private int taken;

  /**
   * Begins to read.
   *
   * @param goOn false as soon as nobody wants to wait any longer: then the stream ends
   */
  PumpedStream(Opener opener, BooleanSupplier goOn) {
    this.goOn = goOn;
    Thread.ofPlatform().daemon().name("input").start(() -> pump(opener));
  }

  private void pump(Opener opener) {
    try (InputStream in = opener.open()) {
      while (!closed) {
        byte[] octets = empty.poll();
        octets = octets == null ? new byte[CHUNK] : octets;
        int count = in.read(octets, 0, CHUNK);
        if (count < 0) {
          break;
        }
        if (!put(new Chunk(octets, count, null))) {
          return;
        }
      }
      put(Chunk.end(null));
    } catch (IOException e) {
      put(Chunk.end(e));
    }
  }

  private boolean put(Chunk chunk) {
    try {
      while (!closed) {
        if (full.offer(chunk, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Waits a moment; true if {@link #read} would not wait, also at the end. */
  boolean await() {
    if (taken < current.length || current.length < 0) {
      return true;
    }
    if (!goOn.getAsBoolean()) {
      current = Chunk.end(null);
      return true;
    }
    try {
      Chunk next = full.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (next != null) {
        take(next);
      }
      return next != null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      current = Chunk.end(null);
      return true;
    }
  }

  private void take(Chunk next) {
    if (current.length >= 0 && current.octets.length == CHUNK) {
      empty.offer(current.octets);
    }
    current = next;
    taken = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!await()) {
      // It looks again, and again whether anybody still waits.
    }
    if (current.length < 0) {
      if (current.failure != null) {
        throw current.failure;
      }
      return -1;
    }
    int count = Math.min(length, current.length - taken);
    System.arraycopy(current.octets, taken, to, offset, count);
    taken += count;
    return count;
  }

  @Override
  public int available() {
    if (taken < current.length) {
      return current.length - taken;
    }
    Chunk next = current.length < 0 ? null : full.peek();
    return next == null ? 0 : Math.max(0, next.length);
  }

  @Override
  public void close() {
    closed = true;
  }
}
