package org.mptcpscope.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;

/**
 * The reconstruction against the kernel's own account of the same connections: subflows, Address
 * IDs, backup flags, octets, fallbacks. Where the wire says otherwise, {@code truth-exceptions.txt}
 * names scenario and field, and the frame that shows it.
 */
class ReconstructionTruthTest {
  private static final Map<String, String> HOSTS = Map.of("client", "h3c", "server", "h3s");

  /** One end of a subflow. */
  private record End(String address, int port) {
    static End of(List<?> pair) {
      try {
        return new End(
            InetAddress.getByName(pair.get(0).toString()).getHostAddress(),
            Integer.parseInt(pair.get(1).toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static End of(SubflowSummary.End end) {
      return new End(end.address().getAddress().getHostAddress(), end.address().getPort());
    }
  }

  private record Pair(End local, End remote) {}

  /** A subflow as its host sees it. */
  private record Seen(SubflowSummary subflow, Side local) {}

  /**
   * Lines of {@code scenario field reason}: what the wire shows otherwise than the kernel tells.
   */
  private static Set<String> exceptions() throws IOException {
    Set<String> exceptions = new HashSet<>();
    try (var in = ReconstructionTruthTest.class.getResourceAsStream("truth-exceptions.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.trim().split("\\s+", 3);
          assertThat(words).as("scenario, field and reason: %s", line).hasSize(3);
          exceptions.add(words[0] + " " + words[1]);
        }
      }
    }
    return exceptions;
  }

  @TestFactory
  List<DynamicTest> theKernelAgrees() throws IOException {
    Set<String> exceptions = exceptions();
    Set<String> used = new HashSet<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (Path truthFile : truths()) {
      Map<String, Object> truth = Json.read(truthFile);
      Map<String, Object> captures = Json.object(truth, "captures");
      for (String name : HOSTS.keySet()) {
        Map<String, Object> capture = Json.object(captures, name);
        boolean whole =
            "ok".equals(truth.get("status"))
                && "both".equals(capture.get("direction"))
                && (capture.get("filter") == null || "".equals(capture.get("filter")));
        if (whole) {
          Path file = truthFile.resolveSibling(capture.get("file").toString());
          tests.add(
              DynamicTest.dynamicTest(
                  truth.get("scenario") + "/" + name,
                  () -> compare(truth, name, file, exceptions, used)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    tests.add(
        DynamicTest.dynamicTest(
            "every exception is needed",
            () -> assertThat(used).containsExactlyInAnyOrderElementsOf(exceptions)));
    return tests;
  }

  private static List<Path> truths() throws IOException {
    try (Stream<Path> files = Files.walk(References.folder("linux-6.18"))) {
      return files.filter(file -> file.endsWith("truth.json")).sorted().toList();
    }
  }

  private static void compare(
      Map<String, Object> truth, String name, Path file, Set<String> exceptions, Set<String> used)
      throws CaptureException {
    SummaryList summaries = new SummaryList();
    List<ConnectionSummary> connections;
    try (FrameSource source = CaptureSource.file(file).open()) {
      connections =
          summaries.of(TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(summaries)));
    }
    List<Map<String, Object>> kernel =
        Json.objects(Json.object(truth, "kernel_view"), HOSTS.get(name));
    List<String> problems = new ArrayList<>();
    subflows(truth, kernel, connections, problems);
    if (connections.size() == 1 && kernel.size() == 1) {
      octetsAndFallback(truth, connections.getFirst(), problems);
    }
    List<String> left = new ArrayList<>();
    for (String problem : problems) {
      String key = truth.get("scenario") + " " + problem.substring(0, problem.indexOf(':'));
      if (exceptions.contains(key)) {
        used.add(key);
      } else {
        left.add(problem);
      }
    }
    assertThat(left).as("%s, %s", truth.get("scenario"), name).isEmpty();
  }

  private static boolean fellBack(Map<String, Object> truth) {
    return !Json.list(truth, "in_fallback").isEmpty();
  }

  private static void subflows(
      Map<String, Object> truth,
      List<Map<String, Object>> kernel,
      List<ConnectionSummary> connections,
      List<String> problems) {
    Map<Pair, Seen> seen = new HashMap<>();
    Set<Pair> alive = new HashSet<>();
    for (ConnectionSummary connection : connections) {
      for (SubflowSummary subflow : connection.subflows()) {
        End a = End.of(subflow.initiator());
        End b = End.of(subflow.listener());
        seen.put(new Pair(a, b), new Seen(subflow, Side.INITIATOR));
        seen.put(new Pair(b, a), new Seen(subflow, Side.LISTENER));
        if (subflow.state() == SubflowSummary.State.ESTABLISHED
            || subflow.state() == SubflowSummary.State.CLOSED) {
          alive.add(new Pair(a, b));
        }
      }
    }
    Set<Pair> known = new HashSet<>();
    for (Map<String, Object> connection : kernel) {
      boolean first = true;
      for (Map<String, Object> subflow : Json.objects(connection, "subflows")) {
        End local = End.of((List<?>) subflow.get("local"));
        End remote = End.of((List<?>) subflow.get("remote"));
        known.add(new Pair(local, remote));
        known.add(new Pair(remote, local));
        Seen here = seen.get(new Pair(local, remote));
        if (here == null) {
          problems.add("subflows: " + local + " " + remote + " is missing");
        } else if (!first && !fellBack(truth)) {
          idsAndBackup(subflow, here, problems);
        }
        first = false;
      }
    }
    if (kernel.size() == connections.size() && !fellBack(truth)) {
      for (Pair pair : alive) {
        if (!known.contains(pair)) {
          problems.add("established: " + pair + " was never established in the kernel");
        }
      }
    }
  }

  private static void idsAndBackup(Map<String, Object> kernel, Seen here, List<String> problems) {
    SubflowSummary subflow = here.subflow();
    int local = subflow.end(here.local()).addressId();
    int remote = subflow.end(here.local().peer()).addressId();
    String got = local + "-" + remote;
    String want = kernel.get("local_id") + "-" + kernel.get("remote_id");
    if (local >= 0 && remote >= 0 && !got.equals(want)) {
      problems.add("ids: " + got + ", kernel " + want + " on " + subflow.initiator().address());
    }
    // The kernel tells what its peer asked it for.
    boolean backup = subflow.end(here.local().peer()).backup();
    List<?> changes = Json.list(kernel, "backup_changes");
    Object last = changes.isEmpty() ? kernel.get("backup") : changes.getLast();
    if (backup != Boolean.TRUE.equals(last)) {
      problems.add("backup: " + backup + " on " + subflow.initiator().address());
    }
  }

  private static void octetsAndFallback(
      Map<String, Object> truth, ConnectionSummary connection, List<String> problems) {
    boolean fellBack = fellBack(truth);
    if ((connection.fallback() != null) != fellBack) {
      problems.add("fallback: " + connection.fallback() + ", kernel " + truth.get("in_fallback"));
    }
    Map<String, Object> octets = Json.object(truth, "application_octets");
    boolean allRead =
        !octets.isEmpty()
            && octets.get("client_to_server").equals(octets.get("client_to_server_received"))
            && octets.get("server_to_client").equals(octets.get("server_to_client_received"));
    if (allRead && !fellBack) {
      long up = (Long) octets.get("client_to_server");
      long down = (Long) octets.get("server_to_client");
      if (connection.dataFromInitiator() != up || connection.dataFromListener() != down) {
        problems.add(
            "octets: %d and %d, applications %d and %d"
                .formatted(
                    connection.dataFromInitiator(), connection.dataFromListener(), up, down));
      }
    }
  }
}
