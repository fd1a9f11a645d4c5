package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.set;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;
import static org.mptcpscope.rules.mutation.Edits.xor;
import static org.mptcpscope.rules.mutation.Moves.MS;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of priorities and of what resets say. */
final class ResetMutations {
  private static final int JOIN = Subtype.MP_JOIN;
  private static final int REASON = Subtype.MP_TCPRST;
  private static final String TRANSIENT = "1e 04 81 02";

  private static final String BACKUP = "1e 03 51";

  /** A pure ACK near the end of a joined subflow that was used. */
  private static final Pick LATE = Edits.ACK.joined().and("late", Priorities::isLate);

  private static final Pick TRY =
      syn(JOIN)
          .and("answered", Joins::isAnswered)
          .and("v1", (tape, frame) -> !tape.isVersion0(frame));

  /**
   * The same join was refused before, for a while or for good; from another port if this is one.
   */
  private static Edit refusedBefore(int port, String reason) {
    return Paths.later(4000 * MS).then(Paths.triedBefore(3000 * MS, port, Paths.refused(reason)));
  }

  /** The first RST with a reason is for good. */
  private static Edit forGood(int reason) {
    return Moves.alsoAt(Edits.has(REASON), set(REASON, 2, 0x80).then(set(REASON, 3, reason)));
  }

  static final List<Mutation> ALL =
      List.of(
          of("join-retried-after-permanent-reset", "", TRY, forGood(2))
              .behind(Moves.seenAtInitiator().then(refusedBefore(0, TRANSIENT))),
          of("join-retried-after-permanent-reset", "", TRY, forGood(3))
              .behind(Moves.seenAtInitiator().then(refusedBefore(0, TRANSIENT))),
          of("join-retried-after-permanent-reset", "", TRY, forGood(0))
              .at(Severity.NOTE)
              .behind(Moves.seenAtInitiator().then(refusedBefore(0, TRANSIENT))),
          of("join-retried-after-permanent-reset", "", TRY, forGood(2))
              .at(Severity.NOTE)
              .behind(refusedBefore(4444, TRANSIENT)),
          of(
              "join-retried-too-soon",
              "",
              TRY.and("quick", Joins::isQuick),
              Paths.later(1000 * MS)
                  .then(Paths.triedBefore(21 * MS, 4444, Paths.refused(TRANSIENT)))
                  .then(Paths.triedBefore(14 * MS, 4445, Paths.refused(TRANSIENT)))
                  .then(Paths.triedBefore(7 * MS, 4446, Paths.refused(TRANSIENT)))),
          of(
              "reset-reason-unfit",
              "RST-REASON-JOIN-REFUSED",
              synAck(JOIN).and("v1", (t, f) -> !t.isVersion0(f)),
              Paths.only(Paths.refused("1e 04 80 05"))),
          of(
                  "reset-reason-unfit",
                  "RST-REASON-JOIN-REFUSED",
                  synAck(JOIN).and("v1", (t, f) -> !t.isVersion0(f)),
                  Paths.only(Paths.refused("")))
              .at(Severity.NOTE),
          of(
                  "reset-reason-unfit",
                  "RST-REASON-BAD-HMAC",
                  sized(JOIN, 24).and("v1", (t, f) -> !t.isVersion0(f)),
                  Moves.thenPeers(Frame::isReset).then(set(REASON, 3, 0)))
              .with("join-hmac-wrong")
              .behind(Paths.only(xor(JOIN, 20, 1)).then(Paths.refusal("1e 04 80 01"))),
          of("backup-subflow-used", "", LATE, Priorities.whenJoined())
              .accusesOther()
              .behind(Edits.add(BACKUP).then(Moves.pause(300 * MS))),
          of("backup-subflow-used", "", LATE, Priorities.early())
              .accusesOther()
              .in("linux")
              .at(Severity.NOTE)
              .behind(Edits.add(BACKUP).then(Moves.pause(300 * MS))));

  private ResetMutations() {}
}
