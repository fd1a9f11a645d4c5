package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;

/** From the command line to a capture that says what is wrong with it. */
class AnnotateCommandTest {
  private static final String CAPTURES = "../sample-pcaps/captures/";
  private static final String WRONG_KEY =
      CAPTURES + "scripted-peer/own-fastclose_rst_wrong_key.pcap";

  @TempDir Path folder;

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  /** Wireshark's view: number, time, lengths and a hash of the octets of each frame. */
  private static List<String> frames(String capture) throws IOException {
    return tshark(
        List.of(
            "-r",
            capture,
            "-o",
            "frame.generate_md5_hash:TRUE",
            "-T",
            "fields",
            "-e",
            "frame.number",
            "-e",
            "frame.time_epoch",
            "-e",
            "frame.len",
            "-e",
            "frame.cap_len",
            "-e",
            "frame.encap_type",
            "-e",
            "frame.md5_hash"));
  }

  private static List<String> comments(String capture) throws IOException {
    return tshark(
        List.of(
            "-r",
            capture,
            "-Y",
            "frame.comment",
            "-T",
            "fields",
            "-e",
            "frame.number",
            "-e",
            "frame.comment"));
  }

  private static List<String> tshark(List<String> arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of("tshark", "-n"));
    command.addAll(arguments);
    try {
      Process tshark =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      Assumptions.assumeTrue(System.getenv("CI") != null, "tshark is not installed");
      throw e;
    }
  }

  @Test
  void wiresharkShowsTheFindingOnItsFrames() throws IOException {
    Run run = Run.of("annotate", WRONG_KEY, "-o", out("a.pcapng"));
    assertThat(run)
        .isEqualTo(
            new Run(0, out("a.pcapng") + ": 16 frames, 3 with comments on 2 findings\n", ""));
    assertThat(comments(out("a.pcapng")))
        .hasSize(3)
        .anyMatch(
            line ->
                line.startsWith(
                        "12\tmptcpscope: error[fast-close-key-wrong] MP_FASTCLOSE does not carry"
                            + " the key of its receiver; this frame: MP_FASTCLOSE on RST")
                    && line.contains("RFC 8684, 3.5 (FCLOSE-KEY-MATCHES-RECEIVER)")
                    && line.contains("diagnosis: the last octet is inverted"))
        .anyMatch(line -> line.startsWith("2\t") && line.contains("; evidence for frame 12; "));
    assertThat(frames(out("a.pcapng"))).isEqualTo(frames(WRONG_KEY)).hasSize(16);
    assertThat(Run.of("lint", out("a.pcapng")).out().replace(out("a.pcapng"), WRONG_KEY))
        .isEqualTo(Run.of("lint", WRONG_KEY).out());
  }

  @Test
  void everyKindOfFileKeepsItsFrames() throws IOException {
    for (String name :
        List.of(
            "linux/single_v1/client.pcap.gz",
            "linux/fullmesh_2x2/client.pcapng.gz",
            "scripted-peer/own-add_addr_hmac_wrong.pcap")) {
      Run run = Run.of("annotate", "-q", "--advisory", CAPTURES + name, "-o", out("b.pcapng.gz"));
      assertThat(run).as(name).isEqualTo(new Run(0, "", ""));
      assertThat(frames(out("b.pcapng.gz"))).as(name).isEqualTo(frames(CAPTURES + name));
      assertThat(octets(out("b.pcapng.gz"))).as(name).isEqualTo(octets(CAPTURES + name));
    }
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of(out("b.pcapng.gz"))))) {
      assertThat(in.readNBytes(4)).containsExactly(0x0a, 0x0d, 0x0d, 0x0a);
    }
  }

  private static String octets(String capture) throws IOException {
    StringBuilder all = new StringBuilder();
    try (FrameSource frames = CaptureSource.file(Path.of(capture)).open()) {
      while (frames.next()) {
        all.append(frames.number()).append(' ').append(frames.timeNanos()).append(' ');
        for (int i = 0; i < frames.capturedLength(); i++) {
          all.append(
              (char)
                  frames
                      .buffer()
                      .get(java.lang.foreign.ValueLayout.JAVA_BYTE, frames.offset() + i));
        }
      }
    } catch (org.mptcpscope.core.capture.CaptureException e) {
      throw new AssertionError(e);
    }
    return all.toString();
  }

  @Test
  void whatIsSelectedIsSaid() throws IOException {
    Run run = Run.of("annotate", WRONG_KEY, "-o", out("c.pcapng"), "--select", "key-guessable");
    assertThat(run.out()).endsWith(": 16 frames, 1 with comments on 1 finding\n");
  }

  @Test
  void saysWhatIsWrongInOneLine() throws IOException {
    assertThat(Run.of("annotate", WRONG_KEY))
        .isEqualTo(failed("name a file to write with -o; see mptcpscope annotate --help"));
    assertThat(Run.of("annotate", WRONG_KEY, "-o", out("a.pcap")))
        .isEqualTo(failed(out("a.pcap") + ": not one of pcapng, pcapng.gz"));
    assertThat(Run.of("annotate", "-o", out("a.pcapng")))
        .isEqualTo(failed("name a capture, a directory or -"));
    assertThat(Run.of("annotate", WRONG_KEY, WRONG_KEY, "-o", out("a.pcapng"), "--merge"))
        .isEqualTo(failed("takes a whole file: neither --merge nor --filter nor --reader"));
    String missing = out("no") + "/a.pcapng";
    assertThat(Run.of("annotate", WRONG_KEY, "-o", missing))
        .isEqualTo(failed("cannot write " + missing + ": no such directory " + out("no")));
    Run absent = Run.of("annotate", out("x.pcap"), "-o", out("a.pcapng"));
    assertThat(absent.err()).isEqualTo("mptcpscope: " + out("x.pcap") + ": no such file\n");
    assertThat(absent.code()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  /** By whatever name: the capture that is read stays as it is. */
  @Test
  void neverWritesOverItsInput() throws IOException {
    Path capture = folder.resolve("in.pcapng");
    Files.write(capture, Files.readAllBytes(Path.of(WRONG_KEY)));
    Path link = Files.createSymbolicLink(folder.resolve("link.pcapng"), capture);
    for (Path name : List.of(capture, link, folder.resolve("./in.pcapng"))) {
      assertThat(Run.of("annotate", capture.toString(), "-o", name.toString()))
          .isEqualTo(failed("-o " + name + ": is the capture that is read; name another file"));
    }
    assertThat(capture).hasSameBinaryContentAs(Path.of(WRONG_KEY));
  }

  private static Run failed(String sentence) {
    return new Run(2, "", "mptcpscope: annotate: " + sentence + "\n");
  }
}
