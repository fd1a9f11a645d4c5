package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A SYN whose MP_CAPABLE has flag B was answered with MP_CAPABLE.
 *
 * <p>B stands for a format that the listener does not know, so a listener of version 1 acts as if
 * the option were not there (RFC 8684, section 3.1). A note only, if the answer has B too: both
 * hosts seem to know the extension. Version 0 asked for more, to ignore the whole SYN; since every
 * stack answers it as TCP, that is a note. If one copy of the SYN came without B, the answer may be
 * to that one.
 */
public final class ExtensibilityBitAccepted implements Rule {
  private static final String ID = "CAP-B-BIT-IGNORED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "extensibility-bit-accepted",
              ID,
              "MP_CAPABLE with flag B was not ignored",
              Subject.CAPABLE)
          .hears(CapableSent.class, SynSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case CapableSent capable when isAnswer(capable.carrier()) && !capable.reflected() ->
          Capables.attempt(capable.on())
              .filter(attempt -> allSet(attempt, 1))
              .ifPresent(attempt -> answered(capable, attempt.syns().getFirst(), out));
      case SynSent syn when isAnswer(syn.carrier()) && syn.on().isInitial() ->
          Capables.attempt(syn.on())
              .filter(attempt -> allSet(attempt, 0))
              .ifPresent(attempt -> note(syn.carrier(), attempt.syns().getFirst(), out));
      default -> {}
    }
  }

  private static boolean isAnswer(Carrier segment) {
    return segment.isSyn() && segment.isAck();
  }

  private static boolean allSet(Attempt attempt, int version) {
    return Capables.allOf(attempt.syns(), option -> option.b() && option.version() == version);
  }

  private static void answered(CapableSent answer, Copy syn, Verdicts out) {
    Carrier segment = answer.carrier();
    MpCapable option = answer.option();
    Evidence evidence = evidence(segment, "MP_CAPABLE SYN/ACK, " + Capables.flags(option), syn);
    if (option.b()) {
      out.note(ID, segment.on(), "flag B was answered with B", Fault.of(segment.by()), evidence);
    } else {
      out.violation(
          segment.on(),
          "MP_CAPABLE with flag B was answered with MP_CAPABLE",
          Fault.of(segment.by()),
          evidence);
    }
  }

  private static void note(Carrier segment, Copy syn, Verdicts out) {
    out.note(
        ID,
        segment.on(),
        "a version 0 SYN with flag B was answered",
        Fault.of(segment.by()),
        evidence(segment, "SYN/ACK", syn));
  }

  private static Evidence evidence(Carrier segment, String shows, Copy syn) {
    MpCapable asked = syn.option(MpCapable.class).orElseThrow();
    return Evidence.at(segment, shows)
        .and(
            syn.frame(),
            segment.on(),
            segment.by().peer(),
            "MP_CAPABLE SYN, " + Capables.flags(asked));
  }
}
