package org.mptcpscope.rules.rfc6824;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host of version 0 reset a subflow because of a checksum that was not agreed.
 *
 * <p>Without agreement the field is to be ignored (RFC 6824, section 3.3), where RFC 8684 wants a
 * RST. A note, if a RST follows the first such mapping within a round trip: it may have another
 * cause.
 */
public final class SuperfluousChecksumPunished implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "superfluous-checksum-punished",
              "DSS-V0-SUPERFLUOUS-CHECKSUM-IGNORED",
              "a checksum that was not agreed was answered by a RST",
              Subject.MAPPING)
          .hears(DssIrregular.class, SubflowReset.class);

  private final Map<Subflow, DssIrregular> superfluous = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SuperfluousChecksumPunished();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DssIrregular odd when odd.oddities().contains(Oddity.CHECKSUM_UNAGREED) ->
          superfluous.putIfAbsent(odd.on(), odd);
      case SubflowReset reset when reset.ended() && reset.phase() == Subflow.Phase.ESTABLISHED -> {
        DssIrregular odd = superfluous.get(reset.on());
        if (odd != null
            && odd.by() == reset.by().peer()
            && reset.knownAt().time() - odd.knownAt().time() <= reset.on().grace()) {
          out.violation(
              reset.on(),
              "a RST answers a checksum that was not agreed",
              Fault.of(reset.by()),
              Evidence.at(reset.carrier(), "RST")
                  .and(odd.carrier(), "mapping with a checksum that was not agreed"));
        }
      }
      default -> {}
    }
  }
}
