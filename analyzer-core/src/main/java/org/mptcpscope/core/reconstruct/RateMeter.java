package org.mptcpscope.core.reconstruct;

/** Payload octets per round trip that one direction carries, a decaying average over four. */
final class RateMeter {
  private static final long DEFAULT_ROUND_TRIP = 100_000_000;
  private static final long NARROWEST = 1_000_000;
  private static final int FORGOTTEN = 64;

  private final DirectionState direction;
  private long bucketStart;
  private long bucket;
  private double average;

  RateMeter(DirectionState direction) {
    this.direction = direction;
  }

  void add(long octets, long time) {
    turn(time);
    bucket += octets;
  }

  /**
   * Whether {@link #add} at this time does no more than {@link #put}.
   *
   * @param loop of this direction, -1 without a sample, as {@code otherLoop} of the other one
   */
  boolean isQuiet(long time, long loop, long otherLoop) {
    long elapsed = time - bucketStart;
    // The sum of both loops is the round trip.
    boolean sampled = (loop | otherLoop) >= 0;
    return elapsed < NARROWEST || elapsed < (sampled ? loop + otherLoop : width());
  }

  /** Octets of the time since the last turn. */
  void put(long octets) {
    bucket += octets;
  }

  private long width() {
    long roundTrip = direction.subflow.roundTrip();
    return Math.max(NARROWEST, roundTrip < 0 ? DEFAULT_ROUND_TRIP : roundTrip);
  }

  private void turn(long time) {
    long elapsed = time - bucketStart;
    if (elapsed < NARROWEST) {
      return;
    }
    long width = width();
    if (elapsed < width) {
      return;
    }
    average = average * 0.75 + bucket * 0.25;
    bucket = 0;
    long idle = elapsed / width - 1;
    average = idle > FORGOTTEN ? 0 : average * Math.pow(0.75, (double) idle);
    bucketStart = time;
  }

  double perRoundTrip() {
    turn(direction.subflow.connection().pass.alarms().now());
    return average;
  }
}
