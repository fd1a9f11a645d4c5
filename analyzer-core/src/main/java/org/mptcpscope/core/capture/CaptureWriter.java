package org.mptcpscope.core.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.dissector.capfile.PcapngWriter;

/**
 * Writes a live capture: pcapng with the interface, the filter and what was lost, or pcap. What was
 * captured so far is in the file at each moment of quiet, for programs that read along.
 */
public final class CaptureWriter implements FrameSink, AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final Path file;
  private final boolean pcap;
  private final String application;
  private OutputStream out;
  private PcapWriter pcapWriter;
  private PcapngWriter pcapngWriter;
  private int resolution;
  private long lastTime;

  private CaptureWriter(Path file, OutputStream out, boolean pcap, String application) {
    this.file = file;
    this.out = out;
    this.pcap = pcap;
    this.application = application;
  }

  /**
   * Writes a file when the capture begins, over one that is there: pcap if its name ends so, else
   * pcapng.
   *
   * @param application what writes it, for the file's own account
   */
  public static CaptureWriter file(Path file, String application) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    boolean pcap = lower.endsWith(".pcap") || lower.endsWith(".cap");
    return new CaptureWriter(file, null, pcap, application);
  }

  /** Writes pcapng to a stream, which stays open. */
  public static CaptureWriter stream(OutputStream out, String application) {
    return new CaptureWriter(null, new BufferedOutputStream(out, BUFFER), false, application);
  }

  @Override
  public void begin(LiveOptions options, int linkType, boolean nanoseconds) throws IOException {
    resolution = nanoseconds ? PcapngWriter.NANOSECONDS : PcapngWriter.MICROSECONDS;
    if (file != null) {
      out = new BufferedOutputStream(open(), BUFFER);
    }
    ByteOrder order = ByteOrder.nativeOrder();
    if (pcap) {
      pcapWriter = new PcapWriter(out, order, nanoseconds, options.snaplen(), linkType);
    } else {
      pcapngWriter = new PcapngWriter(out, order, application);
      pcapngWriter.describe(
          linkType, options.snaplen(), resolution, options.interfaceName(), options.filter());
    }
    out.flush();
  }

  private OutputStream open() throws IOException {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      Path parent = file.toAbsolutePath().getParent();
      String why =
          parent != null && !Files.isDirectory(parent)
              ? "no such directory " + file.getParent()
              : Files.isDirectory(file) ? "is a directory" : CaptureFiles.reason(e);
      throw new IOException("cannot write " + file + ": " + why, e);
    }
  }

  @Override
  public void frame(long timeNanos, int wireLength, Octets captured) throws IOException {
    lastTime = timeNanos;
    if (pcap) {
      pcapWriter.frame(timeNanos, wireLength, captured);
    } else {
      pcapngWriter.frame(0, timeNanos, wireLength, captured);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void end(CaptureDrops drops) throws IOException {
    if (pcapngWriter != null) {
      pcapngWriter.statistics(
          0, lastTime, drops.received(), drops.byInterface(), drops.bySystem() + drops.here());
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (file == null) {
      out.flush();
    } else if (out != null) {
      out.close();
    }
  }
}
