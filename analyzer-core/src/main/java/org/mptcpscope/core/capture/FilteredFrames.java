package org.mptcpscope.core.capture;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Passes over the frames that a filter does not let through, and says how many they were. */
final class FilteredFrames implements FrameSource {
  private final FrameSource all;
  private final String words;
  private final FrameFilter filter;
  private long frames;
  private long passed;

  FilteredFrames(String capture, FrameSource all, String filter) {
    this.all = all;
    this.words = filter;
    this.filter = new FrameFilter(capture, filter);
  }

  @Override
  public Step step() throws CaptureException {
    while (true) {
      Step step = all.step();
      if (step != Step.FRAME) {
        return step;
      }
      frames++;
      try {
        if (filter.passes(buffer(), offset(), capturedLength(), wireLength(), linkType())) {
          passed++;
          return Step.FRAME;
        }
      } catch (InternalError error) {
        // Another program cut the mapped file.
        all.mappingLost(error);
      }
    }
  }

  @Override
  public boolean next() throws CaptureException {
    Step step = step();
    while (step == Step.QUIET) {
      step = step();
    }
    return step == Step.FRAME;
  }

  @Override
  public List<CaptureWarning> warnings() {
    List<CaptureWarning> warnings = new ArrayList<>(all.warnings());
    String message =
        "--filter '%s' let %d of %d frames pass%s"
            .formatted(
                words,
                passed,
                frames,
                CaptureFilter.isPartial(words) ? ", what is missing may be among the others" : "");
    warnings.add(new CaptureWarning(CaptureWarning.FILTER, message, 0));
    return warnings;
  }

  @Override
  public void close() {
    filter.close();
    all.close();
  }

  // ---- the rest is the capture's ---------------------------------------------------------------

  @Override
  public long quietUntil() {
    return all.quietUntil();
  }

  @Override
  public int number() {
    return all.number();
  }

  @Override
  public long timeNanos() {
    return all.timeNanos();
  }

  @Override
  public long startNanos() {
    return all.startNanos();
  }

  @Override
  public MemorySegment buffer() {
    return all.buffer();
  }

  @Override
  public long offset() {
    return all.offset();
  }

  @Override
  public int capturedLength() {
    return all.capturedLength();
  }

  @Override
  public int wireLength() {
    return all.wireLength();
  }

  @Override
  public int linkType() {
    return all.linkType();
  }

  @Override
  public int interfaceId() {
    return all.interfaceId();
  }

  @Override
  public int clock(int interfaceId) {
    return all.clock(interfaceId);
  }

  @Override
  public int direction() {
    return all.direction();
  }

  @Override
  public long position() {
    return all.position();
  }

  @Override
  public boolean reread(long position, Reread sink) {
    return all.reread(position, sink);
  }

  @Override
  public boolean mayLack(long from, long to) {
    return CaptureFilter.isPartial(words) || all.mayLack(from, to);
  }

  @Override
  public long octetsRead() {
    return all.octetsRead();
  }

  @Override
  public long size() {
    return all.size();
  }

  @Override
  public CaptureFacts facts() {
    return all.facts();
  }

  @Override
  public void mappingLost(InternalError error) {
    all.mappingLost(error);
  }
}
