package org.mptcpscope.rules.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.JsonReport;
import org.mptcpscope.rules.report.TextReport;
import org.mptcpscope.rules.report.TextStyle;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.Sample;

/**
 * From octets to the report. In a normal build this replays the stored inputs; {@code ./dev fuzz}
 * looks for new ones.
 */
class LintFuzzTest {
  private static final List<String> SCRIPTS = Samples.list();
  private static final LintOptions OPTIONS =
      new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);
  private static final Sample[] LOADED = new Sample[SCRIPTS.size()];

  /** A capture file of any kind. */
  @FuzzTest(maxDuration = "60s")
  void captures(byte[] octets) {
    assertThat(report(octets)).endsWith("}\n");
  }

  /** The first two octets choose a packet script, the others change its conversation. */
  @FuzzTest(maxDuration = "60s")
  void conversations(byte[] octets) {
    if (octets.length < 2) {
      return;
    }
    int script = ((octets[0] & 0xff) << 8 | octets[1] & 0xff) % LOADED.length;
    if (LOADED[script] == null) {
      LOADED[script] = Samples.load(SCRIPTS.get(script));
    }
    assertThat(report(Edits.of(LOADED[script], octets, 2))).endsWith("}\n");
  }

  /** Both reports, the text in front of the JSON; one sentence if nothing can be read. */
  private static String report(byte[] octets) {
    StringWriter text = new StringWriter();
    try {
      CaptureReport judged =
          Linter.lint(CaptureSource.memory("capture", octets), OPTIONS, List.of());
      TextReport.write(List.of(judged), TextStyle.DEFAULT, line -> text.append(line).append('\n'));
      JsonReport.write(text, "0", List.of(judged), true);
    } catch (CaptureException e) {
      return e.getMessage() + "}\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
