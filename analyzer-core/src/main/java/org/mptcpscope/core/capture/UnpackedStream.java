package org.mptcpscope.core.capture;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The octets that a compressed stream holds. Libraries fail in many ways when its octets are
 * damaged; here there are four: the failure of the compressed stream itself; {@link EOFException}
 * if it is cut off; {@link UnpackException} with words for people; and the end without failure.
 */
final class UnpackedStream extends InputStream {
  /** Begins to unpack. */
  @FunctionalInterface
  interface Unpacker {
    InputStream unpack(InputStream packed) throws IOException;
  }

  private final String label;
  private final Packed packed;
  private final InputStream octets;

  UnpackedStream(String label, InputStream in, Unpacker unpacker) throws IOException {
    this.label = label;
    this.packed = new Packed(in);
    try {
      octets = unpacker.unpack(packed);
    } catch (IOException | RuntimeException e) {
      throw reason(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    try {
      return octets.read(to, offset, length);
    } catch (IOException | RuntimeException e) {
      throw reason(e);
    }
  }

  private IOException reason(Exception e) {
    if (packed.failure != null) {
      return packed.failure;
    }
    return switch (e) {
      case UnpackException known -> known;
      case EOFException cut -> cut;
      default ->
          packed.ended
              ? (EOFException) new EOFException("cut off").initCause(e)
              : UnpackException.damaged(label, e);
    };
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }

  /** The compressed octets; remembers how they ended. */
  private static final class Packed extends FilterInputStream {
    private IOException failure;
    private boolean ended;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        int octet = in.read();
        ended |= octet < 0;
        return octet;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        int count = in.read(to, offset, length);
        ended |= count < 0;
        return count;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public long skip(long n) throws IOException {
      // An end that is passed over by skipping would not be noticed.
      byte[] passed = new byte[(int) Math.min(n, 8192)];
      long left = n;
      while (left > 0) {
        int count = read(passed, 0, (int) Math.min(left, passed.length));
        if (count < 0) {
          break;
        }
        left -= count;
      }
      return n - left;
    }
  }
}
