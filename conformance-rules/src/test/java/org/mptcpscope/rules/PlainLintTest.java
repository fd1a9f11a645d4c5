package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.JsonReport;
import org.mptcpscope.samples.Samples;

/** The report is the same whether bulk data takes the plain path or, as for an observer, not. */
class PlainLintTest {
  private static final int SHARE = 9;

  private static final LintOptions OPTIONS =
      new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);

  /** Wants each segment, so that none is passed over. */
  private static final TraceObserver ALL =
      new TraceObserver() {
        @Override
        public boolean wantsSegments() {
          return true;
        }
      };

  private static String report(CaptureSource capture, List<TraceObserver> observers)
      throws IOException {
    StringWriter text = new StringWriter();
    try {
      JsonReport.write(text, "0", List.of(Linter.lint(capture, OPTIONS, observers)), true);
    } catch (CaptureException e) {
      text.write(e.getMessage());
    }
    return text.toString();
  }

  private static void compare(CaptureSource capture) throws IOException {
    assertThat(report(capture, List.of()))
        .as(capture.name())
        .isEqualTo(report(capture, List.of(ALL)));
  }

  @Test
  void scripts() throws IOException {
    List<String> names = Samples.list();
    for (int i = 0; i < names.size(); i += SHARE) {
      compare(CaptureSource.memory(names.get(i), Samples.load(names.get(i)).toPcapng()));
    }
  }

  @Test
  void referenceCaptures() throws IOException {
    Optional<Path> folder = Lab.references();
    assumeTrue(folder.isPresent(), "the reference captures are not there");
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder.get())) {
      files = all.filter(file -> file.toString().contains(".pcap")).sorted().toList();
    }
    for (int i = 0; i < files.size(); i += SHARE) {
      compare(CaptureSource.file(files.get(i)));
    }
  }
}
