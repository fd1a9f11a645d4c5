package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Moves.MS;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.mutation.Mutation.Edit;
import org.mptcpscope.rules.mutation.Mutation.Pick;

/** Violations in the space of data sequence numbers: what they stand for, and how far they go. */
final class StreamMutations {
  private static final int DSS = Subtype.DSS;

  static final List<Mutation> ALL =
      List.of(
          of(
              "payload-changed-on-resend",
              "DSS-SAME-SSN-SAME-BYTES",
              Edits.mapping().first().by(Side.INITIATOR).nth(2),
              Moves.also(2 * MS, Edits.payloadOctet(0))),
          of(
              "payload-changed-on-resend",
              "DSS-SAME-SSN-SAME-BYTES",
              Edits.mapping().joined().nth(1),
              Moves.also(2 * MS, Edits.payloadOctet(1))),
          of(
              "high-half-inconsistent",
              "",
              wideMapping().by(Side.INITIATOR).nth(2),
              highHalfOfDsn(high -> 0)),
          of(
              "high-half-inconsistent",
              "",
              wideMapping().by(Side.LISTENER).nth(2),
              highHalfOfDsn(high -> high + 1)),
          of(
              "high-half-inconsistent",
              "",
              wideMapping().joined().nth(1),
              highHalfOfDsn(high -> high - 1)),
          of(
              "high-half-inconsistent",
              "",
              Edits.ACK.and("8 octets", (_, f) -> (f.option(DSS)[3] & 2) != 0).nth(3),
              highHalf(4, high -> high + 1)),
          of(
                  "connection-window-exceeded",
                  "DSS-SENDER-WITHIN-CONNECTION-WINDOW",
                  wideMapping().first().by(Side.INITIATOR),
                  windowOf(1000).then(Moves.pause(100 * MS)))
              .in("close_server_first/server"),
          of(
                  "out-of-window-data-accepted",
                  "",
                  wideMapping().first().by(Side.INITIATOR),
                  windowOf(1000).then(Moves.pause(100 * MS)))
              .accusesOther()
              .in("close_server_first/server")
              .with("connection-window-exceeded"),
          of(
              "first-dataack-too-low",
              "",
              Edits.later(DSS).first().by(Side.LISTENER).and("Data ACK", (_, f) -> acks(f)),
              ackShifted(-1000)),
          of(
              "first-dataack-too-low",
              "",
              Edits.later(DSS).first().by(Side.INITIATOR).and("Data ACK", (_, f) -> acks(f)),
              ackShifted(-7)));

  /** Sent beyond a window by so much: more than a segment. */
  private static final int BEYOND = 1460;

  private StreamMutations() {}

  private static Pick wideMapping() {
    return Edits.mapping().and("8 octets", (_, frame) -> (frame.option(DSS)[3] & 8) != 0);
  }

  private static Edit highHalfOfDsn(IntUnaryOperator change) {
    return (tape, frame) -> {
      int flags = frame.option(DSS)[3];
      int ack = (flags & 1) == 0 ? 0 : (flags & 2) == 0 ? 4 : 8;
      return highHalf(4 + ack, change).apply(tape, frame);
    };
  }

  private static boolean acks(Frame frame) {
    return (frame.option(DSS)[3] & 1) != 0;
  }

  private static Edit ackShifted(int by) {
    return Edits.option(
        DSS,
        octets -> {
          ByteBuffer buffer = ByteBuffer.wrap(octets);
          if ((octets[3] & 2) != 0) {
            buffer.putLong(4, buffer.getLong(4) + by);
          } else {
            buffer.putInt(4, buffer.getInt(4) + by);
          }
          return octets;
        });
  }

  private static Edit highHalf(int at, IntUnaryOperator change) {
    return Edits.option(
        DSS,
        octets -> {
          ByteBuffer buffer = ByteBuffer.wrap(octets);
          buffer.putInt(at, change.applyAsInt(buffer.getInt(at)));
          return octets;
        });
  }

  /** The peer never told a larger window; the violation is where data first ends far behind it. */
  private static Edit windowOf(int octets) {
    return (tape, frame) -> {
      long acked = dsn(frame);
      boolean begun = false;
      Map<String, Integer> isns = new HashMap<>();
      Frame beyond = null;
      for (Frame one : tape.connection(frame)) {
        if (tape.by(one) != tape.by(frame)) {
          one.window(one.isSynAck() ? octets : 0);
          byte[] dss = one.option(DSS);
          acked =
              begun && dss != null && (dss[3] & 1) != 0 ? Math.max(acked, ack(dss, acked)) : acked;
          continue;
        }
        begun |= one == frame;
        byte[] dss = one.option(DSS);
        if (begun && dss != null && (dss[3] & 0xc) == 0xc) {
          int ssn = ByteBuffer.wrap(dss).getInt(dss.length - 6);
          // The first segment of a subflow with a mapping begins it; others may lie within one.
          int isn = isns.computeIfAbsent(one.flow(), _ -> (int) one.seq() - ssn);
          long end = dsn(one) + ((int) one.seq() - isn - ssn) + one.payload().length;
          if (beyond == null && end - acked > octets + BEYOND) {
            beyond = one;
          }
        }
      }
      return beyond;
    };
  }

  /** The Data ACK as 64 bits. */
  private static long ack(byte[] dss, long near) {
    ByteBuffer buffer = ByteBuffer.wrap(dss);
    return (dss[3] & 2) != 0 ? buffer.getLong(4) : near + (buffer.getInt(4) - (int) near);
  }

  /** The DSN of 8 octets of a mapping. */
  private static long dsn(Frame frame) {
    byte[] dss = frame.option(DSS);
    int ack = (dss[3] & 1) == 0 ? 0 : (dss[3] & 2) == 0 ? 4 : 8;
    return ByteBuffer.wrap(dss).getLong(4 + ack);
  }
}
