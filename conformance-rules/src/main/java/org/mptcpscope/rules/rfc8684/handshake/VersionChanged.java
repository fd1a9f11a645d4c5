package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The version changed in the middle of the handshake.
 *
 * <p>What the SYN/ACK names is agreed; the third packet and the first data repeat it (RFC 8684,
 * section 3.1). With another version the listener reads other keys, hashes and layouts. The third
 * packet is compared with all SYN/ACKs that it may acknowledge, the first data with the third
 * packet. A length that belongs to the other version is a consequence of it.
 */
public final class VersionChanged implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "version-changed",
              "VER-CONSTANT-DURING-HANDSHAKE",
              "the version changed in the middle of the handshake",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  private CapableSent third;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new VersionChanged();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.by() == Side.INITIATOR
        && capable.on().isInitial()
        && !capable.carrier().isSyn()
        && !capable.option().b()) {
      if (third == null || third.on() != capable.on()) {
        third = capable;
        compareWithAnswer(capable, out);
      } else if (third.option().version() != capable.option().version()) {
        report(
                capable,
                third.option().version(),
                third.carrier().frame(),
                Side.INITIATOR,
                "MP_CAPABLE ACK",
                out)
            .reduced(Need.SYN_CAPTURED);
      }
    }
  }

  private static void compareWithAnswer(CapableSent capable, Verdicts out) {
    List<Copy> answers =
        Capables.attempt(capable.on()).map(Attempt::synAcks).orElse(List.of()).stream()
            .filter(copy -> copy.option(MpCapable.class).isPresent())
            .toList();
    List<MpCapable> options = Capables.of(answers);
    int version = capable.option().version();
    if (options.isEmpty()
        || options.stream().anyMatch(option -> option.version() == version || option.b())) {
      return;
    }
    report(
        capable,
        options.getFirst().version(),
        answers.getFirst().frame(),
        Side.LISTENER,
        "MP_CAPABLE SYN/ACK",
        out);
  }

  private static Verdicts.Draft report(
      CapableSent capable, int before, FrameRef at, Side by, String what, Verdicts out) {
    Carrier segment = capable.carrier();
    int version = capable.option().version();
    return out.violation(
        segment.on(),
        "version %d after version %d was agreed".formatted(version, before),
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_CAPABLE, version %d".formatted(version))
            .octets(capable.option().emit(), 2, 3, "%d was agreed".formatted(before))
            .and(at, segment.on(), by, "%s, version %d".formatted(what, before)));
  }
}
