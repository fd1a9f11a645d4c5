package org.mptcpscope.dissector.oracle;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Wireshark's dissector: somebody else who reads the same frames. */
final class Tshark {
  private static final String MISSING = "tshark is not installed (package tshark)";

  private Tshark() {}

  /** Skips the test without tshark; where continuous integration runs, fails it. */
  static void isNeeded() {
    try {
      new ProcessBuilder("tshark", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException _) {
      if (System.getenv("CI") != null) {
        fail(MISSING);
      }
      assumeTrue(false, MISSING);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a line for each frame that the filter lets through: its fields, tabs between them. */
  static List<String> fields(Path capture, String filter, String... fields) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-Y", filter));
    for (String preference :
        List.of("ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.check_checksum:TRUE")) {
      command.addAll(List.of("-o", preference));
    }
    command.addAll(List.of("-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,"));
    for (String field : fields) {
      command.addAll(List.of("-e", field));
    }
    Process tshark =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /** Writes the frames of all captures behind each other into one, by mergecap. */
  static void concatenate(List<Path> captures, Path to) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mergecap", "-a", "-w", to.toString()));
    captures.forEach(capture -> command.add(capture.toString()));
    Process mergecap =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (mergecap.waitFor() != 0) {
      fail("mergecap failed");
    }
  }
}
