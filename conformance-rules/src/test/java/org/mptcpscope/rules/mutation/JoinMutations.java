package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;
import static org.mptcpscope.rules.mutation.Edits.xor;
import static org.mptcpscope.rules.mutation.Moves.MS;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of joins. */
final class JoinMutations {
  private static final int JOIN = Subtype.MP_JOIN;
  private static final int CAPABLE = Subtype.MP_CAPABLE;

  /** The SYN of a join that got its MP_JOIN answered. */
  private static final Pick TRY = syn(JOIN).and("answered", Joins::isAnswered);

  private static final Pick SECOND = TRY.and("second", (tape, f) -> Joins.earlier(tape, f) != null);

  /** Where the joiner reset the subflow it goes on. */
  private static final Edit GOES_ON =
      Moves.thenPeers(Frame::isReset)
          .then(
              (_, frame) -> {
                frame.flags(SegmentView.ACK);
                return frame;
              });

  private static final Pick DATA =
      later(Subtype.DSS)
          .joined()
          .and(
              "first data of the joiner",
              (t, f) -> f.payload().length > 0 && t.isByOpener(f) && !t.isBehindData(f));
  private static final Pick DATA_AT_JOINER = DATA.and("at the joiner", Joins::isAtJoiner);
  private static final Pick TARGET_DATA =
      later(Subtype.DSS)
          .joined()
          .and("first data of the target", (t, f) -> f.payload().length > 0 && !t.isByOpener(f));

  static final List<Mutation> ALL =
      List.of(
          of("address-id-moved", "", SECOND, Joins.idOfEarlier()),
          of("address-pair-joined-twice", "", SECOND, Joins.pairOfEarlier()),
          of("nonce-reused", "", SECOND, Joins.nonceOfEarlier().then(Repairs.joinHmacs())),
          of("bad-join-ack-accepted", "", sized(JOIN, 24), xor(JOIN, 20, 1).then(Edits.thenPeer()))
              .with("join-hmac-wrong"),
          of(
              "join-to-refused-address",
              "",
              syn(JOIN).and("to the first place", Joins::isToFirst),
              Moves.alsoAt(synAck(CAPABLE), Edits.or(CAPABLE, 3, 0x20))),
          of(
              "join-to-odd-port",
              "PM-JOIN-DESTINATION-PORT",
              TRY,
              Paths.receiver(p -> p.port(4444))),
          of("join-to-unknown-address", "", TRY, Paths.receiver(p -> p.next(77))),
          of(
                  "failed-join-retried",
                  "",
                  TRY,
                  Paths.later(1000 * MS).then(Paths.triedBefore(500 * MS, 4444, Paths.refused(""))))
              .at(Severity.NOTE),
          of(
              "failed-join-retried",
              "",
              TRY,
              Paths.later(4000 * MS)
                  .then(Paths.triedBefore(3000 * MS, 4444, Paths.refused("")))
                  .then(Paths.triedBefore(2000 * MS, 4445, Paths.refused("")))
                  .then(Paths.triedBefore(1000 * MS, 4446, Paths.refused("")))),
          of(
              "valid-join-not-accepted",
              "JOIN-DEMUX-BY-TOKEN",
              synAck(JOIN).and("v1", Joins::isVersion1),
              Paths.only(Paths.refused(""))),
          of(
                  "valid-join-not-accepted",
                  "JOIN-VALID-TOKEN-ANSWERED",
                  TRY,
                  Paths.only(Moves.stay()).then(Moves.pause(4000 * MS)))
              .accusesOther(),
          of("bad-join-answer-accepted", "JOIN-BAD-SYNACK-HMAC-RST", synAck(JOIN), GOES_ON)
              .with("join-hmac-wrong")
              .behind(Paths.only(xor(JOIN, 8, 1)).then(Paths.refusal(""))),
          of("bad-join-answer-accepted", "JOIN-SYNACK-WITHOUT-OPTION-RST", synAck(JOIN), GOES_ON)
              .behind(Paths.only(Edits.remove(JOIN)).then(Paths.refusal(""))),
          of("data-before-join-established", "", DATA_AT_JOINER, Attempts.behindThird()),
          of("data-before-join-established", "", DATA_AT_JOINER, Attempts.beforeFourth()),
          of(
                  "data-before-join-established",
                  "JOIN-TARGET-NO-DATA-BEFORE-HMAC",
                  TARGET_DATA,
                  Attempts.behindSynAck())
              .at(Severity.ERROR),
          of(
              "data-before-join-established",
              "SEC-PROBE-BEFORE-USE",
              TARGET_DATA,
              Attempts.behindSynAck()),
          of(
                  "dead-token-accepted",
                  "",
                  TRY.and("before a fast close", Joins::isAborted),
                  Joins.abortAnswered().then(Attempts.again(3000 * MS, 4444)))
              .with("join-after-fast-close"),
          of(
                  "dead-token-accepted",
                  "",
                  TRY.and("closed", Joins::isClosed),
                  Attempts.again(64_000 * MS, 4444))
              .at(Severity.NOTE),
          of(
              "join-ack-not-repeated",
              "",
              sized(JOIN, 24),
              Paths.only(Moves.stay()).then(Attempts.lasting(3, 11_000 * MS))),
          of(
                  "join-ack-unanswered",
                  "",
                  sized(JOIN, 24),
                  Paths.only(Moves.resent(300 * MS))
                      .then(Moves.resent(300 * MS))
                      .then(Attempts.lasting(3, 2000 * MS)))
              .accusesOther(),
          of("join-before-dss", "", TRY.by(Side.INITIATOR), Attempts.rightBehindFirst()),
          of(
                  "join-from-new-port",
                  "",
                  TRY.and("elsewhere", Joins::isElsewhere),
                  Paths.sender(p -> p.port(4444)))
              .behind(Joins.portOfFirst()),
          of(
              "join-to-borrowed-address",
              "",
              TRY.and("told", (t, f) -> Joins.telling(t, f) != null),
              Crossings.inAnother(4444)),
          of(
              "joins-crossed",
              "",
              TRY.by(Side.INITIATOR)
                  .and("elsewhere", Joins::isElsewhere)
                  .and("to the first place", Joins::isToFirst),
              (tape, syn) -> {
                Crossings.crossed(4000).apply(tape, syn);
                return Crossings.inAnother(4444).then(Crossings.crossed(4010)).apply(tape, syn);
              }),
          of(
              "join-to-removed-address",
              "",
              TRY.and("told", (t, f) -> Joins.telling(t, f) != null),
              Joins.removedBefore()));

  private JoinMutations() {}
}
