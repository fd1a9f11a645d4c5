package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Fallback.Reason;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host that had become plain TCP spoke MPTCP again.
 *
 * <p>The way back is closed (RFC 8684, section 3.7): data sequence numbers no longer follow what a
 * box may have done to the octets. A host is bound when it sent an infinite mapping, when it showed
 * that it had taken the MP_FAIL of its peer (by an MP_FAIL of its own, an infinite mapping, or data
 * without any option), when it left MP_CAPABLE out of the third packet and out of the first data,
 * or, seen at the host itself, when it sent data without options before MPTCP was confirmed. What
 * counts afterwards is a mapping that is declared for the first time behind all it had sent,
 * MP_CAPABLE, MP_JOIN on a new SYN, ADD_ADDR, REMOVE_ADDR and MP_PRIO, one round trip later on the
 * same subflow, and a second later on another. Old segments keep their options, an infinite mapping
 * may be sent again, and DATA_ACKs have a rule of their own.
 *
 * <p>A third packet without MP_CAPABLE may be the work of a box in front of the capture, hence only
 * a warning unless the capture was taken at the initiator; such a finding stands for the missing
 * option, too. The listener of such a connection is judged by bare-third-packet-ignored.
 */
public final class MptcpAfterFallback implements Rule {
  private static final String THIRD = "CAP-THIRD-ACK-HAS-OPTION";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "mptcp-after-fallback",
              "FB-NO-REVERT",
              "a host that had fallen back to TCP spoke MPTCP again",
              Subject.FALLBACK)
          .also(THIRD, Subject.CAPABLE)
          .hears(FellBack.class, OptionEvent.class);

  private final Map<Side, FellBack> bound = new EnumMap<>(Side.class);
  private boolean told;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new MptcpAfterFallback();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FellBack fell when isJudged(fell) -> fellBack(fell, out);
      case OptionEvent said when isSignal(said) && bound.containsKey(said.by()) ->
          signal(said, bound.get(said.by()), out);
      default -> {}
    }
  }

  /** With data on the SYN a bare third packet decides nothing for sure. */
  private static boolean isJudged(FellBack fell) {
    return switch (fell.fallback().reason()) {
      case INFINITE_MAPPING, MP_FAIL, SILENT -> true;
      case BARE_THIRD_PACKET ->
          fell.fallback().by() == Side.INITIATOR && fell.on().handshake().tfo().sent() == 0;
      case REFUSED -> false;
    };
  }

  private void fellBack(FellBack fell, Verdicts out) {
    Side side = fell.fallback().by();
    bound.put(side, fell);
    Carrier segment = fell.carrier();
    boolean own = segment.by() == side;
    if (own && fell.fallback().reason() == Reason.BARE_THIRD_PACKET && declares(segment)) {
      report(fell, segment.on(), Evidence.at(segment, "a data sequence mapping"), out);
      return;
    }
    out.watch(
        Watch.on(segment.on(), fell, side, SegmentFacts.NEW_MAPPING)
            .atOrBehind(own ? Fallbacks.end(segment) : segment.on().highest(side))
            .from(from(fell, segment.on())));
  }

  private static boolean declares(Carrier segment) {
    return segment.option(Dss.class).filter(dss -> dss.dataLength() > 0).isPresent();
  }

  /** When what the host sends on this subflow was surely made after it had fallen back. */
  private static long from(FellBack fell, Subflow on) {
    long known = Math.max(fell.knownAt().time(), fell.fallback().since().time());
    if (fell.fallback().reason() == Reason.BARE_THIRD_PACKET) {
      // By its own deed, before anything else: no queue can hold older segments.
      return on == fell.on() ? known : fell.fallback().since().time() + fell.on().grace();
    }
    return known + (on == fell.on() ? on.grace() : Fallbacks.elsewhere(on));
  }

  private static boolean isSignal(OptionEvent said) {
    return switch (said) {
      case CapableSent capable -> !capable.carrier().isSyn() && isNew(capable.copy(), said);
      case JoinRequested join -> isNew(join.copy(), said);
      case AddressAdvertised add -> isNew(add.copy(), said);
      case AddressRemoved remove -> isNew(remove.copy(), said);
      case PriorityChanged prio -> isNew(prio.copy(), said);
      default -> false;
    };
  }

  private static boolean isNew(int copy, OptionEvent said) {
    return copy == 1 && !said.carrier().retransmission();
  }

  private void signal(OptionEvent said, FellBack fell, Verdicts out) {
    if (said.carrier().frame().time() > from(fell, said.on())) {
      report(fell, said.on(), Evidence.at(said.carrier(), word(said)), out);
    }
  }

  private static String word(OptionEvent said) {
    return switch (said) {
      case CapableSent _ -> "MP_CAPABLE";
      case JoinRequested _ -> "MP_JOIN";
      case AddressAdvertised _ -> "ADD_ADDR";
      case AddressRemoved _ -> "REMOVE_ADDR";
      default -> "MP_PRIO";
    };
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (watch.key() instanceof FellBack fell) {
      Evidence mapping =
          Evidence.at(seen.frame(), seen.on(), seen.by(), "a new data sequence mapping");
      report(fell, seen.on(), mapping, out);
    }
  }

  private void report(FellBack fell, Subflow on, Evidence evidence, Verdicts out) {
    Fallback fallback = fell.fallback();
    Side side = fallback.by();
    boolean asked = fallback.reason() == Reason.MP_FAIL;
    Evidence all =
        evidence.and(
            fallback.since(), fell.on(), asked ? side.peer() : side, shows(fallback.reason()));
    String message = "MPTCP was spoken again after the fallback to TCP";
    boolean bare = fallback.reason() == Reason.BARE_THIRD_PACKET;
    if (bare && told) {
      return; // whatever it sends from there on has the same cause
    }
    Verdicts.Draft draft =
        bare && !Fallbacks.isAt(fell.on(), side)
            ? out.warning("FB-NO-REVERT", on, message, Fault.of(side), all)
            : out.violation(on, message, Fault.of(side), all);
    if (bare) {
      draft.also(THIRD);
    }
    FrameRef again = evidence.exhibits().getFirst().frame();
    if (!again.equals(fallback.since())) {
      draft.inOrder(fallback.since(), again);
      told = again.time() - fallback.since().time() > CaptureQuality.LONGEST_DISORDER;
    }
  }

  private static String shows(Reason reason) {
    return switch (reason) {
      case INFINITE_MAPPING -> "infinite mapping";
      case MP_FAIL -> "MP_FAIL of the peer";
      case BARE_THIRD_PACKET, REFUSED -> "third packet without MP_CAPABLE";
      case SILENT -> "data without any MPTCP option";
    };
  }
}
