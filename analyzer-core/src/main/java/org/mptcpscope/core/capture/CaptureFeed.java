package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.mptcpscope.dissector.Octets;

/** The frames of a live capture as octets of pcap, handed to a sink on their way. */
final class CaptureFeed implements LiveFeed {
  private static final long MOMENT_NANOS = 50_000_000;
  private static final int FILE_HEADER = 24;
  private static final int NANOSECOND_MAGIC = 0xa1b23c4d;

  private final CaptureThread capture;
  private final FrameRing ring;
  private final FrameSink sink;
  private final byte[] header;
  private final boolean partial;
  private int headerSent;
  private long octetsRead;
  private long quietNanos;

  /** Octets in the ring whose frames the sink has, though they were not read. */
  private long sunk;

  private boolean flushed = true;
  private boolean sinkDone;

  CaptureFeed(CaptureThread capture, FrameSink sink, int linkType, LiveOptions options) {
    partial = CaptureFilter.isPartial(options.filter());
    sinkDone = sink == FrameSink.NONE;
    this.capture = capture;
    this.ring = capture.ring();
    this.sink = sink;
    header =
        ByteBuffer.allocate(FILE_HEADER)
            .putInt(NANOSECOND_MAGIC)
            .putShort((short) 2)
            .putShort((short) 4)
            .putInt(0)
            .putInt(0)
            .putInt(options.snaplen())
            .putInt(linkType)
            .array();
  }

  @Override
  public int read(MemorySegment to, long offset, long length) {
    if (headerSent < FILE_HEADER) {
      int count = (int) Math.min(length, FILE_HEADER - headerSent);
      MemorySegment.copy(header, headerSent, to, JAVA_BYTE, offset, count);
      headerSent += count;
      return count;
    }
    while (ring.available() == 0) {
      if (ring.isDone()) {
        end();
        return -1;
      }
      ring.await(MOMENT_NANOS);
    }
    int count = (int) Math.min(Math.min(length, ring.available()), 1 << 20);
    sink(count);
    ring.take(to, offset, count);
    sunk -= count;
    octetsRead += count;
    return count;
  }

  private void sink(long octets) {
    if (sinkDone) {
      sunk = octets;
      return;
    }
    try {
      sinkAll(octets);
    } catch (IOException e) {
      failed(e);
      sunk = octets;
    }
  }

  /** Hands all frames to the sink that begin in the next octets. */
  private void sinkAll(long octets) throws IOException {
    byte[] record = new byte[FrameRing.RECORD_HEADER];
    while (sunk < octets) {
      ring.peek(sunk, MemorySegment.ofArray(record), 0, record.length);
      ByteBuffer fields = ByteBuffer.wrap(record);
      long time = Integer.toUnsignedLong(fields.getInt()) * 1_000_000_000L + fields.getInt();
      byte[] frame = new byte[fields.getInt()];
      ring.peek(sunk + record.length, MemorySegment.ofArray(frame), 0, frame.length);
      sink.frame(time, fields.getInt(), Octets.of(frame));
      sunk += record.length + frame.length;
      flushed = false;
    }
  }

  @Override
  public boolean await() {
    if (ring.await(MOMENT_NANOS)) {
      return true;
    }
    flush();
    // In this order: what comes after the look at the quiet is seen by the look at the ring.
    long quiet = capture.quietNanos();
    if (ring.available() > 0 || ring.isDone()) {
      return true;
    }
    quietNanos = quiet;
    return false;
  }

  private void flush() {
    if (flushed || sinkDone) {
      return;
    }
    flushed = true;
    try {
      sink.flush();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void end() {
    if (sinkDone) {
      return;
    }
    sinkDone = true;
    try {
      sink.end(capture.drops());
    } catch (IOException e) {
      failed(e);
    }
  }

  /** A capture that cannot be written any longer ends. */
  private void failed(IOException e) {
    sinkDone = true;
    capture.failed(e.getMessage() == null ? "without a reason" : e.getMessage());
  }

  @Override
  public long quietNanos() {
    return quietNanos;
  }

  @Override
  public long dropped() {
    return capture.drops().total();
  }

  @Override
  public boolean mayLack(long from, long to) {
    return partial || capture.losses().within(from, to);
  }

  @Override
  public boolean ready() {
    return headerSent == FILE_HEADER && ring.available() > 0;
  }

  @Override
  public long octetsRead() {
    return octetsRead;
  }

  @Override
  public long size() {
    return -1;
  }

  @Override
  public void close() {
    capture.stop();
    end();
    capture.close();
  }
}
