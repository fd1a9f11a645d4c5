package org.mptcpscope.rules.rfc8684.handshake;

import java.util.OptionalLong;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host has two connections with the same key at the same time.
 *
 * <p>The token of a connection is made from its key, and a join names the connection by nothing but
 * the token (RFC 8684, section 3.1). Both connections must have finished their handshakes with
 * MPTCP, and the first must not be over: no DATA_FIN exchanged, no fast close, not all subflows
 * reset. Where both keys are the same it is one connection seen twice, on both sides of an address
 * translator.
 */
public final class KeyReused implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "key-reused",
              "CAP-KEY-UNIQUE-AMONG-LIVE-CONNECTIONS",
              "a host uses one key for two connections at the same time",
              Subject.CAPABLE)
          .hears(HandshakeCompleted.class, FastClosed.class, ConnectionEnded.class)
          .overCapture();

  private final LiveKeys live = new LiveKeys();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new KeyReused();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case ConnectionEnded ended -> live.ended(ended.connection());
      case FastClosed closed when closed.key().isValid() -> live.fastClosed(closed.connection());
      case HandshakeCompleted completed
          when completed.outcome() == Outcome.AGREED && completed.on().isInitial() -> {
        judge(Side.INITIATOR, completed.carrier(), out);
        judge(Side.LISTENER, completed.carrier(), out);
      }
      default -> {}
    }
  }

  private void judge(Side side, Carrier third, Verdicts out) {
    Host host = third.on().connection().host(side);
    OptionalLong key = host.key();
    if (key.isEmpty() || host.keyDisputed()) {
      return;
    }
    live.takenBy(third.on().addressOf(side).getAddress(), key.getAsLong(), host)
        .ifPresent(earlier -> report(host, earlier, third, out));
  }

  private static void report(Host host, Host earlier, Carrier third, Verdicts out) {
    String shows = "MP_CAPABLE, key " + Capables.hex(host.key().orElseThrow());
    out.violation(
        third.on(),
        "one key for two connections at the same time",
        Fault.of(host.side()),
        Evidence.at(host.keyKnownAt().orElse(third.frame()), third.on(), host.side(), shows)
            .and(
                earlier.keyKnownAt().orElse(null),
                earlier.connection().initial().orElse(null),
                earlier.side(),
                shows + " of connection %d".formatted(earlier.connection().id())));
  }
}
