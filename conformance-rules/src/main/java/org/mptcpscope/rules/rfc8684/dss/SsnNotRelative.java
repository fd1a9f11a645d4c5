package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced.How;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * The subflow sequence number of a mapping does not count from the SYN.
 *
 * <p>It is relative to the initial sequence number of the subflow, the SYN being 0 and the first
 * octet of data 1 (RFC 8684, section 3.3.1), because boxes rewrite sequence numbers. Found: the raw
 * sequence number of TCP in its place, or 0 in a mapping of payload. One that begins at 0 and is as
 * long as its segment leaves the last octet of that without a mapping.
 */
public final class SsnNotRelative implements Rule {
  private static final String COVERED = "DSS-PAYLOAD-COVERED-BY-MAPPING";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "ssn-not-relative",
              "DSS-SSN-RELATIVE",
              "the subflow sequence number of a mapping does not count from the SYN",
              Subject.MAPPING)
          .also(COVERED, Subject.DATA)
          .hears(MappingMisplaced.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof MappingMisplaced misplaced)) {
      return;
    }
    Carrier segment = misplaced.carrier();
    Range octets = new Range(segment.ssn(), segment.ssn() + segment.payload());
    String has = "octets %d:%d".formatted(octets.from(), octets.to());
    long field = misplaced.mapping().ssn() & 0xffff_ffffL;
    if (misplaced.how() == How.ABSOLUTE_SSN) {
      out.violation(
              segment.on(),
              "a mapping has a sequence number of TCP instead of one relative to the SYN",
              Fault.of(segment.by()),
              Evidence.at(segment, has + ", mapping with ssn " + field))
          .about(segment.by(), octets)
          .diagnosis(
              "the raw sequence number of the segment would be relative %d"
                  .formatted(octets.from()));
    } else if (misplaced.how() == How.ZERO_SSN) {
      Draft draft =
          out.violation(
                  segment.on(),
                  "a mapping of payload has subflow sequence number 0, that of the SYN",
                  Fault.of(segment.by()),
                  Evidence.at(segment, has + ", mapping with ssn 0"))
              .about(segment.by(), octets);
      if (misplaced.mapping().length() < octets.to()) {
        draft.also(COVERED);
      }
    }
  }
}
