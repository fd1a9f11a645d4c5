package org.mptcpscope.rules.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.rules.mutation.Mutation.Accused;
import org.mptcpscope.rules.stress.Recording;

/**
 * Healthy captures of real hosts are changed as the catalogue's examples of violations say: the
 * rule speaks at the changed frame, of the right host, as loudly as its page says, and nothing else
 * does. Without the change the same requirement is passed.
 *
 * <p>{@code unmutated.txt} lists the rules that no mutation here makes speak. It can only shrink.
 */
class MutationTest {
  private static final Path FILE =
      Lab.project()
          .resolve("conformance-rules/src/test/resources/org/mptcpscope/rules/unmutated.txt");

  /** Captures of Linux where a box on the path changed what a host said. */
  private static final Pattern CHANGED =
      Pattern.compile(
          "(forged|join_bad|join_strip|join_unknown|join_id|strip|nft|alg|coalesce|split|no_crypto"
              + "|extensibility|mss|rst_injected).*|.*_stripped|formats|merged|dss32.*");

  /** Rules without a mutation: to be lowered with each one that gets it, and never raised. */
  private static final int MOST_SILENT = 118;

  private static final int LARGEST = 70_000;
  private static final int EACH = 1;

  private record Base(String name, Recording recording, CaptureReport report, boolean ipv6) {}

  @Test
  void everyViolationMadeOfAHealthyCaptureIsFoundWhereItIs() throws IOException {
    Path folder = Lab.references().orElse(null);
    assumeTrue(folder != null, "no reference captures (property mptcpscope.referenceCaptures)");
    List<Base> bases = bases(folder);
    List<String> wrong = new ArrayList<>();
    Set<String> heard = new TreeSet<>();
    all().parallelStream()
        .map(mutation -> trial(mutation, bases))
        .toList()
        .forEach(
            trial -> {
              wrong.addAll(trial.wrong);
              if (trial.wrong.isEmpty()) {
                heard.add(trial.mutation.rule());
              }
            });
    assertThat(wrong).isEmpty();
    Set<String> silent =
        RuleCatalogue.all().stream()
            .map(rule -> rule.spec().name())
            .filter(name -> !heard.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(silent).hasSizeLessThanOrEqualTo(MOST_SILENT);
    if (Lab.updates()) {
      Lab.write(FILE, String.join("\n", silent) + "\n");
    }
    assertThat(silent).isEqualTo(new TreeSet<>(Lab.read(FILE).lines().toList()));
  }

  private static List<Mutation> all() {
    return Stream.of(
            FormatMutations.ALL,
            HandshakeMutations.ALL,
            JoinMutations.ALL,
            StreamMutations.ALL,
            SubflowMutations.ALL)
        .flatMap(List::stream)
        .map(
            mutation ->
                mutation.requirement().isEmpty()
                    ? mutation.about(
                        RuleCatalogue.byName(mutation.rule()).orElseThrow().spec().requirement())
                    : mutation)
        .toList();
  }

  private static List<Base> bases(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(pcap|pcapng)(\\.gz)?"))
          .filter(file -> !file.startsWith(folder.resolve("scripted-peer")))
          .filter(file -> !CHANGED.matcher(file.getParent().getFileName().toString()).matches())
          .filter(file -> size(file) < LARGEST)
          .sorted(Comparator.comparingLong(MutationTest::size).thenComparing(file -> file))
          .toList()
          .parallelStream()
          .map(file -> base(folder, file))
          .filter(Objects::nonNull)
          .toList();
    }
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

  /** What came of one mutation. */
  private record Trial(Mutation mutation, List<String> wrong) {}

  private static Trial trial(Mutation mutation, List<Base> bases) {
    List<String> wrong = new ArrayList<>();
    int[] tried = new int[2];
    for (Base base : bases) {
      int kind = base.ipv6 ? 1 : 0;
      if (tried[kind] == EACH || !isPassed(base, mutation)) {
        continue;
      }
      Tape tape = new Tape(base.recording);
      Frame frame = mutation.pick().of(tape);
      Frame changed = frame == null ? null : mutation.edit().apply(tape, frame);
      if (changed != null) {
        tried[kind]++;
        String where = mutation + ", " + base.name + " #" + tape.number(changed) + ": ";
        complaints(mutation, base, tape, changed).forEach(text -> wrong.add(where + text));
      }
    }
    if (tried[0] + tried[1] == 0) {
      wrong.add(mutation + ": no capture passes the requirement and has the frame");
    }
    return new Trial(mutation, wrong);
  }

  private static boolean isPassed(Base base, Mutation mutation) {
    Outcome outcome = base.report.requirements().get(mutation.requirement());
    return outcome != null && outcome.verdict() == Verdict.PASS;
  }

  private static List<String> complaints(Mutation mutation, Base base, Tape tape, Frame changed) {
    CaptureReport report = Lab.judge(tape.source(base.name), true);
    List<String> complaints = new ArrayList<>();
    int number = tape.number(changed);
    Side sender = tape.by(changed);
    Side accused = mutation.accused() == Accused.SENDER ? sender : sender.peer();
    Severity severity =
        mutation.severity() == null
            ? Requirements.get(mutation.requirement()).severity()
            : mutation.severity();
    List<Finding> own =
        report.findings().stream()
            .filter(finding -> finding.rule().equals(mutation.rule()))
            .filter(finding -> finding.requirements().contains(mutation.requirement()))
            .toList();
    if (own.stream()
        .noneMatch(
            finding ->
                finding.frames().contains(number)
                    && finding.fault().side() == accused
                    && isAsLoud(finding, severity))) {
      complaints.add(
          "expected "
              + accused
              + " "
              + severity
              + ", but "
              + texts(own)
              + ", verdict "
              + report.requirements().get(mutation.requirement()));
    }
    Set<String> before =
        base.report.findings().stream().map(MutationTest::key).collect(Collectors.toSet());
    List<Finding> unrelated =
        report.findings().stream()
            .filter(finding -> finding.severity() != Severity.NOTE)
            .filter(finding -> !finding.rule().equals(mutation.rule()))
            .filter(finding -> !mutation.consequences().contains(finding.rule()))
            .filter(finding -> !before.contains(key(finding)))
            .toList();
    if (!unrelated.isEmpty()) {
      complaints.add("unrelated " + texts(unrelated));
    }
    return complaints;
  }

  /** As loud as expected, or less and the finding says what weakens it. */
  private static boolean isAsLoud(Finding finding, Severity expected) {
    return finding.severity() == expected
        || finding.severity().compareTo(expected) < 0 && !finding.weakenedBy().isEmpty();
  }

  private static String key(Finding finding) {
    return finding.rule() + finding.requirement() + finding.fault().side();
  }

  private static List<String> texts(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                finding.rule()
                    + " "
                    + finding.requirement()
                    + " "
                    + finding.severity()
                    + " "
                    + finding.fault().side()
                    + " "
                    + finding.frames()
                    + " "
                    + finding.weakenedBy())
        .toList();
  }
}
