package org.mptcpscope.samples.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;
import org.mptcpscope.dissector.capfile.PcapngWriter;
import org.mptcpscope.samples.truth.ExpectedFinding;
import org.mptcpscope.samples.truth.TruthJson;

/**
 * A capture with what is true about it.
 *
 * @param name of the script
 * @param header the comment lines at the top of the script
 * @param linkType of all frames, as capture files name it
 * @param interfaces those of the capture, in order of their ids
 * @param frames in capture order
 * @param truth what a checker must find, in order of the script
 */
public record Sample(
    String name,
    List<String> header,
    int linkType,
    List<CapturePoint> interfaces,
    List<SampleFrame> frames,
    List<ExpectedFinding> truth) {

  /**
   * An interface of the capture.
   *
   * @param snaplen most octets kept of a frame
   */
  public record CapturePoint(String name, int snaplen) {}

  public Sample {
    header = List.copyOf(header);
    interfaces = List.copyOf(interfaces);
    frames = List.copyOf(frames);
    truth = List.copyOf(truth);
  }

  /** Returns the capture as a pcapng file with nanosecond times and packet comments. */
  public byte[] toPcapng() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PcapngWriter writer = new PcapngWriter(out, ByteOrder.LITTLE_ENDIAN, "mptcpscope");
      for (CapturePoint point : interfaces) {
        writer.describe(linkType, point.snaplen(), PcapngWriter.NANOSECONDS, point.name());
      }
      for (SampleFrame frame : frames) {
        writer.frame(
            frame.interfaceId(),
            frame.timeNanos(),
            frame.wireLength(),
            frame.octets(),
            frame.direction(),
            frame.comments());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Returns the expected findings as a JSON object. */
  public String truthJson() {
    return TruthJson.of(name, frames.size(), truth);
  }
}
