package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_CAPABLE has a version that is not defined.
 *
 * <p>Version 1 is RFC 8684, version 0 its predecessor; nobody has defined another (RFC 8684,
 * section 3.1). An error in an answer or a later packet if the SYN proposed version 0 or 1: the
 * version must not rise either. A note on a SYN, which may propose what is to come, in an answer to
 * such a SYN, and where the SYN was not captured; such a connection is not checked further.
 */
public final class VersionUnknown implements Rule {
  private static final String ID = "VER-NIBBLE-VALUE";
  private static final String HIGHER = "VER-ANSWER-NOT-HIGHER";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "version-unknown",
              ID,
              "MP_CAPABLE has a version that is not defined",
              Subject.CAPABLE)
          .also(HIGHER, Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.option().version() > 1
        && !capable.reflected()) {
      judge(capable, out);
    }
  }

  private static void judge(CapableSent capable, Verdicts out) {
    Carrier segment = capable.carrier();
    MpCapable option = capable.option();
    int asked =
        Capables.attempt(capable.on())
            .map(attempt -> Capables.highestVersion(attempt.syns()))
            .orElse(-1);
    boolean raised = capable.form() != Form.SYN && (asked == 0 || asked == 1);
    String message = "MP_CAPABLE of version %d".formatted(option.version());
    Fault fault = Fault.of(segment.by());
    Evidence evidence =
        Evidence.at(segment, message).octets(option.emit(), 2, 3, "0 and 1 are defined");
    if (!raised) {
      out.note(ID, segment.on(), message, fault, evidence)
          .diagnosis("unknown version: the connection is not checked");
      return;
    }
    Copy syn = Capables.attempt(capable.on()).orElseThrow().syns().getFirst();
    Verdicts.Draft draft =
        out.violation(
            ID,
            segment.on(),
            message,
            fault,
            evidence.and(
                syn.frame(),
                segment.on(),
                Side.INITIATOR,
                "MP_CAPABLE SYN, version %d".formatted(asked)));
    if (capable.form() == Form.SYN_ACK) {
      draft.also(HIGHER);
    }
  }
}
