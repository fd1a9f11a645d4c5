package org.mptcpscope.core.reconstruct;

import java.util.function.BooleanSupplier;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.trace.TraceControl;

/** What one observer may ask of the running pass; what others ask for is not touched by it. */
final class ObserverControl implements TraceControl {
  private final Alarms alarms;
  private final Limits limits;
  private final int observer;
  private final BooleanSupplier draining;

  /**
   * For one observer.
   *
   * @param observer its place in the list of the pass
   * @param draining whether the capture is over, so that no alarm rings any more
   */
  ObserverControl(Alarms alarms, Limits limits, int observer, BooleanSupplier draining) {
    this.alarms = alarms;
    this.limits = limits;
    this.observer = observer;
    this.draining = draining;
  }

  @Override
  public void alarm(long at, Alarm alarm) {
    if (!draining.getAsBoolean()) {
      alarms.set(at, alarm);
    }
  }

  @Override
  public boolean alarm(Connection of, long at, Alarm alarm) {
    if (!draining.getAsBoolean()) {
      if (alarms.pending() >= limits.alarms()) {
        return false;
      }
      alarms.set(((ConnectionState) of).deadlines, at, alarm);
    }
    return true;
  }

  @Override
  public void want(Connection connection, long anyOfTraits) {
    ((ConnectionState) connection).want(observer, anyOfTraits);
  }

  @Override
  public long now() {
    return alarms.now();
  }
}
