package org.mptcpscope.dissector.capfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.mptcpscope.dissector.capfile.PcapngCursor.OPTION_COMMENT;
import static org.mptcpscope.dissector.capfile.PcapngCursor.OPTION_PACKET_FLAGS;
import static org.mptcpscope.dissector.capfile.PcapngCursor.OPTION_RESOLUTION;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the blocks of a capture anew, as pcapng: as they are, with comments added, or with nothing
 * but what says where and when a frame was captured. The stream is the caller's, who closes it.
 */
public final class BlockWriter {
  /** Octets of a section header and of an interface description in front of their options. */
  private static final int SECTION_HEADER = 24;

  private static final int INTERFACE_HEADER = 16;
  private static final int STATISTICS_HEADER = 20;
  private static final int FIRST_COUNTER = 4;
  private static final int LAST_COUNTER = 8;
  private static final int OPTION_CHECK_SEQUENCE = 13;
  private static final int OPTION_APPLICATION = 4;
  private static final int OPTION_SPEED = 8;

  /** An option cannot be longer. */
  private static final int MOST_OCTETS = 0xffff;

  private final OutputStream out;
  private final CaptureBlocks from;
  private final String application;
  private final BlockBuilder block = new BlockBuilder();

  /**
   * Makes a writer of the blocks that a walk stands on.
   *
   * @param application that writes the file: said in sections that are not copied
   */
  public BlockWriter(OutputStream out, CaptureBlocks from, String application) {
    this.out = out;
    this.from = from;
    this.application = application;
  }

  /** Writes the block as it is. */
  public void copy() throws IOException {
    copy(List.of());
  }

  /**
   * Writes a section or a frame with comments added behind those that it has. A simple packet
   * block, which can have none, becomes an enhanced one, with the time that readers give the frame.
   */
  public void copy(List<String> comments) throws IOException {
    if (from.pcapng() == null) {
      copyRecord(comments);
      return;
    }
    PcapngCursor cursor = from.pcapng();
    if (from.kind() == CaptureBlocks.Kind.SECTION) {
      copySection(cursor, comments);
    } else if (comments.isEmpty()) {
      block
          .start(cursor.blockType(), from.order())
          .copy(cursor.buffer(), cursor.blockOffset() + 8, cursor.blockLength() - 12)
          .writeTo(out);
    } else if (cursor.blockType() == PcapngCursor.SIMPLE_PACKET) {
      copyTimed(comments);
    } else {
      copyFrame(cursor, comments);
    }
  }

  /** Writes a frame, with a time of its own in the block if it had none. */
  public void copyTimed(List<String> comments) throws IOException {
    PcapngCursor cursor = from.pcapng();
    if (cursor == null || cursor.blockType() != PcapngCursor.SIMPLE_PACKET) {
      copy(comments);
      return;
    }
    enhanced(cursor.ticksOfFirst(), cursor.wireLength());
    block.copy(cursor.buffer(), cursor.offset(), cursor.capturedLength()).pad();
    add(comments);
    end(comments.isEmpty());
    block.writeTo(out);
  }

  /**
   * Writes a section header, counters or a block with a number among the frames without anything
   * that names or describes.
   */
  public void bare() throws IOException {
    switch (from.kind()) {
      case SECTION -> section(List.of());
      case STATISTICS -> bareStatistics();
      case NUMBERED -> block.start(PcapngCursor.CUSTOM, from.order()).i32(0).writeTo(out);
      default -> throw new IllegalStateException("a bare " + from.kind());
    }
  }

  /**
   * Writes the frame with other octets, as many as before, and without comments.
   *
   * @param octets of the frame, from the first one on
   */
  public void frame(MemorySegment octets) throws IOException {
    int captured = from.frame().capturedLength();
    int flags = 0;
    if (from.pcapng() == null) {
      enhanced(from.pcap().ticks(), from.pcap().writtenLength());
    } else {
      PcapngCursor cursor = from.pcapng();
      long header = cursor.offset() - cursor.blockOffset() - 8;
      block
          .start(cursor.blockType(), from.order())
          .copy(cursor.buffer(), cursor.blockOffset() + 8, header);
      flags = cursor.packetFlags();
    }
    block.copy(octets, 0, captured).pad();
    if (flags != 0) {
      block.option(OPTION_PACKET_FLAGS, flags).endOfOptions();
    }
    block.writeTo(out);
  }

  // ---- from pcap -------------------------------------------------------------------------------

  private void copyRecord(List<String> comments) throws IOException {
    PcapCursor cursor = from.pcap();
    switch (from.kind()) {
      case SECTION -> section(comments);
      case INTERFACE -> describe(cursor);
      default -> {
        enhanced(cursor.ticks(), cursor.writtenLength());
        block.copy(cursor.buffer(), cursor.offset(), cursor.capturedLength()).pad();
        add(comments);
        end(comments.isEmpty());
        block.writeTo(out);
      }
    }
  }

