package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.mptcpscope.dissector.capfile.CaptureInterface;
import org.mptcpscope.dissector.capfile.FrameCursor;

/**
 * A frame's place in one number: where its octets begin (44 bits), its interface (18 bits) and the
 * byte order of its lengths, which stand in the eight octets before it in pcap as in pcapng.
 */
final class Position {
  private static final int OFFSET_BITS = 44;
  private static final int INTERFACE_BITS = 18;
  private static final long OFFSETS = (1L << OFFSET_BITS) - 1;
  private static final int INTERFACES = (1 << INTERFACE_BITS) - 1;
  private static final int LENGTHS = 8;

  private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Store store;
  private final List<CaptureInterface> interfaces;

  Position(Store store, FrameCursor cursor) {
    this.store = store;
    this.interfaces = cursor.interfaces();
  }

  /** The number for a frame; negative if there is none: a simple packet block has no lengths. */
  long of(long offset, int interfaceId, int captured, int wire) {
    long lengths = offset - LENGTHS - store.base();
    if (offset > OFFSETS || interfaceId > INTERFACES || lengths < 0) {
      return -1;
    }
    MemorySegment buffer = store.buffer();
    int first = buffer.get(BIG, lengths);
    int second = buffer.get(BIG, lengths + 4);
    boolean big = fits(first, second, captured, wire);
    if (!big && !fits(Integer.reverseBytes(first), Integer.reverseBytes(second), captured, wire)) {
      return -1;
    }
    return offset | (long) interfaceId << OFFSET_BITS | (big ? 0 : 1L << 62);
  }

  private static boolean fits(int first, int second, int captured, int wire) {
    return first == captured && wire(first, second) == wire;
  }

  /** The length on the wire as cursors read it: without a sign, and never below what was kept. */
  private static int wire(int captured, int wire) {
    return wire < 0 ? Integer.MAX_VALUE : Math.max(captured, wire);
  }

  boolean reread(long position, FrameSource.Reread sink) {
    long offset = position & OFFSETS;
    int interfaceId = (int) (position >>> OFFSET_BITS) & INTERFACES;
    if (position < 0
        || offset - LENGTHS < store.base()
        || offset > store.end()
        || interfaceId >= interfaces.size()) {
      return false;
    }
    MemorySegment buffer = store.buffer();
    long at = offset - store.base();
    boolean big = position >>> 62 == 0;
    int first = buffer.get(BIG, at - LENGTHS);
    int second = buffer.get(BIG, at - LENGTHS + 4);
    int captured = big ? first : Integer.reverseBytes(first);
    int wire = wire(captured, big ? second : Integer.reverseBytes(second));
    if (captured < 0 || captured > store.end() - offset) {
      return false;
    }
    sink.frame(buffer, at, captured, wire, interfaces.get(interfaceId).linkType());
    return true;
  }
}
