package org.mptcpscope.samples.script;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.mptcpscope.samples.scenario.Habits;
import org.mptcpscope.samples.scenario.Host;
import org.mptcpscope.samples.scenario.IpPacket;
import org.mptcpscope.samples.scenario.IpPacket.Checksum;
import org.mptcpscope.samples.scenario.Path;
import org.mptcpscope.samples.scenario.SubflowEnd;

/** Sends one segment: computes it, lets it arrive, and captures it. */
final class SegmentPlayer {
  private static final String FLAG_ORDER = "FSRP.UEW";
  private static final int HEADER = 20;

  private final World world;
  private final TcpOptions options;

  SegmentPlayer(World world) {
    this.world = world;
    this.options = new TcpOptions(world);
  }

  /**
   * Sends a segment once.
   *
   * @param time nanoseconds from the start of the script
   */
  void send(Statement.Segment segment, long time) {
    Token pathToken = segment.path();
    String name = pathToken.text().substring(0, pathToken.text().length() - 1);
    Path path = world.paths.get(name);
    if (path == null) {
      throw pathToken.problem("there is no path " + name + ": path " + name + " A0 - B0");
    }
    String flags = segment.flags().text().equals("none") ? "" : segment.flags().text();
    boolean forward = pathToken.text().endsWith(">");
    Draft draft = new Draft(path, forward, flags, time, segment.length());
    Words words = new Words(segment.flags(), segment.attributes());
    words.word("step");
    start(draft, words);
    Exposure exposure = Exposure.of(draft, words);
    TcpOptions.Stamp stamp = stamp(draft, words);
    byte[] area = options.area(segment, draft, stamp, words.flag("bare"));
    byte[] packet = packet(draft, words, area);
    words.end();
    deliver(draft, stamp, exposure.received());
    exposure.capture(world, draft, segment.line().number(), packet);
  }

  /** Sequence numbers, before options are made. */
  private static void start(Draft draft, Words words) {
    SubflowEnd from = draft.from;
    if (draft.isSyn()) {
      draft.path.opens(from);
    }
    Token knows = words.valued("knows");
    if (knows != null) {
      draft.knows = Player.time(knows, draft.time);
    }
    long computed = from.next();
    if (draft.has('S')) {
      computed = 0;
    } else if (draft.has('F') && draft.length == 0 && from.fin() >= 0) {
      computed = from.fin();
    } else if (!from.synSent() && !draft.has('R') && !words.has("seq")) {
      throw words
          .head()
          .problem("this end has sent no SYN; to begin in mid-stream, mark the handshake !unseen");
    }
    Value seq = words.value("seq");
    draft.seq =
        seq == null
            ? computed
            : seq.kind() == Value.Kind.RAW
                ? (int) (seq.number() - from.isn()) & 0xffff_ffffL
                : seq.relative(computed, 0);
    Value ack = words.value("ack");
    long acknowledged = draft.acknowledged();
    draft.ack =
        ack == null
            ? acknowledged
            : ack.kind() == Value.Kind.RAW
                ? (int) (ack.number() - draft.to.isn()) & 0xffff_ffffL
                : ack.relative(acknowledged, 0);
    draft.rawAck = ack != null;
    if (draft.isSynAck()) {
      draft.to.synPayload(draft.ack - 1);
    }
  }

  private TcpOptions.Stamp stamp(Draft draft, Words words) {
    boolean without = words.flag("nots") || draft.isBlindReset();
    boolean on = options.stamped(draft) && !without;
    Value value = words.value("tsval");
    Value echo = words.value("tsecr");
    if (!on && value == null && echo == null) {
      return null;
    }
    int clock = draft.from.clock(draft.time);
    int computedEcho = draft.has('.') || draft.has('R') ? draft.echo() : 0;
    return new TcpOptions.Stamp(
        value == null ? clock : (int) value.plain(clock),
        echo == null ? computedEcho : (int) echo.plain(computedEcho));
  }

