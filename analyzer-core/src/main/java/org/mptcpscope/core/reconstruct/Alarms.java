package org.mptcpscope.core.reconstruct;

import java.util.PriorityQueue;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.trace.TraceControl;

/**
 * Deadlines in capture time. The clock never runs backwards: a frame behind the horizon does not
 * turn it. Alarms ring in order of their time, then of setting, before the first frame at or after
 * them is worked on; those still pending when the capture ends never ring.
 */
final class Alarms {
  private record Entry(long at, long order, TraceControl.Alarm alarm) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private long order;
  private long now = Long.MIN_VALUE;
  private long next = Long.MAX_VALUE;
  private int lastNumber;
  private long lastTime;

  /** Sets an alarm; one in the past rings before the next frame. */
  void set(long at, TraceControl.Alarm alarm) {
    queue.add(new Entry(at, order++, alarm));
    next = queue.element().at;
  }

  /** Whether an alarm is due before a frame at this time. */
  boolean isDue(long time) {
    return next <= time;
  }

  /**
   * Rings one alarm that is due before a frame at this time.
   *
   * @return false if there is none
   */
  boolean ringNext(long time) {
    if (next > time) {
      return false;
    }
    Entry due = queue.remove();
    next = queue.isEmpty() ? Long.MAX_VALUE : queue.element().at;
    now = Math.max(now, due.at);
    due.alarm.ring(due.at, lastFrame());
    return true;
  }

  /** Turns the clock to a frame. */
  void arrive(int number, long time) {
    lastNumber = number;
    lastTime = time;
    if (time > now) {
      now = time;
    }
  }

  /** Capture time. */
  long now() {
    return now;
  }

  FrameRef lastFrame() {
    return new FrameRef(lastNumber, lastTime);
  }
}
