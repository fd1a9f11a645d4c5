package org.mptcpscope.rules.export;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.export.CaptureCopy;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.capfile.CaptureBlocks;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.report.FindingComments;

/** A capture with findings as comments has the frames that it had, for us and for Wireshark. */
class AnnotatedCaptureTest {
  @TempDir Path folder;

  private static byte[] annotate(CaptureSource source, Map<Integer, List<String>> comments)
      throws CaptureException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureCopy.run(
        source,
        out,
        "test",
        TraceOptions.DEFAULT.progress(),
        (at, to) -> {
          boolean frame = at.kind() == CaptureBlocks.Kind.FRAME;
          to.copy(frame ? comments.getOrDefault(at.number(), List.of()) : List.of());
        });
    return out.toByteArray();
  }

  /** What our reader knows of each frame. */
  private static List<String> frames(CaptureSource source) throws CaptureException {
    List<String> all = new ArrayList<>();
    try (FrameSource frames = source.open()) {
      while (frames.next()) {
        byte[] octets =
            frames.buffer().asSlice(frames.offset(), frames.capturedLength()).toArray(JAVA_BYTE);
        all.add(
            "%d %d %d %d %d %d %d"
                .formatted(
                    frames.number(),
                    frames.timeNanos(),
                    frames.wireLength(),
                    frames.linkType(),
                    frames.interfaceId(),
                    frames.direction(),
                    Arrays.hashCode(octets)));
      }
    }
    return all;
  }

  @Test
  void everyReferenceCaptureKeepsItsFramesAndItsFindings() throws Exception {
    int annotated = 0;
    int commented = 0;
    for (Path file : ReferenceFiles.oneIn(7, 1 << 20)) {
      CaptureSource source = CaptureSource.file(file);
      List<String> before;
      try {
        before = frames(source);
      } catch (CaptureException _) {
        continue; // modified pcap
      }
      CaptureReport report = Lab.judge(source, true);
      Map<Integer, List<String>> comments = FindingComments.of(report);
      CaptureSource copy = CaptureSource.memory(file.toString(), annotate(source, comments));
      assertThat(frames(copy)).as(file.toString()).isEqualTo(before);
      assertThat(Lab.judge(copy, true).findings()).as(file.toString()).isEqualTo(report.findings());
      annotated++;
      commented += comments.size();
    }
    assertThat(annotated).isGreaterThan(50);
    assertThat(commented).isGreaterThan(100);
  }

  /** Each kind of file: both formats, byte orders, resolutions, sections, interfaces. */
  @Test
  void wiresharkSeesTheSameFramesAndTheComments() throws Exception {
    List<Path> kinds =
        ReferenceFiles.upTo(1 << 20).stream()
            .filter(file -> file.getParent().endsWith("formats"))
            .filter(file -> !file.endsWith("modified.pcap.gz"))
            .toList();
    assumeTrue(!kinds.isEmpty(), "the reference captures have no folder of formats");
    for (Path file : kinds) {
      Path copy = folder.resolve("copy.pcapng");
      CaptureSource source = CaptureSource.file(file);
      List<String> before = tshark(file, "");
      Map<Integer, List<String>> comments =
          Map.of(1, List.of("first"), before.size(), List.of("last", "one"));
      Files.write(copy, annotate(source, comments));
      assertThat(tshark(copy, "")).as(file.toString()).isEqualTo(before);
      assertThat(tshark(copy, "frame.comment"))
          .as(file.toString())
          .containsExactly(before.getFirst(), before.getLast());
    }
  }

  private static List<String> tshark(Path capture, String filter) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-Y", filter));
    command.addAll(List.of("-o", "frame.generate_md5_hash:TRUE", "-T", "fields"));
    for (String field : List.of("number", "time_epoch", "len", "cap_len", "encap_type")) {
      command.addAll(List.of("-e", "frame." + field));
    }
    command.addAll(List.of("-e", "frame.md5_hash"));
    try {
      Process tshark =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      if (System.getenv("CI") != null) {
        fail("tshark is not installed");
      }
      assumeTrue(false, "tshark is not installed");
      throw e;
    }
  }
}
