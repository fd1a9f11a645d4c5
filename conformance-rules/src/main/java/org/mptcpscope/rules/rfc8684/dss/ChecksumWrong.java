package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The checksum of a data sequence mapping is wrong.
 *
 * <p>It covers the data that is mapped and a pseudo-header: the 64-bit data sequence number, also
 * where the option has but 32 bits of it, the subflow sequence number, the Data-Level Length as
 * sent, and zero (RFC 8684, section 3.3.1). It is computed again when all octets of the mapping
 * were seen, once, whatever the number of segments that repeat the option. If the capture was not
 * taken at the sender, a box that rewrites data may be the cause. Where the sum is right with zero
 * for the upper half of the number, the sender left that half out. Other computations that are
 * often wrong are tried and named: octets in the other order, a sum that was not complemented, one
 * of the payload alone, with another length or with none, and the checksum of TCP itself.
 *
 * <p>A DATA_FIN without data is summed over the pseudo-header alone: its own number, subflow
 * sequence number 0 and length 1 (section 3.3.3). No box has data to rewrite there, so that this is
 * an error. Where the other half of a number of 4 octets is not known nothing is judged.
 */
public final class ChecksumWrong implements Rule {
  private static final String VALID = "DSS-CHECKSUM-VALID";
  private static final String WIDE = "DSS-CHECKSUM-USES-64BIT-DSN";
  private static final String BARE_FIN = "DSS-DATAFIN-ALONE-CHECKSUM";

  public static final RuleSpec SPEC =
      RuleSpec.of("checksum-wrong", VALID, "the checksum of a mapping is wrong", Subject.CHECKSUM)
          .also(WIDE, Subject.CHECKSUM)
          .also(BARE_FIN, Subject.CHECKSUM)
          .hears(ChecksumFailed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof ChecksumFailed failed) {
      report(failed, out);
    }
  }

  private static void report(ChecksumFailed failed, Verdicts out) {
    Mapping mapping = failed.mapping();
    String id =
        !failed.payload() ? BARE_FIN : failed.variant() == Variant.HIGH_HALF_ZERO ? WIDE : VALID;
    String what =
        failed.payload() ? "a mapping of %d octets".formatted(mapping.length()) : "a DATA_FIN";
    Evidence evidence =
        Evidence.at(
            failed.carrier(),
            "%s, checksum %04x"
                .formatted(failed.payload() ? "mapping" : "DATA_FIN", failed.sent()));
    if (!failed.knownAt().equals(failed.carrier().frame())) {
      evidence = evidence.and(failed.knownAt(), failed.on(), failed.by(), "the last of its data");
    }
    Verdicts.Draft draft =
        out.violation(
                id,
                failed.on(),
                "the checksum of %s is %04x, computed is %04x"
                    .formatted(what, failed.sent(), failed.computed()),
                Fault.of(failed.by()),
                evidence)
            .about(
                failed.by(),
                new Range(mapping.dsn(), mapping.dsn() + Math.max(1, mapping.length())));
    if (failed.variant() != null) {
      draft.variant(failed.variant()).diagnosis(words(failed.variant()));
    } else if (failed.sent() == 0) {
      draft.diagnosis("the field was left at zero");
    }
  }

  private static String words(Variant variant) {
    return switch (variant) {
      case HIGH_HALF_ZERO -> "it fits with zero for the upper 32 bits of the data sequence number";
      case FIN_NOT_COUNTED -> "it fits with a length that does not count the DATA_FIN";
      case BYTES_SWAPPED -> "it fits with its two octets in the other order";
      default -> variant.sentence();
    };
  }
}
