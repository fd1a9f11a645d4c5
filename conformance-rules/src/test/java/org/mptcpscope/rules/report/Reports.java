package org.mptcpscope.rules.report;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.Vantage;
import org.mptcpscope.core.trace.TraceResult.TcpCounts;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Evidence.Caret;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Folded;
import org.mptcpscope.rules.api.Finding.Shown;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;

/** Reports as captures of the design's samples give them, built by hand. */
final class Reports {
  private Reports() {}

  static FrameRef frame(int number, long micros) {
    return new FrameRef(number, micros * 1000);
  }

  static InetSocketAddress address(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static Shown shown(int frame, long micros, String place, Side by, String shows) {
    return shown(frame, micros, place, by, shows, Octets.EMPTY, List.of(), false);
  }

  static Shown shown(
      int frame,
      long micros,
      String place,
      Side by,
      String shows,
      Octets octets,
      List<Caret> carets,
      boolean repetition) {
    int dot = place.indexOf('.');
    return new Shown(
        frame(frame, micros),
        Integer.parseInt(place.substring(0, dot)),
        Integer.parseInt(place.substring(dot + 1)),
        by,
        shows,
        octets,
        carets,
        repetition);
  }

  static SubflowSummary subflow(
      int id, InetSocketAddress initiator, InetSocketAddress listener, int addressId) {
    return new SubflowSummary(
        id,
        id,
        new SubflowSummary.End(initiator, addressId, false),
        new SubflowSummary.End(listener, 0, false),
        Side.INITIATOR,
        Vantage.AT_LISTENER,
        SubflowSummary.State.CLOSED,
        null,
        null,
        "fin",
        frame(1, 0),
        frame(16, 150_000),
        7600 * (id + 1L),
        id == 0 ? 10_000 : 0);
  }

  static ConnectionSummary connection(int id, Dialect dialect, SubflowSummary... subflows) {
    return new ConnectionSummary(
        id,
        dialect,
        null,
        ConnectionSummary.State.CLOSED,
        Vantage.AT_LISTENER,
        null,
        null,
        ClosedBy.DATA_FIN,
        Side.INITIATOR,
        frame(15, 140_000),
        400_100,
        9_999,
        id,
        frame(1, 0),
        frame(16, 150_000),
        List.of(),
        ConnectionSummary.Signals.NONE,
        List.of(subflows));
  }

  static ConnectionSummary fellBack(int id) {
    return new ConnectionSummary(
        id,
        Dialect.V1,
        null,
        ConnectionSummary.State.CLOSED,
        Vantage.UNKNOWN,
        new Fallback(Side.INITIATOR, Fallback.Reason.MP_FAIL, frame(67, 5), true),
        new Fallback(Side.LISTENER, Fallback.Reason.INFINITE_MAPPING, frame(71, 9), false),
        ClosedBy.FIN,
        null,
        null,
        41_100,
        41_100,
        -1,
        frame(1, 0),
        frame(132, 150_000),
        List.of(),
        new ConnectionSummary.Signals(frame(71, 9), false, 0),
        List.of(subflow(0, address("10.0.1.1", 48168), address("10.0.1.2", 5001), 0)));
  }

  static ConnectionSummary two(int id, Dialect dialect) {
    return connection(
        id,
        dialect,
        subflow(0, address("192.0.2.1", 40123), address("203.0.113.9", 8080), 0),
        subflow(1, address("192.0.2.2", 38261), address("203.0.113.9", 8080), 1));
  }

  static CaptureReport capture(
      String file, List<ConnectionSummary> connections, List<Finding> findings) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(
        "CAP-LISTENER-KEY-ECHO", new Outcome(Verdict.PASS, "key-not-echoed", "", List.of(0), 1, 0));
    outcomes.put(
        "JOIN-ACK-HMAC-VALID",
        new Outcome(Verdict.INCONCLUSIVE, "join-hmac-wrong", "keys", List.of(0), 1, 0));
    outcomes.put(
        "ADD-HMAC-VALID",
        new Outcome(Verdict.NOT_APPLICABLE, "add-addr-hmac-wrong", "", List.of(0), 1, 0));
    for (Finding finding : findings) {
      outcomes.put(
          finding.requirement(),
          new Outcome(
              Verdict.VIOLATION,
              finding.rule(),
              "",
              List.of(finding.connection()),
              1,
              finding.frame().number()));
    }
    List<ConnectionReport> reports = new ArrayList<>();
    connections.forEach(
        one -> reports.add(new ConnectionReport(one, new VerdictCounts(1, 1, 1, 1))));
    return new CaptureReport(
        file,
        true,
        16,
        new TcpCounts(2, 0, 0, 0),
        List.of(new CaptureWarning(CaptureWarning.SNAPLEN, "96 octets kept of each frame", 0)),
        reports,
        findings,
        outcomes);
  }

