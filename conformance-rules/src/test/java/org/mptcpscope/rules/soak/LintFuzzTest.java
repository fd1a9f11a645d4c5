package org.mptcpscope.rules.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.Sample;

/**
 * From octets to the report. In a normal build this replays the stored inputs; {@code ./dev fuzz}
 * looks for new ones.
 */
class LintFuzzTest {
  private static final List<String> SCRIPTS = Samples.list();
  private static final Sample[] LOADED = new Sample[SCRIPTS.size()];

  /** A capture file of any kind. */
  @FuzzTest(maxDuration = "60s")
  void captures(byte[] octets) {
    assertThat(Hearing.of(octets).frames).isNotNull();
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
    assertThat(Hearing.of(Edits.of(LOADED[script], octets, 2)).frames).isNotNull();
  }
}