  private void section(List<String> comments) throws IOException {
    block
        .start(PcapngCursor.SECTION, from.order())
        .i32(PcapngCursor.BYTE_ORDER_MAGIC)
        .i16(1)
        .i16(0)
        .i64(-1);
    add(comments);
    block.option(OPTION_APPLICATION, application.getBytes(UTF_8)).endOfOptions().writeTo(out);
  }

  private void describe(PcapCursor cursor) throws IOException {
    block
        .start(PcapngCursor.INTERFACE, from.order())
        .i16(cursor.linkType())
        .i16(0)
        .i32(cursor.writtenSnaplen());
    byte resolution = (byte) (cursor.ticksPerSecond() == 1_000_000 ? 6 : 9);
    block.option(OPTION_RESOLUTION, new byte[] {resolution});
    if (cursor.checkSequence() >= 0) {
      block.option(OPTION_CHECK_SEQUENCE, new byte[] {(byte) cursor.checkSequence()});
    }
    block.endOfOptions().writeTo(out);
  }

  /** Begins an enhanced packet block of the first interface, up to the frame's octets. */
  private void enhanced(long ticks, int wireLength) {
    block
        .start(PcapngCursor.ENHANCED_PACKET, from.order())
        .i32(0)
        .i32((int) (ticks >>> 32))
        .i32((int) ticks)
        .i32(from.frame().capturedLength())
        .i32(wireLength);
  }

  // ---- from pcapng -----------------------------------------------------------------------------

  /** The length of a section, where it is said, ends where comments are added. */
  private void copySection(PcapngCursor cursor, List<String> comments) throws IOException {
    MemorySegment buffer = cursor.buffer();
    long start = cursor.blockOffset();
    block.start(PcapngCursor.SECTION, from.order()).copy(buffer, start + 8, 8).i64(-1);
    options(cursor, start + SECTION_HEADER, comments);
    block.writeTo(out);
  }

  private void copyFrame(PcapngCursor cursor, List<String> comments) throws IOException {
    long options = cursor.optionsOffset();
    block
        .start(cursor.blockType(), from.order())
        .copy(cursor.buffer(), cursor.blockOffset() + 8, options - cursor.blockOffset() - 8);
    options(cursor, options, comments);
    block.writeTo(out);
  }

  /** Copies options and adds comments: in front of their end, or of what is damaged of them. */
  private void options(PcapngCursor cursor, long first, List<String> comments) {
    MemorySegment buffer = cursor.buffer();
    long end = cursor.blockOffset() + cursor.blockLength() - 4;
    long sound = cursor.behindOptions(first, end);
    block.copy(buffer, first, sound - first);
    add(comments);
    block.copy(buffer, sound, end - sound);
    end(sound < end || comments.isEmpty());
  }

  private void add(List<String> comments) {
    for (String comment : comments) {
      byte[] text = comment.getBytes(UTF_8);
      block.option(
          OPTION_COMMENT, text.length > MOST_OCTETS ? Arrays.copyOf(text, MOST_OCTETS) : text);
    }
  }

  private void end(boolean ended) {
    if (!ended) {
      block.endOfOptions();
    }
  }

  /**
   * Writes an interface without anything that names or describes it.
   *
   * @param filter that chose the frames, in libpcap's language, or empty
   */
  public void bareInterface(String filter) throws IOException {
    if (from.pcapng() == null) {
      describe(from.pcap());
      return;
    }
    PcapngCursor cursor = from.pcapng();
    MemorySegment buffer = cursor.buffer();
    long start = cursor.blockOffset();
    long first = start + INTERFACE_HEADER;
    block.start(PcapngCursor.INTERFACE, from.order()).copy(buffer, start + 8, 8);
    for (int code :
        new int[] {
          OPTION_SPEED, OPTION_RESOLUTION, OPTION_CHECK_SEQUENCE, PcapngCursor.OPTION_OFFSET
        }) {
      cursor.copyOption(code, first, start + cursor.blockLength() - 4, block);
    }
    if (!filter.isEmpty()) {
      byte[] text = filter.getBytes(UTF_8);
      byte[] value = new byte[1 + text.length];
      // The first octet says that the filter follows as text.
      System.arraycopy(text, 0, value, 1, text.length);
      block.option(PcapngCursor.OPTION_FILTER, value);
    }
    block.endOfOptions().writeTo(out);
  }

  private void bareStatistics() throws IOException {
    PcapngCursor cursor = from.pcapng();
    long start = cursor.blockOffset();
    long end = start + cursor.blockLength() - 4;
    if (end < start + STATISTICS_HEADER) {
      return;
    }
    block
        .start(PcapngCursor.STATISTICS, from.order())
        .copy(cursor.buffer(), start + 8, STATISTICS_HEADER - 8);
    for (int code = FIRST_COUNTER; code <= LAST_COUNTER; code++) {
      cursor.copyOption(code, start + STATISTICS_HEADER, end, block);
    }
    block.endOfOptions().writeTo(out);
  }
}
