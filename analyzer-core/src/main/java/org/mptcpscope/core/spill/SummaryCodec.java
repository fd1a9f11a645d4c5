package org.mptcpscope.core.spill;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.Signals;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.Vantage;

/** Summaries as octets: what {@link #write} writes {@link #read} gives back, in this process. */
public final class SummaryCodec {
  private static final int ABSENT = 0xff;

  private SummaryCodec() {}

  /** Writes a summary. */
  public static void write(DataOutputStream out, ConnectionSummary summary) throws IOException {
    out.writeInt(summary.id());
    word(out, summary.dialect());
    text(out, summary.dialectDetail());
    word(out, summary.state());
    word(out, summary.vantage());
    fallback(out, summary.fallback());
    fallback(out, summary.peerFallback());
    word(out, summary.closedBy());
    word(out, summary.closer());
    frame(out, summary.closedAt());
    out.writeLong(summary.dataFromInitiator());
    out.writeLong(summary.dataFromListener());
    out.writeInt(summary.mptcpStream());
    frame(out, summary.firstFrame());
    frame(out, summary.lastFrame());
    out.writeByte(summary.keysGiven().stream().mapToInt(side -> 1 << side.ordinal()).sum());
    frame(out, summary.signals().infiniteMapping());
    out.writeBoolean(summary.signals().fastCloseOnReset());
    out.writeInt(summary.signals().fastCloseSubflows());
    out.writeInt(summary.subflows().size());
    for (SubflowSummary subflow : summary.subflows()) {
      write(out, subflow);
    }
  }

  private static void write(DataOutputStream out, SubflowSummary subflow) throws IOException {
    out.writeInt(subflow.id());
    out.writeInt(subflow.tcpStream());
    end(out, subflow.initiator());
    end(out, subflow.listener());
    word(out, subflow.openedBy());
    word(out, subflow.vantage());
    word(out, subflow.state());
    text(out, subflow.stateReason());
    frame(out, subflow.stateFrame());
    text(out, subflow.closedBy());
    frame(out, subflow.firstFrame());
    frame(out, subflow.lastFrame());
    out.writeLong(subflow.bytesFromInitiator());
    out.writeLong(subflow.bytesFromListener());
  }

  /** Reads a summary. */
  public static ConnectionSummary read(DataInputStream in) throws IOException {
    return new ConnectionSummary(
        in.readInt(),
        word(in, Dialect.values()),
        text(in),
        word(in, State.values()),
        word(in, Vantage.values()),
        fallback(in),
        fallback(in),
        word(in, ClosedBy.values()),
        word(in, Side.values()),
        frame(in),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        frame(in),
        frame(in),
        sides(in.readByte()),
        new Signals(frame(in), in.readBoolean(), in.readInt()),
        subflows(in));
  }

  private static List<Side> sides(int bits) {
    return Stream.of(Side.values()).filter(side -> (bits & 1 << side.ordinal()) != 0).toList();
  }

  private static List<SubflowSummary> subflows(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<SubflowSummary> subflows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      subflows.add(
          new SubflowSummary(
              in.readInt(),
              in.readInt(),
              end(in),
              end(in),
              word(in, Side.values()),
              word(in, Vantage.values()),
              word(in, SubflowSummary.State.values()),
              text(in),
              frame(in),
              text(in),
              frame(in),
              frame(in),
              in.readLong(),
              in.readLong()));
    }
    return subflows;
  }

  private static void word(DataOutputStream out, Enum<?> value) throws IOException {
    out.writeByte(value == null ? ABSENT : value.ordinal());
  }

  private static <E extends Enum<E>> E word(DataInputStream in, E[] values) throws IOException {
    int ordinal = in.readUnsignedByte();
    return ordinal == ABSENT ? null : values[ordinal];
  }

  private static void text(DataOutputStream out, String value) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeUTF(value);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static void frame(DataOutputStream out, FrameRef frame) throws IOException {
    out.writeBoolean(frame != null);
    if (frame != null) {
      out.writeInt(frame.number());
      out.writeLong(frame.time());
    }
  }

  private static FrameRef frame(DataInputStream in) throws IOException {
    return in.readBoolean() ? new FrameRef(in.readInt(), in.readLong()) : null;
  }

  private static void fallback(DataOutputStream out, Fallback fallback) throws IOException {
    out.writeBoolean(fallback != null);
    if (fallback != null) {
      word(out, fallback.by());
      word(out, fallback.reason());
      frame(out, fallback.since());
      out.writeBoolean(fallback.certain());
    }
  }

  private static Fallback fallback(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new Fallback(
            word(in, Side.values()),
            word(in, Fallback.Reason.values()),
            frame(in),
            in.readBoolean())
        : null;
  }

  private static void end(DataOutputStream out, SubflowSummary.End end) throws IOException {
    byte[] address = end.address().getAddress().getAddress();
    out.writeByte(address.length);
    out.write(address);
    out.writeShort(end.address().getPort());
    out.writeShort(end.addressId());
    out.writeBoolean(end.backup());
  }

  private static SubflowSummary.End end(DataInputStream in) throws IOException {
    byte[] address = new byte[in.readUnsignedByte()];
    in.readFully(address);
    return new SubflowSummary.End(
        new InetSocketAddress(InetAddress.getByAddress(address), in.readUnsignedShort()),
        in.readShort(),
        in.readBoolean());
  }
}
