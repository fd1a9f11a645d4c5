package org.mptcpscope.rules.rfc8684.address;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The echo of an ADD_ADDR has an HMAC.
 *
 * <p>An echo only says that the address arrived: flag E set, the HMAC left out. The longer form is
 * taken for an option of a wrong length, or for a new address.
 */
public final class EchoWithHmac implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "echo-with-hmac",
              "ADD-ECHO-HAS-NO-HMAC",
              "ADD_ADDR echo carries an HMAC",
              Subject.ADD_ADDR_ECHO)
          .hears(AddressEchoed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof AddressEchoed echo && echo.option().hasHmac()) {
      int length = echo.option().emit().length();
      out.violation(
          echo.on(),
          SPEC.message(),
          Fault.of(echo.by()),
          Evidence.at(echo.carrier(), "ADD_ADDR, E=1, of " + length + " octets")
              .octets(echo.option().emit(), length - 8, length, "not in an echo"));
    }
  }
}
