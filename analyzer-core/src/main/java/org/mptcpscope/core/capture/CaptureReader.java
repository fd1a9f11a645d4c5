package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.capfile.NotACaptureException;

/** Reads frames from a store ahead of their delivery, and delivers them in the order of time. */
final class CaptureReader implements FrameSource {
  /** Frames whose headers are fetched from memory at once. */
  private static final int BATCH = 16;

  /** Octets of a frame in two neighbouring lines of the cache, which hold its headers. */
  private static final int EARLY = 16;

  private static final int LATE = EARLY + 64;

  /** Octets of the capture that are drawn into the cache at once. */
  private static final int DRAWN = 64 << 10;

  /** Fewer frames in so many octets are so large that most of their octets are not looked at. */
  private static final int DENSE = 16;

  private final Store store;
  private final boolean live;
  private final FrameCursor cursor;
  private final Position positions;
  private final ClockSteps steps = new ClockSteps();
  private final LookAhead ahead = new LookAhead();
  private final Account account;

  private int read;
  private int readAtDraw;
  private long drawAt;
  private int fetched;

  /** Sum of what was fetched: a value that nobody keeps would not be read at all. */
  int fetchedOctets;

  private long startNanos;
  private int slot;
  private boolean ended;
  private boolean finished;

  /** The cursor's frame waits until all before it are delivered: the clock was set back. */
  private boolean held;

  private long delivered = Long.MIN_VALUE;
  private long quietUntil = Long.MIN_VALUE;

  /** Takes the store, which is closed with this, or if this fails. */
  CaptureReader(String name, Store store) throws CaptureException {
    this.store = store;
    live = store.isLive();
    try {
      cursor = FrameCursor.open(store);
    } catch (NotACaptureException e) {
      store.close();
      throw new CaptureException(CaptureException.NOT_A_CAPTURE, name, e.getMessage());
    } catch (InternalError _) {
      store.close();
      throw new CaptureException(CaptureException.EMPTY, name, Account.EMPTY);
    }
    store.keepFrom(ahead::lowestOffset);
    positions = new Position(store, cursor);
    account = new Account(name, cursor, store);
  }

  @Override
  public boolean next() throws CaptureException {
    Step step = step();
    while (step == Step.QUIET) {
      step = step();
    }
    return step == Step.FRAME;
  }

  @Override
  public Step step() throws CaptureException {
    while (true) {
      while (mayReadAhead()) {
        if (live && store.isQuiet(cursor.consumed())) {
          if (!isDueByQuiet()) {
            return Step.QUIET;
          }
          break;
        }
        readAhead();
      }
      if (ahead.isEmpty()) {
        finish();
        return Step.END;
      }
      if (fetched == 0) {
        fetch();
      }
      fetched--;
      slot = ahead.poll();
      // Octets of a file that was cut meanwhile may be gone before their frame is due.
      if (offsetInCapture() + capturedLength() <= store.end()) {
        delivered = timeNanos();
        account.count(linkType(), capturedLength(), wireLength(), delivered);
        return Step.FRAME;
      }
    }
  }

  /** Turns the clock while nothing comes; true if a frame need not wait for others any longer. */
  private boolean isDueByQuiet() {
    if (ahead.latest() == Long.MIN_VALUE) {
      return false;
    }
    quietUntil = Math.max(quietUntil, ahead.latest() + store.quietNanos() - LookAhead.NANOS);
    return !ahead.isEmpty() && ahead.time(ahead.peek(0)) <= quietUntil;
  }

  @Override
  public long quietUntil() {
    return quietUntil;
  }

  /**
   * Draws the headers of the next frames into the cache, from which they fell while the frames were
   * held back. Memory fetches them side by side; one by one, each would be waited for.
   */
  private void fetch() {
    fetched = Math.min(BATCH, ahead.size());
    MemorySegment buffer = store.buffer();
    int octets = 0;
    try {
      for (int i = 0; i < fetched; i++) {
        int frame = ahead.peek(i);
        long at = ahead.offset(frame) - store.base();
        if (ahead.captured(frame) > LATE && at + LATE < store.end() - store.base()) {
          octets += buffer.get(JAVA_BYTE, at + EARLY) + buffer.get(JAVA_BYTE, at + LATE);
        }
      }
    } catch (InternalError error) {
      mappingLost(error);
    }
    fetchedOctets = octets;
  }

