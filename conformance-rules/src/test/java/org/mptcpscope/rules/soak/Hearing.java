package org.mptcpscope.rules.soak;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.JsonReport;
import org.mptcpscope.rules.report.TextReport;
import org.mptcpscope.rules.report.TextStyle;

/** What one capture, whole or damaged, was found to hold. */
final class Hearing {
  /** A frame as it was delivered. */
  record Delivered(long timeNanos, long octets) {}

  /** A finding, and the capture time at which it was told. */
  private record Told(long at, String what) {}

  private static final LintOptions OPTIONS =
      new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);

  /** By frame number. */
  final Map<Integer, Delivered> frames = new HashMap<>();

  /** The report without what it says of the damage, or null if nothing could be read. */
  final JsonNode report;

  private final List<Told> told = new ArrayList<>();
  private long startNanos;

  private Hearing(byte[] octets) throws IOException {
    report = judge(octets);
  }

  /** Reads and judges a capture. */
  static Hearing of(byte[] octets) {
    try {
      return new Hearing(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was told of findings before that time since the epoch, in nanoseconds, in order. */
  List<String> toldBefore(long nanos) {
    long since = nanos - startNanos;
    boolean overflown = ((nanos ^ startNanos) & (nanos ^ since)) < 0;
    long until = overflown ? (nanos < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : since;
    return told.stream().filter(one -> one.at() < until).map(Told::what).toList();
  }

  /** The time of the latest frame since the epoch, in nanoseconds. */
  long lastTime() {
    return frames.values().stream().mapToLong(Delivered::timeNanos).max().orElse(0);
  }

  private JsonNode judge(byte[] octets) throws IOException {
    CaptureSource source = CaptureSource.memory("capture", octets);
    try (FrameSource read = source.open()) {
      while (read.next()) {
        frames.put(read.number(), delivered(read));
        startNanos = read.startNanos();
      }
    } catch (CaptureException _) {
      // Nothing can be read, or nothing is left to judge.
    }
    Listener listener = new Listener();
    CaptureReport judged;
    try {
      judged = Linter.lint(source, OPTIONS, List.of(listener), listener);
    } catch (CaptureException e) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    TextReport.write(List.of(judged), TextStyle.DEFAULT, lines::add);
    if (!lines.getLast().startsWith("result: ")) {
      throw new AssertionError(lines);
    }
    return json(judged);
  }

  private static Delivered delivered(FrameSource read) {
    CRC32 sum = new CRC32();
    sum.update(read.buffer().asSlice(read.offset(), read.capturedLength()).toArray(JAVA_BYTE));
    return new Delivered(read.timeNanos(), sum.getValue() << 32 | read.wireLength());
  }

  private static JsonNode json(CaptureReport judged) throws IOException {
    StringWriter text = new StringWriter();
    JsonReport.write(text, "0", List.of(judged), true);
    JsonNode capture = new ObjectMapper().readTree(text.toString()).get("captures").get(0);
    ((ObjectNode) capture).remove("warnings");
    return capture;
  }

  private final class Listener implements TraceObserver, FindingListener {
    private TraceControl control;

    @Override
    public void onStart(TraceControl running) {
      control = running;
    }

    @Override
    public void found(Finding finding, boolean open) {
      told.add(
          new Told(
              control.now(),
              finding.rule()
                  + " "
                  + finding.requirement()
                  + " "
                  + finding.frames()
                  + " "
                  + finding.severity()
                  + (open ? " so far" : "")));
    }

    @Override
    public void withdrawn(Finding finding) {
      told.add(new Told(control.now(), "withdrawn " + finding.rule() + " " + finding.frames()));
    }
  }
}
