package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A capture that lies in memory. */
record MemoryCapture(String name, MemorySegment octets) implements CaptureSource {

  @Override
  public FrameSource open() throws CaptureException {
    return new CaptureReader(name, store());
  }

  @Override
  public CaptureOctets octetsToWrite() throws CaptureException {
    return new CaptureOctets(name, store());
  }

  private Store store() throws CaptureException {
    byte[] first = octets.asSlice(0, Math.min(Magic.LENGTH, octets.byteSize())).toArray(JAVA_BYTE);
    Magic magic = Magic.of(first);
    if (magic.isCapture()) {
      return MappedStore.of(octets);
    }
    if (magic.compression() == null) {
      throw StreamCapture.refused(name, first, null);
    }
    byte[] all = octets.toArray(JAVA_BYTE);
    try {
      return StreamCapture.store(name, new ByteArrayInputStream(all), all.length, true);
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }
}
