package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable;

/**
 * The mappings of one direction of a subflow as sorted runs of equal DSN minus SSN (RFC 8684,
 * 3.3.1). The first mapping of an octet stays in force: a later one that says otherwise is a
 * conflict and is ignored where they overlap.
 *
 * <p>A run that grows in stride costs one comparison and no allocation. What the peer acknowledged
 * stays for one receive window, so that late copies can be compared.
 */
final class MappingRuns implements MappingTable {
  /** Most runs that are kept; above, the oldest is forgotten. */
  static final int CAP = 4096;

  /** Most acknowledged runs that are kept. */
  static final int TAIL = 1024;

  private final OctetStream stream;
  private final Declarations declared = new Declarations();

  // A run is a row of words, so that a look at one is one look at memory.
  private static final int START = 0;
  private static final int END = 1;
  private static final int DELTA = 2;
  private static final int TIME = 3;

  /** The frame that declared it; the lowest bit tells whether MP_CAPABLE did. */
  private static final int ORIGIN = 4;

  private static final int WORDS = 5;

  private long[] runs = new long[2 * WORDS];
  private int head;
  private int size;
  private boolean overfull;
  private long sndUna = 1;

  private long fresh;
  private long conflictFrom;
  private long conflictTo;
  private Mapping conflictWith;
  private int repeatedFrame;
  private long repeatedTime;

  /**
   * Makes an empty table.
   *
   * @param stream what the Data ACKs of the peer are asked of
   */
  MappingRuns(OctetStream stream) {
    this.stream = stream;
  }

  /** A segment declared nothing but what was declared before. */
  void repeated(int frame, long time) {
    repeatedFrame = frame;
    repeatedTime = time;
  }

  @Override
  public Optional<FrameRef> repeatedAt() {
    return repeatedFrame == 0
        ? Optional.empty()
        : Optional.of(new FrameRef(repeatedFrame, repeatedTime));
  }

  /**
   * Takes a declared mapping.
   *
   * @param dsn 64-bit DSN of its first octet
   * @param ssn SSN of its first octet, at least 1
   * @param length octets of payload, at least 1; a DATA_FIN is not counted
   */
  Novelty insert(long dsn, long ssn, int length, boolean byCapable, int frame, long time) {
    long delta = dsn - ssn;
    long end = ssn + length;
    int top = head + size - 1;
    fresh = 0;
    if (size > 0 && ssn == get(top, END) && delta == get(top, DELTA)) {
      set(top, END, end);
      fresh = length;
      declared.add(dsn, ssn, length, byCapable, frame, time);
      return Novelty.EXTENDS;
    }
    if (size > 0 && ssn >= get(top, START) && end <= get(top, END) && delta == get(top, DELTA)) {
      split(dsn, ssn, length, byCapable, frame, time);
      return Novelty.REPLICA;
    }
    Novelty novelty = merge(delta, ssn, end, byCapable, frame, time);
    if (fresh > 0) {
      declared.add(dsn, ssn, length, byCapable, frame, time);
    } else if (novelty == Novelty.REPLICA) {
      split(dsn, ssn, length, byCapable, frame, time);
    }
    return novelty;
  }

  /** What was mapped before is mapped again, from the middle of a mapping on: a new beginning. */
  private void split(long dsn, long ssn, int length, boolean byCapable, int frame, long time) {
    if (!declared.isLast(dsn) && declared.beginningAt(dsn) < 0) {
      declared.add(dsn, ssn, length, byCapable, frame, time);
    }
  }

  /** Whether runs were forgotten that the peer did not acknowledge, so that some may be missed. */
  boolean isOverfull() {
    return overfull;
  }

  /** First SSN of the newest run; there must be one, as for the next two. */
  long topStart() {
    return get(head + size - 1, START);
  }

  long topEnd() {
    return get(head + size - 1, END);
  }

  long topDelta() {
    return get(head + size - 1, DELTA);
  }

  /** Whether the newest declaration begins with this DSN: to declare it again says nothing new. */
  boolean isDeclaredLast(long dsn) {
    return declared.isLast(dsn);
  }

