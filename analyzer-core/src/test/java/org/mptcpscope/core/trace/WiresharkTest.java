package org.mptcpscope.core.trace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** Numbers of streams, and counts of options by subtype, against tshark. */
class WiresharkTest {
  /** Where copies of frames are dropped, options are fewer than tshark counts. */
  private static final Set<String> WITH_COPIES = Set.of("merged", "router_any", "vlan", "formats");

  /** tshark takes most of a second for each capture: one in four will do. */
  private static final int STEP = 4;

  /** One frame as tshark reads it. */
  private record Line(
      int tcpStream, int mptcpStream, Set<InetSocketAddress> ends, String subtypes) {}

  /** Counts the MPTCP options of all segments that belong to connections. */
  private static final class Counter implements TraceObserver {
    private final Map<Integer, Integer> bySubtype = new TreeMap<>();
    private final OptionCursor cursor = new OptionCursor();

    @Override
    public boolean wantsSegments() {
      return true;
    }

    @Override
    public void onSegment(SegmentView segment, SegmentFacts facts) {
      cursor.reset(segment);
      while (cursor.next()) {
        if (cursor.kind() == TcpOptions.MPTCP && cursor.length() > 2) {
          int octet = cursor.buffer().get(JAVA_BYTE, cursor.offset() + 2);
          bySubtype.merge((octet & 0xf0) >> 4, 1, Integer::sum);
        }
      }
    }
  }

  @TestFactory
  List<DynamicTest> tsharkAgrees() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : References.captures("linux-6.18")) {
      String name = file.getParent().getFileName() + "/" + file.getFileName();
      if (name.contains("/client") && !name.contains("tcp_seq_wrap") && !name.contains("jumbo")) {
        tests.add(DynamicTest.dynamicTest(name, () -> compare(file)));
      }
    }
    List<DynamicTest> some = new ArrayList<>();
    for (int i = 0; i < tests.size(); i += STEP) {
      some.add(tests.get(i));
    }
    return some;
  }

  private static void compare(Path file) throws Exception {
    Counter counter = new Counter();
    SummaryList summaries = new SummaryList();
    TraceResult result;
    try (FrameSource source = CaptureSource.file(file).open()) {
      result = TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(counter, summaries));
    }
    List<Line> lines = tshark(file);
    Map<Integer, Set<InetSocketAddress>> ends = new HashMap<>();
    Map<Integer, Integer> mptcp = new HashMap<>();
    Map<Integer, Integer> subtypes = new TreeMap<>();
    for (Line line : lines) {
      ends.putIfAbsent(line.tcpStream, line.ends);
      if (line.mptcpStream >= 0) {
        mptcp.putIfAbsent(line.tcpStream, line.mptcpStream);
      }
      for (String subtype : line.subtypes.split(",")) {
        if (!subtype.isEmpty()) {
          subtypes.merge(Integer.decode(subtype), 1, Integer::sum);
        }
      }
    }
    for (ConnectionSummary connection : summaries.of(result)) {
      SubflowSummary first = connection.subflows().getFirst();
      assertThat(connection.mptcpStream()).isEqualTo(mptcp.getOrDefault(first.tcpStream(), -1));
      for (SubflowSummary subflow : connection.subflows()) {
        assertThat(ends.get(subflow.tcpStream()))
            .containsExactlyInAnyOrder(subflow.initiator().address(), subflow.listener().address());
      }
    }
    if (!WITH_COPIES.contains(file.getParent().getFileName().toString())) {
      assertThat(counter.bySubtype).isEqualTo(subtypes);
    }
  }

  private static List<Line> tshark(Path file) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("tshark", "-r", file.toString(), "-T", "fields"));
    for (String field :
        List.of(
            "tcp.stream",
            "mptcp.stream",
            "ip.src",
            "ipv6.src",
            "tcp.srcport",
            "ip.dst",
            "ipv6.dst",
            "tcp.dstport",
            "tcp.options.mptcp.subtype")) {
      command.addAll(List.of("-e", field));
    }
    command.addAll(List.of("-Y", "tcp && !icmp && !icmpv6"));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      if (System.getenv("CI") != null) {
        fail("tshark is not installed");
      }
      assumeTrue(false, "tshark is not installed");
      throw e;
    }
    List<Line> lines = new ArrayList<>();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String text : reader.lines().toList()) {
        String[] words = text.split("\t", -1);
        lines.add(
            new Line(
                Integer.parseInt(words[0]),
                words[1].isEmpty() ? -1 : Integer.parseInt(words[1]),
                Set.of(end(words[2], words[3], words[4]), end(words[5], words[6], words[7])),
                words[8]));
      }
    }
    process.waitFor();
    assertThat(lines).isNotEmpty();
    return lines;
  }

  private static InetSocketAddress end(String v4, String v6, String port) throws IOException {
    return new InetSocketAddress(
        InetAddress.getByName(v4.isEmpty() ? v6 : v4), Integer.parseInt(port));
  }
}
