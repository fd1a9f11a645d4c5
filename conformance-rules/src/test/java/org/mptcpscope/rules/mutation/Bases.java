package org.mptcpscope.rules.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.stress.Recording;

/** Healthy captures of real hosts that mutations are made of. */
final class Bases {
  /** Captures of Linux where a box on the path changed what a host said, or cut it in pieces. */
  private static final Pattern CHANGED =
      Pattern.compile(
          "(forged|join_bad|join_strip|join_unknown|join_id|strip|nft|alg|coalesce|split|no_crypto"
              + "|extensibility|mss|rst_injected|v._fragmented).*|.*_stripped|formats|merged|dss32.*");

  private static final int LARGEST = 70_000;

  private Bases() {}

  /** A capture and what is found in it as it is. */
  record Base(String name, Recording recording, CaptureReport report, boolean ipv6) {}

  /** All captures below a folder, judged, the smallest first. */
  static List<Base> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(pcap|pcapng)(\\.gz)?"))
          .filter(file -> !file.startsWith(folder.resolve("scripted-peer")))
          .filter(file -> !CHANGED.matcher(file.getParent().getFileName().toString()).matches())
          .filter(file -> size(file) < LARGEST || isWanted(file))
          .sorted(Comparator.comparingLong(Bases::size).thenComparing(file -> file))
          .toList()
          .parallelStream()
          .map(file -> base(folder, file))
          .filter(Objects::nonNull)
          .toList();
    }
  }

  /** MP_FAIL on one of several subflows is rare. */
  private static boolean isWanted(Path file) {
    return file.getParent().getFileName().toString().startsWith("fail_multi");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static Base base(Path folder, Path file) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    Recording recording = Recording.of(CaptureSource.file(file));
    if (recording.packets().isEmpty()) {
      return null;
    }
    boolean ipv6 =
        recording.packets().stream()
            .filter(Recording.Packet::isTcp)
            .anyMatch(packet -> packet.octets()[packet.ipAt()] >> 4 == 6);
    return new Base(name, recording, Lab.judge(recording.source(name), true), ipv6);
  }
}
