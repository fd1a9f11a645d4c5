package org.mptcpscope.rules.rfc8684.address;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host never echoed an ADD_ADDR with a reserved bit, though it echoed others.
 *
 * <p>Receivers pay no attention to the reserved bits of ADD_ADDR (RFC 8684, section 3.4.1), so that
 * a later version can use them. A note: echoes get lost, and a host may discard what it likes. The
 * option must be genuine and have been sent three times.
 */
public final class ReservedBitsNotIgnored implements Rule {
  private static final long PATIENCE = 3_000_000_000L;
  private static final int COPIES = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reserved-bits-not-ignored",
              "ADD-RESERVED-IGNORED",
              "ADD_ADDR with a reserved bit was not echoed",
              Subject.ADD_ADDR)
          .hears(
              AddressAdvertised.class,
              AddressEchoed.class,
              FellBack.class,
              FastClosed.class,
              DataFinAcked.class);

  private record Key(Side of, int id, InetAddress address) {}

  private final Map<Key, AddressAdvertised> first = new HashMap<>();
  private final Map<Key, Integer> copies = new HashMap<>();

  /** Hosts that echoed anything. */
  private final Set<Side> echoing = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new ReservedBitsNotIgnored();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address
          when address.hmac().isValid() && address.option().reserved() != 0 ->
          advertised(address, out);
      case AddressEchoed echo -> {
        echoing.add(echo.by());
        out.met(
            SPEC.requirement(),
            new Key(echo.by().peer(), echo.option().addressId(), echo.address()));
      }
      case FellBack _, FastClosed _, DataFinAcked _ -> out.excuseAll();
      default -> {}
    }
  }

  private void advertised(AddressAdvertised address, Verdicts out) {
    Key key = new Key(address.by(), address.option().addressId(), address.address());
    first.putIfAbsent(key, address);
    if (copies.merge(key, 1, Integer::sum) == COPIES) {
      out.expect(SPEC.requirement(), key, address.knownAt().time() + PATIENCE);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Key missing && echoing.contains(missing.of().peer())) {
      AddressAdvertised original = first.get(missing);
      out.note(
              SPEC.requirement(),
              original.on(),
              SPEC.message(),
              Fault.of(missing.of().peer()),
              Evidence.at(original.carrier(), "ADD_ADDR with a reserved bit, never echoed")
                  .octets(original.option().emit(), 2, 3, "reserved"))
          .until(deadline);
    }
  }
}
