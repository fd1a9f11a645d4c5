package org.mptcpscope.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs tshark, the judge of captures that was not written here. */
public final class Tshark {
  private Tshark() {}

  /** Returns one row per frame, with one cell per field; a field that is there twice has commas. */
  public static List<List<String>> fields(byte[] capture, String... fields) {
    return fields(capture, List.of(), fields);
  }

  /** As {@link #fields(byte[], String...)}, with more options of tshark. */
  public static List<List<String>> fields(byte[] capture, List<String> options, String... fields) {
    Path file = null;
    try {
      file = Files.createTempFile("sample", ".pcapng");
      Files.write(file, capture);
      return run(file, options, fields);
    } catch (IOException _) {
      if (System.getenv("CI") != null) {
        throw new AssertionError("tshark must be installed where CI is set");
      }
      return abort("tshark is not installed");
    } finally {
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.delete(file);
      }
    } catch (IOException _) {
      // A file in the temporary folder more.
    }
  }

  private static List<List<String>> run(Path file, List<String> options, String... fields)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-n", "-r", file.toString(), "-T", "fields", "-E", "separator=/t"));
    for (String check : List.of("tcp.check_checksum:TRUE", "ip.check_checksum:TRUE")) {
      command.addAll(List.of("-o", check));
    }
    command.addAll(options);
    for (String field : fields) {
      command.addAll(List.of("-e", field));
    }
    Process tshark =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(tshark.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(tshark.waitFor()).as("exit code of %s", command).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return out.lines().map(line -> List.of(line.split("\t", -1))).toList();
  }
}
