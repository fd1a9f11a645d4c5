package org.mptcpscope.rules.rfc8684.fallback;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_FAIL on a connection that does not use DSS checksums.
 *
 * <p>MP_FAIL reports a mapping whose checksum was wrong; without checksums there is as a rule
 * nothing to report (RFC 8684, section 3.7). Something above or below MPTCP may have noticed the
 * damage, hence no more than a note.
 */
public final class FailWithoutChecksum implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fail-without-checksum",
              "FAIL-ONLY-WITH-CHECKSUM",
              "MP_FAIL although no DSS checksums were agreed on",
              Subject.FAIL)
          .hears(FailSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof FailSent fail
        && !fail.reciprocal()
        && fail.connection().checksums() == Checksums.NOT_AGREED) {
      out.violation(
          fail.on(),
          "MP_FAIL without DSS checksums",
          Fault.of(fail.by()),
          Evidence.at(fail.carrier(), Fallbacks.shown(fail)));
    }
  }
}
