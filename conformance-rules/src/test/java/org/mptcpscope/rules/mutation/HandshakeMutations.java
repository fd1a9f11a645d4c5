package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.ACK;
import static org.mptcpscope.rules.mutation.Edits.add;
import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.option;
import static org.mptcpscope.rules.mutation.Edits.or;
import static org.mptcpscope.rules.mutation.Edits.remove;
import static org.mptcpscope.rules.mutation.Edits.removeKind;
import static org.mptcpscope.rules.mutation.Edits.resize;
import static org.mptcpscope.rules.mutation.Edits.set;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;
import static org.mptcpscope.rules.mutation.Edits.xor;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of the handshake of a connection. */
final class HandshakeMutations {
  private static final int CAPABLE = Subtype.MP_CAPABLE;
  private static final Pick THIRD = sized(CAPABLE, 20).by(Side.INITIATOR);
  private static final Pick V1_THIRD = THIRD.and("v1", (_, f) -> f.option(CAPABLE)[2] == 1);
  private static final Pick FIRST_DATA =
      later(CAPABLE)
          .by(Side.INITIATOR)
          .and("with data", (_, f) -> f.payload().length > 0 && f.option(CAPABLE).length > 20);

  /** Two keys with one token. */
  private static final long[] COLLIDING = Rekeying.colliding();

