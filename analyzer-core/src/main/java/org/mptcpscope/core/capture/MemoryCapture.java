package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A capture that lies in memory. */
record MemoryCapture(String name, MemorySegment octets) implements CaptureSource {

  @Override
  public FrameSource open() throws CaptureException {
    byte[] first = octets.asSlice(0, Math.min(Magic.LENGTH, octets.byteSize())).toArray(JAVA_BYTE);
    return switch (Magic.of(first)) {
      case PCAP, PCAPNG -> new CaptureReader(name, MappedStore.of(octets));
      case GZIP -> decompress();
      default -> throw StreamCapture.refused(name, first);
    };
  }

  private FrameSource decompress() throws CaptureException {
    byte[] all = octets.toArray(JAVA_BYTE);
    try {
      return StreamCapture.open(name, new ByteArrayInputStream(all), all.length, true);
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }
}
