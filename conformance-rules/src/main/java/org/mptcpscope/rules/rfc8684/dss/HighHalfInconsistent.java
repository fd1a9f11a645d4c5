package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SequenceImplausible;
import org.mptcpscope.core.event.MptcpEvent.SequenceImplausible.How;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * A DSN or Data ACK is one that the data of the connection cannot have.
 *
 * <p>Data sequence numbers have 64 bits in every host, also where only the low half is sent (RFC
 * 8684, section 3.3.1): the high half is that of the initial number, and counts up by one each time
 * the low half wraps. Found: a DSN or Data ACK of 8 octets whose low half fits the data that was
 * sent, but not its high half; and a DSN in front of the first octet of data. Such a DSN of 4
 * octets is a warning: it may also be read as one far behind all that its receiver can take.
 *
 * <p>Judged where the key is known and the peer's Data ACKs show that it counts from the same
 * initial number. The number in front of the first one is used to probe a closed window. Not
 * judged: hosts that fell back.
 */
public final class HighHalfInconsistent implements Rule {
  private static final String ID = "DSS-64BIT-HIGH-HALF-CONSISTENT";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "high-half-inconsistent",
              ID,
              "a data sequence number is one that the data cannot have",
              Subject.MAPPING)
          .hears(SequenceImplausible.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SequenceImplausible odd) {
      Carrier segment = odd.carrier();
      Fault fault = Fault.of(segment.by());
      Evidence evidence = Evidence.at(segment, shows(odd));
      boolean narrow = odd.how() == How.IN_FRONT && !odd.wide();
      Draft draft =
          narrow
              ? out.warning(ID, segment.on(), message(odd), fault, evidence)
              : out.violation(segment.on(), message(odd), fault, evidence);
      Side sender = odd.dataAck() ? segment.by().peer() : segment.by();
      draft.about(sender, new Range(odd.expected(), odd.expected() + 1));
      if (odd.how() == How.HIGH_HALF) {
        draft.diagnosis(diagnosis(odd));
      }
    }
  }

  private static String message(SequenceImplausible odd) {
    if (odd.how() == How.IN_FRONT) {
      return "a DSN lies %d octets in front of all data".formatted(odd.firstDsn() - odd.number());
    }
    return "the high half of a %s is wrong".formatted(odd.dataAck() ? "Data ACK" : "DSN");
  }

  private static String shows(SequenceImplausible odd) {
    if (odd.how() == How.IN_FRONT) {
      return odd.wide()
          ? "DSN %016x, data begins at %016x".formatted(odd.number(), odd.firstDsn())
          : "DSN %08x, data begins at %016x".formatted((int) odd.number(), odd.firstDsn());
    }
    return "%s %016x".formatted(odd.dataAck() ? "Data ACK" : "DSN", odd.number());
  }

  private static String diagnosis(SequenceImplausible odd) {
    int wraps = (int) (odd.number() >>> 32) - (int) (odd.expected() >>> 32);
    String due = "%016x is due".formatted(odd.expected());
    if (odd.number() >>> 32 == 0) {
      return due + ", the high half is 0";
    }
    return switch (wraps) {
      case 1 -> due + ", a wrap of the low half was counted that there was not";
      case -1 -> due + ", a wrap of the low half was not counted";
      default -> due;
    };
  }
}
