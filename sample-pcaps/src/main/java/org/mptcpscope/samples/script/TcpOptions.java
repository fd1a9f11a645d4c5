package org.mptcpscope.samples.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.samples.scenario.Habits;

/** The option area of a segment: what each segment carries by itself, and what the script adds. */
final class TcpOptions {
  private static final int MAX_AREA = 40;
  private static final int NOP = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int FAST_OPEN = 34;
  private static final int EXPERIMENT = 254;
  private static final int FAST_OPEN_MAGIC = 0xf989;

  private final World world;
  private final MptcpOptions mptcp;

  /** Timestamps of the segment: null without. */
  record Stamp(int value, int echo) {}

  TcpOptions(World world) {
    this.world = world;
    this.mptcp = new MptcpOptions(world);
  }

  /** Whether segments of this draft's sender carry timestamps by themselves. */
  boolean stamped(Draft draft) {
    boolean both =
        draft.from.endpoint().host().habits().timestamps()
            && (draft.isSyn() || draft.to.endpoint().host().habits().timestamps());
    return world.timestamps && both;
  }

  byte[] area(Statement.Segment segment, Draft draft, Stamp stamp, boolean bare) {
    Set<String> given = new HashSet<>();
    segment.options().forEach(option -> given.add(option.name().name()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!bare) {
      defaults(draft, given, given.contains("ts") ? null : stamp, out);
    }
    for (Statement.OptionWords option : segment.options()) {
      out.writeBytes(option(option, draft, stamp));
    }
    if (draft.has('S')) {
      draft.from.unscaled(!given.contains("ws") && (bare || !world.windowScale));
    }
    while (out.size() % 4 != 0) {
      out.write(given.contains("eol") ? 0 : NOP);
    }
    if (out.size() > MAX_AREA) {
      throw segment
          .options()
          .getFirst()
          .name()
          .problem(
              "the options of this segment take "
                  + out.size()
                  + " octets, but 40 fit: leave some out, or the timestamps with nots");
    }
    return out.toByteArray();
  }

  private void defaults(Draft draft, Set<String> given, Stamp stamp, ByteArrayOutputStream out) {
    Habits host = draft.from.endpoint().host().habits();
    if (!draft.has('S')) {
      if (stamp != null) {
        out.write(NOP);
        out.write(NOP);
        out.writeBytes(timestamps(stamp));
      }
      return;
    }
    if (!given.contains("mss")) {
      out.writeBytes(new byte[] {MSS, 4, (byte) (host.mss() >> 8), (byte) host.mss()});
    }
    if (!given.contains("sackok") && world.sack && host.sack()) {
      out.writeBytes(new byte[] {SACK_PERMITTED, 2});
    }
    if (stamp != null) {
      out.writeBytes(timestamps(stamp));
    }
    if (!given.contains("ws") && world.windowScale) {
      out.writeBytes(new byte[] {NOP, WINDOW_SCALE, 3, (byte) host.windowScale()});
    }
  }

  private byte[] option(Statement.OptionWords option, Draft draft, Stamp stamp) {
    Token name = option.name();
    if (Vocabulary.MPTCP_OPTIONS.contains(name.name())) {
      return mptcp.make(option, draft);
    }
    if (!option.words().isEmpty()) {
      throw option.words().getFirst().problem("a comma is missing behind '" + name.text() + "'");
    }
    return switch (name.name()) {
      case "raw" -> Words.hex(name, required(name, "octets: raw=1e0c70..."));
      case "nop" -> nops(name);
      case "eol" -> new byte[] {0};
      case "mss" -> {
        int mss = (int) number(name);
        yield new byte[] {MSS, 4, (byte) (mss >> 8), (byte) mss};
      }
      case "ws" -> new byte[] {WINDOW_SCALE, 3, (byte) number(name)};
      case "sackok" -> new byte[] {SACK_PERMITTED, 2};
      case "ts" -> timestamps(name, stamp);
      case "sack" -> sack(name, draft);
      case "tfo" -> cookie(name, new byte[] {FAST_OPEN, 2});
      case "tfoexp" ->
          cookie(
              name,
              new byte[] {
                (byte) EXPERIMENT, 4, (byte) (FAST_OPEN_MAGIC >> 8), (byte) FAST_OPEN_MAGIC
              });
      default -> other(name);
    };
  }

  private static String required(Token name, String what) {
    if (name.value() == null) {
      throw name.expected(what);
    }
    return name.value();
  }

  private static long number(Token name) {
    String text = required(name, "a number: " + name.name() + "=...");
    return Value.of(name, text).plain(0);
  }

  private static byte[] nops(Token name) {
    byte[] nops = new byte[name.value() == null ? 1 : Math.clamp(number(name), 0, MAX_AREA)];
    Arrays.fill(nops, (byte) NOP);
    return nops;
  }

  private static byte[] timestamps(Stamp stamp) {
    return ByteBuffer.allocate(10)
        .put((byte) TIMESTAMPS)
        .put((byte) 10)
        .putInt(stamp.value())
        .putInt(stamp.echo())
        .array();
  }

  private static byte[] timestamps(Token name, Stamp stamp) {
    if (name.value() == null) {
      if (stamp == null) {
        throw name.problem("timestamps are off: give them as ts=VALUE:ECHO");
      }
      return timestamps(stamp);
    }
    int colon = name.value().indexOf(':');
    if (colon < 0) {
      throw name.expected("ts=VALUE:ECHO");
    }
    return timestamps(
        new Stamp(
            (int) Value.of(name, name.value().substring(0, colon)).plain(0),
            (int) Value.of(name, name.value().substring(colon + 1)).plain(0)));
  }

  /** {@code sack} alone tells what arrived out of order; {@code sack=101-201,301-401} says it. */
  private static byte[] sack(Token name, Draft draft) {
    ByteBuffer blocks = ByteBuffer.allocate(MAX_AREA);
    int isn = draft.to.isn();
    if (name.value() == null) {
      for (Map.Entry<Long, Long> range : draft.from.outOfOrder().entrySet()) {
        if (blocks.position() < 24) {
          blocks.putInt(isn + range.getKey().intValue()).putInt(isn + range.getValue().intValue());
        }
      }
      if (blocks.position() == 0) {
        throw name.problem("nothing arrived out of order: give ranges as sack=101-201");
      }
    } else {
      for (String range : List.of(name.value().split(",", -1))) {
        int dash = range.indexOf('-', 1);
        if (dash < 0 || blocks.position() > 24) {
          throw name.expected("up to four ranges: sack=101-201,301-401");
        }
        blocks
            .putInt(isn + (int) Value.of(name, range.substring(0, dash)).relative(0, isn))
            .putInt(isn + (int) Value.of(name, range.substring(dash + 1)).relative(0, isn));
      }
    }
    byte[] out = new byte[2 + blocks.position()];
    out[0] = SACK;
    out[1] = (byte) out.length;
    blocks.flip().get(out, 2, out.length - 2);
    return out;
  }

  private static byte[] cookie(Token name, byte[] head) {
    byte[] cookie = name.value() == null ? new byte[0] : Words.hex(name, name.value());
    byte[] out = Arrays.copyOf(head, head.length + cookie.length);
    System.arraycopy(cookie, 0, out, head.length, cookie.length);
    out[1] = (byte) out.length;
    return out;
  }

  /** {@code option=253:0102}: any kind with any value. */
  private static byte[] other(Token name) {
    String text = required(name, "option=KIND:OCTETS");
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw name.expected("option=KIND:OCTETS (option=253:0102)");
    }
    byte[] value = Words.hex(name, text.substring(colon + 1));
    byte[] out = new byte[2 + value.length];
    out[0] = (byte) Value.of(name, text.substring(0, colon)).plain(0);
    out[1] = (byte) out.length;
    System.arraycopy(value, 0, out, 2, value.length);
    return out;
  }
}
