package org.mptcpscope.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;

/**
 * Client's and server's capture of every reference scenario: what a box on the path did is found,
 * and nothing where none acted. Whether one did is told by the box itself.
 */
class ComparisonTest {
  private static final String PROPERTY = "mptcpscope.referenceCaptures";
  private static final Pattern CHANGED = Pattern.compile("\"changed\": (\\d+)");

  /** Scenarios in which a packet filter of the kernel acted, which keeps no account. */
  private static final Set<String> FILTERED = Set.of("mss_clamp", "nft_strip_data");

  /**
   * Where the box touched segments that are the same behind it: it held them back, cut IP packets
   * into fragments, put tags on frames, or acted before these captures begin.
   */
  private static final Set<String> UNSEEN =
      Set.of(
          "dss32_wrap", "join_after_close", "reorder", "third_ack_late", "v4_fragmented", "vlan");

  private static Path folder() {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    String property = System.getProperty(PROPERTY, "");
    Path folder =
        property.isEmpty() ? project.resolve("../shared/captures").normalize() : Path.of(property);
    assumeTrue(
        Files.isDirectory(folder), "no reference captures at " + PROPERTY + " or its default");
    return folder.resolve("linux-6.18");
  }

  private static Path capture(Path scenario, String side) throws Exception {
    try (Stream<Path> files = Files.list(scenario)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(side + ".pcap"))
          .findFirst()
          .orElse(null);
    }
  }

  private static Comparison compare(Path scenario) throws Exception {
    return Comparison.of(
        Tap.read(CaptureSource.file(capture(scenario, "client"))),
        Tap.read(CaptureSource.file(capture(scenario, "server"))));
  }

  @Test
  void namesWhatABoxDidAndNothingElse() throws Exception {
    List<Path> scenarios;
    try (Stream<Path> folders = Files.list(folder())) {
      scenarios = folders.filter(Files::isDirectory).sorted().toList();
    }
    Set<String> acted = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    for (Path scenario : scenarios) {
      Path truth = scenario.resolve("truth.json");
      if (!Files.exists(truth)
          || capture(scenario, "client") == null
          || capture(scenario, "server") == null) {
        continue;
      }
      String name = scenario.getFileName().toString();
      Matcher changed = CHANGED.matcher(Files.readString(truth));
      if (FILTERED.contains(name) || (changed.find() && !changed.group(1).equals("0"))) {
        acted.add(name);
      }
      Comparison both = compare(scenario);
      boolean deed =
          both.changes().stream()
              .anyMatch(one -> one.kind().isDeed() || one.kind() == Change.Kind.RESEGMENTED);
      if (deed || !both.onlyServer().isEmpty()) {
        found.add(name);
      }
    }
    acted.removeAll(UNSEEN);
    assertThat(found).isEqualTo(acted);
    assertThat(found).hasSizeGreaterThan(30);
  }

  @Test
  void saysWhatWasDone() throws Exception {
    assertThat(kinds("strip_dss_midway")).containsOnly(Change.Kind.STRIPPED);
    assertThat(kinds("fail_single_c2s")).containsOnly(Change.Kind.PAYLOAD_CHANGED);
    assertThat(kinds("forged_key_differs")).containsOnly(Change.Kind.OPTION_CHANGED);
    assertThat(kinds("mss_clamp")).containsOnly(Change.Kind.TCP_OPTION_CHANGED);
    assertThat(kinds("coalesce_last")).containsOnly(Change.Kind.RESEGMENTED);
    assertThat(kinds("lossy_slow_path")).containsOnly(Change.Kind.LOST);
    assertThat(kinds("rst_injected_only")).contains(Change.Kind.ADDED);
    assertThat(kinds("fullmesh_2x2")).isEmpty();
  }

  private static List<Change.Kind> kinds(String scenario) throws Exception {
    return compare(folder().resolve(scenario)).changes().stream()
        .map(Change::kind)
        .distinct()
        .toList();
  }

  /** Both captures of a scenario have one clock; delays are those that were configured. */
  @Test
  void clocksAndDelays() throws Exception {
    Comparison both = compare(folder().resolve("lossy_slow_path"));
    assertThat(Math.abs(both.offset().orElseThrow())).isLessThan(1_000_000L);
    List<Long> slow = new ArrayList<>();
    for (FlowPair.Pair pair : both.flows().getLast().pairs()) {
      if (both.flows().getLast().isFromClient(pair.client())) {
        slow.add(pair.server().time() - pair.client().time());
      }
    }
    slow.sort(null);
    assertThat(slow.get(slow.size() / 2)).isBetween(39_000_000L, 43_000_000L);
  }
}
