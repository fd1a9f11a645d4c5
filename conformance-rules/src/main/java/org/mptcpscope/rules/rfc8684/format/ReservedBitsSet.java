package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.MptcpEvent.ResetExplained;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * An MPTCP option has a reserved bit set.
 *
 * <p>Reserved bits are how the protocol can grow: a later version may give them a meaning, and a
 * host that sets them by accident will then ask for something it does not want. For DSS, MP_JOIN,
 * ADD_ADDR of version 1 and MP_TCPRST the RFC demands zero in capitals; REMOVE_ADDR, MP_FAIL,
 * MP_FASTCLOSE and MP_PRIO only draw the bits, so these are warnings, and MP_PRIO without a known
 * version 1 is a note. The third packet of a join has neither a backup bit nor an Address ID: where
 * only the bit is set that is B on a SYN, the sender reused the layout of the SYN.
 */
public final class ReservedBitsSet implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reserved-bits-set",
              "JOIN-SYN-RESERVED-ZERO",
              "an MPTCP option has a reserved bit set",
              Subject.JOIN)
          .also("JOIN-ACK-RESERVED-ZERO", Subject.JOIN_CONFIRMATION)
          .also("PRIO-RESERVED-ZERO", Subject.PRIO)
          .also("ADD-RESERVED-ZERO", Subject.ADD_ADDR)
          .also("FCLOSE-RESERVED-ZERO", Subject.FASTCLOSE)
          .also("RST-RESERVED-UVW-ZERO", Subject.RESET_REASON)
          .also("REM-RESERVED-ZERO", Subject.REMOVE_ADDR)
          .also("FAIL-RESERVED-ZERO", Subject.FAIL)
          .also("DSS-RESERVED-ZERO", Subject.DATA_ACK)
          .hears(
              JoinRequested.class,
              JoinAnswered.class,
              JoinConfirmed.class,
              PriorityChanged.class,
              AddressAdvertised.class,
              AddressEchoed.class,
              AddressRemoved.class,
              FailSent.class,
              DssIrregular.class,
              FastClosed.class,
              ResetExplained.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested e -> check("JOIN-SYN-RESERVED-ZERO", "MP_JOIN SYN", 0x0e00, e, out);
      case JoinAnswered e -> check("JOIN-SYN-RESERVED-ZERO", "MP_JOIN SYN/ACK", 0x0e00, e, out);
      case JoinConfirmed e -> check("JOIN-ACK-RESERVED-ZERO", "MP_JOIN ACK", 0x0fff, e, out);
      case PriorityChanged e -> check("PRIO-RESERVED-ZERO", "MP_PRIO", 0x0e00, e, out);
      case AddressAdvertised e -> check("ADD-RESERVED-ZERO", "ADD_ADDR", 0x0e00, e, out);
      case AddressEchoed e -> check("ADD-RESERVED-ZERO", "ADD_ADDR echo", 0x0e00, e, out);
      case AddressRemoved e -> check("REM-RESERVED-ZERO", "REMOVE_ADDR", 0x0f00, e, out);
      case FailSent e -> check("FAIL-RESERVED-ZERO", "MP_FAIL", 0x0fff, e, out);
      case DssIrregular e when e.oddities().contains(Oddity.RESERVED) ->
          check("DSS-RESERVED-ZERO", "DSS", 0x0fe0, e, out);
      case FastClosed e -> check("FCLOSE-RESERVED-ZERO", "MP_FASTCLOSE", 0x0fff, e, out);
      case ResetExplained e -> check("RST-RESERVED-UVW-ZERO", "MP_TCPRST", 0x0e00, e, out);
      default -> {}
    }
  }

  /** The mask counts from the high half of octet 2 on. */
  private static void check(String id, String what, int mask, OptionEvent event, Verdicts out) {
    MptcpOption option = event.optional().orElse(null);
    Octets octets = option == null ? Octets.EMPTY : option.emit();
    int set = octets.length() < 4 ? octets(octets) & mask : octets.u16(2) & mask;
    if (set == 0) {
      return;
    }
    Carrier segment = event.carrier();
    Evidence evidence =
        Evidence.at(segment, "%s of %d octets".formatted(what, octets.length()))
            .octets(octets, (set & 0x0f00) != 0 ? 2 : 3, (set & 0xff) != 0 ? 4 : 3, "reserved");
    String message = what + " has a reserved bit set";
    Fault fault = Fault.of(segment.by());
    Dialect dialect = event.connection().dialect();
    if (event instanceof PriorityChanged && dialect.version() != 1) {
      out.note(id, segment.on(), message, fault, evidence);
    } else {
      explain(event, set, option, out.violation(id, segment.on(), message, fault, evidence));
    }
  }

  private static int octets(Octets octets) {
    return octets.length() < 3 ? 0 : octets.at(2) << 8;
  }

  private static void explain(OptionEvent event, int set, MptcpOption option, Draft draft) {
    if (event instanceof JoinConfirmed && set == 0x0100) {
      draft.diagnosis("the bit is the backup bit of a SYN, which this form does not have");
    } else if (option instanceof AddAddr add && (add.nibble() == 4 || add.nibble() == 6)) {
      draft.diagnosis("%d is the IPVer field of version 0".formatted(add.nibble()));
    }
  }
}
