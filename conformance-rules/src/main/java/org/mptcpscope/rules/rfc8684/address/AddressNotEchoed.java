package org.mptcpscope.rules.rfc8684.address;

import java.util.HashMap;
import java.util.HashSet;
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
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An address was advertised again and again, and never echoed.
 *
 * <p>The receiver of an ADD_ADDR answers with the same option and flag E. It may discard any
 * advertisement, so silence is a note, and only if the option was sent at least three times over
 * more than 3 s and the receiver sent segments since. An echo may come on any subflow; its port
 * does not count.
 */
public final class AddressNotEchoed implements Rule {
  private static final long PATIENCE = 3_000_000_000L;
  private static final int COPIES = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-not-echoed",
              "ADD-ECHO-SENT",
              "ADD_ADDR was repeated and never echoed",
              Subject.ADD_ADDR)
          .hears(
              AddressAdvertised.class,
              AddressEchoed.class,
              FellBack.class,
              FastClosed.class,
              DataFinAcked.class);

  /** An address of a host, by ID; ports are not compared. */
  private record Key(Side of, int id, Octets address) {}

  private final Map<Key, AddressAdvertised> first = new HashMap<>();
  private final Map<Key, Integer> copies = new HashMap<>();
  private final Set<Key> expected = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AddressNotEchoed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address when address.hmac().isValid() -> advertised(address, out);
      case AddressEchoed echo -> {
        AddAddr option = echo.option();
        out.met(
            SPEC.requirement(), new Key(echo.by().peer(), option.addressId(), option.address()));
      }
      case FellBack _, FastClosed _, DataFinAcked _ -> out.excuseAll();
      default -> {}
    }
  }

  private void advertised(AddressAdvertised address, Verdicts out) {
    Key key = new Key(address.by(), address.option().addressId(), address.option().address());
    AddressAdvertised original = first.putIfAbsent(key, address);
    int times = copies.merge(key, 1, Integer::sum);
    long now = address.knownAt().time();
    if (original != null
        && times >= COPIES
        && now - original.knownAt().time() > PATIENCE
        && expected.add(key)) {
      out.expect(SPEC.requirement(), key, now + PATIENCE);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Key missing)) {
      return;
    }
    AddressAdvertised original = first.get(missing);
    Side receiver = missing.of().peer();
    boolean sentSince =
        original
            .connection()
            .host(receiver)
            .lastSent()
            .filter(frame -> original.knownAt().isBefore(frame))
            .isPresent();
    if (sentSince) {
      out.note(
              SPEC.requirement(),
              original.on(),
              SPEC.message(),
              Fault.of(receiver),
              Evidence.at(
                  original.carrier(),
                  "ADD_ADDR id %d, the first of %d".formatted(missing.id(), copies.get(missing))))
          .until(deadline);
    }
  }
}
