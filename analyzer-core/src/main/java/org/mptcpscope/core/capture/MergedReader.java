package org.mptcpscope.core.capture;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The frames of several captures in the order of their times; where times are equal, in the order
 * in which the captures were named. Frames are counted anew, as {@code mergecap} would; each
 * capture has interfaces of its own.
 */
final class MergedReader implements FrameSource {
  /** Bits of a handle that the handle of one capture leaves free, for the capture's place. */
  private static final int PLACE_BITS = 8;

  private static final int PLACE_AT = 53;

  /** Bits for a clock of one capture. */
  private static final int CLOCK_BITS = 16;

  private static final int MOST_CLOCKS = (1 << CLOCK_BITS) - 1;
  static final int MOST_FILES = 1 << PLACE_BITS;
  private static final long PLACES = (MOST_FILES - 1L) << PLACE_AT;

  private final String name;
  private final List<Part> parts;
  private final PriorityQueue<Part> waiting =
      new PriorityQueue<>(
          Comparator.<Part>comparingLong(part -> part.time).thenComparingInt(part -> part.place));
  private final MergedNumbers numbers = new MergedNumbers();
  private Part current;
  private boolean begun;
  private int number;
  private int interfaces;

  /** By the merged number of an interface, its clock. */
  private final List<Integer> clocks = new ArrayList<>();

  private long startNanos;

  /** One of the captures. */
  static final class Part {
    final String name;
    final FrameSource frames;
    private int place;
    private long time;

    /** By its own number, the merged number of an interface; -1 if it had no frame yet. */
    private final List<Integer> interfaces = new ArrayList<>();

    Part(String name, FrameSource frames) {
      this.name = name;
      this.frames = frames;
    }

    /** Moves to the next frame; false at the end. */
    boolean advance() throws CaptureException {
      if (!frames.next()) {
        return false;
      }
      time = frames.timeNanos();
      return true;
    }
  }

  /** Takes captures that were opened; they are closed with this. */
  MergedReader(String name, List<Part> parts) {
    this.name = name;
    this.parts = List.copyOf(parts);
    for (int place = 0; place < parts.size(); place++) {
      parts.get(place).place = place;
    }
  }

  @Override
  public boolean next() throws CaptureException {
    try {
      advance();
    } catch (CaptureException e) {
      throw MergedCapture.ofPart(name, e);
    }
    current = waiting.poll();
    if (current == null) {
      return false;
    }
    if (number++ == 0) {
      startNanos = current.time;
    }
    numbers.add(current.place, current.frames.number());
    return true;
  }

  private void advance() throws CaptureException {
    if (!begun) {
      begun = true;
      for (Part part : parts) {
        if (part.advance()) {
          waiting.add(part);
        }
      }
    } else if (current != null && current.advance()) {
      waiting.add(current);
    }
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public boolean isMerged() {
    return true;
  }

  @Override
  public Optional<FrameOrigin> origin(int frame) {
    return numbers.has(frame)
        ? Optional.of(new FrameOrigin(parts.get(numbers.place(frame)).name, numbers.number(frame)))
        : Optional.empty();
  }

  @Override
  public long timeNanos() {
    return current.time;
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public MemorySegment buffer() {
    return current.frames.buffer();
  }

  @Override
  public long offset() {
    return current.frames.offset();
  }

  @Override
  public int capturedLength() {
    return current.frames.capturedLength();
  }

  @Override
  public int wireLength() {
    return current.frames.wireLength();
  }

  @Override
  public int linkType() {
    return current.frames.linkType();
  }

  @Override
  public int interfaceId() {
    return merged(current, current.frames.interfaceId());
  }

  @Override
  public int clock(int interfaceId) {
    return interfaceId < clocks.size() ? clocks.get(interfaceId) : 0;
  }

  /** The merged number of an interface: interfaces count as they are met. */
  private int merged(Part part, int own) {
    while (part.interfaces.size() <= own) {
      part.interfaces.add(-1);
    }
    if (part.interfaces.get(own) < 0) {
      part.interfaces.set(own, interfaces++);
      clocks.add(part.place << CLOCK_BITS | Math.min(part.frames.clock(own), MOST_CLOCKS));
    }
    return part.interfaces.get(own);
  }

  @Override
  public int direction() {
    return current.frames.direction();
  }

  @Override
  public long position() {
    long position = current.frames.position();
    return position < 0 || (position & PLACES) != 0
        ? -1
        : position | (long) current.place << PLACE_AT;
  }

  @Override
  public boolean reread(long position, Reread sink) {
    if (position < 0) {
      return false;
    }
    int place = (int) ((position & PLACES) >>> PLACE_AT);
    return place < parts.size() && parts.get(place).frames.reread(position & ~PLACES, sink);
  }

  @Override
  public boolean mayLack(long from, long to) {
    return parts.stream().anyMatch(part -> part.frames.mayLack(from, to));
  }

  @Override
  public long octetsRead() {
    return parts.stream().mapToLong(part -> part.frames.octetsRead()).sum();
  }

  @Override
  public long size() {
    long sum = 0;
    for (Part part : parts) {
      long size = part.frames.size();
      if (size < 0) {
        return -1;
      }
      sum += size;
    }
    return sum;
  }

  /** Those of all captures. The frames that they name in words are those of their own file. */
  @Override
  public List<CaptureWarning> warnings() {
    List<CaptureWarning> all = new ArrayList<>();
    for (Part part : parts) {
      for (CaptureWarning warning : part.frames.warnings()) {
        all.add(new CaptureWarning(warning.code(), part.name + ": " + warning.message(), 0));
      }
    }
    return all;
  }

  @Override
  public CaptureFacts facts() {
    SortedMap<Integer, Long> linkTypes = new TreeMap<>();
    SortedMap<Integer, CaptureInterface> all = new TreeMap<>();
    long cutFrames = 0;
    int octetsKept = 0;
    long resolution = 1;
    boolean timesDiffer = false;
    long drops = 0;
    long moved = 0;
    int clockStep = 0;
    for (Part part : parts) {
      CaptureFacts facts = part.frames.facts();
      facts.linkTypes().forEach((type, count) -> linkTypes.merge(type, count, Long::sum));
      for (CaptureInterface one : facts.interfaces()) {
        int id = merged(part, one.id());
        all.put(id, new CaptureInterface(id, one.linkType(), one.snaplen(), one.resolutionNanos()));
      }
      cutFrames += facts.cutFrames();
      octetsKept = Math.max(octetsKept, facts.octetsKept());
      resolution = Math.max(resolution, facts.resolutionNanos());
      timesDiffer |= facts.timesDiffer();
      drops += facts.drops();
      moved += facts.framesMoved();
      clockStep = Math.max(clockStep, facts.clockStepFrame());
    }
    return new CaptureFacts(
        number,
        linkTypes,
        List.copyOf(all.values()),
        cutFrames,
        octetsKept,
        resolution,
        timesDiffer,
        drops,
        moved,
        clockStep);
  }

  @Override
  public void mappingLost(InternalError error) {
    current.frames.mappingLost(error);
  }

  @Override
  public void close() {
    parts.forEach(part -> part.frames.close());
  }
}
