package org.mptcpscope.rules.rfc8684.close;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host that closed the connection fast left some of its subflows without the RST they are due.
 *
 * <p>With the ACK form every other subflow gets a plain RST, with the RST form each one a RST with
 * MP_FASTCLOSE. Subflows that were not established, or were closing, are owed nothing. The RSTs
 * leave together with the option: a RST of the peer, who answers it, excuses only what would have
 * come later. RSTs may be lost, so silence is a note; so are RSTs without ACK flag, which a host
 * without state sends. A live subflow that is reset in order and without the option is a warning
 * where the capture was taken at the sender and nothing of the peer had just arrived: new data of
 * the peer can draw a plain RST before the real one leaves.
 */
public final class FastCloseIncomplete implements Rule {
  private static final String ACK_FORM = "FCLOSE-ACK-FORM-RESETS-OTHERS";
  private static final String RST_FORM = "FCLOSE-RST-FORM-ALL-SUBFLOWS";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-incomplete",
              RST_FORM,
              "a subflow did not get the RST that ends it with the connection",
              Subject.FASTCLOSE)
          .also(ACK_FORM, Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class, FinSent.class);

  /** What one subflow is owed by the host that closed. */
  private static final class Debt {
    final FastClosed close;
    final Subflow on;

    /** The first RST with ACK flag and without the option. */
    SubflowReset plain;

    /** The subflow got what it was due. */
    boolean reset;

    boolean quiet;
    boolean stateless;

    Debt(FastClosed close, Subflow on) {
      this.close = close;
      this.on = on;
    }

    Side debtor() {
      return close.by();
    }

    String id() {
      return close.form() == FastClosed.Form.RST ? RST_FORM : ACK_FORM;
    }
  }

  /** The peer's RST ended the subflow; only a RST that was already under way still counts. */
  private record Cut(Debt debt) {}

  private final Map<Subflow, Debt> debts = new HashMap<>();
  private boolean seen;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FastCloseIncomplete();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close when !seen && FastCloses.binds(close) -> {
        seen = true;
        FastCloses.othersAlive(close).forEach(subflow -> owe(new Debt(close, subflow), out));
      }
      case SubflowReset reset -> reset(debts.get(reset.on()), reset, out);
      case FinSent fin -> {
        Debt debt = debts.get(fin.on());
        if (debt != null && fin.by() == debt.debtor() && debt.id().equals(ACK_FORM)) {
          debt.reset = true;
          out.met(debt.id(), debt);
        }
      }
      default -> {}
    }
  }

  private void owe(Debt debt, Verdicts out) {
    if (debt.close.form() == FastClosed.Form.OTHER) {
      return;
    }
    debts.put(debt.on, debt);
    long patience =
        debt.close.form() == FastClosed.Form.RST
            ? FastCloses.SECOND
            : Math.max(FastCloses.SECOND, debt.on.rto(debt.debtor()));
    out.expect(debt.id(), debt, debt.close.knownAt().time() + patience);
  }

  private static void reset(Debt debt, SubflowReset reset, Verdicts out) {
    if (debt == null) {
      return;
    }
    Carrier rst = reset.carrier();
    if (reset.by() != debt.debtor()) {
      out.excused(debt);
      if (!debt.reset) {
        out.expect(debt.id(), new Cut(debt), debt.close.knownAt().time() + debt.on.grace());
      }
    } else if (debt.id().equals(ACK_FORM) || rst.option(MpFastclose.class).isPresent()) {
      debt.reset = true;
      out.met(debt.id(), debt);
      out.met(debt.id(), new Cut(debt));
    } else if (!rst.isAck()) {
      debt.stateless = true;
    } else if (debt.plain == null) {
      debt.plain = reset;
      Side peer = debt.debtor().peer();
      long last = debt.on.lastSegment(peer).map(s -> s.frame().time()).orElse(Long.MIN_VALUE / 2);
      debt.quiet = rst.frame().time() - last > debt.on.rto(debt.debtor());
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    switch (key) {
      case Debt debt -> judge(debt, deadline, out);
      case Cut cut -> judge(cut.debt(), deadline, out);
      default -> {}
    }
  }

  private static void judge(Debt debt, long deadline, Verdicts out) {
    Fault fault = Fault.of(debt.debtor());
    FastClosed close = debt.close;
    if (debt.plain != null) {
      Evidence evidence =
          Evidence.at(debt.plain.carrier(), "RST without MP_FASTCLOSE")
              .and(close.carrier(), FastCloses.shown(close));
      boolean strong =
          debt.quiet
              && debt.plain.carrier().acceptance() == Carrier.Acceptance.EXACT
              && FastCloses.isAt(debt.on, debt.debtor());
      if (strong) {
        out.violation(
            debt.id(), debt.on, "a subflow was reset without MP_FASTCLOSE", fault, evidence);
      } else {
        out.note(debt.id(), debt.on, "a subflow was reset without MP_FASTCLOSE", fault, evidence)
            .reduced(Need.SENDER_SIDE_CAPTURE);
      }
      return;
    }
    String message =
        debt.stateless
            ? "a subflow was reset without ACK flag and without MP_FASTCLOSE"
            : "a subflow was not reset";
    out.note(
            debt.id(),
            debt.on,
            message,
            fault,
            Evidence.at(close.carrier(), FastCloses.shown(close) + " of another subflow"))
        .reduced(Need.SENDER_SIDE_CAPTURE)
        .until(deadline);
  }
}
