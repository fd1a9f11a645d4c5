package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedOutputTest {
  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  @TempDir Path folder;

  private String loss(OutputStream to, String target) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("1"), Path.of(target));
    WatchedOutput output = new WatchedOutput(to);
    PrintStream print = new PrintStream(output, false, StandardCharsets.UTF_8);
    print.println("result:");
    print.flush();
    return output.loss(link);
  }

  @Test
  void aFullDiskIsALoss() throws IOException {
    assertThat(loss(FULL, "/tmp/report.json")).isEqualTo("No space left on device");
  }

  @Test
  void aPipeThatItsReaderClosedIsNone() throws IOException {
    assertThat(loss(FULL, "pipe:[4711]")).isNull();
  }

  @Test
  void whatWasWrittenIsNotLost() throws IOException {
    assertThat(loss(new ByteArrayOutputStream(), "/tmp/report.json")).isNull();
  }
}
