package org.mptcpscope.core.capture;

import java.util.ArrayList;
import java.util.List;

/**
 * The times at which a live capture lost frames. A count of losses is taken now and then, and says
 * nothing of when: the frames may be as old as the last one seen at the count before, and as young
 * as the last one seen when everything that waited had been read.
 */
final class Losses {
  private static final int MOST = 1000;

  private record Span(long from, long to) {}

  private final List<Span> spans = new ArrayList<>();
  private long total;
  private long lastAtCount = Long.MIN_VALUE;

  /** Since when frames are being lost that may be younger than all seen; MAX_VALUE if not. */
  private long openSince = Long.MAX_VALUE;

  /** A count was taken when the last frame seen had this time. */
  synchronized void counted(long lost, long lastTime) {
    if (lost > total) {
      total = lost;
      openSince = Math.min(openSince, lastAtCount);
    }
    lastAtCount = lastTime;
  }

  /** Everything that was captured before this time has been seen. */
  synchronized void caughtUp(long time) {
    if (openSince == Long.MAX_VALUE) {
      return;
    }
    Span last = spans.isEmpty() ? null : spans.getLast();
    if (last != null && (last.to >= openSince || spans.size() == MOST)) {
      spans.set(spans.size() - 1, new Span(last.from, Math.max(last.to, time)));
    } else {
      spans.add(new Span(openSince, time));
    }
    openSince = Long.MAX_VALUE;
  }

  /** Whether frames may have been lost between these times, in nanoseconds since 1970. */
  synchronized boolean within(long from, long to) {
    if (openSince != Long.MAX_VALUE && to >= openSince) {
      return true;
    }
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).to >= from && spans.get(i).from <= to) {
        return true;
      }
    }
    return false;
  }
}
