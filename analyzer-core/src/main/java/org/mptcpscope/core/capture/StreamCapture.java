package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** A capture that comes as a stream, and only once. */
final class StreamCapture implements CaptureSource {
  private final String name;
  private final InputStream in;
  private final AtomicBoolean opened = new AtomicBoolean();

  StreamCapture(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FrameSource open() throws CaptureException {
    if (opened.getAndSet(true)) {
      throw new CaptureException(
          CaptureException.UNREADABLE, name, "was read already, a stream can be read once");
    }
    try {
      return open(name, in, -1, false);
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }

  /** Begins to read a stream, compressed or not. */
  static FrameSource open(String name, InputStream in, long size, boolean closes)
      throws IOException, CaptureException {
    WindowStore store = new WindowStore(StreamFeed.of(in, size, closes));
    MemorySegment window = store.window(0, Magic.LENGTH);
    byte[] first = window.asSlice(0, Math.min(Magic.LENGTH, window.byteSize())).toArray(JAVA_BYTE);
    if (Magic.of(first).isCapture()) {
      return new CaptureReader(name, store);
    }
    IOException failure = store.failure().orElse(null);
    store.close();
    if (failure != null && first.length == 0) {
      throw failure;
    }
    throw refused(name, first);
  }

  /** What to say of a file that does not begin as a capture. */
  static CaptureException refused(String name, byte[] first) {
    return first.length == 0
        ? new CaptureException(CaptureException.EMPTY, name, Account.EMPTY)
        : new CaptureException(CaptureException.NOT_A_CAPTURE, name, Magic.notACapture(first));
  }
}
