package org.mptcpscope.dissector.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** Reads real captures of both versions, all formats and link types, and says what tshark says. */
class TsharkComparisonTest {
  private static final String SEGMENTS = "tcp && !icmp && !icmpv6 && !gtp";
  private static final String PARTIAL = "partial";
  private static final String[] FIELDS = {
    "frame.number",
    "frame.time_epoch",
    "tcp.srcport",
    "tcp.dstport",
    "tcp.seq_raw",
    "tcp.ack_raw",
    "tcp.len",
    "tcp.checksum.status",
    "tcp.options.timestamp.tsval",
    "tcp.options.timestamp.tsecr",
    "tcp.options.mptcp.subtype",
    "tcp.options.mptcp.rawdataack",
    "tcp.options.mptcp.rawdataseqno",
    "tcp.options.mptcp.subflowseqno",
    "tcp.options.mptcp.datalvllen"
  };

  @BeforeEach
  void needsTshark() {
    Tshark.isNeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-6.18/formats/client.pcapng.gz",
        "linux-6.18/formats/dumpcap_two_any.pcapng.gz",
        "linux-6.18/formats/nano.pcap.gz",
        "linux-6.18/formats/rawip.pcap.gz",
        "linux-6.18/formats/server.pcap.gz",
        "linux-6.18/formats/sll1.pcap.gz",
        "linux-6.18/formats/swapped.pcap.gz",
        "linux-6.18/csum_both/server.pcap.gz",
        "public/tcpdump_mptcp-v0.pcap",
        "public/wireshark-wiki_iperf-mptcp-0-0.pcap",
        "public/netperfmeter_multi_older.pcap.gz",
        "public/nids-evasion_scenario2_r2_eth1.pcapng"
      })
  void readsEachSegmentAsTsharkDoes(String path) throws IOException {
    Path capture = ReferenceCaptures.file(path);
    List<String> ours = read(capture);
    assertThat(ours).isNotEmpty();
    List<String> theirs = new ArrayList<>(Tshark.fields(capture, SEGMENTS, FIELDS));
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      theirs.set(i, withPartialChecksum(ours.get(i), theirs.get(i)));
    }
    assertThat(ours).isEqualTo(theirs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"linux-6.18/subflow_2/client.pcapng.gz", "public/pymptcpanalyzer_client_2.pcap"})
  void countsOptionsOfEachSubtypeAsTsharkDoes(String path) throws IOException {
    Path capture = ReferenceCaptures.file(path);
    Map<String, Integer> ours = count(read(capture).stream().map(line -> line.split("\t", -1)[10]));
    assertThat(ours).isNotEmpty();
    assertThat(ours)
        .isEqualTo(count(Tshark.fields(capture, SEGMENTS, "tcp.options.mptcp.subtype").stream()));
  }

  /** Wireshark 4.0 takes a partial checksum for a bad one, later versions do not. */
  private static String withPartialChecksum(String ours, String theirs) {
    String[] fields = theirs.split("\t", -1);
    if (ours.split("\t", -1)[7].equals(PARTIAL)) {
      fields[7] = PARTIAL;
    }
    return String.join("\t", fields);
  }

  private static Map<String, Integer> count(Stream<String> subtypes) {
    Map<String, Integer> counts = new TreeMap<>();
    subtypes
        .flatMap(line -> Arrays.stream(line.split(",")))
        .filter(subtype -> !subtype.isEmpty())
        .forEach(subtype -> counts.merge(subtype, 1, Integer::sum));
    return counts;
  }

  private static List<String> read(Path capture) throws IOException {
    List<String> lines = new ArrayList<>();
    FrameCursor cursor = FrameCursor.open(ReferenceCaptures.octets(capture));
    FrameView frame = new FrameView();
    SegmentView segment = new SegmentView();
    for (int number = 1; cursor.next(); number++) {
      Outcome outcome =
          frame.wrap(
              cursor.buffer(),
              cursor.offset(),
              cursor.capturedLength(),
              cursor.wireLength(),
              cursor.linkType());
      if (outcome == Outcome.TCP && segment.wrap(frame)) {
        lines.add(line(number, cursor, frame, segment));
      }
    }
    assertThat(cursor.damage()).isNull();
    return lines;
  }

  private static String line(int number, FrameCursor cursor, FrameView frame, SegmentView segment) {
    OptionSummary summary = new OptionSummary();
    summary.scan(segment);
    StringJoiner line = new StringJoiner("\t");
    line.add(Integer.toString(number));
    line.add(
        "%d.%09d"
            .formatted(cursor.timeNanos() / 1_000_000_000, cursor.timeNanos() % 1_000_000_000));
    line.add(Integer.toString(segment.srcPort()));
    line.add(Integer.toString(segment.dstPort()));
    line.add(Integer.toUnsignedString(segment.seq()));
    line.add(Integer.toUnsignedString(segment.ack()));
    line.add(Integer.toString(segment.payloadLength()));
    line.add(checksumStatus(frame, segment));
    line.add(summary.tsVal() < 0 ? "" : Long.toString(summary.tsVal()));
    line.add(summary.tsEcr() < 0 ? "" : Long.toString(summary.tsEcr()));
    options(line, segment);
    return line.toString();
  }

  /** As Wireshark counts: 0 bad, 1 good, 2 unverified. */
  private static String checksumStatus(FrameView frame, SegmentView segment) {
    if (!segment.checksumVerifiable(frame)) {
      return "2";
    }
    if (segment.checksumGood(frame)) {
      return "1";
    }
    return segment.checksumPartial(frame) ? PARTIAL : "0";
  }

  private static void options(StringJoiner line, SegmentView segment) {
    StringJoiner subtypes = new StringJoiner(",");
    StringJoiner acks = new StringJoiner(",");
    StringJoiner dsns = new StringJoiner(",");
    StringJoiner ssns = new StringJoiner(",");
    StringJoiner lengths = new StringJoiner(",");
    OptionCursor cursor = new OptionCursor();
    cursor.reset(segment);
    while (cursor.next()) {
      if (cursor.kind() != TcpOptions.MPTCP) {
        continue;
      }
      MptcpOption option =
          MptcpOption.parse(
              cursor.buffer(),
              cursor.offset(),
              cursor.length(),
              SegmentKind.of(segment.isSyn(), segment.isAck()));
      subtypes.add(Integer.toString(option.subtype()));
      switch (option) {
        case MpCapable capable when capable.hasDataLength() ->
            lengths.add(Integer.toString(capable.dataLength()));
        case MpFail fail -> dsns.add(Long.toUnsignedString(fail.dsn()));
        case Dss dss -> {
          if (dss.hasDataAck()) {
            acks.add(Long.toUnsignedString(dss.dataAck()));
          }
          if (dss.hasMapping()) {
            dsns.add(Long.toUnsignedString(dss.dsn()));
            ssns.add(Integer.toUnsignedString(dss.ssn()));
            lengths.add(Integer.toString(dss.dataLength()));
          }
        }
        default -> {}
      }
    }
    assertThat(cursor.flaw()).isNull();
    line.add(subtypes.toString()).add(acks.toString()).add(dsns.toString());
    line.add(ssns.toString()).add(lengths.toString());
  }
}
