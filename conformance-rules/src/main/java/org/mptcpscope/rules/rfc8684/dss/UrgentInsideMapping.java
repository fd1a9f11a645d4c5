package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The urgent pointer cuts into a data sequence mapping.
 *
 * <p>The checksum of a mapping is computed over data without gaps, while a receiver may take urgent
 * octets out of the stream: so the urgent pointer must not interrupt a mapping (RFC 8684, section
 * 3.3.1). Found: flag URG on a segment with payload, and a pointer strictly inside the mapping that
 * this segment declares. Hosts disagree whether the pointer names the last urgent octet or the one
 * behind it; at the end of the mapping both are taken as outside. Once for each host on a subflow.
 */
public final class UrgentInsideMapping implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "urgent-inside-mapping",
              "DSS-URGENT-NOT-INSIDE-MAPPING",
              "the urgent pointer cuts into a mapping",
              Subject.MAPPING)
          .hears(PayloadStarted.class);

  /** A host on a subflow. */
  private record Place(Subflow on, Side by) {}

  private final Set<Place> told = new HashSet<>();
  private boolean asked;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new UrgentInsideMapping();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    // Of the segment of this event the observer hears after it.
    if (event instanceof PayloadStarted && !asked) {
      asked = true;
      out.segments(SegmentFacts.URGENT);
    }
  }

  @Override
  public void onSegment(SegmentFacts facts, Verdicts out) {
    long from = facts.mappingSsn();
    long to = from + facts.mappingLength();
    long urgent = facts.urgent();
    if (!facts.has(SegmentFacts.PAYLOAD)
        || facts.has(SegmentFacts.SYN | SegmentFacts.RST)
        || urgent <= from
        || urgent >= to - 1
        || out.connection().fallback(facts.by()).isPresent()
        || !told.add(new Place(facts.subflow(), facts.by()))) {
      return;
    }
    FrameRef frame = new FrameRef(facts.frame(), facts.time());
    out.violation(
            facts.subflow(),
            "the urgent pointer is inside a mapping of %d octets".formatted(to - from),
            Fault.of(facts.by()),
            Evidence.at(
                frame,
                facts.subflow(),
                facts.by(),
                "URG, pointer at ssn %d, mapping ssn %d:%d".formatted(urgent, from, to)))
        .about(facts.by(), new Range(facts.mappingDsn(), facts.mappingDsn() + to - from));
  }
}
