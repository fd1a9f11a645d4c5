package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined from two addresses with one Address ID.
 *
 * <p>The ID names a source address whatever address translators make of it, so that the host can
 * remove it later (RFC 8684, section 3.2); with one ID for two addresses a removal closes the wrong
 * subflow. After REMOVE_ADDR an ID is free again, and ID 0 is the address of the initial subflow. A
 * note: a translator with several outer addresses looks the same.
 */
public final class AddressIdMoved implements Rule {
  private static final String ID = "JOIN-ADDRESS-ID-MAPS-ONE-ADDRESS";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-id-moved", ID, "a host joined from two addresses with one ID", Subject.JOIN)
          .hears(JoinRequested.class, JoinAnswered.class);

  private final Map<Named, Use> uses = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AddressIdMoved();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER ->
          use(join.option().addressId(), join.carrier(), join.option().emit(), out);
      case JoinAnswered answer when answer.optional().isPresent() ->
          use(
              answer.optional().get().addressId(),
              answer.carrier(),
              answer.optional().get().emit(),
              out);
      default -> {}
    }
  }

  private void use(int id, Carrier segment, Octets octets, Verdicts out) {
    if (id == 0) {
      return; // not any address, but that of the initial subflow
    }
    Named named = new Named(segment.by(), id);
    Use use = new Use(segment.on().addressOf(segment.by()).getAddress(), segment);
    Use before = uses.putIfAbsent(named, use);
    if (before == null || before.address().equals(use.address())) {
      return;
    }
    FrameRef removed =
        segment.on().connection().host(segment.by()).addresses().removedAt(id).orElse(null);
    if (removed == null || removed.isBefore(before.segment().frame())) {
      out.note(
          ID,
          segment.on(),
          "Address ID %d was %s before".formatted(id, Addresses.text(before.address())),
          Fault.of(segment.by()),
          Evidence.at(
                  segment, "MP_JOIN, id %d, from %s".formatted(id, Addresses.text(use.address())))
              .octets(octets, 3, 4, "")
              .and(before.segment(), "MP_JOIN, id " + id));
    }
    uses.put(named, use);
  }

  private record Named(Side side, int id) {}

  private record Use(InetAddress address, Carrier segment) {}
}
