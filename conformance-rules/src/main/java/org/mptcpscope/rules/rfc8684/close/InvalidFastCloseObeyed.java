package org.mptcpscope.rules.rfc8684.close;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host obeyed a fast close whose key is wrong.
 *
 * <p>Whoever does not know the key must not be able to end a connection: such an option is ignored.
 * If the receiver resets all of at least two subflows within a round trip, that is a warning; if
 * only the subflow of the option goes, a note, for that may have another cause. A RST ends its own
 * subflow whatever its option says, so only the others count there.
 */
public final class InvalidFastCloseObeyed implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "invalid-fast-close-obeyed",
              "FCLOSE-INVALID-KEY-IGNORED",
              "MP_FASTCLOSE with a wrong key ended the connection",
              Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class);

  /** A fast close with a wrong key, and what its receiver did to the subflows that lived then. */
  private static final class Suspicion {
    final FastClosed close;
    final Set<Subflow> alive = new HashSet<>();
    final long until;
    final int others;
    SubflowReset there;
    boolean settled;

    Suspicion(FastClosed close) {
      this.close = close;
      this.until = close.knownAt().time() + close.on().grace();
      List<Subflow> living = FastCloses.othersAlive(close);
      others = living.size();
      alive.addAll(living);
      if (close.form() == FastClosed.Form.ACK) {
        alive.add(close.on());
      }
    }
  }

  private final List<Suspicion> suspicions = new ArrayList<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new InvalidFastCloseObeyed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close when close.key().isInvalid() && suspicions.size() < 8 -> {
        Suspicion suspicion = new Suspicion(close);
        suspicions.add(suspicion);
        out.alarm(suspicion.until, suspicion);
      }
      case FastClosed close -> // its own fast close explains the resets
          suspicions.stream()
              .filter(s -> s.close.by() != close.by())
              .forEach(s -> s.settled = true);
      case SubflowReset reset -> suspicions.forEach(s -> reset(s, reset, out));
      default -> {}
    }
  }

  private static void reset(Suspicion suspicion, SubflowReset reset, Verdicts out) {
    if (suspicion.settled
        || reset.by() == suspicion.close.by()
        || reset.knownAt().time() > suspicion.until
        || !suspicion.alive.remove(reset.on())) {
      return;
    }
    if (reset.on() == suspicion.close.on()) {
      suspicion.there = reset;
    }
    if (suspicion.alive.isEmpty() && suspicion.others > 0) {
      suspicion.settled = true;
      out.violation(
              suspicion.close.on(),
              SPEC.message(),
              Fault.of(reset.by()),
              Evidence.at(reset.carrier(), "RST of the last subflow")
                  .and(suspicion.close.carrier(), "MP_FASTCLOSE with a wrong key"))
          .triggeredBy(suspicion.close.knownAt());
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Suspicion suspicion && !suspicion.settled && suspicion.there != null) {
      suspicion.settled = true;
      out.note(
          SPEC.requirement(),
          suspicion.close.on(),
          "MP_FASTCLOSE with a wrong key was answered by a RST",
          Fault.of(suspicion.there.by()),
          Evidence.at(suspicion.there.carrier(), "RST")
              .and(suspicion.close.carrier(), "MP_FASTCLOSE with a wrong key"));
    }
  }
}
