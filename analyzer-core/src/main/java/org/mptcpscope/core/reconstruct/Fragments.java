package org.mptcpscope.core.reconstruct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;

/**
 * Puts IP fragments together. Bounded: at most 64 packets at a time, of 64 KiB each, for 30 s; what
 * never completes is a gap of the capture, which acknowledgments will show.
 */
final class Fragments {
  private static final int MAX_PACKETS = 64;
  private static final long PATIENCE = 30_000_000_000L;
  private static final int LARGEST = 65_535;
  private static final int HEADER = 40;

  private record Key(long srcHigh, long srcLow, long dstHigh, long dstLow, int id, int protocol) {}

  private static final class Packet {
    final long since;
    final RangeSet parts = new RangeSet(RangeSet.Overflow.DROP_OLDEST);
    byte[] octets = new byte[4096];
    int length = -1;
    int fragments;
    boolean mayCarryTcp;

    Packet(long since) {
      this.since = since;
    }
  }

  private final Map<Key, Packet> packets = new LinkedHashMap<>();
  private long lost;
  private MemorySegment whole = MemorySegment.NULL;

  /**
   * Takes the fragment that the view stands on.
   *
   * @return {@link Outcome#TCP} if it completes a packet, on which the view then stands; else
   *     {@link Outcome#FRAGMENT}, or what else the packet is
   */
  Outcome take(FrameView view, long time) {
    forgetBefore(time - PATIENCE);
    int from = view.fragmentOffset();
    int to = from + view.ipPayloadLength();
    if (view.ipPayloadCaptured() < view.ipPayloadLength() || to > LARGEST || to <= from) {
      lost += view.mayCarryTcp() ? 1 : 0;
      return Outcome.FRAGMENT;
    }
    Key key =
        new Key(
            view.srcHigh(),
            view.srcLow(),
            view.dstHigh(),
            view.dstLow(),
            view.fragmentId(),
            view.protocol());
    Packet packet = packets.computeIfAbsent(key, _ -> new Packet(time));
    if (packet.octets.length < to) {
      packet.octets = Arrays.copyOf(packet.octets, Math.max(to, packet.octets.length * 2));
    }
    MemorySegment.copy(
        view.buffer(),
        view.ipPayloadOffset(),
        MemorySegment.ofArray(packet.octets),
        from,
        to - from);
    packet.parts.add(from, to);
    packet.fragments++;
    packet.mayCarryTcp |= view.mayCarryTcp();
    if (!view.moreFragments()) {
      packet.length = to;
    }
    if (packet.length < 0 || !packet.parts.containsAll(0, packet.length)) {
      return Outcome.FRAGMENT;
    }
    packets.remove(key);
    Outcome outcome = wrap(view, packet);
    // A tunnel may carry a fragment in turn, which is larger by at least a header.
    return outcome == Outcome.FRAGMENT ? take(view, time) : outcome;
  }

  private Outcome wrap(FrameView view, Packet packet) {
    if (whole.byteSize() == 0) {
      whole = Arena.ofAuto().allocate(LARGEST + HEADER + 1L);
    }
    int header = view.writeHeader(whole, 0, packet.length);
    MemorySegment.copy(MemorySegment.ofArray(packet.octets), 0, whole, header, packet.length);
    int length = header + packet.length;
    return view.wrap(whole, 0, length, length, LinkType.RAW);
  }

  private void forgetBefore(long time) {
    Iterator<Packet> oldest = packets.values().iterator();
    while (oldest.hasNext()) {
      Packet packet = oldest.next();
      if (packet.since >= time && packets.size() < MAX_PACKETS) {
        return;
      }
      lost += lost(packet);
      oldest.remove();
    }
  }

  private static int lost(Packet packet) {
    return packet.mayCarryTcp ? packet.fragments : 0;
  }

  /** Fragments, so far, of packets that may carry TCP and are not all there. */
  long lost() {
    return lost + packets.values().stream().mapToInt(Fragments::lost).sum();
  }
}