  static final List<Mutation> ALL =
      List.of(
          of("key-not-echoed", "CAP-LISTENER-KEY-ECHO", THIRD, xor(CAPABLE, 15, 1)),
          of("key-not-echoed", "CAP-LISTENER-KEY-ECHO", FIRST_DATA, xor(CAPABLE, 19, 0x80)),
          of("initiator-key-changed", "", FIRST_DATA, xor(CAPABLE, 7, 1)),
          of("version-changed", "VER-CONSTANT-DURING-HANDSHAKE", THIRD, xor(CAPABLE, 2, 1)),
          of("extensibility-bit-set", "CAP-B-BIT-ZERO", syn(CAPABLE), or(CAPABLE, 3, 0x40))
              .with("extensibility-bit-accepted"),
          of(
                  "extensibility-bit-set",
                  "CAP-B-BIT-ZERO",
                  syn(CAPABLE).and("v0", (_, f) -> f.option(CAPABLE)[2] == 0),
                  or(CAPABLE, 3, 0x40))
              .with("extensibility-bit-accepted"),
          of("extensibility-bit-set", "CAP-B-BIT-ZERO", synAck(CAPABLE), or(CAPABLE, 3, 0x40)),
          of(
                  "extensibility-bit-accepted",
                  "",
                  syn(CAPABLE).and("v1", (_, f) -> f.option(CAPABLE)[2] == 1),
                  or(CAPABLE, 3, 0x40))
              .accusesOther()
              .with("extensibility-bit-set"),
          of(
              "capable-data-length-wrong",
              "CAP-DATA-LEVEL-LENGTH-NONZERO",
              FIRST_DATA,
              set(CAPABLE, 20, 0).then(set(CAPABLE, 21, 0))),
          of(
                  "capable-without-algorithm-accepted",
                  "CAP-NO-CRYPTO-IS-INVALID",
                  syn(CAPABLE),
                  set(CAPABLE, 3, 0x80))
              .accusesOther()
              .with("algorithm-bits-wrong", "checksum-bit-not-confirmed"),
          of(
                  "checksum-bit-not-confirmed",
                  "CAP-A-BIT-CONFIRMED",
                  synAck(CAPABLE).and("A=0", (_, f) -> f.option(CAPABLE)[3] >= 0),
                  or(CAPABLE, 3, 0x80))
              .accusesOther(),
          of("capable-length-wrong", "CAP-SYN-LENGTH", syn(CAPABLE), resize(CAPABLE, 8)),
          of("capable-length-wrong", "CAP-SYNACK-LENGTH", synAck(CAPABLE), resize(CAPABLE, 16)),
          of("capable-length-wrong", "CAP-ACK-LENGTH", THIRD, resize(CAPABLE, 18)),
          of("first-data-without-capable", "", FIRST_DATA, Edits.toDss(CAPABLE)),
          of("sack-not-offered", "TCP-SACK-EXPECTED", syn(CAPABLE), removeKind(4)),
          of("version-unknown", "", syn(CAPABLE), set(CAPABLE, 2, 5)).at(Severity.NOTE),
          of(
                  "version-unknown",
                  "",
                  syn(CAPABLE).and("v0", (_, f) -> f.option(CAPABLE)[2] == 0),
                  set(CAPABLE, 2, 5))
              .at(Severity.NOTE),
          of(
              "unsolicited-capable",
              "CAP-NO-UNSOLICITED-SYNACK",
              syn(CAPABLE),
              remove(CAPABLE).then(Edits.thenPeer())),
          of(
              "synack-key-changed",
              "CAP-SYNACK-KEY-STABLE",
              synAck(CAPABLE),
              Edits.repeat(1).then(xor(CAPABLE, 6, 4))),
          of("algorithm-not-offered", "", synAck(CAPABLE), or(CAPABLE, 3, 2))
              .with("algorithm-answer-ambiguous", "algorithm-bits-wrong"),
          of("algorithm-answer-ambiguous", "", synAck(CAPABLE), or(CAPABLE, 3, 2))
              .with("algorithm-not-offered", "algorithm-bits-wrong"),
          of("algorithm-bits-wrong", "", syn(CAPABLE), set(CAPABLE, 3, 0))
              .with(
                  "capable-without-algorithm-accepted",
                  "algorithm-not-offered",
                  "checksum-bit-not-confirmed"),
          of(
                  "version-raised",
                  "VER-ANSWER-NOT-HIGHER",
                  synAck(CAPABLE).and("v0", (_, f) -> f.option(CAPABLE)[2] == 0),
                  or(CAPABLE, 2, 1))
              .with("version-changed"),
          of(
                  "keyless-syn-answered-in-v0",
                  "",
                  synAck(CAPABLE).and("v1", (_, f) -> f.option(CAPABLE)[2] == 1),
                  set(CAPABLE, 2, 0))
              .with("version-changed"),
          of(
              "keys-from-listener",
              "CAP-TWO-KEY-FORM-ONLY-FROM-INITIATOR",
              sized(Subtype.DSS, 12).first().by(Side.LISTENER),
              Edits.borrowed(CAPABLE, 20, Subtype.DSS)),
          of(
                  "capable-misplaced",
                  "CAP-ACK-FORM-ONLY-AT-START",
                  ACK.first().by(Side.INITIATOR).nth(6),
                  Edits.borrowed(CAPABLE, 20, Subtype.DSS))
              .with("key-sent-late"),
          of(
                  "capable-on-joined-subflow",
                  "CAP-ONLY-ON-FIRST-SUBFLOW",
                  ACK.joined().by(Side.INITIATOR).nth(2),
                  Edits.borrowed(CAPABLE, 20, Subtype.DSS))
              .with("key-sent-late"),
          of(
              "capable-data-with-dss-mapping",
              "CAP-DATA-NOT-WITH-DSS-MAP",
              FIRST_DATA,
              Edits.mapped()),
          of("key-guessable", "", synAck(CAPABLE), Rekeying.rekeyed(Side.LISTENER, 1))
              .at(Severity.NOTE),
          of("reset-reason-unfounded", "", ACK.nth(4), add("1e 04 80 01").then(Edits.reset())),
          of(
                  "bare-third-packet-ignored",
                  "CAP-THIRD-WITHOUT-OPTION-MEANS-TCP",
                  THIRD,
                  Moves.eachOwn(Moves.plain()).then(Moves.thenPeers(HandshakeMutations::isMptcp)))
              .with("mptcp-after-fallback"),
          of(
                  "bare-third-packet-ignored",
                  "CAP-THIRD-PACKET-DECIDES",
                  syn(CAPABLE),
                  Moves.pause(1000 * Moves.MS)
                      .then(Moves.also(1000 * Moves.MS, Moves.plain()))
                      .then(Moves.eachOfPeerEverywhere(remove(Subtype.DSS)))
                      .then(Moves.thenPeers(f -> f.payload().length > 0)))
              .at(Severity.NOTE)
              .with("unconfirmed-data-without-mapping"),
          of(
              "checksum-off",
              "CAP-A-BIT-DEFAULT-ON",
              syn(CAPABLE).and("A", HandshakeMutations::isA),
              xor(CAPABLE, 3, 0x80)),
          of(
              "checksum-off",
              "DSS-CHECKSUM-RECOMMENDED",
              syn(CAPABLE).and("A", HandshakeMutations::isA),
              Moves.withoutChecksums().then(Moves.thenNext(f -> f.option(CAPABLE) != null))),
          of(
                  "first-data-not-dataacked",
                  "",
                  FIRST_DATA,
                  Moves.eachOfPeerEverywhere(option(Subtype.DSS, Dsses::withoutAck))
                      .then(Moves.thenPeers(_ -> true))
                      .then(Moves.pause(1000 * Moves.MS)))
              .at(Severity.NOTE)
              .with("plain-ack-ignored"),
          of(
                  "first-data-without-dataack",
                  "",
                  THIRD,
                  Moves.eachOfPeerEverywhere(option(Subtype.DSS, Dsses::withoutAck))
                      .then(Moves.thenPeers(f -> f.payload().length > 0)))
              .with("plain-ack-ignored"),
          of("isn-predictable", "", syn(CAPABLE), Numbers.isn(0)),
          of("isn-predictable", "", synAck(CAPABLE), Numbers.isn(0)),
          of("isn-predictable", "", syn(Subtype.MP_JOIN), sameIsn()),
          of("isn-predictable", "", synAck(Subtype.MP_JOIN), Numbers.isn(0)),
          of(
              "key-reused",
              "",
              synAck(CAPABLE),
              Rekeying.doubled(1234, Moves.MS)
                  .then(Rekeying.rekeyed(Side.INITIATOR, 0x1122334455667788L))),
          of(
              "key-reused",
              "",
              V1_THIRD,
              Rekeying.doubled(1234, Moves.MS)
                  .then(Rekeying.rekeyed(Side.LISTENER, 0x1122334455667788L))),
          of(
              "token-collision",
              "",
              synAck(CAPABLE).and("v1", (_, f) -> f.option(CAPABLE)[2] == 1),
              Rekeying.rekeyed(Side.LISTENER, COLLIDING[0])
                  .then(Rekeying.doubled(1234, Moves.MS))
                  .then(
                      Rekeying.rekeyed(Side.LISTENER, COLLIDING[1])
                          .then(Rekeying.rekeyed(Side.INITIATOR, 0x1122334455667788L)))),
          of(
                  "key-sent-late",
                  "",
                  ACK.first().by(Side.INITIATOR).nth(9),
                  Edits.borrowed(CAPABLE, 20, Subtype.DSS).then(late()))
              .with("capable-misplaced")
              .in("client")
              .behind(Moves.seenAtInitiator()),
          of(
                  "mptcp-after-refusal",
                  "",
                  synAck(CAPABLE),
                  remove(CAPABLE).then(Moves.thenPeers(HandshakeMutations::isMptcp)))
              .with("option-without-negotiation"),
          of(
              "option-without-negotiation",
              "",
              syn(CAPABLE),
              remove(CAPABLE)
                  .then(Moves.alsoAt(synAck(CAPABLE), remove(CAPABLE)))
                  .then(Moves.thenNext(HandshakeMutations::isMptcp))),
          of(
              "option-without-negotiation",
              "",
              syn(CAPABLE),
              Moves.eachOwn(Moves.plain())
                  .then(Moves.alsoAt(synAck(CAPABLE), remove(CAPABLE)))
                  .then(Moves.thenPeers(HandshakeMutations::isMptcp))),
          of("syn-never-retried-plain", "", syn(CAPABLE), Moves.subflowEnds().then(copies(7))),
          of(
                  "tampered-handshake-continued",
                  "",
                  THIRD,
                  xor(CAPABLE, 15, 1).then(Moves.thenPeers(HandshakeMutations::isMptcp)))
              .with("key-not-echoed"),
          of(
                  "third-packet-without-capable",
                  "CAP-THIRD-ACK-HAS-OPTION",
                  THIRD.and("keys on data", HandshakeMutations::isFollowedByKeys),
                  remove(CAPABLE))
              .in("client")
              .behind(Moves.seenAtInitiator()),
          of(
                  "mptcp-after-fallback",
                  "CAP-THIRD-ACK-HAS-OPTION",
                  THIRD.and("no keys on data", HandshakeMutations::isFollowedByMapping),
                  remove(CAPABLE))
              .at(Severity.WARNING)
              .with("bare-third-packet-ignored")
              .in("linux"),
          of("mptcp-after-fallback", "CAP-THIRD-ACK-HAS-OPTION", THIRD, remove(CAPABLE))
              .at(Severity.ERROR)
              .with("bare-third-packet-ignored")
              .in("knahf_ch4Socat_before"),
          of(
              "reset-instead-of-fallback",
              "",
              synAck(CAPABLE),
              remove(CAPABLE)
                  .then(Moves.subflowEnds())
                  .then(Moves.answered(Moves.MS, Edits.reset()))
                  .then(Rekeying.doubled(1234, 50 * Moves.MS))));