  static CaptureReport withoutMptcp(String file) {
    return new CaptureReport(
        file, true, 23, new TcpCounts(1, 1, 0, 0), List.of(), List.of(), List.of(), Map.of());
  }

  static Finding fastClose(Set<Doubted> doubts) {
    return finding(
        "fast-close-key-wrong",
        "FCLOSE-KEY-MATCHES-RECEIVER",
        "3.5",
        Severity.ERROR,
        new Fault(Side.INITIATOR, doubts),
        "MP_FASTCLOSE does not carry the key of its receiver",
        doubts.isEmpty() ? "the last octet is inverted" : null,
        List.of(
            shown(
                12,
                142_308,
                "0.1",
                Side.INITIATOR,
                "MP_FASTCLOSE on RST, key 084d135b1be2213a",
                Octets.ofHex("1e 0c 70 00 08 4d 13 5b 1b e2 21 3a"),
                List.of(new Caret(11, 12, "B's key has c5")),
                false),
            shown(2, 67, "0.0", Side.LISTENER, "MP_CAPABLE SYN/ACK, key 084d135b1be221c5")),
        1,
        List.of());
  }

  static Finding forgedAddress() {
    return finding(
        "add-addr-hmac-wrong",
        "ADD-HMAC-VALID",
        "3.4.1",
        Severity.ERROR,
        new Fault(Side.LISTENER, Set.of(Doubted.MIDDLEBOX, Doubted.NAT)),
        "ADD_ADDR of 10.0.2.77 has a wrong HMAC",
        "the HMAC fits 10.0.2.2; the address was changed after it was made",
        List.of(
            shown(
                11,
                312_658,
                "0.0",
                Side.LISTENER,
                "ADD_ADDR id 9, 10.0.2.77, HMAC c4c16dc20ccf5362",
                Octets.ofHex("1e 10 30 09 0a 00 02 4d c4 c1 6d c2 0c cf 53 62"),
                List.of(new Caret(4, 8, ""), new Caret(8, 16, "543c2a61fcf63686 due")),
                false),
            shown(8, 311_433, "0.0", Side.LISTENER, "MP_CAPABLE SYN/ACK, key 845d66aa7a3037ae"),
            shown(
                17,
                519_002,
                "0.0",
                Side.LISTENER,
                "the same again",
                Octets.EMPTY,
                List.of(),
                true)),
        2,
        List.of(new Folded("ADD-ECHO-SENT", 65, List.of(16, 21, 24, 30))));
  }

  static Finding note(String rule, String requirement, int connection, int frame) {
    return new Finding(
        rule,
        requirement,
        List.of(requirement),
        "RFC6824",
        "3.2",
        Severity.NOTE,
        connection,
        1,
        Fault.of(Side.LISTENER),
        "[fd3d:fa7b:d17d::2]:58341",
        Confidence.POSSIBLE,
        "inferred from circumstances, the connection was closing",
        "MP_JOIN ACK has a reserved bit set",
        null,
        List.of(
            shown(
                frame,
                5_124_605,
                connection + ".1",
                Side.INITIATOR,
                "MP_JOIN ACK of 24 octets",
                Octets.ofHex(
                    "1e 18 11 00 4c 89 19 b9 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"),
                List.of(new Caret(2, 4, "reserved")),
                false)),
        1,
        List.of());
  }

  private static Finding finding(
      String rule,
      String requirement,
      String section,
      Severity severity,
      Fault fault,
      String message,
      String diagnosis,
      List<Shown> evidence,
      int count,
      List<Folded> folded) {
    return new Finding(
        rule,
        requirement,
        List.of(requirement),
        "RFC8684",
        section,
        severity,
        0,
        evidence.getFirst().subflow(),
        fault,
        "192.0.2.2:38261",
        Confidence.CERTAIN,
        "",
        message,
        diagnosis,
        evidence,
        count,
        folded);
  }
}
