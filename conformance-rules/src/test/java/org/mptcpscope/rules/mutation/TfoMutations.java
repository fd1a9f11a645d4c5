package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.option;
import static org.mptcpscope.rules.mutation.Edits.remove;
import static org.mptcpscope.rules.mutation.Edits.removeKind;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.Arrays;
import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations of MPTCP with TCP Fast Open. */
final class TfoMutations {
  private static final int CAPABLE = Subtype.MP_CAPABLE;
  private static final int DSS = Subtype.DSS;
  private static final int TFO = 34;

  /** A SYN with data. */
  private static final Pick SYN_DATA =
      syn(CAPABLE).and("with data", (_, f) -> f.payload().length > 0);

  /** The third packet of such a handshake. */
  private static final Pick THIRD =
      sized(CAPABLE, 20).and("behind data", Tape::isBehindSynData).by(Side.INITIATOR);

  private static final Pick DATA =
      later(DSS)
          .by(Side.INITIATOR)
          .and("behind data on the SYN", Tape::isBehindSynData)
          .and(
              "mapping",
              (_, f) -> Dsses.hasMapping(f.option(DSS)) && Dsses.ssn(f.option(DSS)) == 1);

  static final List<Mutation> ALL =
      List.of(
          of("cookie-length-wrong", "", SYN_DATA, cookie(7)),
          of("cookie-length-wrong", "", SYN_DATA, cookie(3)),
          of(
              "cookie-length-wrong",
              "",
              synAck(CAPABLE).and("cookie", TfoMutations::hasCookie),
              cookie(7)),
          of(
                  "dataack-before-key",
                  "",
                  later(DSS)
                      .by(Side.LISTENER)
                      .and("behind data", Tape::isBehindSynData)
                      .and("behind the third packet", (tape, f) -> isThird(tape.before(f, false))),
                  early())
              .with("dataack-beyond-data"),
          of(
              "unacked-syn-data-unmapped",
              "",
              SYN_DATA.and("keys once", TfoMutations::isFollowedByDss),
              resentPlain()),
          of("syn-data-counted", "TFO-DATA-OUTSIDE-DSN-SPACE", DATA, counted()),
          of("syn-data-counted", "TFO-SSN-STARTS-AT-ONE", DATA, ssnCounted()),
          of(
              "syn-data-on-join",
              "",
              syn(Subtype.MP_JOIN),
              (_, frame) -> {
                frame.payload(new byte[] {1, 2, 3, 4});
                return frame;
              }),
          of("syn-data-on-join", "", syn(Subtype.MP_JOIN), Edits.add("22 02")).at(Severity.NOTE),
          of("syn-data-without-cookie", "", SYN_DATA, cookie(0)),
          of("syn-data-without-cookie", "", SYN_DATA, removeKind(TFO)).at(Severity.NOTE),
          of("third-packet-without-capable", "TFO-THIRD-PACKET-CAPABLE", THIRD, remove(CAPABLE))
              .at(Severity.NOTE));

  private TfoMutations() {}

  /** The third packet comes behind this first segment of the listener, whose Data ACK is 0. */
  private static Edit early() {
    return (tape, frame) -> {
      Frame third = tape.before(frame, false);
      tape.move(third, frame.time() + 1000);
      return option(
              DSS,
              dss -> {
                Arrays.fill(dss, 4, Dsses.dsnAt(dss), (byte) 0);
                return dss;
              })
          .apply(tape, frame);
    };
  }

  /** The SYN/ACK acknowledges no data, which is sent again behind the third packet, plain. */
  private static Edit resentPlain() {
    return (tape, syn) -> {
      int length = syn.payload().length;
      long first = syn.seq() + 1 & 0xffff_ffffL;
      Frame again = null;
      for (Frame one : tape.behind(syn)) {
        if (one.isSynAck()) {
          one.ack(first);
        } else if (again == null && !one.from().equals(syn.from())) {
          return null;
        } else if (again == null) {
          again = one.copy();
          again.time(one.time() + 1000);
          tape.insert(again);
          again.plain();
          again.payload(syn.payload());
          again.seq(first);
          one.seq(first);
        } else if (one.from().equals(syn.from())) {
          option(DSS, dss -> Dsses.shiftedSsn(dss, length)).apply(tape, one);
        }
      }
      return again;
    };
  }

  private static boolean isThird(Frame frame) {
    byte[] option = frame.option(CAPABLE);
    return option != null && option.length == 20;
  }

  /** The first data behind the SYN's has a DSS. */
  private static boolean isFollowedByDss(Tape tape, Frame syn) {
    return tape.behind(syn).stream()
        .noneMatch(one -> one.payload().length > 0 && one.option(CAPABLE) != null);
  }

  private static boolean hasCookie(Tape tape, Frame frame) {
    return frame.options().stream().anyMatch(o -> o[0] == TFO && o.length > 2);
  }

  /** The Fast Open option has a cookie of so many octets. */
  private static Edit cookie(int octets) {
    return (_, frame) -> {
      frame.options(
          frame.options().stream()
              .map(
                  o -> {
                    if (o[0] != TFO) {
                      return o;
                    }
                    byte[] sized = Arrays.copyOf(o, 2 + octets);
                    sized[1] = (byte) sized.length;
                    return sized;
                  })
              .toList());
      return frame;
    };
  }

  /** The initiator's DSNs, and what acknowledges them, count the data of the SYN. */
  private static Edit counted() {
    return (tape, frame) -> {
      int by = tape.syn(frame).payload().length;
      for (Frame one : tape.flow(frame)) {
        boolean own = one.from().equals(frame.from());
        // Before the first data the receiver acknowledges what the key says.
        int ack = own || tape.number(one) < tape.number(frame) ? 0 : by;
        option(DSS, dss -> Dsses.shifted(dss, ack, own ? by : 0, 0)).apply(tape, one);
      }
      return frame;
    };
  }

  private static Edit ssnCounted() {
    return (tape, frame) -> {
      int by = tape.syn(frame).payload().length;
      return Moves.eachOwn(option(DSS, dss -> Dsses.shiftedSsn(dss, by))).apply(tape, frame);
    };
  }
}