  private static boolean isMptcp(Frame frame) {
    return frame.options().stream().anyMatch(option -> option[0] == 30);
  }

  private static boolean isFollowedByKeys(Tape tape, Frame frame) {
    return tape.behind(frame).stream()
        .anyMatch(one -> one.from().equals(frame.from()) && one.option(CAPABLE) != null);
  }

  /** The first data has a DSS. */
  private static boolean isFollowedByMapping(Tape tape, Frame frame) {
    return !isFollowedByKeys(tape, frame)
        && !tape.isBehindSynData(frame)
        && tape.behind(frame).stream()
            .anyMatch(one -> one.from().equals(frame.from()) && one.payload().length > 0);
  }

  private static boolean isA(Tape tape, Frame frame) {
    return frame.option(CAPABLE)[3] < 0;
  }

  /** The frame and all behind it come half a second later. */
  private static Edit late() {
    return (tape, frame) -> {
      Frame before = tape.frames.get(tape.frames.indexOf(frame) - 1);
      Moves.pause(500 * Moves.MS).apply(tape, before);
      return frame;
    };
  }

  /** A joined subflow starts where the first one did. */
  private static Edit sameIsn() {
    return (tape, frame) -> {
      Frame first = syn(CAPABLE).of(tape);
      return first == null ? null : Numbers.isn(first.seq()).apply(tape, frame);
    };
  }

  /** The SYN was sent so often, a second between. */
  private static Edit copies(int times) {
    return (tape, frame) -> {
      Frame last = frame;
      for (int i = 1; i < times; i++) {
        last = Moves.resent(1000 * Moves.MS << i - 1).apply(tape, last);
      }
      return last;
    };
  }

  private HandshakeMutations() {}
}
