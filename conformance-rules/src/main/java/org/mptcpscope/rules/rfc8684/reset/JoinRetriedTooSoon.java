package org.mptcpscope.rules.rfc8684.reset;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host tried a subflow again at once although the peer had named a passing trouble.
 *
 * <p>A transient reason allows another try, after a time that fits the reason. What fits is not
 * defined: three tries over the same pair of addresses within 10 ms each, after a lack of
 * resources, bad performance or interference, are a note.
 */
public final class JoinRetriedTooSoon implements Rule {
  private static final long AT_ONCE = 10_000_000L;
  private static final int TIMES = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-retried-too-soon",
              "RST-RETRY-TIMING-FITS-REASON",
              "MP_JOIN is tried again at once after a transient reset",
              Subject.JOIN)
          .hears(SubflowReset.class, JoinRequested.class);

  /** Addresses without ports, as the host that got the RST sees them. */
  private record Pair(Side retrier, InetAddress one, InetAddress other) {
    static Pair of(Side retrier, Subflow subflow) {
      return new Pair(
          retrier,
          subflow.addressOf(Side.INITIATOR).getAddress(),
          subflow.addressOf(Side.LISTENER).getAddress());
    }
  }

  /** The last transient RST over a pair, and how often it was followed by a hasty try. */
  private static final class Hurry {
    SubflowReset reset;
    int hasty;
  }

  private final Map<Pair, Hurry> hurries = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinRetriedTooSoon();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset when isPassing(reset) && hurries.size() < 256 ->
          hurries.computeIfAbsent(Pair.of(reset.by().peer(), reset.on()), _ -> new Hurry()).reset =
              reset;
      case JoinRequested join when join.copy() == 1 -> retried(join, out);
      default -> {}
    }
  }

  private static boolean isPassing(SubflowReset reset) {
    return reset
        .reason()
        .filter(ResetReasons::isTransient)
        .filter(o -> o.reason() == 0x02 || o.reason() == 0x05 || o.reason() == 0x06)
        .isPresent();
  }

  private void retried(JoinRequested join, Verdicts out) {
    Hurry hurry = hurries.get(Pair.of(join.by(), join.on()));
    if (hurry == null || hurry.reset == null) {
      return;
    }
    SubflowReset reset = hurry.reset;
    if (join.knownAt().time() - reset.knownAt().time() > AT_ONCE) {
      hurry.hasty = 0;
      return;
    }
    hurry.reset = null;
    hurry.hasty++;
    if (hurry.hasty == TIMES) {
      out.note(
          SPEC.requirement(),
          join.on(),
          SPEC.message(),
          Fault.of(join.by()),
          Evidence.at(join.carrier(), "MP_JOIN SYN, the third at once")
              .and(reset.carrier(), ResetReasons.shown(reset)));
    }
  }
}
