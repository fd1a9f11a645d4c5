package org.mptcpscope.rules.rfc8684.handshake;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.PathConfirmed;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent its key again after the start of the connection.
 *
 * <p>The keys are all that protects a connection: they pass in the handshake and then only in
 * MP_FASTCLOSE (RFC 8684, section 5). Once the peer has acknowledged data of MPTCP, and a round
 * trip later, nobody needs MP_CAPABLE any more, except on octets of the first mapping that are sent
 * again. A warning if the capture was taken at that host; elsewhere, where the acknowledgment may
 * not have arrived yet, a note.
 */
public final class KeySentLate implements Rule {
  private static final String ID = "SEC-KEYS-SENT-ONLY-AT-START";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "key-sent-late",
              ID,
              "a host sent its key again after the start of the connection",
              Subject.CAPABLE)
          .hears(CapableSent.class, PathConfirmed.class);

  private final List<PathConfirmed> confirmed = new ArrayList<>(2);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new KeySentLate();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case PathConfirmed path when path.on().isInitial() -> confirmed.add(path);
      case CapableSent capable when capable.option().hasSenderKey() && !capable.carrier().isSyn() ->
          confirmed.stream()
              .filter(path -> path.sender() == capable.by() && path.on() == capable.on())
              .findFirst()
              .ifPresent(path -> judge(capable, path, out));
      default -> {}
    }
  }

  private static void judge(CapableSent capable, PathConfirmed path, Verdicts out) {
    Carrier segment = capable.carrier();
    boolean late = segment.frame().time() > path.knownAt().time() + segment.on().grace();
    if (!late || segment.payload() > 0 && segment.ssn() < endOfFirst(capable)) {
      return;
    }
    String message = "MP_CAPABLE with keys long after the first Data ACK";
    Fault fault = Fault.of(segment.by());
    Evidence evidence =
        Evidence.at(segment, "MP_CAPABLE of %d octets".formatted(capable.option().length()))
            .octets(capable.option().emit(), 4, 12, "the key")
            .and(path.carrier(), "first Data ACK of its data");
    if (segment.on().vantage().isAt(segment.by())) {
      out.violation(segment.on(), message, fault, evidence);
    } else {
      out.note(ID, segment.on(), message, fault, evidence).reduced(Need.SENDER_SIDE_CAPTURE);
    }
  }

  private static long endOfFirst(CapableSent capable) {
    long declared = 1L + Math.max(1, capable.option().dataLength());
    return capable
        .on()
        .mappings(capable.by())
        .at(1)
        .map(first -> Math.max(declared, first.ssn() + first.length()))
        .orElse(declared);
  }
}
