package org.mptcpscope.rules.rfc8684.handshake;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
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
 * An initiator resets connections whose SYN/ACK lacks MP_CAPABLE instead of falling back.
 *
 * <p>A missing option means plain TCP, not an error (RFC 8684, section 3.7): hosts and boxes that
 * do not know MPTCP are everywhere. An application may close for its own reasons, so the RST must
 * be the direct answer to the SYN/ACK, within 10 ms, on at least two connections of the same
 * address.
 */
public final class ResetInsteadOfFallback implements Rule {
  private static final long DIRECT = 10_000_000;
  private static final int MOST = 4096;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reset-instead-of-fallback",
              "CAP-SHOULD-FALL-BACK-ON-LOST-OPTION",
              "connections without MP_CAPABLE in the SYN/ACK are reset",
              Subject.CAPABLE)
          .hears(SubflowReset.class)
          .overCapture();

  private final Map<InetAddress, Carrier> before = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new ResetInsteadOfFallback();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SubflowReset reset
        && reset.by() == Side.INITIATOR
        && reset.on().isInitial()
        && reset.answers() != null
        && reset.knownAt().time() - reset.answers().time() <= DIRECT
        && isRefused(reset.on())) {
      InetAddress host = reset.on().addressOf(Side.INITIATOR).getAddress();
      Carrier earlier = before.get(host);
      if (earlier != null && earlier.on() != reset.on()) {
        report(reset, earlier, out);
      } else if (before.size() < MOST) {
        before.put(host, reset.carrier());
      }
    }
  }

  private static boolean isRefused(Subflow subflow) {
    return Capables.attempt(subflow)
        .filter(a -> a.third() == null && !a.synAcks().isEmpty())
        .filter(a -> a.syns().stream().allMatch(copy -> Capables.isOn(copy.options())))
        .filter(a -> a.synAcks().stream().noneMatch(copy -> Capables.isOn(copy.options())))
        .isPresent();
  }

  private static void report(SubflowReset reset, Carrier earlier, Verdicts out) {
    out.violation(
        reset.on(),
        "RST in answer to a SYN/ACK without MP_CAPABLE, again",
        Fault.of(Side.INITIATOR),
        Evidence.at(reset.carrier(), "RST in answer to the SYN/ACK")
            .and(reset.answers(), reset.on(), Side.LISTENER, "SYN/ACK without MP_CAPABLE")
            .and(earlier, "RST in answer to such a SYN/ACK before"));
  }
}
