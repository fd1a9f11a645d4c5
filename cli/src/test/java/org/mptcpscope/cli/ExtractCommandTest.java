package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command line to a capture of one connection. */
class ExtractCommandTest {
  private static final String CAPTURES = "../sample-pcaps/captures/";
  private static final String WRONG_KEY =
      CAPTURES + "scripted-peer/own-fastclose_rst_wrong_key.pcap";
  private static final String MESH = CAPTURES + "linux/fullmesh_2x2/client.pcapng.gz";

  @TempDir Path folder;

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void takesTheConnectionOfAFinding() throws Exception {
    for (String finding : new String[] {"1", "fast-close-key-wrong"}) {
      Run run = Run.of("extract", WRONG_KEY, "--finding", finding, "-o", out("a.pcapng"));
      assertThat(run).isEqualTo(new Run(0, out("a.pcapng") + ": 16 of 16 frames\n", ""));
      assertThat(Files.readString(Path.of(out("a.pcapng")), StandardCharsets.ISO_8859_1))
          .contains(
              "mptcpscope extract: connection 0 of own-fastclose_rst_wrong_key.pcap, frames 1-16");
    }
  }

  @Test
  void takesWhatIsOfTheConnectionAndNothingElse() {
    Run run = Run.of("extract", MESH, "--connection", "0", "-o", out("b.pcapng"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).containsPattern(": \\d+ of \\d+ frames\n$");
    String whole = Run.of("connections", MESH).out();
    String part = Run.of("connections", out("b.pcapng")).out();
    assertThat(part.substring(part.indexOf('\n'))).isEqualTo(whole.substring(whole.indexOf('\n')));
  }

  @Test
  void takesOneSubflow() {
    Run run = Run.of("extract", MESH, "--subflow", "0.0", "-o", out("c.pcapng"));
    assertThat(run.code()).isZero();
    assertThat(Run.of("connections", out("c.pcapng")).out()).contains("1 MPTCP connection");
    assertThat(Run.of("lint", out("c.pcapng")).out()).contains("1 subflow");
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    String name = "name one of --connection N, --finding K, --subflow N.M;";
    assertThat(extract().err())
        .isEqualTo("mptcpscope: extract: " + name + " see mptcpscope extract --help\n");
    assertThat(extract("--connection", "0", "--finding", "1").err()).contains(name);
    assertThat(extract("--connection", "7").err())
        .endsWith(" has 1 MPTCP connection, counted from 0\n");
    assertThat(extract("--subflow", "0").err()).contains("--subflow 0: not CONNECTION.SUBFLOW");
    assertThat(extract("--subflow", "0.9").err())
        .endsWith("--subflow 0.9: connection 0 has 2 subflows, counted from 0\n");
    assertThat(extract("--finding", "0").err()).endsWith(" has 2 findings, counted from 1\n");
    assertThat(extract("--finding", "99999999999").err()).endsWith("counted from 1\n");
    assertThat(extract("--finding", "fast-close-key-wron").err())
        .contains("no finding of this rule in ", "; did you mean fast-close-key-wrong?");
    assertThat(extract("--connection", "x").code()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  private Run extract(String... options) {
    String[] all = new String[options.length + 4];
    all[0] = "extract";
    all[1] = WRONG_KEY;
    all[2] = "-o";
    all[3] = out("x.pcapng");
    System.arraycopy(options, 0, all, 4, options.length);
    return Run.of(all);
  }
}
