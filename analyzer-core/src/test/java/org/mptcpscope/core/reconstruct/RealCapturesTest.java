package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.MappingConflicted;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced;
import org.mptcpscope.core.event.MptcpEvent.PayloadUnmapped;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;

/** The data plane against real captures and the ground truth beside them. */
class RealCapturesTest {
  private static ScriptedPass pass(Path capture) {
    return ScriptedPass.overFile(capture);
  }

  private static long number(String json, String key) {
    Matcher found = Pattern.compile("\"" + key + "\":\\s*(\\d+)").matcher(json);
    assertThat(found.find()).as(key).isTrue();
    return Long.parseLong(found.group(1));
  }

  private static List<String> words(String json, String key) {
    Matcher list =
        Pattern.compile("\"" + key + "\":\\s*\\[([^\\]]*)\\]", Pattern.DOTALL).matcher(json);
    List<String> words = new ArrayList<>();
    if (list.find()) {
      Matcher word = Pattern.compile("\"([^\"]+)\"").matcher(list.group(1));
      while (word.find()) {
        words.add(word.group(1));
      }
    }
    return words;
  }

  /** Octets and fallback as the kernel and the applications account for them. */
  @TestFactory
  List<DynamicTest> octetsAndFallbackAreThoseOfTheKernel() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path all = ReferenceCaptures.folder().resolve("linux-6.18");
    for (Path capture : ReferenceCaptures.below(all)) {
      String name = capture.getFileName().toString();
      String truth = Files.readString(capture.resolveSibling("truth.json"));
      if (isTakenAtAHost(truth, name)) {
        tests.add(
            DynamicTest.dynamicTest(
                capture.getParent().getFileName() + "/" + name, () -> agrees(capture, truth)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(150);
    return tests;
  }

  /** Whole, with both directions. */
  private static boolean isTakenAtAHost(String truth, String name) {
    int at = truth.indexOf("\"file\": \"" + name + "\"");
    String entry = truth.substring(at, truth.indexOf('}', at));
    return name.matches("(client|server)\\..*")
        && entry.contains("\"direction\": \"both\"")
        && !entry.matches("(?s).*\"filter\": \"[^\"].*");
  }

  private static void agrees(Path capture, String truth) {
    ScriptedPass pass = pass(capture);
    if (pass.summaries.size() != 1) {
      return;
    }
    ConnectionSummary summary = pass.summary();
    List<String> fallenBack = words(truth, "in_fallback");
    assertThat(summary.fallback() != null)
        .as("fallback %s, kernel %s", summary.fallback(), fallenBack)
        .isEqualTo(!fallenBack.isEmpty());
    for (Fallback fallback : new Fallback[] {summary.fallback(), summary.peerFallback()}) {
      if (fallback != null) {
        assertThat(fallenBack).contains(fallback.by() == Side.INITIATOR ? "client" : "server");
      }
    }
    if (fallenBack.isEmpty() && isWhole(summary, truth)) {
      assertThat(summary.dataFromInitiator()).isEqualTo(number(truth, "client_to_server"));
      assertThat(summary.dataFromListener()).isEqualTo(number(truth, "server_to_client"));
    }
  }

  /**
   * Whether what passed is what the applications wrote: they read all of it, and the capture begins
   * with the handshake and has each subflow of the kernel's account, which names it for both hosts.
   */
  private static boolean isWhole(ConnectionSummary summary, String truth) {
    int subflows = truth.split("\"local_id\"", -1).length / 2;
    return summary.state() != ConnectionSummary.State.MIDSTREAM
        && summary.subflows().size() >= subflows
        && number(truth, "client_to_server") == number(truth, "client_to_server_received")
        && number(truth, "server_to_client") == number(truth, "server_to_client_received");
  }

  /** Every mapping is verified, and so is each DATA_FIN alone; none fails. */
  @ParameterizedTest
  @ValueSource(strings = {"csum_both", "csum_odd_lengths", "csum_three", "tfo_big_csum"})
  void allChecksumsOfHealthyConnectionsAreRight(String scenario) {
    for (String point : List.of("client", "server")) {
      ScriptedPass pass = pass(ReferenceCaptures.of(scenario, point));
      assertThat(pass.all(ChecksumFailed.class)).isEmpty();
      for (Side side : Side.values()) {
        assertThat(pass.verified(side))
            .isEqualTo(pass.seen(Subject.MAPPING, side) + distinctFins(pass, side));
      }
    }
  }

  private static long distinctFins(ScriptedPass pass, Side side) {
    return pass.all(DataFinSent.class).stream()
        .filter(fin -> fin.by() == side && fin.alone())
        .map(fin -> fin.on().toString())
        .distinct()
        .count();
  }

  /** The box changed one octet on the way: tshark's sum over the octets of 944 to 970 is this. */
  @Test
  void checksumOverAnAlteredOctetFails() {
    ScriptedPass pass = pass(ReferenceCaptures.of("fail_multi_first", "server"));
    ChecksumFailed failed = pass.only(ChecksumFailed.class);
    assertThat(failed.carrier().frame().number()).isEqualTo(944);
    assertThat(failed.sent()).isEqualTo(0x76b5);
    assertThat(failed.computed()).isEqualTo(0x96b5);
    assertThat(failed.variant()).isNull();
  }

  /**
   * Version 0, SHA-1, four-octet numbers, mappings over several segments: other stacks and years.
   */
  @ParameterizedTest
  @CsvSource({
    "knahf_ch3scenario3test1.pcapng, 70",
    "neohapsis_mptcp_challenge.pcapng, 1000",
    "tcpdump_mptcp-v0.pcap, 150",
    "wireshark-wiki_iperf-mptcp-0-0.pcap, 1650",
    "wireshark-wiki_redundant_stream1.pcapng, 2300"
  })
  void checksumsOfVersionZeroAreRight(String name, int atLeast) {
    ScriptedPass pass = pass(ReferenceCaptures.folder().resolve("public").resolve(name));
    assertThat(pass.all(ChecksumFailed.class)).isEmpty();
    assertThat(pass.verified(Side.INITIATOR) + pass.verified(Side.LISTENER))
        .isGreaterThanOrEqualTo(atLeast);
  }

  /** No mapping of a real host that is left alone conflicts, lies beside or is missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "single_v1", "subflow_2", "fullmesh_2x2", "lossy_slow_path", "reorder",
            "blackhole_recovers",
        "small_mtu", "jumbo", "no_timestamps", "keepalive", "backup_takeover", "dss32_wrap",
        "dsn_wrap", "tcp_seq_wrap", "mid_connection", "mss_clamp", "pmtu"
      })
  void mappingsOfHealthyConnectionsAreRegular(String scenario) {
    Path folder = ReferenceCaptures.folder().resolve("linux-6.18").resolve(scenario);
    for (Path capture : ReferenceCaptures.below(folder)) {
      ScriptedPass pass = pass(capture);
      assertThat(pass.all(MappingConflicted.class)).as(capture.toString()).isEmpty();
      assertThat(pass.all(MappingMisplaced.class)).as(capture.toString()).isEmpty();
      assertThat(pass.all(PayloadUnmapped.class)).as(capture.toString()).isEmpty();
    }
  }
}
