package org.mptcpscope.gui.presenter;

import java.util.List;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;

/**
 * A finding as the window shows it.
 *
 * @param fault "initiator, or a middlebox before the capture point"
 * @param where "connection 0, subflow 1"
 * @param diagnosis or null
 * @param reference "RFC 8684, 3.5"
 */
public record FindingCard(
    Severity severity,
    String rule,
    String message,
    String fault,
    String where,
    List<Line> evidence,
    String diagnosis,
    String reference,
    String requirement,
    int count) {
  public FindingCard {
    evidence = List.copyOf(evidence);
  }

  /** A frame and what it shows. */
  public record Line(int frame, String shows) {}

  static FindingCard of(Finding finding) {
    return new FindingCard(
        finding.severity(),
        finding.rule(),
        finding.message(),
        fault(finding),
        "connection "
            + finding.connection()
            + (finding.subflow() < 0 ? "" : ", subflow " + finding.subflow()),
        finding.evidence().stream()
            .filter(shown -> !shown.repetition())
            .map(shown -> new Line(shown.frame().number(), shown.shows()))
            .toList(),
        finding.diagnosis(),
        finding.spec().replace("RFC", "RFC ") + ", " + finding.section(),
        finding.requirement(),
        finding.count());
  }

  private static String fault(Finding finding) {
    String side = finding.fault().side() == null ? "not known" : finding.fault().side().word();
    String doubts =
        finding.doubts().stream().map(Fault.Doubted::clause).collect(Collectors.joining(", or "));
    return doubts.isEmpty() ? side : side + ", or " + doubts;
  }
}
