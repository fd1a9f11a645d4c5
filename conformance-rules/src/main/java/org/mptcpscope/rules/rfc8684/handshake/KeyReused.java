package org.mptcpscope.rules.rfc8684.handshake;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
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
  private static final int MOST = 65_536;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "key-reused",
              "CAP-KEY-UNIQUE-AMONG-LIVE-CONNECTIONS",
              "a host uses one key for two connections at the same time",
              Subject.CAPABLE)
          .hears(HandshakeCompleted.class, FastClosed.class, ConnectionEnded.class)
          .overCapture();

  private final Map<Identity, Host> live = new HashMap<>();
  private final Set<Connection> aborted = new HashSet<>();

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
      case ConnectionEnded ended -> forget(ended.connection());
      case FastClosed closed when closed.key().isValid() -> aborted.add(closed.connection());
      case HandshakeCompleted completed
          when completed.outcome() == Outcome.AGREED && completed.on().isInitial() -> {
        judge(Side.INITIATOR, completed.carrier(), out);
        judge(Side.LISTENER, completed.carrier(), out);
      }
      default -> {}
    }
  }

  private void forget(Connection connection) {
    live.values().removeIf(host -> host.connection() == connection);
    aborted.remove(connection);
  }

  private void judge(Side side, Carrier third, Verdicts out) {
    Host host = third.on().connection().host(side);
    OptionalLong key = host.key();
    if (key.isEmpty() || host.keyDisputed() || live.size() >= MOST) {
      return;
    }
    Identity identity = new Identity(third.on().addressOf(side).getAddress(), key.getAsLong());
    Host earlier = live.get(identity);
    if (earlier == null || isOver(earlier.connection())) {
      live.put(identity, host);
    } else if (earlier.connection() != host.connection() && !isSame(earlier, host)) {
      FrameRef frame = host.keyKnownAt().orElse(third.frame());
      FrameRef before = earlier.keyKnownAt().orElse(null);
      String shows = "key " + Capables.hex(identity.key());
      out.violation(
          third.on(),
          "one key for two connections at the same time",
          Fault.of(side),
          Evidence.at(frame, third.on(), side, shows)
              .and(
                  before,
                  earlier.connection().initial().orElse(null),
                  earlier.side(),
                  shows + " of connection %d".formatted(earlier.connection().id())));
    }
  }

  private boolean isOver(Connection connection) {
    boolean closed =
        connection.host(Side.INITIATOR).finalDsn().filter(fin -> fin.ackedAt() != null).isPresent()
            && connection
                .host(Side.LISTENER)
                .finalDsn()
                .filter(f -> f.ackedAt() != null)
                .isPresent();
    return closed
        || aborted.contains(connection)
        || (connection.open(Side.INITIATOR).isEmpty() && connection.open(Side.LISTENER).isEmpty());
  }

  private static boolean isSame(Host earlier, Host host) {
    Side peer = host.side().peer();
    return earlier
        .connection()
        .host(earlier.side().peer())
        .key()
        .equals(host.connection().host(peer).key());
  }

  private record Identity(InetAddress address, long key) {}
}
