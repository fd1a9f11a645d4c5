package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.MappingConflicted;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A data sequence mapping contradicts an earlier one.
 *
 * <p>Once it is declared which data sequence numbers the octets of a subflow have, that is never
 * altered (RFC 8684, section 3.3.1): a receiver keeps the first mapping, another host the second,
 * and the stream is not the same. The same mapping again, cut in two or made longer, alters
 * nothing, nor does the same data on other octets of a subflow.
 *
 * <p>The two-key form on the first data stands for a mapping: subflow octet 1 is the data sequence
 * number behind the one of the SYN, for as many octets as its Data-Level Length says (RFC 8684,
 * section 3.1). The segment that carries it must have some of these octets, and no later mapping
 * may give them other numbers.
 */
public final class MappingChanged implements Rule {
  private static final String IMMUTABLE = "DSS-MAPPING-IMMUTABLE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "mapping-changed",
              "CAP-MAPPING-IMPLIED-START",
              "a mapping contradicts an earlier one",
              Subject.MAPPING)
          .also(IMMUTABLE, Subject.MAPPING)
          .hears(MappingConflicted.class, MappingMisplaced.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case MappingConflicted conflict
          when conflict.older().byCapable() || conflict.newer().byCapable() ->
          conflicted(conflict, out);
      case MappingConflicted conflict -> altered(conflict, out);
      case MappingMisplaced misplaced when misplaced.mapping().byCapable() ->
          misplaced(misplaced, out);
      default -> {}
    }
  }

  private static void conflicted(MappingConflicted conflict, Verdicts out) {
    Carrier segment = conflict.carrier();
    Mapping older = conflict.older();
    out.violation(
            segment.on(),
            "the octets that MP_CAPABLE maps were mapped to other data sequence numbers",
            Fault.of(segment.by()),
            Evidence.at(segment, "mapping " + shows(conflict.newer()))
                .and(older.mappedAt(), segment.on(), segment.by(), "mapping " + shows(older)))
        .about(segment.by(), conflict.ssns());
  }

  private static void altered(MappingConflicted conflict, Verdicts out) {
    Carrier segment = conflict.carrier();
    Mapping older = conflict.older();
    out.violation(
            IMMUTABLE,
            segment.on(),
            "octets of the subflow were mapped to other data sequence numbers than before",
            Fault.of(segment.by()),
            Evidence.at(segment, "mapping " + shows(conflict.newer()))
                .and(older.mappedAt(), segment.on(), segment.by(), "mapping " + shows(older)))
        .about(segment.by(), conflict.ssns());
  }

  private static void misplaced(MappingMisplaced misplaced, Verdicts out) {
    Carrier segment = misplaced.carrier();
    Mapping mapping = misplaced.mapping();
    out.violation(
            segment.on(),
            "MP_CAPABLE with data on a segment with none of the octets that it maps",
            Fault.of(segment.by()),
            Evidence.at(segment, "MP_CAPABLE with data, " + shows(mapping)))
        .about(segment.by(), new Range(mapping.ssn(), mapping.ssn() + mapping.length()));
  }

  private static String shows(Mapping mapping) {
    return "ssn %d:%d to dsn %016x"
        .formatted(mapping.ssn(), mapping.ssn() + mapping.length(), mapping.dsn());
  }
}