  /**
   * Draws the records that come next into the cache. Each says where the next one is, so that the
   * cursor would wait for memory at each; read from end to end, memory is many times faster.
   */
  private void draw() {
    if (read - readAtDraw >= DENSE) {
      store.draw(cursor.consumed(), DRAWN);
    }
    readAtDraw = read;
    drawAt = cursor.consumed() + DRAWN;
  }

  private boolean mayReadAhead() {
    if (held && ahead.isEmpty()) {
      held = false;
      ahead.restart();
      delivered = Long.MIN_VALUE;
      take();
    }
    return !held && !ended && !ahead.isDue() && !store.isFull();
  }

  private void readAhead() {
    if (cursor.consumed() >= drawAt) {
      draw();
    }
    try {
      if (!cursor.next()) {
        ended = true;
        return;
      }
    } catch (InternalError error) {
      mappingLost(error);
      return;
    }
    read++;
    long time = cursor.timeNanos();
    if (read == 1) {
      startNanos = time;
    }
    boolean step = steps.isStep(cursor.interfaceId(), time);
    held = step || ahead.isBehind(time);
    if (held || time < delivered) {
      account.clockStep(numberRead(), Math.max(delivered, ahead.latest()) - time);
    }
    if (!held) {
      take();
    }
  }

  /** Wireshark's number of the cursor's frame. */
  private int numberRead() {
    return read + cursor.others();
  }

  private void take() {
    ahead.add(
        cursor.timeNanos(),
        cursor.position(),
        numberRead(),
        cursor.capturedLength(),
        cursor.wireLength(),
        cursor.linkType(),
        cursor.interfaceId(),
        switch (cursor.direction()) {
          case INCOMING -> 1;
          case OUTGOING -> 2;
          case UNKNOWN, OTHER -> 0;
        });
  }

  private void finish() throws CaptureException {
    if (!finished) {
      finished = true;
      account.finish(read);
    }
  }

  @Override
  public void mappingLost(InternalError error) {
    store.shrink();
    ended = true;
    account.mappingLost();
  }

  @Override
  public int number() {
    return ahead.number(slot);
  }

  @Override
  public long timeNanos() {
    return ahead.time(slot);
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public MemorySegment buffer() {
    return store.buffer();
  }

  @Override
  public long offset() {
    return offsetInCapture() - store.base();
  }

  private long offsetInCapture() {
    return ahead.offset(slot);
  }

  @Override
  public int capturedLength() {
    return ahead.captured(slot);
  }

  @Override
  public int wireLength() {
    return ahead.wire(slot);
  }

  @Override
  public int linkType() {
    return ahead.linkType(slot);
  }

  @Override
  public int interfaceId() {
    return ahead.interfaceId(slot);
  }

  @Override
  public int clock(int interfaceId) {
    return cursor.clock(interfaceId);
  }

  @Override
  public int direction() {
    return ahead.direction(slot);
  }

  @Override
  public long position() {
    return positions.of(offsetInCapture(), interfaceId(), capturedLength(), wireLength());
  }

  @Override
  public boolean reread(long position, Reread sink) {
    return positions.reread(position, sink);
  }

  @Override
  public boolean mayLack(long from, long to) {
    return store.mayLack(from, to)
        || cursor.mayLack(from, to)
        || cursor.filters().stream().anyMatch(CaptureFilter::isPartial);
  }

  @Override
  public long octetsRead() {
    return store.octetsRead(cursor.consumed());
  }

  @Override
  public long size() {
    return store.size();
  }

  @Override
  public List<CaptureWarning> warnings() {
    return account.warnings();
  }

  @Override
  public CaptureFacts facts() {
    return account.facts(ahead.moved());
  }

  @Override
  public void close() {
    store.close();
  }
}
