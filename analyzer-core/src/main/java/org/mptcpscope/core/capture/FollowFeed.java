package org.mptcpscope.core.capture;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/** The octets of a file that another program still writes: its end is no end until told so. */
final class FollowFeed implements LiveFeed {
  private static final long NAP_MILLIS = 50;

  private final FileChannel file;
  private long position;
  private volatile boolean stopped;

  FollowFeed(FileChannel file) {
    this.file = file;
  }

  /** Makes the present end of the file its last; from any thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public int read(MemorySegment to, long offset, long length) throws IOException {
    while (true) {
      boolean last = stopped;
      int most = (int) Math.min(length, 1 << 20);
      int count = file.read(to.asSlice(offset, most).asByteBuffer(), position);
      if (count > 0) {
        position += count;
        return count;
      }
      if (file.size() < position) {
        throw new EOFException("the file was cut while it was followed");
      }
      if (last) {
        return -1;
      }
      nap();
    }
  }

  @Override
  public boolean ready() {
    try {
      return file.size() > position;
    } catch (IOException _) {
      return false; // the next read will say why
    }
  }

  @Override
  public boolean await() {
    if (mayRead()) {
      return true;
    }
    nap();
    return mayRead();
  }

  /** Whether {@link #read} would not wait, at the end or where the file was cut neither. */
  private boolean mayRead() {
    try {
      return stopped || file.size() != position;
    } catch (IOException _) {
      return true;
    }
  }

  private void nap() {
    try {
      Thread.sleep(NAP_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  /** Programs that capture keep frames for a while before they write them. */
  @Override
  public long quietNanos() {
    return 0;
  }

  @Override
  public long octetsRead() {
    return position;
  }

  @Override
  public long size() {
    return -1;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // Everything was read that could be.
    }
  }
}
