package org.mptcpscope.rules.rfc8684.handshake;

import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
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
 * A host uses keys that others can guess.
 *
 * <p>Who knows both keys can join the connection and take it over, so a key must be hard to guess
 * (RFC 8684, section 3.1). Warned of: a key of eight equal octets, zero among them, and a key less
 * than 65536 away from another one of the same host. Notes: a key of only two different octets, and
 * a key that returns after the connection that had it is over. Keys of handshakes that were not
 * completed do not count, since listeners with SYN cookies throw theirs away.
 */
public final class KeyGuessable implements Rule {
  private static final String ID = "CAP-KEY-HARD-TO-GUESS";
  private static final int NEAR = 1 << 16;
  private static final int MOST = 65_536;

  public static final RuleSpec SPEC =
      RuleSpec.of("key-guessable", ID, "a host uses keys that others can guess", Subject.CAPABLE)
          .hears(HandshakeCompleted.class, ConnectionEnded.class)
          .overCapture();

  private final Map<InetAddress, NavigableMap<Long, Integer>> keys = new HashMap<>();
  private final Set<Integer> over = new HashSet<>();
  private int kept;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new KeyGuessable();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case ConnectionEnded ended when over.size() < MOST -> over.add(ended.connection().id());
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
    OptionalLong known = host.key();
    if (known.isEmpty() || host.keyDisputed()) {
      return;
    }
    long key = known.getAsLong();
    FrameRef frame = host.keyKnownAt().orElse(third.frame());
    Evidence evidence =
        Evidence.at(frame, third.on(), side, "MP_CAPABLE, key " + Capables.hex(key));
    InetAddress address = third.on().addressOf(side).getAddress();
    NavigableMap<Long, Integer> others =
        kept < MOST
            ? keys.computeIfAbsent(address, _ -> new TreeMap<>())
            : keys.getOrDefault(address, Collections.emptyNavigableMap());
    int octets = differentOctets(key);
    Fault fault = Fault.of(side);
    if (octets == 1) {
      out.violation(third.on(), "a key of eight equal octets", fault, evidence);
    } else if (isNear(others.lowerKey(key), key) || isNear(others.higherKey(key), key)) {
      long other = isNear(others.lowerKey(key), key) ? others.lowerKey(key) : others.higherKey(key);
      out.violation(third.on(), "keys of one host follow each other", fault, evidence)
          .diagnosis("connection %d had key %s".formatted(others.get(other), Capables.hex(other)));
    } else if (octets == 2) {
      out.note(ID, third.on(), "a key of only two different octets", fault, evidence);
    } else if (others.containsKey(key) && over.contains(others.get(key))) {
      out.note(ID, third.on(), "a key returned", fault, evidence)
          .diagnosis("connection %d had it before".formatted(others.get(key)));
    }
    remember(others, key, third.on().connection().id());
  }

  private void remember(NavigableMap<Long, Integer> others, long key, int connection) {
    if (kept < MOST && others.put(key, connection) == null) {
      kept++;
    }
  }

  private static boolean isNear(Long other, long key) {
    return other != null && Math.abs(other - key) < NEAR;
  }

  private static int differentOctets(long key) {
    Set<Byte> octets = new HashSet<>();
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      octets.add((byte) (key >> shift));
    }
    return octets.size();
  }
}
