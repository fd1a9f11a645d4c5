package org.mptcpscope.core.capture;

import java.util.Optional;

/** The frames of a capture that pass a filter; they keep their numbers. */
record FilteredCapture(CaptureSource all, String filter) implements CaptureSource {

  @Override
  public String name() {
    return all.name();
  }

  @Override
  public FrameSource open() throws CaptureException {
    Optional<String> flaw = Libpcap.flaw("--filter");
    if (flaw.isPresent()) {
      throw new CaptureException(CaptureException.NO_LIBPCAP, name(), flaw.get());
    }
    return new FilteredFrames(name(), all.open(), filter);
  }

  @Override
  public CaptureSource kept() throws CaptureException {
    return new FilteredCapture(all.kept(), filter);
  }
}
