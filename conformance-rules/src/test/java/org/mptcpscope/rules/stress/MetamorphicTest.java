package org.mptcpscope.rules.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;

/**
 * Damage to a capture makes no host guilty: a healthy reference capture gets no error and no
 * warning from it, and one with a violation accuses no other host. What keeps all segments keeps
 * the number of connections and subflows, too.
 *
 * <p>Each run takes a sample of captures and damages that the seed decides; {@code
 * -Dmptcpscope.stress=all} takes each with each, any other value the damages whose names it matches
 * as a regular expression.
 */
class MetamorphicTest {
  private static final long SEED = 20_260_117;
  private static final int SAMPLE = 700;
  private static final int LARGE = 1_200;
  private static final String BLOCKING = "fastopen-client-TCP_FASTOPEN_CONNECT-blocking-sendmsg";

  /** A file or folder, and a damage, after which nothing tells how many there are. */
  private static final Set<String> MISCOUNTED =
      Set.of(
          // Without time a forged twin of a join looks like its copy behind a translator.
          "forged_join_replay, all times equal",
          "own-join_id_reused.pcap, all times equal",
          // Ports are used again within the life of the capture.
          "pymptcpanalyzer_client_2.pcap, all times equal",
          "pymptcpanalyzer_server_2.pcap, all times equal",
          "own-join_id_reused.pcap, clock back by 500 ms at 1/2",
          "own-join_id_reused.pcap, clock back by 3600000 ms at 1/2",
          // The clock is set back between a SYN and its answer, which then comes first.
          "wireshark-wiki_mptcp_v1.pcapng, clock back by 1 ms at 1/10",
          BLOCKING + ".pcap, clock back by 500 ms at 1/3",
          BLOCKING + "--ipv6.pcap, clock back by 500 ms at 1/3");

  private static final String STRESS = System.getProperty("mptcpscope.stress");

  @Test
  void damageAccusesNobody() throws IOException {
    Path folder = Lab.references().orElse(null);
    assumeTrue(folder != null, "no reference captures (property mptcpscope.referenceCaptures)");
    boolean all = STRESS != null;
    List<String> wrong =
        captures(folder).parallelStream()
            .flatMap(file -> judge(folder, file, all ? 1 : share(folder)).stream())
            .sorted()
            .toList();
    assertThat(wrong).isEmpty();
  }

  private static double share(Path folder) {
    return SAMPLE / (double) (Damage.all(SEED).size() * count(folder));
  }

  private static int count(Path folder) {
    try {
      return captures(folder).size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> captures(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
          // modified pcap is refused
          .filter(file -> !file.endsWith("formats/modified.pcap.gz"))
          .sorted()
          .toList();
    }
  }

  private static List<String> judge(Path folder, Path file, double share) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    Random chance = new Random(SEED ^ name.hashCode());
    List<Damage> damages =
        Damage.all(SEED).stream()
            .filter(
                damage -> STRESS == null || STRESS.equals("all") || damage.name().matches(STRESS))
            .filter(_ -> share >= 1 || chance.nextDouble() < share)
            .toList();
    if (damages.isEmpty()) {
      return List.of();
    }
    Recording whole = Recording.of(CaptureSource.file(file));
    if (whole.packets().isEmpty() || share < 1 && whole.packets().size() > LARGE) {
      return List.of();
    }
    CaptureReport sound = Lab.judge(whole.source(name), false);
    List<String> wrong = new ArrayList<>();
    for (Damage damage : damages) {
      CaptureReport report = Lab.judge(damage.inflict().apply(whole).source(name), false);
      String where = name + ", " + damage.name() + ": ";
      accusations(sound, report, damage.byBox()).forEach(finding -> wrong.add(where + finding));
      if (damage.keepsCounts()
          && !MISCOUNTED.contains(file.getFileName() + ", " + damage.name())
          && !MISCOUNTED.contains(file.getParent().getFileName() + ", " + damage.name())
          && !counts(report).equals(counts(sound))) {
        wrong.add(where + counts(report) + " instead of " + counts(sound));
      }
    }
    return wrong;
  }

  /** What is said of hosts that the sound capture says nothing like it of. */
  private static List<String> accusations(
      CaptureReport sound, CaptureReport damaged, boolean byBox) {
    Set<String> guilty = new TreeSet<>();
    sound.findings().stream()
        .filter(MetamorphicTest::isLoud)
        .forEach(
            finding -> {
              guilty.add(host(finding));
              guilty.add(translated(host(finding)));
            });
    return damaged.findings().stream()
        .filter(finding -> isLoud(finding) && !guilty.contains(host(finding)))
        .filter(finding -> !byBox || !namesBox(finding))
        .map(f -> f.rule() + " " + host(f) + " " + f.frames())
        .toList();
  }

  /**
   * Errors and warnings. A lost fourth packet leaves no trace, which the requirement's recipe still
   * wants a warning for; it must not be called certain.
   */
  private static boolean isLoud(Finding finding) {
    boolean traceless =
        finding.requirement().equals("JOIN-NO-DATA-PRE-ESTABLISHED")
            && finding.confidence() != Confidence.CERTAIN;
    return finding.severity() != Severity.NOTE && !traceless;
  }

  private static boolean namesBox(Finding finding) {
    return finding.fault().doubts().contains(Fault.Doubted.MIDDLEBOX)
        || finding.fault().side() == null;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@link Translator} makes of an address. */
  private static String translated(String host) {
    if (host.equals("-")) {
      return host;
    }
    byte[] octets = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).getAddress();
    octets[octets.length - 2] ^= 0x11;
    String text = Addresses.text(address(octets));
    return octets.length == 4 ? text : "[" + text + "]";
  }

  private static String host(Finding finding) {
    return finding.address() == null ? "-" : finding.address().replaceAll(":[0-9]+$", "");
  }

  private static String counts(CaptureReport report) {
    int subflows = 0;
    for (ConnectionReport connection : report.connections()) {
      subflows += connection.summary().subflows().size();
    }
    return report.connections().size() + " connections, " + subflows + " subflows";
  }
}