  private byte[] packet(Draft draft, Words words, byte[] area) {
    SubflowEnd from = draft.from;
    Host host = from.endpoint().host();
    ByteBuffer out = ByteBuffer.allocate(HEADER + area.length + draft.length);
    out.putShort((short) from.wirePort()).putShort((short) draft.to.wirePort());
    out.putInt(draft.isBlindReset() && draft.seq == 0 ? 0 : from.isn() + (int) draft.seq);
    boolean acks = draft.rawAck || (draft.has('.') && draft.to.synSent());
    out.putInt(acks ? draft.to.isn() + (int) draft.ack : 0);
    int offset = words.small("offset", (HEADER + area.length) / 4, 15);
    int reserved = words.small("reserved", 0, 15);
    out.put((byte) (offset << 4 | reserved)).put((byte) flags(draft.flags));
    out.putShort((short) words.small("win", window(draft), 0xffff));
    out.putShort((short) 0).putShort((short) words.small("urg", 0, 0xffff));
    out.put(area);
    payload(draft, words, out);
    byte[] segment = out.array();
    seal(segment, draft, words.valued("csum"), host);
    int ttl = words.small("ttl", host.habits().hopLimit(), 255);
    int id = words.small("ipid", from.nextIpId(), 0xffff);
    return IpPacket.of(
        from.wireAddress(), draft.to.wireAddress(), IpPacket.PROTOCOL_TCP, ttl, id, segment);
  }

  private static int flags(String letters) {
    int flags = 0;
    for (int i = 0; i < letters.length(); i++) {
      flags |= 1 << FLAG_ORDER.indexOf(letters.charAt(i));
    }
    return flags;
  }

  private static int window(Draft draft) {
    if (draft.isBlindReset()) {
      return 0;
    }
    Habits habits = draft.from.endpoint().host().habits();
    boolean scaled = !draft.has('S') && !draft.from.unscaled() && !draft.to.unscaled();
    return Math.min(scaled ? habits.window() >> habits.windowScale() : habits.window(), 0xffff);
  }

  private static void payload(Draft draft, Words words, ByteBuffer out) {
    int at = out.position();
    if (draft.has('S')) {
      // Fast Open data lies before the first octet of the data stream.
      for (int i = 0; i < draft.length; i++) {
        out.put(draft.from.octet(-1L - draft.length + i));
      }
    } else {
      out.put(draft.from.octets(draft.ssn(), draft.length));
    }
    Token corrupt = words.word("corrupt");
    if (corrupt != null) {
      int octet = corrupt.value() == null ? 0 : (int) Value.of(corrupt, corrupt.value()).plain(0);
      if (octet < 0 || octet >= draft.length) {
        throw corrupt.expected("an octet of the payload, from 0 to " + (draft.length - 1));
      }
      out.put(at + octet, (byte) (out.get(at + octet) ^ 1));
    }
  }

  private static void seal(byte[] segment, Draft draft, Token csum, Host host) {
    Checksum how = host.habits().offload() ? Checksum.PARTIAL : Checksum.GOOD;
    if (csum != null) {
      switch (csum.value().toLowerCase(Locale.ROOT)) {
        case "bad" -> how = Checksum.BAD;
        case "partial" -> how = Checksum.PARTIAL;
        case "good" -> how = Checksum.GOOD;
        default -> {
          long sum = Value.of(csum, csum.value()).plain(0);
          segment[16] = (byte) (sum >> 8);
          segment[17] = (byte) sum;
          return;
        }
      }
    }
    IpPacket.seal(segment, draft.from.wireAddress(), draft.to.wireAddress(), how);
  }

  private static void deliver(Draft draft, TcpOptions.Stamp stamp, boolean received) {
    boolean syn = draft.has('S');
    boolean fin = draft.has('F');
    draft.connection().sent();
    draft.from.sent(draft.seq, draft.length, syn, fin, draft.ack);
    if (!received || draft.has('R')) {
      return;
    }
    draft.to.receive(
        draft.from,
        new SubflowEnd.Arrival(
            draft.time,
            draft.seq,
            draft.length,
            syn,
            fin,
            stamp == null ? null : stamp.value(),
            draft.mappings,
            draft.dataFin));
  }
}
