package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Another end of a connection: behind a frame all that its hosts said is taken out, and they say
 * something else. What they add continues what they had sent: TCP numbers, time stamps, DSNs.
 */
final class Forge {
  private static final long MILLISECOND = 1_000_000;

  private final Tape tape;

  /** Where each host is on each subflow: what it sends next, and its clock. */
  private final Map<String, Long> next = new HashMap<>();

  private final Map<String, Frame> newest = new HashMap<>();

  /** What each host sends next in the space of DSNs; the keys, and the version. */
  private final long[] dsn = new long[2];

  private final long[] key = new long[2];
  private final List<String> flows = new ArrayList<>();
  private final Frame last;
  private long time;
  private long step = 200_000;
  private boolean checksums;

  Forge(Tape tape, Frame behind) {
    this.tape = tape;
    time = behind.time();
    last = behind;
    boolean after = false;
    for (Frame frame : List.copyOf(tape.frames)) {
      if (!frame.isTcp()) {
        if (after) {
          tape.lose(frame);
        }
        continue;
      }
      boolean ours = tape.isSameConnection(frame, behind);
      if (ours && after) {
        tape.lose(frame);
      } else if (ours) {
        take(frame);
      }
      after |= frame == behind;
    }
  }

  private void take(Frame frame) {
    if (!flows.contains(frame.flow())) {
      flows.add(frame.flow());
    }
    String line = frame.flow() + frame.from();
    next.merge(line, frame.end(), (a, b) -> (int) (b - a) > 0 ? b : a);
    newest.put(line, frame);
    int side = tape.by(frame).ordinal();
    int octets = frame.payload().length;
    byte[] capable = frame.option(Subtype.MP_CAPABLE);
    if (capable != null && capable.length >= 12) {
      key[side] = ByteBuffer.wrap(capable).getLong(4);
      if (dsn[side] == 0) {
        dsn[side] = MptcpCrypto.idsn(capable[2] & 0xf, key[side]) + 1;
      }
      checksums |= (capable[3] & 0x80) != 0;
      if (capable.length > 20) {
        sent(side, MptcpCrypto.idsn(capable[2] & 0xf, key[side]) + ssn(frame) + octets);
      }
    }
    DssFields dss = DssEdits.fields(frame);
    if (dss != null && dss.has(DssFields.MAP)) {
      sent(side, octets == 0 ? dss.dsn + dss.length : dss.dsn - dss.ssn + ssn(frame) + octets);
    }
  }

  /** A host sent data up to this number, of which 32 bits are known. */
  private void sent(int side, long end) {
    int on = (int) (end - dsn[side]);
    dsn[side] += Math.max(0, on);
  }

  private long ssn(Frame frame) {
    return DssEdits.ssn(tape, frame);
  }

  /** True if the connection has so many subflows. */
  boolean has(int subflows) {
    return flows.size() >= subflows;
  }

  long key(Side side) {
    return key[side.ordinal()];
  }

  long dsn(Side side) {
    return dsn[side.ordinal()];
  }

  /** So many nanoseconds lie between what the hosts say. */
  Forge at(long distance) {
    step = distance;
    return this;
  }

  /** Time goes by. */
  Forge later(long milliseconds) {
    time += milliseconds * MILLISECOND;
    return this;
  }

  /** Time goes by, and at its end the capture has one more frame that is none of TCP. */
  boolean idle(long milliseconds) {
    later(milliseconds);
    Frame other = tape.frames.stream().filter(frame -> !frame.isTcp()).findFirst().orElse(null);
    if (other == null) {
      return false;
    }
    Frame last = other.copy();
    last.time(time);
    int at = tape.frames.size();
    while (at > 0 && tape.frames.get(at - 1).time() > time) {
      at--;
    }
    tape.frames.add(at, last);
    return true;
  }

  /** A host says something on a subflow, counted from 0. */
  Frame say(Side side, int subflow, int flags, int payload, byte[]... options) {
    String flow = flows.get(subflow);
    Frame like = line(flow, side);
    String mine = flow + like.from();
    Frame frame = like.copy();
    time += step;
    frame.time(time);
    List<byte[]> all = new ArrayList<>();
    for (byte[] option : like.options()) {
      if (option[0] == 8 && option.length == 10) {
        all.add(stamped(option.clone(), flow, side));
      }
    }
    all.addAll(List.of(options));
    frame.payload(new byte[0]);
    frame.options(all);
    frame.payload(new byte[payload]);
    frame.flags(flags);
    frame.seq(next.get(mine));
    Frame peer = line(flow, side.peer());
    frame.ack((flags & SegmentView.ACK) == 0 ? 0 : next.get(flow + peer.from()));
    next.put(mine, frame.end());
    newest.put(mine, frame);
    tape.insert(frame);
    return frame;
  }

