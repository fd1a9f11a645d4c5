package org.mptcpscope.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Corpus.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void writesAllScriptsByArea() {
    assertThat(run("-o", folder.toString())).isZero();
    assertThat(folder.resolve("join/join-to-refused-address.bad.pcapng")).isNotEmptyFile();
    assertThat(folder.resolve("join/join-to-refused-address.bad.truth.json"))
        .content()
        .contains(
            "{\"rule\": \"join-to-refused-address\", \"requirement\": null, \"fault\": \"A\","
                + " \"frames\": [2, 6], \"severity\": null, \"verdict\": \"violation\"}");
    assertThat(out.toString(UTF_8)).startsWith(Samples.list().size() + " captures");
  }

  @Test
  void writesGivenScripts() throws IOException {
    Path script = folder.resolve("own.pkt");
    Files.writeString(script, "host A A0=10.0.0.1\nhost B B0=10.0.0.2\npath 0 A0 - B0\n0 0> S\n");
    assertThat(run(script.toString(), "-o", folder.resolve("out").toString())).isZero();
    assertThat(folder.resolve("out/own.pcapng")).isNotEmptyFile();
    assertThat(folder.resolve("out/own.truth.json")).content().contains("\"findings\": []");
  }

  @Test
  void saysWhatIsWrongInOneLine() throws IOException {
    Path script = folder.resolve("wrong.pkt");
    Files.writeString(script, "host A A0=10.0.0.1\nhost B B0=nowhere\n");
    assertThat(run(script.toString(), "-o", folder.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).hasLineCount(1).contains("wrong.pkt:2:8: expected an address");
    assertThat(run("--what")).isEqualTo(2);
    assertThat(run(folder.resolve("missing.pkt").toString(), "-o", folder.toString())).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
  }
}
