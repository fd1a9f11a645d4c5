package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced.How;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A mapping has nothing to do with the segment that carries it.
 *
 * <p>It must map at least a part of that segment's data (RFC 8684, section 3.3.1); version 0 had no
 * such rule. Found: a mapping beside the data of its segment, or on a segment without data. An
 * error if the capture was taken at the sender; elsewhere a box may have cut or joined segments,
 * and it is a warning.
 */
public final class MappingOutsideSegment implements Rule {
  private static final String ID = "DSS-MAPPING-OVERLAPS-SEGMENT";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "mapping-outside-segment",
              ID,
              "a mapping maps nothing of the segment that carries it",
              Subject.MAPPING)
          .hears(MappingMisplaced.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof MappingMisplaced misplaced
        && !misplaced.mapping().byCapable()
        && (misplaced.how() == How.BESIDE || misplaced.how() == How.NO_PAYLOAD)) {
      report(misplaced, out);
    }
  }

  private static void report(MappingMisplaced misplaced, Verdicts out) {
    Carrier segment = misplaced.carrier();
    Mapping mapping = misplaced.mapping();
    Range ssns = new Range(mapping.ssn(), mapping.ssn() + mapping.length());
    String maps = "a mapping of ssn %d:%d".formatted(ssns.from(), ssns.to());
    boolean bare = misplaced.how() == How.NO_PAYLOAD;
    String message =
        bare
            ? maps + " on a segment without data"
            : maps
                + " on a segment of ssn %d:%d"
                    .formatted(segment.ssn(), segment.ssn() + segment.payload());
    Fault fault = Fault.of(segment.by());
    Evidence evidence = Evidence.at(segment, "DSS with " + maps);
    Verdicts.Draft draft =
        segment.on().vantage().isAt(segment.by())
            ? out.violation(segment.on(), message, fault, evidence)
            : out.warning(ID, segment.on(), message, fault, evidence);
    draft.about(segment.by(), ssns);
  }
}
