package org.mptcpscope.core.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** The octets of a capture file one after the other, for captures that cannot be mapped. */
interface Feed extends AutoCloseable {

  /**
   * Reads octets, waiting for at least one.
   *
   * @param to off-heap memory that takes them
   * @param offset where in it
   * @param length most octets to read, at least 1
   * @return how many were read; -1 at the end
   * @throws IOException if the octets end or break before the file does
   */
  int read(MemorySegment to, long offset, long length) throws IOException;

  /** Whether reading would not wait, as far as is known. */
  boolean ready();

  /** Octets of the file that were read so far, before decompression. */
  long octetsRead();

  /** Octets of the file before decompression; -1 if unknown. */
  long size();

  @Override
  void close();
}
