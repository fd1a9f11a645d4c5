package org.mptcpscope.rules.mutation;

import static org.mptcpscope.core.model.Side.INITIATOR;
import static org.mptcpscope.core.model.Side.LISTENER;
import static org.mptcpscope.dissector.tcp.SegmentView.ACK;
import static org.mptcpscope.dissector.tcp.SegmentView.PSH;
import static org.mptcpscope.dissector.tcp.SegmentView.RST;
import static org.mptcpscope.rules.mutation.CloseMutations.forged;
import static org.mptcpscope.rules.mutation.CloseMutations.idle;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of the ways back to plain TCP. */
final class FallbackMutations {
  private static final int FAIL = Subtype.MP_FAIL;

  private static final Pick ONE = CloseMutations.ONE;
  private static final Pick TWO = CloseMutations.TWO;
  private static final Pick REPORT = Edits.has(FAIL).and("ACK", (_, frame) -> !frame.isReset());
  private static final Pick RESET = Edits.has(FAIL).and("RST", (_, frame) -> frame.isReset());

  static final List<Mutation> ALL =
      List.of(
          of("dataack-after-infinite-mapping", "", ONE, forged(f -> ackedInfinite(f, INITIATOR))),
          of("dataack-after-infinite-mapping", "", ONE, forged(f -> ackedInfinite(f, LISTENER))),
          of("fail-dsn-wrong", "FAIL-DSN-STARTS-FAILED-MAPPING", REPORT, failDsn(7)),
          of("fail-dsn-wrong", "FAIL-DSN-STARTS-FAILED-MAPPING", RESET, failDsn(7)),
          of("fail-dsn-wrong", "FAIL-64BIT-DSN", REPORT, narrowDsn()),
          of("fail-dsn-wrong", "FAIL-64BIT-DSN", RESET, narrowDsn()),
          of("fail-not-obeyed", "", REPORT, forged(f -> notObeyed(f))).with("mptcp-after-fallback"),
          of("fail-not-reciprocated", "", REPORT, forged(f -> notReciprocated(f))).accusesOther(),
          of("fail-with-needless-reset", "", REPORT, Edits.reset()),
          of("fail-without-checksum", "", REPORT, unchecked()),
          of(
              "fail-without-reset",
              "FAIL-RST-WHEN-SEVERAL-SUBFLOWS",
              RESET,
              flags(ACK).then(Edits.remove(Subtype.MP_TCPRST))),
          of("failed-data-acked", "", ONE, forged(f -> ackedFailed(f, f.join(INITIATOR)))),
          of(
              "fallback-unannounced",
              "",
              DssEdits.whole().and("alone", DssEdits::isAlone).nth(2),
              silent()),
          of(
              "lost-data-not-reinjected",
              "DSS-REINJECTED-AFTER-SUBFLOW-LOSS",
              TWO,
              forged(f -> lost(f))),
          of(
                  "lost-data-not-reinjected",
                  "FAIL-DATA-REINJECTED",
                  ONE,
                  forged(f -> lostFailed(f, f.join(INITIATOR))))
              .accusesOther(),
          of("mptcp-after-fallback", "", ONE, forged(f -> afterFallback(f, INITIATOR, 0))),
          of("mptcp-after-fallback", "", ONE, forged(f -> afterFallback(f, LISTENER, 0))),
          of(
              "several-subflows-after-fallback",
              "",
              ONE,
              forged(f -> afterFallback(f, INITIATOR, f.join(INITIATOR)))),
          of(
              "several-subflows-after-fallback",
              "",
              ONE,
              forged(f -> afterFallback(f, LISTENER, f.join(INITIATOR)))),
          of("several-subflows-after-fallback", "", ONE, forged(f -> joinedLate(f))),
          of("infinite-mapping-checksum-nonzero", "", ONE, forged(f -> nonzero(f))),
          of(
                  "plain-ack-ignored",
                  "FB-ACK-WITHOUT-DATAACK-FALL-BACK",
                  DssEdits.dataAck()
                      .and("at its receiver", DssEdits::isAtReceiver)
                      .and("alone", DssEdits::isAlone),
                  bareAcks())
              .accusesOther(),
          of(
                  "plain-ack-ignored",
                  "FB-ACK-WITHOUT-DATAACK-JOIN-RST",
                  TWO,
                  bare().then(forged(f -> ackedPlainly(f, INITIATOR))))
              .accusesOther(),
          of(
                  "plain-ack-ignored",
                  "FB-ACK-WITHOUT-DATAACK-JOIN-RST",
                  TWO,
                  bare().then(forged(f -> ackedPlainly(f, LISTENER))))
              .accusesOther(),
          of("sparse-dataack-punished", "DSS-SPARSE-DATAACK-ACCEPTED", TWO, forged(f -> sparse(f)))
              .with("reset-reason-in-v0"),
          of("sparse-dataack-punished", "FB-SURVIVES-LOST-DATAACKS", TWO, forged(f -> lostAck(f)))
              .with("reset-reason-in-v0"),
          of(
                  "unmapped-data-tolerated",
                  "FB-BROKEN-SUBFLOW-RST",
                  TWO,
                  forged(f -> tolerated(f, false)))
              .accusesOther(),
          of(
                  "unmapped-data-tolerated",
                  "DSS-MAPPING-LATE-MEANS-BROKEN",
                  TWO,
                  forged(f -> tolerated(f, true)))
              .accusesOther()
              .with("payload-unmapped"),
          of("new-subflow-not-single-path", "", ONE, forged(f -> replaced(f))));

