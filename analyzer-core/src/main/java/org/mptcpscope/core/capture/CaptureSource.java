package org.mptcpscope.core.capture;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A capture that can be opened: a file, standard input, or octets in memory. */
public interface CaptureSource {

  /** The capture exactly as the user named it; {@code -} is standard input. */
  String name();

  /**
   * Begins to read it.
   *
   * @throws CaptureException if it is not there, not readable, empty or no capture
   */
  FrameSource open() throws CaptureException;

  /**
   * The frames of a capture that pass a filter in the language of pcap-filter(7), under their own
   * numbers. Needs libpcap, and says so when it is opened.
   */
  static CaptureSource filtered(CaptureSource capture, String filter) {
    return filter.isEmpty() ? capture : new FilteredCapture(capture, filter);
  }

  /**
   * The same capture, so that it can be opened more than once: a stream is kept in memory.
   *
   * @throws CaptureException if it cannot be read
   */
  default CaptureSource kept() throws CaptureException {
    return this;
  }

  /**
   * Opens it to be written anew.
   *
   * @throws CaptureException if it cannot be, as one that is put together or filtered
   */
  default CaptureOctets octetsToWrite() throws CaptureException {
    throw new CaptureException(
        CaptureException.UNREADABLE, name(), "cannot be written anew, it is no file");
  }

  /** A file, read by the native reader, named as the path is written. */
  static CaptureSource file(Path file) {
    return file(file.toString(), file, Reader.NATIVE);
  }

  /** A file with the name to show, read by the given reader. */
  static CaptureSource file(String name, Path file, Reader reader) {
    return file(name, file, reader, () -> true);
  }

  /** The same; a FIFO ends as soon as {@code goOn} is false, even while it waits for octets. */
  static CaptureSource file(String name, Path file, Reader reader, BooleanSupplier goOn) {
    return new FileCapture(name, file, reader, goOn);
  }

  /** A stream, which can be opened once; closing the source does not close it. */
  static CaptureSource standardInput(InputStream in) {
    return standardInput(in, () -> true);
  }

  /** The same; it ends as soon as {@code goOn} is false, even while it waits for octets. */
  static CaptureSource standardInput(InputStream in, BooleanSupplier goOn) {
    return new StreamCapture(CaptureFiles.STANDARD_INPUT, in, goOn);
  }

  /** Octets in memory, compressed or not; they are copied if they lie on the heap. */
  static CaptureSource memory(String name, MemorySegment octets) {
    return new MemoryCapture(name, octets);
  }

  /** Octets in memory. */
  static CaptureSource memory(String name, byte[] octets) {
    return memory(name, MemorySegment.ofArray(octets));
  }

  /**
   * Several captures as one, put together by time; frames are counted anew. Each may be opened once
   * more if all of its parts may.
   */
  static CaptureSource merged(List<CaptureSource> parts) {
    return new MergedCapture(parts);
  }
}
