package org.mptcpscope.rules.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.capture.FrameOffset;
import org.mptcpscope.core.capture.FrameOrigin;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;

/** Where the frames that findings name lie in their files. */
final class FramePlaces {
  private final Map<String, Map<Integer, FrameOffset>> byFile = new HashMap<>();

  /** Reads the files once more, as far as findings name frames of them. */
  FramePlaces(List<CaptureReport> captures) {
    Map<String, Set<Integer>> wanted = new HashMap<>();
    for (CaptureReport capture : captures) {
      for (Finding finding : capture.findings()) {
        for (int frame : finding.frames()) {
          FrameOrigin place = origin(capture, frame);
          wanted.computeIfAbsent(place.file(), _ -> new HashSet<>()).add(place.frame());
        }
      }
    }
    wanted.forEach((file, frames) -> byFile.put(file, FrameOffset.find(file, frames)));
  }

  /** The file that a frame of this capture comes from, and its number there. */
  static FrameOrigin origin(CaptureReport capture, int frame) {
    FrameOrigin origin = capture.origins().get(frame);
    return origin == null ? new FrameOrigin(capture.file(), frame) : origin;
  }

  /** The place of a frame; null if the file is compressed, or is none. */
  FrameOffset of(FrameOrigin frame) {
    return byFile.getOrDefault(frame.file(), Map.of()).get(frame.frame());
  }
}
