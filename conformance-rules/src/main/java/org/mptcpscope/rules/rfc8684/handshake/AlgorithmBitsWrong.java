package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The algorithm flags of MP_CAPABLE are not those of the version.
 *
 * <p>Flags D to H, in version 0 also C, name the algorithms that a host can use; the only one that
 * is defined is H: HMAC-SHA256 in version 1, HMAC-SHA1 in version 0 (RFC 8684 and RFC 6824, section
 * 3.1). An option without any of them is not valid, and the receiver must ignore it. One with a
 * flag that is not assigned, or without H, promises what the host cannot have: a warning. A note: C
 * beside H in version 0, its meaning in drafts of version 1. The choice of a version 1 SYN/ACK has
 * rules of its own, and options with flag B are not judged.
 */
public final class AlgorithmBitsWrong implements Rule {
  private static final String D_TO_G = "CAP-CRYPTO-BITS-D-TO-G-ZERO";
  private static final String V0 = "CAP-V0-CRYPTO-BITS";
  private static final String PRESENT = "CAP-CRYPTO-PRESENT";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "algorithm-bits-wrong",
              PRESENT,
              "the algorithm flags of MP_CAPABLE are not those of its version",
              Subject.CAPABLE)
          .also(D_TO_G, Subject.CAPABLE)
          .also(V0, Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.option().isDefined()
        && !capable.reflected()) {
      judge(capable.carrier(), capable.option(), out);
    }
  }

  private static void judge(Carrier segment, MpCapable option, Verdicts out) {
    boolean answer = segment.isSyn() && segment.isAck();
    boolean odd = option.algorithmBits() != 0 || !option.h();
    String message = "MP_CAPABLE with algorithm flags 0x%02x";
    Fault fault = Fault.of(segment.by());
    if (Capables.algorithms(option) == 0) {
      out.violation(
          PRESENT,
          segment.on(),
          "MP_CAPABLE names no algorithm",
          fault,
          evidence(segment, option, "no flag of D to H"));
    } else if (option.version() == 0) {
      String what = message.formatted(Capables.algorithms(option));
      Evidence evidence = evidence(segment, option, "version 0 has H (0x01) only");
      if (odd) {
        out.violation(V0, segment.on(), what, fault, evidence);
      } else if (option.c()) {
        out.note(V0, segment.on(), what, fault, evidence);
      }
    } else if (odd && !answer) {
      out.violation(
          D_TO_G,
          segment.on(),
          message.formatted(Capables.algorithms(option)),
          fault,
          evidence(segment, option, "version 1 has H (0x01) only"));
    }
  }

  private static Evidence evidence(Carrier segment, MpCapable option, String caption) {
    return Evidence.at(segment, "MP_CAPABLE, " + Capables.flags(option))
        .octets(option.emit(), 3, 4, caption);
  }
}
