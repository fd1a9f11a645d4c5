package org.mptcpscope.core.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several captures as one, in the order of time: what was seen at several points at once. */
record MergedCapture(List<CaptureSource> parts) implements CaptureSource {
  /** What the handle of a frame has room for. */
  private static final int MOST = MergedReader.MOST_FILES;

  MergedCapture {
    parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return parts.stream().map(CaptureSource::name).collect(Collectors.joining(" + "));
  }

  @Override
  public CaptureSource kept() throws CaptureException {
    List<CaptureSource> kept = new ArrayList<>();
    for (CaptureSource part : parts) {
      kept.add(part.kept());
    }
    return new MergedCapture(kept);
  }

  @Override
  public FrameSource open() throws CaptureException {
    if (parts.size() > MOST) {
      throw new CaptureException(
          CaptureException.UNREADABLE,
          name(),
          "%d files cannot be merged, at most %d; merge some with mergecap"
              .formatted(parts.size(), MOST));
    }
    List<MergedReader.Part> opened = new ArrayList<>();
    try {
      for (CaptureSource part : parts) {
        opened.add(new MergedReader.Part(part.name(), part.open()));
      }
      MergedReader reader = new MergedReader(name(), opened);
      opened = List.of();
      return reader;
    } catch (CaptureException e) {
      throw ofPart(name(), e);
    } finally {
      opened.forEach(part -> part.frames.close());
    }
  }

  /** One of the captures cannot be read: then the whole cannot. */
  static CaptureException ofPart(String whole, CaptureException e) {
    return new CaptureException(e.code(), whole, e.subject() + ": " + e.getMessage());
  }
}
