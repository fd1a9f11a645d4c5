package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.has;
import static org.mptcpscope.rules.mutation.Moves.MS;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import java.util.stream.Stream;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of addresses, told and removed. */
final class AddressMutations {
  private static final int ADD = Subtype.ADD_ADDR;
  private static final long SECOND = 1000 * MS;

  private static final Pick TOLD = has(ADD).and("original", Addresses::isOriginal);
  private static final Pick ECHOED =
      TOLD.and("echoed", (t, f) -> !t.isVersion0(f) && Edits.isEchoed(t, f));

  /** A pure ACK on a joined subflow that is in use. */
  private static final Pick ACTIVE =
      Edits.ACK.joined().and("data follows", AddressMutations::isActive).nth(3);

  private static boolean isActive(Tape tape, Frame frame) {
    return tape.behind(frame).stream().filter(one -> one.payload().length > 0).count() > 5;
  }

  private static final List<String> IMPLAUSIBLE =
      List.of(
          "00000000",
          "7f000001",
          "e0000001",
          "ffffffff",
          "a9fe0101",
          "00000000000000000000000000000000",
          "00000000000000000000000000000001",
          "fe800000000000000000000000000001",
          "ff020000000000000000000000000001",
          "00000000000000000000ffff0a000001");

  static final List<Mutation> ALL =
      Stream.concat(
              IMPLAUSIBLE.stream()
                  .map(
                      hex ->
                          of("implausible-address-advertised", "", TOLD, Addresses.address(hex))),
              Stream.of(
                  of(
                          "address-id-reassigned",
                          "ADD-ID-NAMES-ONE-ADDRESS",
                          TOLD.by(Side.LISTENER),
                          Addresses.otherToo(5 * MS))
                      .in("linux")
                      .behind(Moves.seenAtListener()),
                  of(
                          "address-id-reassigned",
                          "ADD-REPLACE-NEEDS-REMOVE",
                          TOLD.by(Side.LISTENER),
                          Addresses.otherToo(5 * MS).then(Removals.thenRemoved(100 * MS)))
                      .in("linux")
                      .behind(Moves.seenAtListener()),
                  of(
                          "address-not-echoed",
                          "",
                          ECHOED,
                          Addresses.notEchoed()
                              .then(Addresses.pauseBehind(2, 10 * SECOND))
                              .then(Addresses.repeated(1500 * MS, 3200 * MS)))
                      .accusesOther(),
                  of(
                          "reserved-bits-not-ignored",
                          "",
                          ECHOED,
                          Addresses.pauseBehind(2, 10 * SECOND)
                              .then(Addresses.reservedToo(500 * MS))
                              .then(Addresses.repeated(1500 * MS, 3200 * MS)))
                      .accusesOther()
                      .with("reserved-bits-set"),
                  of(
                          "new-port-not-tried",
                          "",
                          ECHOED,
                          Addresses.pauseBehind(2, 12 * SECOND)
                              .then(Addresses.otherPortToo(4444, 30 * MS)))
                      .accusesOther(),
                  of(
                          "removed-address-still-used",
                          "REM-TERMINATES-SUBFLOWS",
                          ACTIVE,
                          Moves.pause(11 * SECOND).then(Removals.nextData(0)))
                      .behind(Removals.removed(true, 1)),
                  of(
                      "removed-address-still-used",
                      "REM-RST-COURTESY",
                      ACTIVE,
                      Removals.removed(true, 1).then(Moves.pause(11 * SECOND))),
                  of(
                          "removed-subflow-closed-rashly",
                          "REM-KEEPALIVE-FIRST",
                          ACTIVE,
                          Removals.reset(false, MS))
                      .behind(
                          Removals.removed(true, 1)
                              .then(Removals.then(false, 2 * MS, Removals.keepalive()))
                              .then(Removals.then(true, 3 * MS, Moves.stay()))),
                  of(
                          "removed-subflow-closed-rashly",
                          "REM-ALIVE-PATH-KEPT",
                          ACTIVE,
                          Removals.reset(false, 4 * MS))
                      .in("subflow_2")
                      .behind(
                          Removals.removed(true, 1)
                              .then(Removals.then(false, 2 * MS, Removals.keepalive()))
                              .then(Removals.then(true, 3 * MS, Moves.stay()))),
                  of("working-subflow-removed", "", ACTIVE, Removals.reset(true, MS))
                      .behind(Removals.removed(true, 1)),
                  of("working-subflow-removed", "", ACTIVE, Removals.reset(true, MS))
                      .behind(Removals.removed(false, 1)),
                  of("unknown-removal-obeyed", "", ACTIVE, Removals.resetAny(MS))
                      .behind(Removals.told(true, 1, 99))))
          .toList();

  private AddressMutations() {}
}
