package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.mptcpscope.dissector.capfile.CaptureInterface;
import org.mptcpscope.dissector.capfile.FrameCursor;

/**
 * A frame's place in one number: where its octets begin (44 bits), its interface (17 bits), and how
 * its lengths are written (1 bit). In pcap as in pcapng they stand in the eight octets before it.
 */
final class Position {
  private static final int OFFSET_BITS = 44;
  private static final int INTERFACE_BITS = 17;
  private static final long OFFSETS = (1L << OFFSET_BITS) - 1;
  private static final int INTERFACES = (1 << INTERFACE_BITS) - 1;
  private static final long LITTLE_ENDIAN = 1L << 62;
  private static final int LENGTHS = 8;

  private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Store store;
  private final List<CaptureInterface> interfaces;

  /** The form that all records of a pcap file have; negative in pcapng. */
  private final long onlyForm;

  /** Takes a store that has its first octets still, and the cursor over it. */
  Position(Store store, FrameCursor cursor) {
    this.store = store;
    this.interfaces = cursor.interfaces();
    this.onlyForm = form(store.buffer().get(BIG, 0));
  }

  private static long form(int magic) {
    return switch (magic) {
      case 0xa1b2c3d4, 0xa1b23c4d -> 0;
      case 0xd4c3b2a1, 0x4d3cb2a1 -> LITTLE_ENDIAN;
      default -> -1;
    };
  }

  /** The number for a frame; negative if there is none: a simple packet block has no lengths. */
  long of(long offset, int interfaceId, int captured, int wire) {
    if (offset > OFFSETS || interfaceId > INTERFACES) {
      return -1;
    }
    long position = offset | (long) interfaceId << OFFSET_BITS;
    if (onlyForm >= 0) {
      return position | onlyForm;
    }
    if (fits(position, captured, wire)) {
      return position;
    }
    return fits(position | LITTLE_ENDIAN, captured, wire) ? position | LITTLE_ENDIAN : -1;
  }

  private boolean fits(long position, int captured, int wire) {
    long lengths = lengths(position);
    return lengths >= 0
        && number(lengths, position) == captured
        && wire(lengths, position, captured) == wire;
  }

  boolean reread(long position, FrameSource.Reread sink) {
    int interfaceId = (int) (position >>> OFFSET_BITS) & INTERFACES;
    long offset = position & OFFSETS;
    long lengths = lengths(position);
    if (position < 0 || lengths < 0 || offset > store.end() || interfaceId >= interfaces.size()) {
      return false;
    }
    int captured = number(lengths, position);
    int wire = wire(lengths, position, captured);
    if (captured < 0 || captured > store.end() - offset) {
      return false;
    }
    int linkType = interfaces.get(interfaceId).linkType();
    sink.frame(store.buffer(), offset - store.base(), captured, wire, linkType);
    return true;
  }

  /** Where the lengths of a frame stand in the buffer; negative if not there. */
  private long lengths(long position) {
    return (position & OFFSETS) - LENGTHS - store.base();
  }

  /** The length on the wire as cursors read it: without a sign, and never below what was kept. */
  private int wire(long lengths, long form, int captured) {
    int wire = number(lengths + 4, form);
    return wire < 0 ? Integer.MAX_VALUE : Math.max(captured, wire);
  }

  private int number(long at, long form) {
    int number = store.buffer().get(BIG, at);
    return (form & LITTLE_ENDIAN) == 0 ? number : Integer.reverseBytes(number);
  }
}
