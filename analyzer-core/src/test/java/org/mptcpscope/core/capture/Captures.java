package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.capfile.PcapngWriter;

/** Captures for tests, and what was read of one. */
final class Captures {
  static final int ETHERNET = 1;
  static final int USER0 = 147;
  static final long SECOND = 1_000_000_000;

  private Captures() {}

  /** One frame as it was delivered. */
  record Frame(int number, long time, int interfaceId, int linkType, int wire, Octets octets) {
    static Frame of(FrameSource source) {
      byte[] octets =
          source.buffer().asSlice(source.offset(), source.capturedLength()).toArray(JAVA_BYTE);
      return new Frame(
          source.number(),
          source.timeNanos(),
          source.interfaceId(),
          source.linkType(),
          source.wireLength(),
          Octets.of(octets));
    }
  }

  /** A frame to write: the interface, the time and the octets. */
  record Written(int interfaceId, long time, Octets octets) {}

  /** All frames of a source, what it said in the end, and its facts. */
  record Read(List<Frame> frames, List<CaptureWarning> warnings, CaptureFacts facts) {
    List<Integer> numbers() {
      return frames.stream().map(Frame::number).toList();
    }

    List<String> messages() {
      return warnings.stream().map(CaptureWarning::message).toList();
    }
  }

  static Read read(CaptureSource source) throws CaptureException {
    try (FrameSource frames = source.open()) {
      List<Frame> read = new ArrayList<>();
      while (frames.next()) {
        read.add(Frame.of(frames));
      }
      return new Read(read, frames.warnings(), frames.facts());
    }
  }

  static Read read(byte[] capture) throws CaptureException {
    return read(CaptureSource.memory("a.pcap", capture));
  }

  /** A pcap file with one frame of 60 different octets for each time. */
  static byte[] pcap(long... times) {
    return pcapOf(ETHERNET, 60, times);
  }

  static byte[] pcapOf(int linkType, int wireLength, long... times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PcapWriter writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 262144, linkType);
      for (int i = 0; i < times.length; i++) {
        writer.frame(times[i], wireLength, octets(60, i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A pcapng file with an interface for each link type. */
  static byte[] pcapng(List<Integer> linkTypes, List<Written> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PcapngWriter writer = new PcapngWriter(out, ByteOrder.BIG_ENDIAN, "test");
      for (int linkType : linkTypes) {
        writer.describe(linkType, 0, PcapngWriter.NANOSECONDS, "if");
      }
      for (Written frame : frames) {
        writer.frame(frame.interfaceId(), frame.time(), frame.octets().length(), frame.octets());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Octets octets(int length, int seed) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (31 * seed + i);
    }
    return Octets.of(octets);
  }

  static byte[] gzip(byte[] octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
