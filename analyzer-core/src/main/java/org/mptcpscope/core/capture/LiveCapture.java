package org.mptcpscope.core.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A capture of an interface, as it goes on: until it is stopped, or the interface goes away. */
public final class LiveCapture implements CaptureSource {
  private final LiveOptions options;
  private final FrameSink sink;
  private final AtomicBoolean opened = new AtomicBoolean();
  private final CaptureThread thread;
  private volatile FrameTap tap;
  private volatile boolean begun;

  private LiveCapture(LiveOptions options, FrameSink sink) {
    this.options = options;
    this.sink = sink;
    thread = new CaptureThread(options);
  }

  /** A capture with these options; the sink gets every frame that is analysed. */
  public static LiveCapture of(LiveOptions options, FrameSink sink) {
    return new LiveCapture(options, sink);
  }

  /** The same of frames from elsewhere. */
  static LiveCapture of(LiveOptions options, FrameSink sink, FrameTap tap) {
    LiveCapture capture = new LiveCapture(options, sink);
    capture.tap = tap;
    return capture;
  }

  /**
   * The interfaces of this machine.
   *
   * @throws CaptureException if libpcap is not there
   */
  public static List<LiveInterface> interfaces() throws CaptureException {
    needLibpcap("interfaces");
    return LibpcapInterface.all();
  }

  private static void needLibpcap(String subject) throws CaptureException {
    Optional<String> flaw = Libpcap.flaw("live capture");
    if (flaw.isPresent()) {
      throw new CaptureException(CaptureException.NO_LIBPCAP, subject, flaw.get());
    }
  }

  /** The interface. */
  @Override
  public String name() {
    return options.interfaceName();
  }

  /**
   * Begins to capture, which can be done once.
   *
   * @throws CaptureException if libpcap or the interface is not there, the filter is none, or the
   *     user may not capture
   */
  @Override
  public FrameSource open() throws CaptureException {
    if (opened.getAndSet(true)) {
      throw new CaptureException(
          CaptureException.UNREADABLE, name(), "is captured already, which can be done once");
    }
    if (tap == null) {
      needLibpcap(name());
      tap = LibpcapInterface.open(options);
    }
    try {
      sink.begin(options, tap.linkType(), tap.hasNanoseconds());
    } catch (IOException e) {
      tap.close();
      throw new CaptureException(CaptureException.UNREADABLE, name(), e.getMessage());
    }
    CaptureFeed feed = new CaptureFeed(thread, sink, tap.linkType(), options);
    thread.start(tap);
    begun = true;
    return new CaptureReader(name(), new WindowStore(feed));
  }

  /** Ends the capture; what was captured so far is still delivered. From any thread. */
  public void stop() {
    thread.stop();
  }

  /** Whether capturing began; from any thread. */
  public boolean hasBegun() {
    return begun;
  }

  /** Frames captured so far; from any thread. */
  public long frames() {
    return thread.frames();
  }

  /** What was lost so far, not older than half a second; from any thread. */
  public CaptureDrops drops() {
    return thread.drops();
  }

  /** Why the sink could take no more frames, which ends the capture; empty if it could. */
  public Optional<String> writeFailure() {
    return thread.writeFailure();
  }

  /** Why the capture ended by itself; empty if it was stopped, or goes on. */
  public Optional<String> ending() {
    return thread.ending();
  }
}