  /** Octets that the last {@link #insert} mapped first. */
  long fresh() {
    return fresh;
  }

  /** The mapping that the last {@link #insert} contradicted, if it answered CONFLICT. */
  Mapping conflictWith() {
    return conflictWith;
  }

  /** Where the last {@link #insert} contradicted it. */
  Range conflict() {
    return new Range(conflictFrom, conflictTo);
  }

  /** The run that covers this SSN, or -1; valid until the table changes. */
  int find(long ssn) {
    int at = firstEndingBehind(ssn);
    return at < head + size && get(at, START) <= ssn ? at : -1;
  }

  /** First SSN behind a run that was found. */
  long endOf(int run) {
    return get(run, END);
  }

  /** DSN minus SSN of a run that was found. */
  long deltaOf(int run) {
    return get(run, DELTA);
  }

  /** Whether a run covers this SSN. */
  boolean covers(long ssn) {
    int at = firstEndingBehind(ssn);
    return at < head + size && get(at, START) <= ssn;
  }

  /** DSN minus SSN at an SSN that {@link #covers}. */
  long delta(long ssn) {
    return get(firstEndingBehind(ssn), DELTA);
  }

  /** First SSN at or behind {@code from} where what holds there ends: a run or a hole. */
  long boundary(long from) {
    int at = firstEndingBehind(from);
    if (at == head + size) {
      return Long.MAX_VALUE;
    }
    return get(at, START) <= from ? get(at, END) : get(at, START);
  }

  /** As {@link #boundary(long)}, where it is known whether a run covers that SSN. */
  long boundary(long from, int run) {
    return run >= 0 ? endOf(run) : boundary(from);
  }

  /** Frame that declared the mapping of this SSN, which {@link #covers}. */
  int frameOf(long ssn) {
    int found = declared.find(ssn);
    return found >= 0 ? declared.frame(found) : frame(firstEndingBehind(ssn));
  }

  /** Whether MP_CAPABLE declared the mapping of this SSN, which {@link #covers}. */
  boolean byCapable(long ssn) {
    int found = declared.find(ssn);
    return found >= 0 ? declared.byCapable(found) : isCapable(firstEndingBehind(ssn));
  }

  /**
   * The peer acknowledged all below this SSN: runs that ended a receive window before are dropped.
   */
  void acknowledged(long una, long window) {
    sndUna = una;
    long bound = una - window;
    while (size > 0 && (get(head, END) <= bound || size > TAIL && get(head, END) <= una)) {
      dropHead();
    }
    declared.dropBelow(bound);
  }

  /** Adds a constant to all DSNs. */
  void shift(long delta) {
    for (int i = head; i < head + size; i++) {
      set(i, DELTA, get(i, DELTA) + delta);
    }
    declared.shift(delta);
  }

  int size() {
    return size;
  }

  @Override
  public Optional<Mapping> at(long ssn) {
    int at = firstEndingBehind(ssn);
    return at < head + size && get(at, START) <= ssn
        ? Optional.of(mappingAt(at, ssn))
        : Optional.empty();
  }

  @Override
  public Optional<Mapping> beginningAt(long dsn) {
    int found = declared.beginningAt(dsn);
    return found < 0 ? Optional.empty() : Optional.of(declared.mapping(found));
  }

  @Override
  public Optional<Mapping> around(long dsn) {
    int found = declared.around(dsn);
    return found < 0 ? Optional.empty() : Optional.of(declared.mapping(found));
  }

  @Override
  public List<Range> uncovered(long from, long to) {
    List<Range> ranges = new ArrayList<>(1);
    long at = from;
    while (at < to) {
      long end = Math.min(to, boundary(at));
      if (!covers(at)) {
        ranges.add(new Range(at, end));
      }
      at = end;
    }
    return ranges;
  }

  @Override
  public long dataAckedUnacked() {
    long sum = 0;
    for (int i = firstEndingBehind(sndUna); i < head + size; i++) {
      long from = Math.max(get(i, START), sndUna);
      sum += stream.acknowledgedOf(from + get(i, DELTA), get(i, END) + get(i, DELTA));
    }
    return sum;
  }

