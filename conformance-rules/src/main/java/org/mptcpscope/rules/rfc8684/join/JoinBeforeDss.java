package org.mptcpscope.rules.rfc8684.join;

import java.util.LinkedHashSet;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * A subflow was opened before a DSS had come from the peer.
 *
 * <p>A DSS shows that MPTCP options survive the path in that direction and that the peer takes the
 * connection for MPTCP; only then may a host add subflows (RFC 8684, section 3.1). MP_CAPABLE with
 * data counts as a DSS. Notes, since the host had other evidence: its own data had been
 * acknowledged, the peer had advertised an address, or a listener had received the third packet
 * with both keys. A note, too, elsewhere than at the joiner, if there was time for a DSS that the
 * capture may lack: a lost pure ACK leaves no gap.
 */
public final class JoinBeforeDss implements Rule {
  private static final String ID = "JOIN-NOT-BEFORE-DSS";
  private static final String MESSAGE = "MP_JOIN before any DSS of the peer";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-before-dss",
              ID,
              "a subflow was opened before a DSS had come from the peer",
              Subject.JOIN)
          .hears(JoinRequested.class, ConnectionEnded.class);

  /** A join that came too early unless its frame changed places with a DSS. */
  private record Early(Carrier syn, Subflow initial, boolean mayHaveHeard) {}

  private final Set<Early> early = new LinkedHashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinBeforeDss();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof JoinRequested join
        && join.tokenMatch() == TokenMatch.PEER
        && join.copy() == 1) {
      join.connection().initial().ifPresent(initial -> judge(join.carrier(), initial, out));
    } else if (event instanceof ConnectionEnded) {
      early.forEach(join -> report(join, out));
      early.clear();
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Early join && early.remove(join)) {
      report(join, out);
    }
  }

  private void judge(Carrier syn, Subflow initial, Verdicts out) {
    Connection connection = initial.connection();
    Side joiner = syn.by();
    FrameRef dss = connection.firstDss(joiner.peer()).orElse(null);
    if (dss != null && dss.isBefore(syn.frame())) {
      out.pass();
      return;
    }
    String message = MESSAGE;
    Fault fault = Fault.of(joiner);
    Evidence evidence = Evidence.at(syn, "MP_JOIN SYN");
    FrameRef address = connection.host(joiner.peer()).addresses().firstAdvertised().orElse(null);
    FrameRef own = connection.firstDssWithPayload(joiner).orElse(null);
    if (address != null && address.isBefore(syn.frame())) {
      out.note(
              ID,
              syn.on(),
              message,
              fault,
              evidence.and(address, initial, joiner.peer(), "ADD_ADDR"))
          .diagnosis("an ADD_ADDR of the peer was taken as proof that it speaks MPTCP");
    } else if (own != null && initial.sndUna(joiner) > 1) {
      out.note(ID, syn.on(), message, fault, evidence.and(own, initial, joiner, "own data"))
          .diagnosis("the joiner's own data had been acknowledged by then");
    } else if (joiner == Side.LISTENER && thirdPacket(initial) != null) {
      out.note(
              ID,
              syn.on(),
              message,
              fault,
              evidence.and(thirdPacket(initial), initial, joiner.peer(), "MP_CAPABLE ACK"))
          .diagnosis("the third packet with both keys was taken as proof");
    } else if (initial.optionsCut(joiner.peer())) {
      out.inconclusive(ID, "options of the peer are not in the capture");
    } else if (own != null && syn.frame().time() - own.time() >= initial.roundTrip() * 3 / 4) {
      out.inconclusive(ID, "an acknowledgment of the peer may be missing in the capture");
    } else {
      Early join = new Early(syn, initial, mayHaveHeard(syn, initial));
      early.add(join);
      out.alarm(syn.frame().time() + CaptureQuality.LONGEST_DISORDER, join);
    }
  }

  private static void report(Early join, Verdicts out) {
    Carrier syn = join.syn();
    Subflow initial = join.initial();
    Fault fault = Fault.of(syn.by());
    Evidence evidence = Evidence.at(syn, "MP_JOIN SYN");
    Draft draft;
    if (join.mayHaveHeard() && !initial.vantage().isAt(syn.by())) {
      draft = out.note(ID, syn.on(), MESSAGE, fault, evidence);
    } else {
      draft = out.violation(syn.on(), MESSAGE, fault, evidence);
    }
    draft.over(initial);
    if (join.mayHaveHeard()) {
      draft.unsure("a segment of the peer that was lost would leave no trace");
    } else {
      draft.since(initial.establishedAt().orElse(syn.frame()).time());
    }
    initial
        .connection()
        .firstDss(syn.by().peer())
        .ifPresent(dss -> draft.inOrder(syn.frame(), dss));
  }

  /** Whether there was time since the handshake for a DSS that the capture may lack. */
  private static boolean mayHaveHeard(Carrier syn, Subflow initial) {
    FrameRef since =
        initial.handshake().current().map(Attempt::third).map(third -> third.frame()).orElse(null);
    return since == null || syn.frame().time() - since.time() >= initial.roundTrip() * 3 / 4;
  }

  private static FrameRef thirdPacket(Subflow initial) {
    return initial
        .handshake()
        .current()
        .map(Attempt::third)
        .filter(third -> third.option(MpCapable.class).isPresent())
        .map(third -> third.frame())
        .orElse(null);
  }
}
