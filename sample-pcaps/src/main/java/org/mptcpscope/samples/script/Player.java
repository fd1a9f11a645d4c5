package org.mptcpscope.samples.script;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.samples.truth.ExpectedFinding;

/** Plays the statements of a script one after another. */
final class Player {
  private static final long DEFAULT_STEP = 1_000_000;

  private final String name;
  private final List<Line> lines;
  private final World world = new World();
  private final Setup setup = new Setup(world);
  private final SegmentPlayer segments = new SegmentPlayer(world);
  private final FramePlayer frames = new FramePlayer(world);
  private long clock;

  Player(String name, List<Line> lines) {
    this.name = name;
    this.lines = lines;
  }

  Sample play(List<Statement> statements) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Setting setting -> setup.run(setting);
        case Statement.Segment segment -> segment(segment);
        case Statement.Frame frame -> frame(frame);
        case Statement.Remark _ -> {}
      }
    }
    List<Capture.Shot> shots = world.capture.number();
    List<ExpectedFinding> truth = new Truths(world.capture).of(statements);
    return new Sample(name, header(), world.link.type(), points(shots), frames(shots), truth);
  }

  private void segment(Statement.Segment segment) {
    label(segment.label(), segment.line());
    advance(segment.time());
    Token stepWord = null;
    for (Token token : segment.attributes()) {
      stepWord = token.name().equals("step") ? token : stepWord;
    }
    long step = stepWord == null ? DEFAULT_STEP : nanos(stepWord, stepWord.value());
    for (int i = 0; i < segment.repeat(); i++) {
      clock += i == 0 ? 0 : step;
      segments.send(segment, clock);
    }
    comment(segment.line());
  }

  private void frame(Statement.Frame frame) {
    label(frame.label(), frame.line());
    advance(frame.time());
    frames.send(frame, clock);
    comment(frame.line());
  }

  private void label(Token label, Line line) {
    if (label != null) {
      world.capture.label(label, line.number());
    }
  }

  private void comment(Line line) {
    List<Capture.Shot> shots = world.capture.line(line.number());
    if (!shots.isEmpty()) {
      shots.getFirst().comments.addAll(line.comments());
    }
  }

  private void advance(Token time) {
    long next = time(time.text().startsWith("+"), time, time.text(), clock);
    if (next < clock) {
      throw time.problem(
          "time goes back; a segment that is captured late stands where it is sent, with at=");
    }
    clock = next;
  }

  /** The time that {@code name=TIME} gives: absolute, or with a sign from {@code now} on. */
  static long time(Token word, long now) {
    String text = word.value();
    boolean signed = text.startsWith("+") || text.startsWith("-");
    return time(signed, word, text, now);
  }

  private static long time(boolean signed, Token token, String text, long now) {
    return signed ? now + nanos(token, text) : nanos(token, text);
  }

  private static long nanos(Token token, String seconds) {
    if (seconds != null && seconds.matches("[+-]?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      return new BigDecimal(seconds).movePointRight(9).longValueExact();
    }
    throw token.expected("seconds with at most nine digits behind the point");
  }

  /** The comment lines before the first statement. */
  private List<String> header() {
    List<String> header = new ArrayList<>();
    for (Line line : lines) {
      if (!line.tokens().isEmpty() || !line.truths().isEmpty()) {
        break;
      }
      header.addAll(line.comments());
    }
    return header;
  }

  private List<Sample.CapturePoint> points(List<Capture.Shot> shots) {
    int last = world.interfaces.isEmpty() ? 0 : world.interfaces.lastKey();
    for (Capture.Shot shot : shots) {
      last = Math.max(last, shot.interfaceId);
    }
    List<Sample.CapturePoint> points = new ArrayList<>();
    for (int id = 0; id <= last; id++) {
      World.Interface described = world.interfaces.get(id);
      points.add(
          described == null
              ? new Sample.CapturePoint("if" + id, world.snaplen)
              : new Sample.CapturePoint(described.name(), described.snaplen()));
    }
    return points;
  }

  private List<SampleFrame> frames(List<Capture.Shot> shots) {
    List<SampleFrame> out = new ArrayList<>();
    for (Capture.Shot shot : shots) {
      out.add(
          new SampleFrame(
              shot.number,
              world.capture.start() + shot.time,
              shot.interfaceId,
              shot.direction,
              Octets.of(Arrays.copyOf(shot.octets, shot.captured)),
              shot.octets.length,
              shot.comments));
    }
    return out;
  }
}
