package org.mptcpscope.core.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Records of octets under numbers from 0 on, in two temporary files: written in any order, read in
 * any order, cheapest in the order of writing. What it keeps in memory does not grow.
 */
public final class Spill implements AutoCloseable {
  private static final int WINDOW = 1 << 16;

  private final TemporaryFile file;
  private final Positions positions;

  /** What was not written yet: the end of the file. */
  private final ByteBuffer tail = ByteBuffer.allocate(WINDOW);

  private long written;

  /** A piece of the file that was read. */
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);

  private long windowAt;

  /**
   * Makes two files in a directory.
   *
   * @throws IOException if that is not possible
   */
  public Spill(Path directory) throws IOException {
    file = new TemporaryFile(directory);
    try {
      positions = new Positions(new TemporaryFile(directory));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Writes the record of a number, once. */
  public void put(int number, byte[] octets, int length) throws IOException {
    positions.set(number, written + tail.position());
    write(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    write(ByteBuffer.wrap(octets, 0, length));
  }

  private void write(ByteBuffer octets) throws IOException {
    if (octets.remaining() > tail.remaining()) {
      flush();
    }
    if (octets.remaining() > tail.remaining()) {
      int length = octets.remaining();
      file.write(octets, written);
      written += length;
    } else {
      tail.put(octets);
    }
  }

  private void flush() throws IOException {
    int length = tail.position();
    file.write(tail.flip(), written);
    written += length;
    tail.clear();
  }

  /** Reads the record of a number that was written. */
  public byte[] get(int number) throws IOException {
    if (tail.position() > 0) {
      flush();
    }
    long at = positions.get(number);
    int length = at(at, Integer.BYTES).getInt();
    byte[] octets = new byte[length];
    if (length > WINDOW) {
      file.read(ByteBuffer.wrap(octets), at + Integer.BYTES);
    } else {
      at(at + Integer.BYTES, length).get(octets);
    }
    return octets;
  }

  /** The window, on so many octets at this place. */
  private ByteBuffer at(long place, int length) throws IOException {
    if (place < windowAt || place + length > windowAt + window.limit()) {
      windowAt = place;
      file.read(window.clear(), place);
      window.limit(window.position());
    }
    return window.position((int) (place - windowAt));
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      positions.close();
    }
  }
}
