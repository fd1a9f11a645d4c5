package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener answered with a higher version than it was asked for.
 *
 * <p>The answer names the version that both will speak: the proposed one or a lower one (RFC 8684,
 * section 3.1). The initiator may not know a higher one. The SYN/ACK is compared with the highest
 * version among the copies of the SYN that it acknowledges. A version that nobody has defined is
 * reported by version-unknown.
 */
public final class VersionRaised implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "version-raised",
              "VER-ANSWER-NOT-HIGHER",
              "the answer has a higher version than the SYN",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent answer
        && answer.form() == Form.SYN_ACK
        && !answer.reflected()
        && answer.option().version() <= 1) {
      Capables.attempt(answer.on()).ifPresent(attempt -> judge(answer, attempt, out));
    }
  }

  private static void judge(CapableSent answer, Attempt attempt, Verdicts out) {
    int asked = Capables.highestVersion(attempt.syns());
    MpCapable option = answer.option();
    if (asked < 0 || option.version() <= asked) {
      return;
    }
    Carrier segment = answer.carrier();
    Copy syn = attempt.syns().getFirst();
    out.violation(
        segment.on(),
        "SYN/ACK with version %d to a SYN with version %d".formatted(option.version(), asked),
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_CAPABLE SYN/ACK, version %d".formatted(option.version()))
            .octets(option.emit(), 2, 3, "at most %d is due".formatted(asked))
            .and(
                syn.frame(),
                segment.on(),
                segment.by().peer(),
                "MP_CAPABLE SYN, version %d".formatted(asked)));
  }
}
