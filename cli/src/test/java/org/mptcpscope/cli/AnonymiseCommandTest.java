package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command line to a capture that names nobody. */
class AnonymiseCommandTest {
  private static final String CAPTURES = "../sample-pcaps/captures/";
  private static final String WRONG_KEY =
      CAPTURES + "scripted-peer/own-fastclose_rst_wrong_key.pcap";
  private static final String MESH = CAPTURES + "linux/fullmesh_2x2/client.pcapng.gz";

  @TempDir Path folder;

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void saysWhatWasBlanked() {
    Run run = Run.of("anonymise", MESH, "-o", out("a.pcapng"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(out("a.pcapng") + ": 1149 frames, 12 blanked: 8 ICMP, 4 without TCP\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void theFindingIsTheSameAndTheHostsAreOthers() {
    Run run = Run.of("anonymise", WRONG_KEY, "-o", out("b.pcapng"), "--seed", "a");
    assertThat(run).isEqualTo(new Run(0, out("b.pcapng") + ": 16 frames\n", ""));
    String before = Run.of("lint", WRONG_KEY).out();
    String after = Run.of("lint", out("b.pcapng")).out();
    assertThat(before).contains("192.0.2.2:38261", "084d135b1be221c5");
    assertThat(after)
        .contains("error[fast-close-key-wrong]", ":12: connection 0, subflow 1", ":38261)")
        .contains("= diagnosis: the last octet is inverted")
        .doesNotContain("192.0.2.2:", "192.0.2.1:", "192.168.0.1", "084d135b1be221");
    assertThat(after.substring(after.indexOf("result:")))
        .isEqualTo(before.substring(before.indexOf("result:")));
  }

  @Test
  void theSameSeedGivesTheSameOctetsAndNoneDoesNot() throws Exception {
    Run.of("anonymise", WRONG_KEY, "-o", out("c.pcapng"), "--seed", "a");
    Run.of("anonymise", WRONG_KEY, "-o", out("d.pcapng"), "--seed", "a");
    Run.of("anonymise", WRONG_KEY, "-o", out("e.pcapng"), "--seed", "b");
    Run.of("anonymise", WRONG_KEY, "-o", out("f.pcapng"));
    byte[] octets = Files.readAllBytes(folder.resolve("c.pcapng"));
    assertThat(folder.resolve("d.pcapng")).hasBinaryContent(octets);
    assertThat(Files.readAllBytes(folder.resolve("e.pcapng"))).isNotEqualTo(octets);
    assertThat(Files.readAllBytes(folder.resolve("f.pcapng"))).isNotEqualTo(octets);
  }

  @Test
  void portsChangeOnRequest() {
    Run.of("anonymise", WRONG_KEY, "-o", out("g.pcapng"), "--seed", "a", "--ports");
    assertThat(Run.of("lint", out("g.pcapng")).out())
        .contains("error[fast-close-key-wrong]")
        .doesNotContain(":38261)");
  }

  /** Comments may name anybody. */
  @Test
  void nothingThatDescribesIsLeft() throws Exception {
    Run.of("annotate", WRONG_KEY, "-o", out("h.pcapng"));
    Run.of("anonymise", out("h.pcapng"), "-o", out("i.pcapng"));
    assertThat(Files.readString(folder.resolve("h.pcapng"), StandardCharsets.ISO_8859_1))
        .contains("192.0.2.2");
    assertThat(Files.readString(folder.resolve("i.pcapng"), StandardCharsets.ISO_8859_1))
        .doesNotContain("192.0.2.2", "fast-close");
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    assertThat(Run.of("anonymise", WRONG_KEY, "-o", out("x.pcapng"), "--seed", "").err())
        .isEqualTo("mptcpscope: anonymise: --seed is empty; name some text, or leave it out\n");
    assertThat(Run.of("anonymise", WRONG_KEY, "-o", out("x.pcapng"), "--captured-at", "A").err())
        .contains("takes no --key, --keys or --captured-at");
    assertThat(Run.of("anonymise", WRONG_KEY, "-o", WRONG_KEY).err())
        .contains("is the capture that is read");
    assertThat(folder).isEmptyDirectory();
  }
}
