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
  private long[] starts = new long[2];
  private long[] ends = new long[2];
  private long[] deltas = new long[2];
  private int[] frames = new int[2];
  private long[] times = new long[2];
  private boolean[] capable = new boolean[2];
  private int head;
  private int size;
  private long sndUna = 1;

  private long fresh;
  private long conflictFrom;
  private long conflictTo;
  private Mapping conflictWith;

  /**
   * Makes an empty table.
   *
   * @param stream what the Data ACKs of the peer are asked of
   */
  MappingRuns(OctetStream stream) {
    this.stream = stream;
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
    if (size > 0 && ssn == ends[top] && delta == deltas[top]) {
      ends[top] = end;
      fresh = length;
      declared.add(dsn, ssn, length, byCapable, frame, time);
      return Novelty.EXTENDS;
    }
    if (size > 0 && ssn >= starts[top] && end <= ends[top] && delta == deltas[top]) {
      return Novelty.REPLICA;
    }
    Novelty novelty = merge(delta, ssn, end, byCapable, frame, time);
    if (fresh > 0) {
      declared.add(dsn, ssn, length, byCapable, frame, time);
    }
    return novelty;
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

  /** Whether a run covers this SSN. */
  boolean covers(long ssn) {
    int at = firstEndingBehind(ssn);
    return at < head + size && starts[at] <= ssn;
  }

  /** DSN minus SSN at an SSN that {@link #covers}. */
  long delta(long ssn) {
    return deltas[firstEndingBehind(ssn)];
  }

  /** First SSN at or behind {@code from} where what holds there ends: a run or a hole. */
  long boundary(long from) {
    int at = firstEndingBehind(from);
    if (at == head + size) {
      return Long.MAX_VALUE;
    }
    return starts[at] <= from ? ends[at] : starts[at];
  }

  /** Frame that declared the mapping of this SSN, which {@link #covers}. */
  int frameOf(long ssn) {
    int found = declared.find(ssn);
    return found >= 0 ? declared.frame(found) : frames[firstEndingBehind(ssn)];
  }

  /** Whether MP_CAPABLE declared the mapping of this SSN, which {@link #covers}. */
  boolean byCapable(long ssn) {
    int found = declared.find(ssn);
    return found >= 0 ? declared.byCapable(found) : capable[firstEndingBehind(ssn)];
  }

  /**
   * The peer acknowledged all below this SSN: runs that ended a receive window before are dropped.
   */
  void acknowledged(long una, long window) {
    sndUna = una;
    long bound = una - window;
    while (size > 0 && (ends[head] <= bound || size > TAIL && ends[head] <= una)) {
      dropHead();
    }
    declared.dropBelow(bound);
  }

  /** Adds a constant to all DSNs. */
  void shift(long delta) {
    for (int i = head; i < head + size; i++) {
      deltas[i] += delta;
    }
    declared.shift(delta);
  }

  int size() {
    return size;
  }

  @Override
  public Optional<Mapping> at(long ssn) {
    int at = firstEndingBehind(ssn);
    return at < head + size && starts[at] <= ssn
        ? Optional.of(mappingAt(at, ssn))
        : Optional.empty();
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
      long from = Math.max(starts[i], sndUna);
      sum += stream.acknowledgedOf(from + deltas[i], ends[i] + deltas[i]);
    }
    return sum;
  }

  private Mapping mappingAt(int run, long ssn) {
    int found = declared.find(ssn);
    if (found >= 0) {
      return declared.mapping(found);
    }
    int length = (int) Math.min(Integer.MAX_VALUE, ends[run] - starts[run]);
    return new Mapping(
        starts[run] + deltas[run],
        starts[run],
        length,
        capable[run],
        new FrameRef(frames[run], times[run]));
  }

  private Novelty merge(long delta, long ssn, long end, boolean byCapable, int frame, long time) {
    conflictWith = null;
    boolean extended = false;
    boolean opened = false;
    long at = ssn;
    while (at < end) {
      int run = firstEndingBehind(at);
      if (run < head + size && starts[run] <= at) {
        long stop = Math.min(end, ends[run]);
        if (deltas[run] != delta) {
          noteConflict(run, at, stop);
        }
        at = stop;
      } else {
        long stop = run < head + size ? Math.min(end, starts[run]) : end;
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
    boolean left = n > 0 && ends[head + n - 1] == from && deltas[head + n - 1] == delta;
    boolean right = n < size && starts[head + n] == to && deltas[head + n] == delta;
    if (left && right) {
      ends[head + n - 1] = ends[head + n];
      closeSlot(n);
    } else if (left) {
      ends[head + n - 1] = to;
    } else if (right) {
      starts[head + n] = from;
    } else {
      openSlot(n);
      starts[head + n] = from;
      ends[head + n] = to;
      deltas[head + n] = delta;
      frames[head + n] = frame;
      times[head + n] = time;
      capable[head + n] = byCapable;
      if (size > CAP) {
        dropHead();
      }
    }
    return left || right;
  }

  private int firstEndingBehind(long ssn) {
    int high = head + size;
    if (size > 0 && starts[high - 1] <= ssn) {
      return ends[high - 1] > ssn ? high - 1 : high;
    }
    int low = head;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > ssn) {
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

  private void openSlot(int n) {
    if (head + size == starts.length) {
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
    if (head < starts.length / 2 || head == 0) {
      int capacity = starts.length * 2;
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      deltas = Arrays.copyOf(deltas, capacity);
      frames = Arrays.copyOf(frames, capacity);
      times = Arrays.copyOf(times, capacity);
      capable = Arrays.copyOf(capable, capacity);
    }
    moveSlots(from, 0, size);
    head = 0;
  }

  private void moveSlots(int from, int to, int count) {
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(ends, from, ends, to, count);
    System.arraycopy(deltas, from, deltas, to, count);
    System.arraycopy(frames, from, frames, to, count);
    System.arraycopy(times, from, times, to, count);
    System.arraycopy(capable, from, capable, to, count);
  }
}
