package org.mptcpscope.rules.rfc8684.handshake;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host's initial sequence numbers can be foreseen.
 *
 * <p>Whoever can guess where a subflow begins can inject segments into it; the numbers should come
 * from a keyed generator (RFC 8684, section 3; RFC 6528). A note for the number 0, for one number
 * on two pairs of addresses and ports, and for three in a second that lie equally far apart; the
 * addresses of one connection are one host. Captures that were made by hand or made anonymous look
 * like this, too.
 */
public final class IsnPredictable implements Rule {
  private static final long SECOND = 1_000_000_000;
  private static final int MOST = 256;
  private static final int MOST_HOSTS = 1024;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "isn-predictable",
              "TCP-ISN-RANDOM",
              "a host's initial sequence numbers can be foreseen",
              Subject.CAPABLE)
          .hears(SynSent.class)
          .overCapture();

  private final Map<InetAddress, List<SynSent>> before = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new IsnPredictable();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SynSent syn && syn.copy() == 1) {
      InetAddress host = syn.on().addressOf(syn.by()).getAddress();
      if (before.size() == MOST_HOSTS && !before.containsKey(host)) {
        return;
      }
      List<SynSent> others = before.computeIfAbsent(host, _ -> new ArrayList<>());
      others.removeIf(other -> isSamePair(other, syn));
      judge(syn, ofHost(syn), out);
      if (others.size() == MOST) {
        others.removeFirst();
      }
      others.add(syn);
    }
  }

  /** What the host sent from this address, and from others on subflows of the same connection. */
  private List<SynSent> ofHost(SynSent syn) {
    List<Subflow> subflows = syn.on().connection().subflows();
    return Stream.concat(Stream.of(syn.on()), subflows.stream())
        .map(subflow -> subflow.addressOf(syn.by()).getAddress())
        .distinct()
        .flatMap(address -> before.getOrDefault(address, List.of()).stream())
        .filter(other -> !isSamePair(other, syn))
        .sorted(
            Comparator.<SynSent>comparingLong(other -> other.knownAt().time())
                .thenComparingInt(other -> other.knownAt().number()))
        .toList();
  }

  private static boolean isSamePair(SynSent one, SynSent other) {
    return one.on().addressOf(one.by()).equals(other.on().addressOf(other.by()))
        && one.on().addressOf(one.by().peer()).equals(other.on().addressOf(other.by().peer()));
  }

  private static void judge(SynSent syn, List<SynSent> others, Verdicts out) {
    if (syn.isn() == 0) {
      report(syn, "initial sequence number 0", List.of(), out);
      return;
    }
    SynSent same =
        others.stream().filter(other -> other.isn() == syn.isn()).findFirst().orElse(null);
    if (same != null) {
      report(syn, "one initial sequence number on two subflows", List.of(same), out);
      return;
    }
    int count = others.size();
    if (count >= 2) {
      SynSent last = others.get(count - 1);
      SynSent first = others.get(count - 2);
      boolean quick = syn.knownAt().time() - first.knownAt().time() <= SECOND;
      if (quick && syn.isn() - last.isn() == last.isn() - first.isn()) {
        report(
            syn, "initial sequence numbers that lie equally far apart", List.of(last, first), out);
      }
    }
  }

  private static void report(SynSent syn, String message, List<SynSent> others, Verdicts out) {
    Evidence evidence =
        Evidence.at(syn.carrier(), "initial sequence number %08x".formatted(syn.isn()));
    for (SynSent other : others) {
      evidence =
          evidence.and(other.carrier(), "initial sequence number %08x".formatted(other.isn()));
    }
    out.violation(syn.on(), message, Fault.of(syn.by()), evidence);
  }
}
