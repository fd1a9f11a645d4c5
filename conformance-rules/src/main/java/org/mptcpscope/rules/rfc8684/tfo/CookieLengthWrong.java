package org.mptcpscope.rules.rfc8684.tfo;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The Fast Open option has a length that no cookie has.
 *
 * <p>The request has no cookie, the option with one 4 to 16 octets of it, an even number (RFC 8684,
 * appendix B.1; RFC 7413, section 4.1.1). A listener ignores any other. In its experimental kind
 * 254 the option has two octets more, which do not count.
 */
public final class CookieLengthWrong implements Rule {
  private static final int SHORTEST = 4;
  private static final int LONGEST = 16;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "cookie-length-wrong",
              "TFO-COOKIE-OPTION-LENGTH",
              "the Fast Open option has a length that no cookie has",
              Subject.TFO)
          .hears(SynSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SynSent syn && syn.offers().tfoKind() >= 0) {
      int octets = syn.offers().tfoCookie();
      boolean legal = octets == 0 || octets >= SHORTEST && octets <= LONGEST && octets % 2 == 0;
      if (!legal) {
        Carrier segment = syn.carrier();
        out.violation(
            segment.on(),
            "Fast Open cookie of %d octets".formatted(octets),
            Fault.of(segment.by()),
            Evidence.at(
                segment,
                "kind %d with a cookie of %d octets; 0 or 4 to 16, even"
                    .formatted(syn.offers().tfoKind(), octets)));
      }
    }
  }
}