  private Mapping mappingAt(int run, long ssn) {
    int found = declared.find(ssn);
    if (found >= 0) {
      return declared.mapping(found);
    }
    int length = (int) Math.min(Integer.MAX_VALUE, get(run, END) - get(run, START));
    return new Mapping(
        get(run, START) + get(run, DELTA),
        get(run, START),
        length,
        isCapable(run),
        new FrameRef(frame(run), get(run, TIME)));
  }

  private Novelty merge(long delta, long ssn, long end, boolean byCapable, int frame, long time) {
    conflictWith = null;
    boolean extended = false;
    boolean opened = false;
    long at = ssn;
    while (at < end) {
      int run = firstEndingBehind(at);
      if (run < head + size && get(run, START) <= at) {
        long stop = Math.min(end, get(run, END));
        if (get(run, DELTA) != delta) {
          noteConflict(run, at, stop);
        }
        at = stop;
      } else {
        long stop = run < head + size ? Math.min(end, get(run, START)) : end;
        fresh += stop - at;
        boolean joined = fill(run - head, delta, at, stop, byCapable, frame, time);
        extended |= joined;
        opened |= !joined;
        at = stop;
      }
    }
    if (conflictWith != null) {
      return Novelty.CONFLICT;
    }
    return opened ? Novelty.NEW_RUN : extended ? Novelty.EXTENDS : Novelty.REPLICA;
  }

  private void noteConflict(int run, long from, long to) {
    if (conflictWith == null) {
      conflictWith = mappingAt(run, from);
      conflictFrom = from;
    }
    conflictTo = to;
  }

  /** Maps a hole before the n-th run; true if a run of equal delta touches it. */
  private boolean fill(
      int n, long delta, long from, long to, boolean byCapable, int frame, long time) {
    boolean left = n > 0 && get(head + n - 1, END) == from && get(head + n - 1, DELTA) == delta;
    boolean right = n < size && get(head + n, START) == to && get(head + n, DELTA) == delta;
    if (left && right) {
      set(head + n - 1, END, get(head + n, END));
      closeSlot(n);
    } else if (left) {
      set(head + n - 1, END, to);
    } else if (right) {
      set(head + n, START, from);
    } else {
      openSlot(n);
      set(head + n, START, from);
      set(head + n, END, to);
      set(head + n, DELTA, delta);
      set(head + n, TIME, time);
      set(head + n, ORIGIN, (long) frame << 1 | (byCapable ? 1 : 0));
      if (size > CAP) {
        dropHead();
        overfull = true;
      }
    }
    return left || right;
  }

  private int firstEndingBehind(long ssn) {
    int high = head + size;
    if (size > 0 && get(high - 1, START) <= ssn) {
      return get(high - 1, END) > ssn ? high - 1 : high;
    }
    int low = head;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle, END) > ssn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void dropHead() {
    head++;
    size--;
  }

  private long get(int run, int word) {
    return runs[run * WORDS + word];
  }

  private void set(int run, int word, long value) {
    runs[run * WORDS + word] = value;
  }

  private int frame(int run) {
    return (int) (get(run, ORIGIN) >>> 1);
  }

  private boolean isCapable(int run) {
    return (get(run, ORIGIN) & 1) != 0;
  }

  private void openSlot(int n) {
    if ((head + size) * WORDS == runs.length) {
      makeRoom();
    }
    moveSlots(head + n, head + n + 1, size - n);
    size++;
  }

  private void closeSlot(int n) {
    moveSlots(head + n + 1, head + n, size - n - 1);
    size--;
  }

  private void makeRoom() {
    int from = head;
    if (head * WORDS < runs.length / 2 || head == 0) {
      runs = Arrays.copyOf(runs, runs.length * 2);
    }
    moveSlots(from, 0, size);
    head = 0;
  }

  private void moveSlots(int from, int to, int count) {
    System.arraycopy(runs, from * WORDS, runs, to * WORDS, count * WORDS);
  }
}
