package org.mptcpscope.samples.traffic;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.link.LinkType;

/** A capture that is written: a clock that each frame moves on, and counts. */
public final class FrameSink implements AutoCloseable {
  private static final int RECORD_HEADER = 16;
  private static final long START = 1_767_225_600_000_000_000L; // 2026-01-01T00:00:00Z

  private final OutputStream out;
  private final int snaplen;
  private final PcapWriter writer;
  private long timeNanos = START;
  private long frames;
  private long octets;

  public FrameSink(Path file, int snaplen) throws IOException {
    this(Files.newOutputStream(file), snaplen);
  }

  public FrameSink(OutputStream to, int snaplen) throws IOException {
    this.snaplen = snaplen;
    out = new BufferedOutputStream(to, 1 << 20);
    writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, false, snaplen, LinkType.ETHERNET);
  }

  /** Lets time pass before the next frame. */
  void pass(long micros) {
    timeNanos += micros * 1000;
  }

  void frame(byte[] frame) throws IOException {
    int kept = Math.min(frame.length, snaplen);
    writer.frame(timeNanos, frame.length, Octets.of(frame).slice(0, kept));
    frames++;
    octets += RECORD_HEADER + kept;
  }

  /** The clock of TCP timestamps, in milliseconds. */
  int millis() {
    return (int) (timeNanos / 1_000_000);
  }

  long frames() {
    return frames;
  }

  long octets() {
    return octets;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
