package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host gave up its fast close without a RST that carries the option.
 *
 * <p>When no RST answered its ACKs with MP_FASTCLOSE, it should send a RST with the option as it
 * frees its state, to clear what boxes on the path remember. Silence is judged 30 s after the last
 * copy; a plain RST instead is what a pre-standard version does.
 */
public final class FastCloseWithoutFinalRst implements Rule {
  private static final long SILENCE = 30 * FastCloses.SECOND;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-without-final-rst",
              "FCLOSE-FINAL-RST",
              "no RST with MP_FASTCLOSE ended an unanswered fast close",
              Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class);

  private FastClosed last;
  private boolean over;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FastCloseWithoutFinalRst();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close
          when !over
              && close.form() == FastClosed.Form.ACK
              && FastCloses.binds(close)
              && (last == null || last.by() == close.by()) -> {
        if (last != null) {
          out.excused(last);
        }
        last = close;
        out.expect(SPEC.requirement(), close, close.knownAt().time() + SILENCE);
      }
      case FastClosed crossing when last != null && crossing.by() != last.by() -> end(out);
      case SubflowReset reset when !over && last != null && reset.on() == last.on() ->
          reset(reset, out);
      default -> {}
    }
  }

  private void reset(SubflowReset reset, Verdicts out) {
    boolean own = reset.by() == last.by();
    if (own
        && reset.carrier().option(MpFastclose.class).isEmpty()
        && peerSilentSince(last.knownAt())) {
      out.note(
          SPEC.requirement(),
          reset.on(),
          "an unanswered fast close ended with a plain RST",
          Fault.of(reset.by()),
          Evidence.at(reset.carrier(), "RST without MP_FASTCLOSE")
              .and(last.carrier(), "MP_FASTCLOSE on ACK"));
    } else {
      out.met(SPEC.requirement(), last);
    }
    end(out);
  }

  private boolean peerSilentSince(FrameRef frame) {
    return last.on()
        .lastSegment(last.by().peer())
        .map(segment -> segment.frame().isBefore(frame))
        .orElse(true);
  }

  private void end(Verdicts out) {
    over = true;
    out.excuseAll();
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef frame, Verdicts out) {
    if (!over && key instanceof FastClosed close) {
      over = true;
      out.note(
              SPEC.requirement(),
              close.on(),
              SPEC.message(),
              Fault.of(close.by()),
              Evidence.at(close.carrier(), "last MP_FASTCLOSE on ACK"))
          .until(deadline);
    }
  }
}
