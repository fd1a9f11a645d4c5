package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A capture that comes as a stream, and only once. */
final class StreamCapture implements CaptureSource {
  private final String name;
  private final InputStream in;
  private final BooleanSupplier goOn;
  private final AtomicBoolean opened = new AtomicBoolean();

  /** Takes the stream, which is not closed; it ends where {@code goOn} is no longer true. */
  StreamCapture(String name, InputStream in, BooleanSupplier goOn) {
    this.name = name;
    this.in = in;
    this.goOn = goOn;
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
      return open(name, new PumpedStream(() -> new Borrowed(in), goOn), -1, true);
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }

  @Override
  public CaptureSource kept() throws CaptureException {
    return keep(name, new PumpedStream(() -> new Borrowed(in), goOn));
  }

  /** All octets of a stream, in memory. */
  static CaptureSource keep(String name, InputStream in) throws CaptureException {
    try (in) {
      return CaptureSource.memory(name, in.readAllBytes());
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }

  /** Begins to read a stream, compressed or not. */
  static FrameSource open(String name, InputStream in, long size, boolean closes)
      throws IOException, CaptureException {
    return new CaptureReader(name, store(name, in, size, closes));
  }

  /** The octets of a stream that holds a capture, compressed or not. */
  static Store store(String name, InputStream in, long size, boolean closes)
      throws IOException, CaptureException {
    StreamFeed feed = StreamFeed.of(in, size, closes);
    WindowStore store = new WindowStore(feed);
    MemorySegment window = store.window(0, Magic.LENGTH);
    byte[] first = window.asSlice(0, Math.min(Magic.LENGTH, window.byteSize())).toArray(JAVA_BYTE);
    if (Magic.of(first).isCapture()) {
      return store;
    }
    IOException failure = store.failure().orElse(null);
    store.close();
    if (failure != null && first.length == 0) {
      throw failure;
    }
    throw refused(name, first, feed.packed());
  }

  /** What to say of a file that does not begin as a capture. */
  static CaptureException refused(String name, byte[] first, Compression packed) {
    return first.length == 0
        ? new CaptureException(CaptureException.EMPTY, name, Account.EMPTY)
        : new CaptureException(
            CaptureException.NOT_A_CAPTURE, name, Magic.notACapture(first, packed));
  }

  /** A stream that belongs to somebody else. */
  private static final class Borrowed extends FilterInputStream {
    Borrowed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return in.read(to, offset, length);
    }

    @Override
    public void close() {
      // not ours
    }
  }
}
