package org.mptcpscope.core.reconstruct;

import java.util.PriorityQueue;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.trace.TraceControl;

/**
 * Deadlines in capture time. The clock never runs backwards: a frame behind the horizon does not
 * turn it. Alarms ring in order of their time, then of setting, before the first frame at or after
 * them is worked on; those still pending when the capture ends never ring.
 *
 * <p>What belongs to a connection is set for its {@link Bundle} and forgotten with it: a deadline
 * of a minute does not keep what ended a minute ago.
 */
final class Alarms {
  /** So few forgotten ones are not worth a sweep. */
  private static final int FEW = 1024;

  /** The alarms of one connection. */
  static final class Bundle {
    private Entry first;
  }

  private static final class Entry implements Comparable<Entry> {
    final long at;
    final long order;
    TraceControl.Alarm alarm;
    Bundle of;
    Entry before;
    Entry behind;

    Entry(long at, long order, TraceControl.Alarm alarm) {
      this.at = at;
      this.order = order;
      this.alarm = alarm;
    }

    void join(Bundle bundle) {
      of = bundle;
      behind = bundle.first;
      if (behind != null) {
        behind.before = this;
      }
      bundle.first = this;
    }

    void leave() {
      if (of == null) {
        return;
      }
      if (before == null) {
        of.first = behind;
      } else {
        before.behind = behind;
      }
      if (behind != null) {
        behind.before = before;
      }
      of = null;
      before = null;
      behind = null;
    }

    @Override
    public int compareTo(Entry other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private int forgotten;
  private long order;
  private long now = Long.MIN_VALUE;
  private long next = Long.MAX_VALUE;
  private int lastNumber;
  private long lastTime;

  /** Sets an alarm; one in the past rings before the next frame. */
  void set(long at, TraceControl.Alarm alarm) {
    add(new Entry(at, order++, alarm));
  }

  /** Sets an alarm that is forgotten with its bundle. */
  void set(Bundle of, long at, TraceControl.Alarm alarm) {
    Entry entry = new Entry(at, order++, alarm);
    entry.join(of);
    add(entry);
  }

  private void add(Entry entry) {
    queue.add(entry);
    next = queue.element().at;
  }

  /** Forgets the alarms of a bundle: none of them rings. */
  void forget(Bundle bundle) {
    for (Entry entry = bundle.first; entry != null; ) {
      Entry behind = entry.behind;
      entry.alarm = null;
      entry.of = null;
      entry.before = null;
      entry.behind = null;
      forgotten++;
      entry = behind;
    }
    bundle.first = null;
    if (forgotten > FEW && forgotten > queue.size() / 2) {
      queue.removeIf(entry -> entry.alarm == null);
      forgotten = 0;
      next = queue.isEmpty() ? Long.MAX_VALUE : queue.element().at;
    }
  }

  /** Alarms in the queue, forgotten ones that were not swept out yet among them. */
  int pending() {
    return queue.size();
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
    while (next <= time) {
      Entry due = queue.remove();
      next = queue.isEmpty() ? Long.MAX_VALUE : queue.element().at;
      if (due.alarm == null) {
        forgotten--;
        continue;
      }
      due.leave();
      now = Math.max(now, due.at);
      due.alarm.ring(due.at, lastFrame());
      return true;
    }
    return false;
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
