package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code lint} says of a capture in which nobody broke a rule and time was lost. */
class TimeLostTest {
  private static final String SLOW =
      ReportOptionTest.sample("linux/lossy_slow_path/client.pcapng.gz");

  @Test
  void theCostliest() {
    assertThat(Run.of("lint", SLOW).out())
        .contains(
            "observations (measured, no verdict)\n"
                + "   422 ms  A > B: Data ACK stood still at DSN 512133, 404192 octets above")
        .contains("result: no violation");
  }

  /** Nothing where nothing was lost, where a rule was broken, or where programs read. */
  @Test
  void nothingElsewhere() {
    assertThat(Run.of("lint", ReportOptionTest.sample("linux/single_v1/client.pcap.gz")).out())
        .doesNotContain("observations");
    assertThat(
            Run.of(
                    "lint",
                    ReportOptionTest.sample("scripted-peer/own-fastclose_rst_wrong_key.pcap"))
                .out())
        .doesNotContain("observations");
    assertThat(Run.of("lint", "--format", "oneline", SLOW).out()).isEmpty();
    assertThat(Run.of("lint", SLOW, SLOW).out()).doesNotContain("observations");
  }
}
