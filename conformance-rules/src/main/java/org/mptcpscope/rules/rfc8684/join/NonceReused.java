package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host used a nonce of MP_JOIN for two joins.
 *
 * <p>The nonces keep an old handshake from being replayed: each is random and used once (RFC 8684,
 * section 3.2). Copies of one SYN, and the SYN/ACKs to it, repeat theirs. The same nonce in two
 * joins of one connection, or in three joins of one host, is a warning. Once between two
 * connections is a note, as are the nonce 0 and nonces that count up by one.
 */
public final class NonceReused implements Rule {
  private static final String ID = "JOIN-NONCE-FRESH";
  private static final int MEMORY = 8192;
  private static final int MOST = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of("nonce-reused", ID, "a nonce of MP_JOIN was used for two joins", Subject.JOIN)
          .hears(JoinRequested.class, JoinAnswered.class)
          .overCapture();

  /** A try to join: one SYN with all its copies. */
  private record Try(int connection, int subflow, Ends ends) {
    /** The same segment, which a file with two copies of a capture holds twice. */
    boolean isCopyOf(Try other) {
      return ends.equals(other.ends);
    }
  }

  /** Addresses, ports and ISN of a SYN. */
  private record Ends(InetSocketAddress from, InetSocketAddress to, int isn) {}

  /** One nonce in one try. */
  private record Use(Try in, int token, FrameRef frame, Side by) {}

  /** Whose: all with one token are of one host, as are all from one address. */
  private record Nonce(Object whose, boolean answer, int value) {}

  private record Host(InetAddress address, boolean answer) {}

  /** Oldest out. */
  private static final class Memory<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MEMORY;
    }
  }

  private final Map<Nonce, List<Use>> uses = new Memory<>();
  private final Map<Host, List<Integer>> latest = new Memory<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new NonceReused();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested join when join.tokenMatch() != TokenMatch.OWN ->
          use(join.option().nonce(), join.option().token(), join.carrier(), false, out);
      case JoinAnswered answer when answer.optional().isPresent() ->
          Joins.attempt(answer.on())
              .flatMap(Attempt::syn)
              .flatMap(syn -> syn.option(MpJoinSyn.class))
              .ifPresent(
                  syn ->
                      use(
                          answer.optional().get().nonce(),
                          syn.token(),
                          answer.carrier(),
                          true,
                          out));
      default -> {}
    }
  }

  private void use(int nonce, int token, Carrier segment, boolean answer, Verdicts out) {
    Attempt attempt = Joins.attempt(segment.on()).orElse(null);
    if (attempt == null) {
      return;
    }
    Side opener = segment.on().opener();
    Ends ends =
        new Ends(
            segment.on().addressOf(opener), segment.on().addressOf(opener.peer()), attempt.isn());
    Try in = new Try(segment.on().connection().id(), segment.on().id(), ends);
    Use now = new Use(in, token, segment.frame(), segment.by());
    InetAddress host = segment.on().addressOf(segment.by()).getAddress();
    Set<Use> before = new LinkedHashSet<>(remember(new Nonce(token, answer, nonce), now));
    before.addAll(remember(new Nonce(host, answer, nonce), now));
    if (before.stream().anyMatch(use -> use.in().isCopyOf(in))) {
      return;
    }
    if (before.isEmpty()) {
      oddity(nonce, host, segment, answer, out);
    } else {
      report(nonce, before, now, segment, out);
    }
  }

  /** Adds a use; returns those before it. */
  private List<Use> remember(Nonce nonce, Use now) {
    List<Use> before = uses.getOrDefault(nonce, List.of());
    boolean known = before.stream().anyMatch(use -> use.in().isCopyOf(now.in()));
    if (!known && before.size() < MOST) {
      uses.put(nonce, Stream.concat(before.stream(), Stream.of(now)).toList());
    }
    return before;
  }

  private static void report(int nonce, Set<Use> before, Use now, Carrier segment, Verdicts out) {
    String shows = "MP_JOIN, nonce %08x".formatted(nonce);
    Evidence evidence = Evidence.at(segment, shows);
    for (Use use : before) {
      evidence = evidence.and(use.frame(), subflowOf(use, segment), use.by(), shows);
    }
    String message = "nonce %08x was used before".formatted(nonce);
    Fault fault = Fault.of(segment.by());
    boolean same = before.stream().anyMatch(use -> use.token() == now.token());
    if (same || before.size() > 1) {
      out.warning(ID, segment.on(), message, fault, evidence);
    } else {
      out.note(ID, segment.on(), message, fault, evidence)
          .diagnosis("the other join was one of another connection");
    }
  }

  /** The subflow if it is of the connection in hand, else null. */
  private static Subflow subflowOf(Use use, Carrier segment) {
    Connection connection = segment.on().connection();
    if (use.in().connection() != connection.id()) {
      return null;
    }
    return connection.subflows().stream()
        .filter(subflow -> subflow.id() == use.in().subflow())
        .findFirst()
        .orElse(null);
  }

  /** Zero, or the third in a row that counts up by one. */
  private void oddity(int nonce, InetAddress host, Carrier segment, boolean answer, Verdicts out) {
    List<Integer> last = latest.getOrDefault(new Host(host, answer), List.of());
    boolean counts =
        last.size() == 2 && nonce == last.getLast() + 1 && nonce == last.getFirst() + 2;
    latest.put(
        new Host(host, answer), last.isEmpty() ? List.of(nonce) : List.of(last.getLast(), nonce));
    if (nonce == 0 || counts) {
      out.note(
          ID,
          segment.on(),
          nonce == 0 ? "the nonce of MP_JOIN is 0" : "the nonces of MP_JOIN count up by one",
          Fault.of(segment.by()),
          Evidence.at(segment, "MP_JOIN, nonce %08x".formatted(nonce)));
    }
  }
}
