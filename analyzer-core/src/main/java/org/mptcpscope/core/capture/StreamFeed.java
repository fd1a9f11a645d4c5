package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/** A stream, decompressed if it begins as a compressed one does. */
final class StreamFeed implements LiveFeed {
  private static final int CHUNK = 64 * 1024;

  /** Where compressed data are damaged, what the same call had unpacked before is lost. */
  private static final int UNPACKED_AT_ONCE = 2 * 1024;

  /** The stream if it tells whether it would wait, else null. */
  private final PumpedStream pumped;

  private final Counted raw;
  private final InputStream octets;
  private final Compression packed;
  private final long size;
  private final boolean closes;
  private final byte[] chunk;

  private StreamFeed(InputStream in, Counted raw, Compression packed, long size, boolean closes)
      throws IOException {
    this.pumped = in instanceof PumpedStream own ? own : null;
    this.raw = raw;
    this.packed = packed;
    this.octets = packed == null ? raw : packed.open(raw);
    this.size = size;
    this.closes = closes;
    this.chunk = new byte[packed == null ? CHUNK : UNPACKED_AT_ONCE];
  }

  /**
   * Begins to read a stream.
   *
   * @param size of the stream in octets; -1 if unknown
   * @param closes whether {@link #close} closes the stream
   */
  static StreamFeed of(InputStream in, long size, boolean closes) throws IOException {
    Counted raw = new Counted(new BufferedInputStream(in, CHUNK));
    raw.mark(Magic.LENGTH);
    byte[] first = raw.readNBytes(Magic.LENGTH);
    raw.reset();
    return new StreamFeed(in, raw, Magic.of(first).compression(), size, closes);
  }

  /** How the stream is compressed; null if it is not. */
  Compression packed() {
    return packed;
  }

  @Override
  public int read(MemorySegment to, long offset, long length) throws IOException {
    int count = octets.read(chunk, 0, (int) Math.min(chunk.length, length));
    if (count > 0) {
      MemorySegment.copy(chunk, 0, to, JAVA_BYTE, offset, count);
    }
    return count;
  }

  @Override
  public boolean await() {
    // How much must come until something can be unpacked, only the library knows.
    return pumped == null || packed != null || raw.ready() || pumped.await();
  }

  @Override
  public long quietNanos() {
    return 0; // frames may lie in the buffers of the program that writes them
  }

  @Override
  public boolean ready() {
    return raw.ready();
  }

  @Override
  public long octetsRead() {
    return raw.count;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void close() {
    if (!closes) {
      return;
    }
    try {
      octets.close();
    } catch (IOException _) {
      // Everything was read that could be.
    }
  }

  /** Counts octets, and knows whether there is one more even where the stream cannot tell. */
  private static final class Counted extends FilterInputStream {
    private long count;
    private long marked;

    Counted(BufferedInputStream in) {
      super(in);
    }

    boolean ready() {
      try {
        return in.available() > 0;
      } catch (IOException _) {
        return false; // the next read will say why
      }
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      count += octet < 0 ? 0 : 1;
      return octet;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = in.read(to, offset, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = in.skip(n);
      count += skipped;
      return skipped;
    }

    /**
     * {@inheritDoc}
     *
     * <p>GZIPInputStream looks for a further member only if this is above 0, and a pipe says 0 when
     * its writer is slow: the capture would end early, and nobody would know.
     */
    @Override
    public int available() throws IOException {
      int now = in.available();
      if (now > 0) {
        return now;
      }
      in.mark(1);
      boolean more = in.read() >= 0;
      in.reset();
      return more ? 1 : 0;
    }

    @Override
    public synchronized void mark(int limit) {
      in.mark(limit);
      marked = count;
    }

    @Override
    public synchronized void reset() throws IOException {
      in.reset();
      count = marked;
    }
  }
}
