package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command line to a picture. */
class PlotCommandTest {
  @TempDir Path folder;

  private static String sample(String name) {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("sample-pcaps/captures").resolve(name).toString();
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void drawsTheDirectionThatSentMore() throws Exception {
    Run run =
        Run.of("plot", "dsn", sample("linux/fullmesh_2x2/client.pcapng.gz"), "-o", out("a.svg"));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(folder.resolve("a.svg")))
        .startsWith("<svg")
        .contains("width=\"1200\" height=\"640\"")
        .contains("DSN sequence, A → B", "500 kB from A to B on 4 subflows");
  }

  @Test
  void drawsTheDirectionAsked() throws Exception {
    Run.of(
        "plot",
        "dsn",
        "--from",
        "listener",
        "--size",
        "800x400",
        "--theme",
        "dark",
        "-o",
        out("b.svg"),
        sample("linux/fullmesh_2x2/client.pcapng.gz"));
    assertThat(Files.readString(folder.resolve("b.svg")))
        .contains("DSN sequence, B → A", "width=\"800\"")
        .doesNotContain("prefers-color-scheme");
  }

  /** A finding is a mark with its rule. */
  @Test
  void marksFindings() throws Exception {
    Run run =
        Run.of(
            "plot",
            "dsn",
            "-o",
            out("c.svg"),
            sample("scripted-peer/own-add_addr_hmac_wrong.pcap"));
    assertThat(run.err()).isEmpty();
    assertThat(Files.readString(folder.resolve("c.svg")))
        .containsPattern("class=\"finding (error|warning)\"[^>]*><title>[a-z-]+: ");
  }

  @Test
  void writesPngToo() throws Exception {
    Run run =
        Run.of("plot", "dsn", sample("linux/single_v1/client.pcap.gz"), "--output", out("d.PNG"));
    assertThat(run.code()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("d.PNG"))).startsWith(0x89, 'P', 'N', 'G');
  }

  /** What each kind shows is told by its own tests; here each goes from a file to a file. */
  @Test
  void drawsEachKind() throws IOException {
    String capture = sample("linux/lossy_slow_path/client.pcapng.gz");
    for (String kind :
        List.of("tput", "share", "rtt", "flight", "tsg", "stevens", "hol", "map", "ladder")) {
      for (String suffix : List.of("svg", "csv")) {
        Path file = folder.resolve(kind + "." + suffix);
        assertThat(Run.of("plot", kind, capture, "-o", file.toString(), "--from", "0.5"))
            .isEqualTo(new Run(0, "", ""));
        assertThat(Files.readString(file)).startsWith(suffix.equals("svg") ? "<svg" : kind(kind));
      }
    }
  }

  private static String kind(String kind) {
    return kind.equals("ladder") ? "frames,seconds" : "layer,subflow,frame";
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    String capture = sample("linux/single_v1/client.pcap.gz");
    assertThat(Run.of("plot"))
        .isEqualTo(failed("name a kind of plot and a capture: plot dsn FILE -o OUT"));
    assertThat(Run.of("plot", "pie", capture, "-o", out("x.svg")))
        .isEqualTo(
            failed(
                "kind pie: not one of dsn, tput, share, rtt, flight, tsg, stevens, hol, map,"
                    + " ladder"));
    assertThat(Run.of("plot", "dsn", capture).err()).contains("name a file to write with -o");
    assertThat(Run.of("plot", "dsn", capture, "-o", "p.gif"))
        .isEqualTo(failed("p.gif: not one of svg, png, csv, xpl"));
    assertThat(Run.of("plot", "dsn", "-o", out("x.svg")).err())
        .isEqualTo("mptcpscope: plot: name a capture, a directory or -\n");
    assertThat(Run.of("plot", "dsn", capture, "-o", out("x.svg"), "--size", "9x9").err())
        .contains("--size 9x9: not WIDTHxHEIGHT");
    assertThat(Run.of("plot", "dsn", capture, "-o", out("x.svg"), "--size", "wide").err())
        .contains("--size wide: not WIDTHxHEIGHT");
    assertThat(Run.of("plot", "dsn", capture, "-o", out("x.svg"), "--from", "A").err())
        .contains("--from A: not one of initiator, listener");
    assertThat(Run.of("plot", "dsn", capture, "-o", out("x.svg"), "--connection", "7").err())
        .endsWith("has connection 0 only\n");
    assertThat(Run.of("plot", "ladder", capture, "-o", out("x.xpl")).err())
        .contains("a ladder is no graph");
    assertThat(Run.of("plot", "tput", capture, "-o", out("x.svg"), "--to", "soon").err())
        .contains("--to soon: not seconds");
    String missing = out("no") + "/p.svg";
    assertThat(Run.of("plot", "dsn", capture, "-o", missing))
        .isEqualTo(failed("cannot write " + missing + ": no such directory " + out("no")));
    assertThat(folder).isEmptyDirectory();
  }

  private static Run failed(String sentence) {
    return new Run(2, "", "mptcpscope: plot: " + sentence + "\n");
  }
}
