package org.mptcpscope.samples.script;

import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.Direction;

/**
 * A frame of a sample.
 *
 * @param number counts from 1
 * @param timeNanos since 1970-01-01 UTC
 * @param interfaceId counts from 0
 * @param direction as the capture recorded it
 * @param octets those captured, from the link header on
 * @param wireLength octets that the frame had on the wire
 * @param comments what the script says about it, its truths included
 */
public record SampleFrame(
    int number,
    long timeNanos,
    int interfaceId,
    Direction direction,
    Octets octets,
    int wireLength,
    List<String> comments) {
  public SampleFrame {
    comments = List.copyOf(comments);
  }
}
