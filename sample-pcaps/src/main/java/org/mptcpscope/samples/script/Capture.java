package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.dissector.link.Direction;

/** Collects the frames of the capture, and numbers them at the end. */
final class Capture {
  /** 2026-01-01T00:00:00Z. */
  private static final long DEFAULT_START = 1_767_225_600_000_000_000L;

  /** A frame in the making; {@code time} in nanoseconds from the start of the script. */
  static final class Shot {
    final long time;
    final int interfaceId;
    final Direction direction;
    final byte[] octets;
    final int captured;
    final List<String> comments = new ArrayList<>();
    int number;

    Shot(long time, int interfaceId, Direction direction, byte[] octets, int captured) {
      this.time = time;
      this.interfaceId = interfaceId;
      this.direction = direction;
      this.octets = octets;
      this.captured = captured;
    }
  }

  /** The frames of one line of the script; empty if none is captured. */
  private final Map<Integer, List<Shot>> byLine = new HashMap<>();

  private final Map<String, Integer> labels = new HashMap<>();
  private final List<Shot> shots = new ArrayList<>();
  private long start = DEFAULT_START;
  private boolean sorted = true;

  void start(long nanos) {
    start = nanos;
  }

  long start() {
    return start;
  }

  void unsorted() {
    sorted = false;
  }

  void label(Token label, int line) {
    String name = label.text().substring(0, label.text().length() - 1);
    if (labels.put(name, line) != null) {
      throw label.problem("there is a label '" + name + "' already");
    }
  }

  void add(int line, Shot shot) {
    shots.add(shot);
    byLine.computeIfAbsent(line, _ -> new ArrayList<>()).add(shot);
  }

  /** The frames of a line, in the order they were sent. */
  List<Shot> line(int line) {
    return byLine.getOrDefault(line, List.of());
  }

  /** The line that has a label, or null. */
  Integer labelled(String label) {
    return labels.get(label);
  }

  /** All frames: in order once they are numbered. */
  List<Shot> all() {
    return shots;
  }

  /** The frame added last, or null. */
  Shot last() {
    return shots.isEmpty() ? null : shots.getLast();
  }

  /** Puts the frames in order and numbers them from 1. */
  List<Shot> number() {
    if (sorted) {
      shots.sort(Comparator.comparingLong(shot -> shot.time));
    }
    int number = 0;
    for (Shot shot : shots) {
      shot.number = ++number;
    }
    return shots;
  }
}
