package org.mptcpscope.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.script.PacketScript;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.script.SampleFrame;
import org.mptcpscope.samples.truth.ExpectedFinding;

/** Every script that comes with the module or stands in the documentation. */
class SamplesTest {

  static List<String> scripts() {
    return Samples.list();
  }

  @Test
  void theFirstScriptIsThere() {
    assertThat(Samples.list()).contains("join/join-to-refused-address.bad.pkt").isSorted();
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> Samples.load("join/none.pkt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("join/none.pkt");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void eachScriptRunsAndSaysWhatItIs(String name) {
    Sample sample = Samples.load(name);
    assertThat(sample.frames()).isNotEmpty();
    assertThat(sample.header()).as("the first line cites the RFC").isNotEmpty();
    assertThat(sample.header().getFirst()).contains("RFC ");
    String rule = name.substring(name.indexOf('/') + 1, name.indexOf('.'));
    List<String> rules = sample.truth().stream().map(ExpectedFinding::rule).toList();
    if (name.endsWith(".bad.pkt")) {
      assertThat(rules).isNotEmpty();
    } else {
      assertThat(name).endsWith(".ok.pkt");
      assertThat(sample.truth())
          .allMatch(
              finding ->
                  !finding.verdict().equals(ExpectedFinding.VIOLATION)
                      || !finding.rule().equals(rule));
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void eachScriptGivesTheSameOctetsEachTime(String name) {
    assertThat(Samples.load(name).toPcapng()).isEqualTo(Samples.load(name).toPcapng());
  }

  /** One run for all: pcapng files that stand one behind the other are sections of one file. */
  @Test
  void wiresharkReadsAllScripts() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<List<String>> comments = new ArrayList<>();
    for (String name : Samples.list()) {
      Sample sample = Samples.load(name);
      all.writeBytes(sample.toPcapng());
      sample.frames().forEach(frame -> comments.add(frame.comments()));
    }
    readable(all.toByteArray(), comments);
  }

  @Test
  void theRecipesOfTheDocumentationAreGood() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<List<String>> comments = new ArrayList<>();
    int options = 0;
    for (String recipe : Recipes.all()) {
      Sample sample = PacketScript.parse("recipe", recipe).run();
      all.writeBytes(sample.toPcapng());
      for (SampleFrame frame : sample.frames()) {
        comments.add(frame.comments());
        options += wellFormedOptions(frame.octets());
      }
    }
    readable(all.toByteArray(), comments);
    assertThat(options).isEqualTo(mptcpOptions(all.toByteArray())).isGreaterThan(90);
  }

  /** Tokens, initial numbers and streams as tshark computes them from the keys on the wire. */
  @Test
  void wiresharkAgreesOnAHealthyConnection() throws IOException {
    Sample healthy = PacketScript.parse("recipe", Recipes.all().get(1)).run();
    List<List<String>> rows =
        Tshark.fields(
            healthy.toPcapng(),
            "mptcp.stream",
            "mptcp.expected_token",
            "tcp.options.mptcp.recvtok",
            "mptcp.dss.dsn",
            "mptcp.ack",
            "mptcp.connection.echoed_key_mismatch",
            "_ws.expert.message");
    String token = "";
    List<String> dsns = new ArrayList<>();
    String lastAck = "";
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      if (i > 0) {
        assertThat(row.get(0)).as("mptcp.stream of frame %d", i + 1).isEqualTo("0");
      }
      token = i == 1 ? row.get(1) : token;
      if (!row.get(2).isEmpty()) {
        assertThat(row.get(2)).isEqualTo(token);
      }
      if (!row.get(3).isEmpty()) {
        dsns.add(row.get(3));
      }
      lastAck = row.get(4).isEmpty() ? lastAck : row.get(4);
      assertThat(row.get(5)).isEmpty();
      assertThat(row.get(6)).doesNotContain("etransmission", "not captured", "unseen");
    }
    assertThat(dsns).containsExactly("101", "1", "601", "801");
    assertThat(lastAck).isEqualTo("802");
  }

  private static void readable(byte[] capture, List<List<String>> comments) {
    List<List<String>> rows = Tshark.fields(capture, "frame.number", "frame.comment");
    assertThat(rows).hasSameSizeAs(comments);
    for (int i = 0; i < rows.size(); i++) {
      for (String comment : comments.get(i)) {
        assertThat(rows.get(i).get(1)).contains(comment);
      }
    }
  }

  /** Counts MPTCP options as tshark does. */
  private static int mptcpOptions(byte[] capture) {
    int count = 0;
    for (List<String> row :
        Tshark.fields(
            capture,
            "tcp.options.mptcp.subtype",
            "_ws.malformed",
            "tcp.checksum.status",
            "ip.checksum.status")) {
      count += row.get(0).isEmpty() ? 0 : row.get(0).split(",", -1).length;
      assertThat(row.get(1)).as("malformed").isEmpty();
      assertThat(row.get(2)).as("TCP checksum").matches("1?");
      assertThat(row.get(3)).as("IP checksum").matches("1?");
    }
    return count;
  }

  /** Parses and writes again all MPTCP options of a frame; returns their number. */
  private static int wellFormedOptions(Octets frame) {
    MemorySegment octets = MemorySegment.ofArray(frame.toArray());
    FrameView ip = new FrameView();
    if (ip.wrap(octets, 0, frame.length(), frame.length(), 1) != Outcome.TCP) {
      return 0;
    }
    SegmentView tcp = new SegmentView();
    assertThat(tcp.wrap(octets, ip.ipPayloadOffset(), ip.ipPayloadCaptured(), ip.ipPayloadLength()))
        .isTrue();
    int count = 0;
    OptionCursor options = new OptionCursor();
    options.reset(tcp);
    while (options.next()) {
      if (options.kind() == MptcpOption.KIND) {
        count++;
        MptcpOption option =
            MptcpOption.parse(octets, options.offset(), options.length(), kind(tcp));
        assertThat(option).isNotInstanceOf(Malformed.class);
        assertThat(option.emit())
            .isEqualTo(Octets.copyOf(octets, options.offset(), options.length()));
      }
    }
    assertThat(options.flaw()).isNull();
    return count;
  }

  private static SegmentKind kind(SegmentView tcp) {
    if (!tcp.isSyn()) {
      return SegmentKind.OTHER;
    }
    return tcp.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
  }
}
