package org.mptcpscope.core.capture;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes frames from where they are captured as fast as they come and puts them into a ring. It
 * never waits for those who analyse: if they are too slow for longer than the ring reaches, frames
 * are lost, and counted.
 */
final class CaptureThread {
  private static final long RING = 64L << 20;
  private static final int BATCH = 4096;

  /** As many as numbers of frames reach. */
  private static final long MOST_FRAMES = Integer.MAX_VALUE;

  private static final long NAP_NANOS = 10_000_000;
  private static final long STATISTICS_NANOS = 500_000_000;

  private final LiveOptions options;
  private final FrameRing ring;
  private final Losses losses = new Losses();
  private Thread thread;
  private FrameTap tap;
  private long lastTime;
  private long received;
  private volatile boolean stopped;
  private long offered;
  private volatile long frames;
  private volatile long quietNanos;
  private volatile CaptureDrops drops = CaptureDrops.NONE;
  private volatile String ending;
  private volatile String writeFailure;

  CaptureThread(LiveOptions options) {
    this(options, RING);
  }

  CaptureThread(LiveOptions options, long ringSize) {
    this.options = options;
    ring = new FrameRing(ringSize);
  }

  /** Begins; the tap is closed at the end. */
  void start(FrameTap from) {
    tap = from;
    thread = Thread.ofPlatform().daemon().name("capture").start(this::run);
  }

  private void run() {
    try {
      capture();
    } catch (CaptureException e) {
      ending = e.getMessage();
    } finally {
      count();
      tap.close();
      ring.end();
    }
  }

  private void capture() throws CaptureException {
    long lastArrival = options.elapsed().getAsLong();
    long counted = lastArrival;
    long until = Long.MAX_VALUE;
    long most = Math.min(options.count(), MOST_FRAMES);
    while (received < most) {
      int got = tap.poll((int) Math.min(BATCH, most - received), this::take);
      long now = options.elapsed().getAsLong();
      if (got > 0) {
        lastArrival = now;
      } else {
        losses.caughtUp(lastTime + tap.gatheringNanos());
        quietNanos = Math.max(0, now - lastArrival - tap.gatheringNanos());
      }
      if (now - counted >= STATISTICS_NANOS) {
        counted = now;
        count();
      }
      if (stopped && until == Long.MAX_VALUE) {
        // What the system gathered before the stop belongs to the capture.
        until = now + tap.gatheringNanos();
      } else if (now >= until) {
        return;
      }
      if (got == 0) {
        LockSupport.parkNanos(this, NAP_NANOS);
      }
    }
    if (received == MOST_FRAMES) {
      ending = "no more than " + MOST_FRAMES + " frames can be numbered";
    }
  }

  private void take(long timeNanos, int wireLength, byte[] octets) {
    quietNanos = 0;
    lastTime = timeNanos;
    received++;
    if (ring.offer(timeNanos, wireLength, octets)) {
      frames = ++offered;
    }
  }

  private void count() {
    CaptureDrops system = tap.drops();
    CaptureDrops now =
        new CaptureDrops(
            Math.max(received, system.received()),
            system.bySystem(),
            system.byInterface(),
            ring.lost());
    losses.counted(now.total(), lastTime);
    drops = now;
  }

  /** Ends the capture soon. */
  void stop() {
    stopped = true;
  }

  /** What was captured can no longer be written. */
  void failed(String reason) {
    writeFailure = reason;
    stop();
  }

  Optional<String> writeFailure() {
    return Optional.ofNullable(writeFailure);
  }

  /** The frames that wait to be analysed. */
  FrameRing ring() {
    return ring;
  }

  /** When frames were lost. */
  Losses losses() {
    return losses;
  }

  long frames() {
    return frames;
  }

  /** For how long, since the last frame was put into the ring, none was captured. */
  long quietNanos() {
    return quietNanos;
  }

  CaptureDrops drops() {
    return drops;
  }

  Optional<String> ending() {
    return Optional.ofNullable(ending);
  }

  /** Ends the capture and frees what it holds. */
  void close() {
    stop();
    boolean interrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    ring.close();
  }
}
