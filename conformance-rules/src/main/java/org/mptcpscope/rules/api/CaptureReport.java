package org.mptcpscope.rules.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameOrigin;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.trace.TraceResult.TcpCounts;

/**
 * All that is said about one capture.
 *
 * @param file exactly as given
 * @param readable false if nothing could be read; then there is one warning and nothing else
 * @param totals of all connections
 * @param connections in the order of their ids; empty if they were not asked for; many are read
 *     from a temporary file, one by one
 * @param requirements outcome of each judged requirement over all connections, catalogue order
 * @param origins of a merged capture, where the frames come from that findings name; else empty
 * @param review what people said of the capture beforehand, and what came of it
 */
public record CaptureReport(
    String file,
    boolean readable,
    long frames,
    TcpCounts tcp,
    List<CaptureWarning> warnings,
    ConnectionTotals totals,
    List<ConnectionReport> connections,
    List<Finding> findings,
    Map<String, Outcome> requirements,
    Map<Integer, FrameOrigin> origins,
    Review review) {
  /** A report of the capture alone, of which nobody said anything beforehand. */
  public CaptureReport(
      String file,
      boolean readable,
      long frames,
      TcpCounts tcp,
      List<CaptureWarning> warnings,
      ConnectionTotals totals,
      List<ConnectionReport> connections,
      List<Finding> findings,
      Map<String, Outcome> requirements,
      Map<Integer, FrameOrigin> origins) {
    this(
        file,
        readable,
        frames,
        tcp,
        warnings,
        totals,
        connections,
        findings,
        requirements,
        origins,
        Review.NONE);
  }

  /** A report that lists all its connections. */
  public CaptureReport(
      String file,
      boolean readable,
      long frames,
      TcpCounts tcp,
      List<CaptureWarning> warnings,
      List<ConnectionReport> connections,
      List<Finding> findings,
      Map<String, Outcome> requirements) {
    this(
        file,
        readable,
        frames,
        tcp,
        warnings,
        ConnectionTotals.of(connections.stream().map(ConnectionReport::summary).toList()),
        connections,
        findings,
        requirements,
        Map.of());
  }

  public CaptureReport {
    warnings = List.copyOf(warnings);
    connections = Collections.unmodifiableList(connections);
    findings = List.copyOf(findings);
    origins = Map.copyOf(origins);
  }

  /** The same as people see it who said something beforehand. */
  public CaptureReport reviewed(List<Finding> left, Review outcome) {
    return new CaptureReport(
        file,
        readable,
        frames,
        tcp,
        warnings,
        totals,
        connections,
        left,
        requirements,
        origins,
        outcome);
  }

  /** The same without the list of connections, which are counted all the same. */
  public CaptureReport unlisted() {
    return new CaptureReport(
        file,
        readable,
        frames,
        tcp,
        warnings,
        totals,
        List.of(),
        findings,
        requirements,
        origins,
        review);
  }

  /** Whether a finding of this severity in this capture is a failure. */
  public boolean isFailure(Severity severity) {
    return review.failOn().isReachedBy(severity);
  }

  /** Whether anything in it is a failure: a finding, or an expectation that is not met. */
  public boolean fails() {
    return findings.stream().anyMatch(finding -> isFailure(finding.severity()))
        || !review.unmet().isEmpty();
  }

  /** The report of a capture of which nothing could be read. */
  public static CaptureReport unreadable(String file, CaptureWarning why) {
    return new CaptureReport(
        file, false, 0, new TcpCounts(0, 0, 0, 0), List.of(why), List.of(), List.of(), Map.of());
  }

  /** Each requirement once, with the worst verdict of its connections. */
  public VerdictCounts verdicts() {
    return VerdictCounts.of(requirements.values().stream().map(Outcome::verdict).toList());
  }

  /** One connection with its verdicts. */
  public record ConnectionReport(ConnectionSummary summary, VerdictCounts verdicts) {}

  /**
   * What became of one requirement.
   *
   * @param rule that judged it
   * @param reason for an inconclusive one, by the catalogue's word or in a few words; else empty
   * @param connections ids with the verdict, the first 64
   * @param connectionCount how many there are
   * @param frame offending frame of a violation, else 0
   */
  public record Outcome(
      Verdict verdict,
      String rule,
      String reason,
      List<Integer> connections,
      int connectionCount,
      int frame) {
    public Outcome {
      connections = List.copyOf(connections);
    }
  }

  /** How many requirements came out how. */
  public record VerdictCounts(int passed, int violated, int inconclusive, int notApplicable) {
    /** Counts. */
    public static VerdictCounts of(List<Verdict> verdicts) {
      return new VerdictCounts(
          Collections.frequency(verdicts, Verdict.PASS),
          Collections.frequency(verdicts, Verdict.VIOLATION),
          Collections.frequency(verdicts, Verdict.INCONCLUSIVE),
          Collections.frequency(verdicts, Verdict.NOT_APPLICABLE));
    }
  }
}