  private Frame line(String flow, Side side) {
    return newest.values().stream()
        .filter(frame -> frame.flow().equals(flow) && tape.by(frame) == side)
        .findFirst()
        .orElseThrow();
  }

  /** Clocks tick once a millisecond. */
  private byte[] stamped(byte[] stamp, String flow, Side side) {
    ByteBuffer octets = ByteBuffer.wrap(stamp);
    int then = octets.getInt(2);
    octets.putInt(2, then + (int) ((time - line(flow, side).time()) / MILLISECOND));
    for (byte[] option : line(flow, side.peer()).options()) {
      if (option[0] == 8 && option.length == 10) {
        octets.putInt(6, ByteBuffer.wrap(option).getInt(2));
      }
    }
    return stamp;
  }

  Frame ack(Side side, int subflow) {
    return say(side, subflow, SegmentView.ACK, 0, dataAck(side));
  }

  /** New data with its mapping. */
  Frame data(Side side, int subflow, int payload) {
    return say(
        side, subflow, SegmentView.ACK | SegmentView.PSH, payload, map(side, subflow, payload));
  }

  /** A Data ACK of all that the other host had sent. */
  byte[] dataAck(Side side) {
    return dss(fields -> acked(fields, side));
  }

  /** A mapping of new data, without checksum. */
  byte[] map(Side side, int subflow, int length) {
    long ssn = ssn(side, subflow);
    long from = dsn[side.ordinal()];
    dsn[side.ordinal()] += length;
    return dss(
        fields -> {
          acked(fields, side);
          fields.flags |= DssFields.MAP | DssFields.WIDE_DSN;
          fields.dsn = from;
          fields.ssn = ssn;
          fields.length = length;
          fields.checksum = checksums ? sum(fields) : -1;
        });
  }

  /** Forged payload is all zeros, which add nothing. */
  private static int sum(DssFields fields) {
    return fields.headerSum();
  }

  /** A DATA_FIN alone. */
  byte[] dataFin(Side side) {
    long from = dsn[side.ordinal()]++;
    return dss(
        fields -> {
          acked(fields, side);
          fields.flags |= DssFields.MAP | DssFields.WIDE_DSN | DssFields.FIN;
          fields.dsn = from;
          fields.length = 1;
          fields.checksum = checksums ? sum(fields) : -1;
        });
  }

  /** An infinite mapping from here on. */
  byte[] infinite(Side side, int subflow) {
    return dss(
        fields -> {
          fields.flags = DssFields.MAP | DssFields.WIDE_DSN;
          fields.dsn = dsn[side.ordinal()];
          fields.ssn = ssn(side, subflow);
          fields.checksum = checksums ? 0 : -1;
        });
  }

  private long ssn(Side side, int subflow) {
    Frame like = line(flows.get(subflow), side);
    long isn =
        tape.flow(like).stream()
            .filter(frame -> frame.from().equals(like.from()))
            .findFirst()
            .orElseThrow()
            .seq();
    return next.get(like.flow() + like.from()) - isn & 0xffff_ffffL;
  }

  private void acked(DssFields fields, Side side) {
    fields.flags |= DssFields.ACK | DssFields.WIDE_ACK;
    fields.ack = dsn[side.peer().ordinal()];
  }

  private static byte[] dss(Consumer<DssFields> set) {
    DssFields fields = new DssFields(new byte[] {30, 4, 0x20, 0});
    set.accept(fields);
    return fields.raw();
  }

  /** A Data ACK of all but the last octets. */
  byte[] dataAck(Side side, int missing) {
    return dss(
        fields -> {
          acked(fields, side);
          fields.ack -= missing;
        });
  }

  /** A SYN once more, with another initial sequence number. */
  Frame again(Frame syn) {
    Frame copy = syn.copy();
    time += step;
    copy.time(time);
    copy.seq(syn.seq() + 0x1000_0000L & 0xffff_ffffL);
    List<byte[]> options = new ArrayList<>(copy.options());
    options.stream()
        .filter(option -> Frame.isMptcp(option, Subtype.MP_JOIN))
        .forEach(join -> join[8] ^= 0x55);
    copy.options(options);
    tape.insert(copy);
    newest.put(syn.flow() + syn.from(), copy);
    next.put(syn.flow() + syn.from(), copy.end());
    return copy;
  }

