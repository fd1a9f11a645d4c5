package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.add;
import static org.mptcpscope.rules.mutation.Edits.has;
import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.option;
import static org.mptcpscope.rules.mutation.Edits.set;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of what only version 0 demands. */
final class Version0Mutations {
  private static final int ADD = Subtype.ADD_ADDR;
  private static final int CAPABLE = Subtype.MP_CAPABLE;
  private static final long MS = Moves.MS;
  private static final Pick ADDED = has(ADD).and("v0", Tape::isVersion0);
  private static final int JOIN = Subtype.MP_JOIN;
  private static final String ADDRESS = "1e 08 34 07 0a 63 63 63";
  private static final Pick FIRST_JOINED_DATA =
      later(Subtype.DSS)
          .joined()
          .and("v0 data", (tape, f) -> tape.isVersion0(f) && f.payload().length > 0);
  private static final Pick ACK = Edits.ACK.and("v0", Tape::isVersion0);

  static final List<Mutation> ALL =
      List.of(
          of(
              "data-on-v0-third-packet",
              "",
              sized(CAPABLE, 20).by(Side.INITIATOR).and("v0", Tape::isVersion0),
              Repairs.payloadLength(10)),
          of("add-addr-ip-version-wrong", "", ADDED, set(ADD, 2, 0x35)),
          of("address-id-repeated-unchanged", "", ADDED, Moves.toldAgain(ADD, 3000 * MS)),
          of("address-signal-on-one-subflow", "", ACK.joined().nth(3), forgotten())
              .behind(Moves.ackToo(MS, add(ADDRESS)).then(onFirstSubflow()))
              .in("knahf"),
          of("address-signals-too-close", "", ADDED, removedAtOnce()),
          of("joined-data-before-verified", "", FIRST_JOINED_DATA, unverified()),
          of("misused-address-id-accepted", "", syn(JOIN).and("v0", Tape::isVersion0), misused())
              .with("address-id-reassigned"),
          of("reset-reason-in-v0", "", ACK.nth(5), add("1e 04 80 01").then(Edits.reset())),
          of("prio-for-unknown-address-id", "", ACK.joined().nth(5), otherId()).behind(prio()),
          of(
                  "superfluous-checksum-punished",
                  "",
                  Edits.checksummed().and("v0", Tape::isVersion0).nth(1),
                  Edits.checksumAdded()
                      .then(Moves.subflowEnds())
                      .then(Moves.answered(MS, Edits.reset())))
              .with("checksum-presence-wrong")
              .behind(Moves.withoutChecksums()));

  /** The signal went over the first subflow, too. */
  private static Edit onFirstSubflow() {
    return (tape, frame) -> {
      Frame place = last(tape, frame);
      Moves.ackToo(frame.time() - place.time() + MS, add(ADDRESS)).apply(tape, place);
      return frame;
    };
  }

  private static Frame last(Tape tape, Frame frame) {
    return tape.connection(frame).stream()
        .filter(one -> !one.flow().equals(frame.flow()))
        .filter(one -> tape.by(one) == tape.by(frame) && one.time() < frame.time())
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private static Edit forgotten() {
    return (tape, frame) -> {
      tape.connection(frame).stream()
          .filter(one -> one != frame && one.option(ADD) != null && one.time() > frame.time())
          .findFirst()
          .ifPresent(tape::remove);
      return frame;
    };
  }

  private static Edit removedAtOnce() {
    return (tape, frame) ->
        Moves.ackToo(1000, add("1e 04 40 %02x".formatted(frame.option(ADD)[3]))).apply(tape, frame);
  }

  /** No Data ACK came on the first subflow before this frame. */
  private static Edit unverified() {
    return (tape, frame) -> {
      for (Frame one : tape.connection(frame)) {
        if (one.time() < frame.time() && tape.by(one) != tape.by(frame)) {
          option(Subtype.DSS, Dsses::withoutAck).apply(tape, one);
        }
      }
      return frame;
    };
  }

  /** The address that is joined was advertised with an ID that another one had. */
  private static Edit misused() {
    return (tape, frame) -> {
      Frame told = ADDED.of(tape);
      Moves.ackToo(-MS, add("1e 08 34 %02x 0a 63 63 63".formatted(told.option(ADD)[3])))
          .apply(tape, told);
      return frame;
    };
  }

  /** A legal MP_PRIO with the Address ID of the subflow. */
  private static Edit prio() {
    return (tape, frame) ->
        add("1e 04 50 %02x".formatted(tape.syn(frame).option(JOIN)[3])).apply(tape, frame);
  }

  private static Edit otherId() {
    return set(Subtype.MP_PRIO, 3, 0x63);
  }

  private Version0Mutations() {}
}
