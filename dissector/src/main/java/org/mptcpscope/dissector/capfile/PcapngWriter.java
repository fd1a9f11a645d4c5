package org.mptcpscope.dissector.capfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.Direction;

/**
 * Writes a pcapng file of one section: {@link #describe} each interface, then its frames. The
 * stream is the caller's, who closes it.
 */
public final class PcapngWriter {
  /** The value of if_tsresol for microseconds. */
  public static final int MICROSECONDS = 6;

  /** The value of if_tsresol for nanoseconds. */
  public static final int NANOSECONDS = 9;

  private static final int OPTION_END = 0;
  private static final int OPTION_APPLICATION = 4;
  private static final int OPTION_RECEIVED = 4;

  private final OrderedOutput out;
  private final ByteOrder order;
  private final List<Integer> resolutions = new ArrayList<>();

  /**
   * Writes the section header.
   *
   * @param application that writes the file, or empty
   */
  public PcapngWriter(OutputStream out, ByteOrder order, String application) throws IOException {
    this.out = new OrderedOutput(out, order);
    this.order = order;
    Options options = new Options();
    if (!application.isEmpty()) {
      options.add(OPTION_APPLICATION, application.getBytes(UTF_8));
    }
    ByteBuffer head =
        this.out
            .buffer(16)
            .putInt(PcapngCursor.BYTE_ORDER_MAGIC)
            .putShort((short) 1)
            .putShort((short) 0)
            .putLong(-1);
    block(PcapngCursor.SECTION, head, Octets.EMPTY, options);
  }

  /**
   * Writes an interface description.
   *
   * @param snaplen most octets kept of a frame, or 0 for no limit
   * @param resolution of its times: n for 10^-n seconds, n at most 9
   * @param name such as {@code eth0}, or empty
   * @return the id of the interface, from 0 on
   */
  public int describe(int linkType, int snaplen, int resolution, String name) throws IOException {
    return describe(linkType, snaplen, resolution, name, "");
  }

  /**
   * Writes an interface description.
   *
   * @param snaplen most octets kept of a frame, or 0 for no limit
   * @param resolution of its times: n for 10^-n seconds, n at most 9
   * @param name such as {@code eth0}, or empty
   * @param filter that chose the frames, in libpcap's language, or empty
   * @return the id of the interface, from 0 on
   */
  public int describe(int linkType, int snaplen, int resolution, String name, String filter)
      throws IOException {
    if (resolution < 0 || resolution > NANOSECONDS) {
      throw new IllegalArgumentException("resolution 10^-" + resolution);
    }
    Options options = new Options();
    if (!name.isEmpty()) {
      options.add(PcapngCursor.OPTION_NAME, name.getBytes(UTF_8));
    }
    options.add(PcapngCursor.OPTION_RESOLUTION, new byte[] {(byte) resolution});
    if (!filter.isEmpty()) {
      byte[] text = filter.getBytes(UTF_8);
      // The first octet says that the filter follows as text.
      options.add(
          PcapngCursor.OPTION_FILTER, ByteBuffer.allocate(1 + text.length).put(1, text).array());
    }
    ByteBuffer head = out.buffer(8).putShort((short) linkType).putShort((short) 0).putInt(snaplen);
    block(PcapngCursor.INTERFACE, head, Octets.EMPTY, options);
    resolutions.add(resolution);
    return resolutions.size() - 1;
  }

  /** Writes a frame without comments and direction. */
  public void frame(int interfaceId, long timeNanos, int wireLength, Octets captured)
      throws IOException {
    frame(interfaceId, timeNanos, wireLength, captured, Direction.UNKNOWN, List.of());
  }

  /**
   * Writes a frame.
   *
   * @param interfaceId that {@link #describe} returned
   * @param timeNanos since 1970-01-01 UTC; what the resolution of the interface has not is cut
   * @param wireLength octets of the frame on the wire, at least those captured
   * @param direction unless it is unknown, the packet flags say it
   * @param comments one option for each
   */
  public void frame(
      int interfaceId,
      long timeNanos,
      int wireLength,
      Octets captured,
      Direction direction,
      List<String> comments)
      throws IOException {
    long ticks = ticks(interfaceId, timeNanos);
    Options options = new Options();
    for (String comment : comments) {
      options.add(PcapngCursor.OPTION_COMMENT, comment.getBytes(UTF_8));
    }
    int flags =
        switch (direction) {
          case INCOMING -> 1;
          case OUTGOING -> 2;
          case UNKNOWN, OTHER -> 0;
        };
    if (flags != 0) {
      options.add(PcapngCursor.OPTION_PACKET_FLAGS, out.buffer(4).putInt(flags).array());
    }
    ByteBuffer head =
        out.buffer(20)
            .putInt(interfaceId)
            .putInt((int) (ticks >>> 32))
            .putInt((int) ticks)
            .putInt(captured.length())
            .putInt(wireLength);
    block(PcapngCursor.ENHANCED_PACKET, head, captured, options);
  }

  /**
   * Writes the statistics of an interface.
   *
   * @param interfaceId that {@link #describe} returned
   * @param timeNanos when they were taken
   * @param received frames that reached the capture
   * @param byInterface frames that the interface lost
   * @param bySystem frames that the system or the capturing program lost
   */
  public void statistics(
      int interfaceId, long timeNanos, long received, long byInterface, long bySystem)
      throws IOException {
    long ticks = ticks(interfaceId, timeNanos);
    Options options = new Options();
    options.add(OPTION_RECEIVED, out.buffer(8).putLong(received).array());
    options.add(PcapngCursor.OPTION_INTERFACE_DROPS, out.buffer(8).putLong(byInterface).array());
    options.add(PcapngCursor.OPTION_SYSTEM_DROPS, out.buffer(8).putLong(bySystem).array());
    ByteBuffer head =
        out.buffer(12).putInt(interfaceId).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    block(PcapngCursor.STATISTICS, head, Octets.EMPTY, options);
  }

  private long ticks(int interfaceId, long timeNanos) {
    long ticks = timeNanos;
    for (int i = resolutions.get(interfaceId); i < NANOSECONDS; i++) {
      ticks = Math.floorDiv(ticks, 10L);
    }
    return ticks;
  }

  private void block(int type, ByteBuffer head, Octets data, Options options) throws IOException {
    byte[] tail = options.done();
    int padding = -data.length() & 3;
    int length = 12 + head.position() + data.length() + padding + tail.length;
    out.write(out.buffer(8).putInt(type).putInt(length));
    out.write(head);
    out.write(data.toArray());
    out.write(new byte[padding]);
    out.write(tail);
    out.write(out.buffer(4).putInt(length));
  }

  /** The options at the end of a block: code, length, value, padding. */
  private final class Options {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    void add(int code, byte[] value) {
      if (value.length > 0xffff) {
        throw new IllegalArgumentException("an option of " + value.length + " octets");
      }
      octets.writeBytes(
          ByteBuffer.allocate(4)
              .order(order)
              .putShort((short) code)
              .putShort((short) value.length)
              .array());
      octets.writeBytes(value);
      octets.writeBytes(new byte[-value.length & 3]);
    }

    byte[] done() {
      if (octets.size() > 0) {
        add(OPTION_END, new byte[0]);
      }
      return octets.toByteArray();
    }
  }
}
