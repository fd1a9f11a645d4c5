package org.mptcpscope.rules.rfc8684.handshake;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host did not ask for DSS checksums.
 *
 * <p>Flag A is expected unless an administrator knows the path to be free of boxes that change
 * payload (RFC 8684, sections 3.1 and 3.3.1). Nearly every host leaves it out, which is its right:
 * a note, once for each address of a capture, and once for the first connection without checksums.
 */
public final class ChecksumOff implements Rule {
  private static final int MOST = 65_536;
  private static final String FLAG = "CAP-A-BIT-DEFAULT-ON";
  private static final String RECOMMENDED = "DSS-CHECKSUM-RECOMMENDED";

  public static final RuleSpec SPEC =
      RuleSpec.of("checksum-off", FLAG, "a host did not ask for DSS checksums", Subject.CAPABLE)
          .also(RECOMMENDED, Subject.CAPABLE)
          .hears(CapableSent.class, HandshakeCompleted.class)
          .overCapture();

  private final Set<InetAddress> told = new HashSet<>();
  private boolean recommended;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new ChecksumOff();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case CapableSent capable
          when capable.carrier().isSyn()
              && capable.option().isDefined()
              && !capable.option().a()
              && !capable.reflected()
              && told.size() < MOST
              && told.add(capable.on().addressOf(capable.by()).getAddress()) ->
          out.violation(
              FLAG,
              capable.on(),
              "MP_CAPABLE without flag A",
              Fault.of(capable.by()),
              Evidence.at(capable.carrier(), "MP_CAPABLE, " + Capables.flags(capable.option()))
                  .octets(capable.option().emit(), 3, 4, "A is 0x80"));
      case HandshakeCompleted completed
          when !recommended
              && completed.outcome() == Outcome.AGREED
              && completed.connection().checksums() == Checksums.NOT_AGREED -> {
        recommended = true;
        out.violation(
            RECOMMENDED,
            completed.on(),
            "a connection without DSS checksums",
            Fault.of(Side.INITIATOR),
            Evidence.at(completed.carrier(), "third packet, no host asked for checksums"));
      }
      default -> {}
    }
  }
}
