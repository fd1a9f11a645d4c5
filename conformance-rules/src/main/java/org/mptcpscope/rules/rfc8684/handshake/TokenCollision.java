package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
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
 * A host has two connections with the same token at the same time.
 *
 * <p>Before a host announces a key it had better see that none of its connections has the token
 * that the key makes (RFC 8684, section 3.1): a join names nothing but the token. It happens by
 * chance once in four thousand million pairs, hence a note. Equal keys have a rule of their own.
 */
public final class TokenCollision implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "token-collision",
              "CAP-TOKEN-COLLISION-AVOIDED",
              "a host has one token for two connections at the same time",
              Subject.CAPABLE)
          .hears(HandshakeCompleted.class, ConnectionEnded.class)
          .overCapture();

  private final LiveKeys live = new LiveKeys();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new TokenCollision();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case ConnectionEnded ended -> live.ended(ended.connection());
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
    if (host.token().isEmpty() || host.keyDisputed()) {
      return;
    }
    int token = host.token().getAsInt();
    live.takenBy(third.on().addressOf(side).getAddress(), token, host)
        .filter(earlier -> !earlier.key().equals(host.key()))
        .ifPresent(
            earlier ->
                out.violation(
                    third.on(),
                    "one token for two connections at the same time",
                    Fault.of(side),
                    Evidence.at(
                            host.keyKnownAt().orElse(third.frame()),
                            third.on(),
                            side,
                            "MP_CAPABLE, a key of token %08x".formatted(token))
                        .and(
                            earlier.keyKnownAt().orElse(null),
                            earlier.connection().initial().orElse(null),
                            side,
                            "another key of this token, connection %d"
                                .formatted(earlier.connection().id()))));
  }
}