  private FallbackMutations() {}

  static Edit flags(int flags) {
    return (_, frame) -> {
      frame.flags(flags);
      return frame;
    };
  }

  private static Frame ackedInfinite(Forge f, Side side) {
    f.later(500).say(side, 0, ACK | PSH, 500, f.infinite(side, 0));
    byte[] acked = f.dataAck(side.peer());
    f.say(side.peer(), 0, ACK, 0);
    for (int i = 0; i < 3; i++) {
      f.later(500).say(side, 0, ACK | PSH, 500);
      f.say(side.peer(), 0, ACK, 0);
    }
    f.later(1000).say(side, 0, ACK | PSH, 500);
    return f.say(side.peer(), 0, ACK, 0, acked);
  }

  private static Edit failDsn(int by) {
    return Edits.option(
        FAIL,
        option -> {
          option[11] += (byte) by;
          return option;
        });
  }

  private static Edit narrowDsn() {
    return Edits.option(
        FAIL,
        option -> {
          for (int i = 4; i < 8; i++) {
            option[i] = 0;
          }
          return option;
        });
  }

  private static Frame notObeyed(Forge f) {
    Side sender = f.last().peer();
    f.later(500).say(sender, 0, ACK, 0, f.fail(sender));
    return f.later(2000).data(sender, 0, 1000);
  }

  private static Frame notReciprocated(Forge f) {
    Side sender = f.last().peer();
    Frame fail = f.lastFrame();
    f.later(500).say(sender, 0, ACK | PSH, 1000, f.infinite(sender, 0));
    f.say(sender.peer(), 0, ACK, 0);
    for (int i = 0; i < 4; i++) {
      f.later(500).say(sender, 0, ACK | PSH, 1000);
      f.say(sender.peer(), 0, ACK, 0);
    }
    return fail;
  }

  /** Nobody agreed to checksums, and nobody sends any. */
  static Edit unchecked() {
    return (tape, frame) -> {
      for (Frame one : tape.frames) {
        if (!one.isTcp()) {
          continue;
        }
        byte[] capable = one.option(Subtype.MP_CAPABLE);
        if (capable != null) {
          Edits.option(
                  Subtype.MP_CAPABLE,
                  option -> {
                    option[3] &= 0x7f;
                    return option;
                  })
              .apply(tape, one);
          if (capable.length == 24) {
            Edits.resize(Subtype.MP_CAPABLE, 22).apply(tape, one);
          }
        }
        DssFields dss = DssEdits.fields(one);
        if (dss != null && dss.checksum >= 0) {
          DssEdits.dss(fields -> fields.checksum = -1).apply(tape, one);
        }
      }
      return frame;
    };
  }

  private static Frame ackedFailed(Forge f, int subflow) {
    long dsn = f.dsn(INITIATOR);
    f.later(500).data(INITIATOR, subflow, 1000);
    f.say(LISTENER, subflow, RST | ACK, 0, Forge.fail(dsn));
    return idle(f, 5000, f.later(20).ack(LISTENER, 0));
  }

  /** From here on the host says nothing of MPTCP any more. */
  private static Edit silent() {
    return (tape, frame) -> {
      boolean behind = false;
      for (Frame one : tape.frames) {
        behind |= one == frame;
        if (behind
            && one.isTcp()
            && tape.isSameConnection(one, frame)
            && tape.by(one) == tape.by(frame)) {
          strip(one);
        }
      }
      return frame;
    };
  }

  private static Edit bare() {
    return (_, frame) -> {
      strip(frame);
      return frame;
    };
  }

  static void strip(Frame frame) {
    List<byte[]> options = new ArrayList<>(frame.options());
    options.removeIf(option -> option[0] == 30);
    frame.options(options);
  }

