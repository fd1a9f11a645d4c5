package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.zip.GZIPInputStream;

/** A stream, decompressed if it begins as gzip does. */
final class StreamFeed implements Feed {
  private static final int CHUNK = 64 * 1024;

  /** Where compressed data are damaged, what the same call had inflated before is lost. */
  private static final int INFLATED_AT_ONCE = 2 * 1024;

  private final Counted raw;
  private final InputStream octets;
  private final long size;
  private final boolean closes;
  private final byte[] chunk;

  private StreamFeed(Counted raw, InputStream octets, long size, boolean closes) {
    this.raw = raw;
    this.octets = octets;
    this.size = size;
    this.closes = closes;
    this.chunk = new byte[octets == raw ? CHUNK : INFLATED_AT_ONCE];
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
    InputStream octets = Magic.of(first) == Magic.GZIP ? new GZIPInputStream(raw, CHUNK) : raw;
    return new StreamFeed(raw, octets, size, closes);
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