  /** A host joins another subflow between the addresses of the first one. */
  int join(Side side) {
    String first = flows.getFirst();
    Frame like = line(first, side);
    Frame back = line(first, side.peer());
    Keys keys = tape.keys(like);
    int port = 0xc000 + flows.size();
    boolean opened = tape.isByOpener(like);
    Frame syn = like.port(port, true);
    Frame answer = back.port(port, false);
    if (!opened) {
      return -1;
    }
    List<byte[]> offers = new ArrayList<>();
    for (byte[] option : tape.syn(like).options()) {
      if (option[0] != 30) {
        offers.add(option);
      }
    }
    tape.open(syn, like, side);
    flows.add(syn.flow());
    newest.put(syn.flow() + syn.from(), syn);
    newest.put(answer.flow() + answer.from(), answer);
    next.put(syn.flow() + syn.from(), 0x1234_5678L);
    next.put(answer.flow() + answer.from(), 0x2345_6789L);
    int version = keys.version();
    long own = keys.of(side);
    long other = keys.of(side.peer());
    int subflow = flows.size() - 1;
    byte[] ask =
        ByteBuffer.allocate(12)
            .put(new byte[] {30, 12, 0x10, 9})
            .putInt(MptcpCrypto.token(version, other))
            .putInt(77)
            .array();
    byte[] answers =
        ByteBuffer.allocate(16)
            .put(new byte[] {30, 16, 0x10, 0})
            .putLong(MptcpCrypto.joinSynAckHmac64(version, other, own, 99, 77))
            .putInt(99)
            .array();
    byte[] confirm =
        ByteBuffer.allocate(24)
            .put(new byte[] {30, 24, 0x10, 0})
            .put(MptcpCrypto.joinHmac20(version, own, other, 77, 99).toArray())
            .array();
    offer(say(side, subflow, SegmentView.SYN, 0, ask), offers);
    offer(say(side.peer(), subflow, SegmentView.SYN | SegmentView.ACK, 0, answers), offers);
    say(side, subflow, SegmentView.ACK, 0, confirm);
    ack(side.peer(), subflow);
    return subflow;
  }

  private static void offer(Frame syn, List<byte[]> offers) {
    List<byte[]> options = new ArrayList<>(offers);
    options.removeIf(option -> option[0] == 8);
    options.addAll(syn.options());
    syn.options(options);
  }

  /** A segment once more. */
  void repeat(Frame frame) {
    Frame copy = frame.copy();
    time += step;
    copy.time(time);
    tape.insert(copy);
  }

  /** The other host resets what a SYN asked for. */
  Frame refuse(Frame syn) {
    Side side = tape.by(syn).peer();
    Frame reset = say(side, flows.indexOf(syn.flow()), SegmentView.RST | SegmentView.ACK, 0);
    reset.seq(0);
    return reset;
  }

  byte[] fail(Side side) {
    return ByteBuffer.allocate(12)
        .put(new byte[] {30, 12, 0x60, 0})
        .putLong(dsn[side.peer().ordinal()])
        .array();
  }

  static byte[] fail(long dsn) {
    return ByteBuffer.allocate(12).put(new byte[] {30, 12, 0x60, 0}).putLong(dsn).array();
  }

  /** MP_FASTCLOSE with the key of the other host. */
  byte[] fastClose(Side side) {
    return ByteBuffer.allocate(12)
        .put(new byte[] {30, 12, 0x70, 0})
        .putLong(key[side.peer().ordinal()])
        .array();
  }

  static byte[] tcpRst(int reason) {
    return new byte[] {30, 4, (byte) 0x80, (byte) reason};
  }

  /** The host that said the last thing that stayed. */
  Side last() {
    return tape.by(last);
  }

  Frame lastFrame() {
    return last;
  }

  /** The SYN of a subflow that was joined here. */
  Frame syn(int subflow) {
    String flow = flows.get(subflow);
    return tape.frames.stream()
        .filter(frame -> frame.isTcp() && frame.flow().equals(flow) && frame.isSyn())
        .findFirst()
        .orElse(null);
  }

  /** The sequence number of TCP that the host sends next. */
  long next(Side side, int subflow) {
    String flow = flows.get(subflow);
    return next.get(flow + line(flow, side).from());
  }

  /** Plain octets count, too. */
  void skip(Side side, int octets) {
    dsn[side.ordinal()] += octets;
  }
}