  private static Frame lost(Forge f) {
    if (f.has(3)) {
      return null;
    }
    f.later(500).data(INITIATOR, 1, 1000);
    f.data(INITIATOR, 1, 1000);
    Frame reset = f.later(50).say(INITIATOR, 1, RST | ACK, 0);
    byte[] old = f.dataAck(LISTENER, 2000);
    for (int i = 0; i < 8; i++) {
      f.later(1000).data(INITIATOR, 0, 500);
      f.say(LISTENER, 0, ACK, 0, old);
    }
    return idle(f, 2000, reset);
  }

  private static Frame lostFailed(Forge f, int subflow) {
    long dsn = f.dsn(INITIATOR);
    byte[] old = f.dataAck(LISTENER);
    f.later(500).data(INITIATOR, subflow, 1000);
    Frame reset = f.later(1).say(LISTENER, subflow, RST | ACK, 0, Forge.fail(dsn));
    for (int i = 0; i < 8; i++) {
      f.later(1000).data(INITIATOR, 0, 500);
      f.say(LISTENER, 0, ACK, 0, old);
    }
    return idle(f, 2000, reset);
  }

  private static Frame afterFallback(Forge f, Side side, int subflow) {
    f.later(500).say(side, 0, ACK | PSH, 500, f.infinite(side, 0));
    f.say(side.peer(), 0, ACK, 0);
    f.later(3000).say(side, 0, ACK | PSH, 500);
    f.say(side.peer(), 0, ACK, 0);
    f.skip(side, 1000);
    Frame data = f.data(side, subflow, 700);
    f.say(side.peer(), subflow, ACK, 0);
    return data;
  }

  private static Frame nonzero(Forge f) {
    byte[] infinite = f.infinite(INITIATOR, 0);
    infinite[infinite.length - 1] = 0x34;
    return f.later(500).say(INITIATOR, 0, ACK | PSH, 500, infinite);
  }

  /** All Data ACKs of the host are gone from here on, while the peer goes on. */
  private static Edit bareAcks() {
    return (tape, frame) -> {
      for (Frame one : tape.flow(frame)) {
        DssFields dss = one.from().equals(frame.from()) ? DssEdits.fields(one) : null;
        if (dss != null && dss.has(DssFields.MAP)) {
          DssEdits.dss(fields -> fields.flags &= ~3).apply(tape, one);
        } else if (dss != null) {
          strip(one);
        }
      }
      return frame;
    };
  }

  private static Frame ackedPlainly(Forge f, Side side) {
    f.later(200).data(side, 1, 500);
    Frame ack = f.say(side.peer(), 1, ACK, 0);
    for (int i = 0; i < 4; i++) {
      f.later(2000).data(side, 1, 500);
      f.say(side.peer(), 1, ACK, 0);
    }
    return ack;
  }

  private static Frame replaced(Forge f) {
    long dsn = f.dsn(INITIATOR);
    f.later(200).data(INITIATOR, 0, 500);
    f.say(LISTENER, 0, RST | ACK, 0, Forge.fail(dsn));
    int subflow = f.later(500).join(INITIATOR);
    return subflow < 0 ? null : f.later(10).data(INITIATOR, subflow, 700);
  }

  private static Frame joinedLate(Forge f) {
    f.later(500).say(INITIATOR, 0, ACK | PSH, 500, f.infinite(INITIATOR, 0));
    f.say(LISTENER, 0, ACK, 0);
    int subflow = f.later(5000).join(INITIATOR);
    return subflow < 0 ? null : f.syn(subflow);
  }

  private static Frame sparse(Forge f) {
    Frame reset = null;
    for (int subflow = 1; subflow >= 0; subflow--) {
      f.later(100).data(INITIATOR, subflow, 500);
      f.ack(LISTENER, subflow);
      for (int i = 0; i < 10; i++) {
        f.later(10).say(LISTENER, subflow, ACK, 0);
      }
      reset = f.say(INITIATOR, subflow, RST | ACK, 0, Forge.tcpRst(6));
    }
    return reset;
  }

  private static Frame lostAck(Forge f) {
    f.later(100).data(INITIATOR, 1, 500);
    f.ack(LISTENER, 1);
    f.data(INITIATOR, 1, 500);
    f.say(LISTENER, 1, ACK, 0);
    return f.say(INITIATOR, 1, RST | ACK, 0, Forge.tcpRst(6));
  }

  private static Frame tolerated(Forge f, boolean acks) {
    f.later(100).data(INITIATOR, 1, 500);
    f.ack(LISTENER, 1);
    Frame first = null;
    for (int i = 0; i < 60; i++) {
      byte[] ack = f.dataAck(INITIATOR);
      Frame bare = acks ? f.say(INITIATOR, 1, ACK, 60_000, ack) : f.say(INITIATOR, 1, ACK, 60_000);
      first = first == null ? bare : first;
      f.say(LISTENER, 1, ACK, 0);
    }
    return idle(f, 5000, first);
  }
}
