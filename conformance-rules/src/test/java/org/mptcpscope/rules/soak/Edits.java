package org.mptcpscope.rules.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.script.SampleFrame;

/**
 * Changes the conversation of a packet script as a list of octets says, four for each change: what,
 * to which frame, where, and by how much. TCP checksums are made right again, or what was changed
 * would pass for damage of the wire.
 */
final class Edits {
  private static final int EDIT = 4;
  private static final int ETHERNET = 14;
  private static final long MILLISECOND = 1_000_000;

  private record Frame(Octets captured, long timeNanos, int interfaceId, int wireLength) {
    byte[] octets() {
      return captured.toArray();
    }

    Frame with(byte[] other) {
      int wire = Math.max(wireLength, other.length);
      return new Frame(Octets.of(other), timeNanos, interfaceId, wire);
    }

    Frame at(long time) {
      return new Frame(captured, time, interfaceId, wireLength);
    }
  }

  private final List<Frame> frames = new ArrayList<>();
  private final Sample sample;

  private Edits(Sample sample) {
    this.sample = sample;
    for (SampleFrame frame : sample.frames()) {
      frames.add(
          new Frame(frame.octets(), frame.timeNanos(), frame.interfaceId(), frame.wireLength()));
    }
  }

  /** The changed capture, as a pcapng file. */
  static byte[] of(Sample sample, byte[] edits, int from) {
    Edits work = new Edits(sample);
    for (int at = from; at + EDIT <= edits.length && !work.frames.isEmpty(); at += EDIT) {
      work.edit(edits[at], edits[at + 1] & 0xff, edits[at + 2] & 0xff, edits[at + 3]);
    }
    return work.write();
  }

  private void edit(int what, int which, int where, byte how) {
    int at = which % frames.size();
    Frame frame = frames.get(at);
    switch (what & 7) {
      case 0 -> frames.remove(at);
      case 1 -> frames.add(at, frame);
      case 2 -> frames.add((at + where) % frames.size(), frames.remove(at));
      case 3 -> frames.set(at, frame.at(frame.timeNanos() + how * (long) where * MILLISECOND));
      case 4 -> change(at, frame, tcp(frame) + where % 20, how);
      case 5 -> change(at, frame, tcp(frame) + 20 + where % 40, how);
      case 6 -> change(at, frame, where, how);
      default -> cut(at, frame, where);
    }
  }

  private void change(int at, Frame frame, int position, byte how) {
    byte[] octets = frame.octets();
    if (position < octets.length) {
      octets[position] ^= how;
      frames.set(at, frame.with(octets));
    }
  }

  private void cut(int at, Frame frame, int length) {
    byte[] octets = frame.octets();
    frames.set(at, frame.with(Arrays.copyOf(octets, Math.min(length, octets.length))));
  }

  /** Where TCP begins, if this is Ethernet with IP. */
  private static int tcp(Frame frame) {
    return ETHERNET + (isIpv6(frame.octets()) ? 40 : 20);
  }

  private static boolean isIpv6(byte[] octets) {
    return octets.length > ETHERNET && (octets[ETHERNET] & 0xf0) == 0x60;
  }

  private static byte[] mended(Frame frame) {
    byte[] octets = frame.octets();
    int tcp = tcp(frame);
    if (octets.length < tcp + 20 || octets.length < frame.wireLength()) {
      return octets;
    }
    octets[tcp + 16] = 0;
    octets[tcp + 17] = 0;
    int addresses = isIpv6(octets) ? ETHERNET + 8 : ETHERNET + 12;
    int length = octets.length - tcp;
    int sum = InternetChecksum.sum(octets, addresses, octets.length - addresses);
    int check = InternetChecksum.complement(InternetChecksum.add(sum, 6 + length));
    octets[tcp + 16] = (byte) (check >> 8);
    octets[tcp + 17] = (byte) check;
    return octets;
  }

  private byte[] write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PcapngWriter writer = new PcapngWriter(out, ByteOrder.LITTLE_ENDIAN, "edited");
      for (Sample.CapturePoint point : sample.interfaces()) {
        writer.describe(sample.linkType(), point.snaplen(), PcapngWriter.NANOSECONDS, point.name());
      }
      for (Frame frame : frames) {
        writer.frame(
            frame.interfaceId(),
            frame.timeNanos(),
            frame.wireLength(),
            Octets.of(mended(frame)),
            Direction.UNKNOWN,
            List.of());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
