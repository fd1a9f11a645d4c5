package org.mptcpscope.core.capture;

import java.io.IOException;
import java.util.Optional;
import org.mptcpscope.dissector.capfile.CaptureBlocks;
import org.mptcpscope.dissector.capfile.NotACaptureException;

/** A capture as it is written, block by block, for those who write it anew. */
public final class CaptureOctets implements AutoCloseable {
  private final Store store;
  private final CaptureBlocks blocks;
  private long read;

  /** Takes the store, which is closed with this, or if this fails. */
  CaptureOctets(String name, Store store) throws CaptureException {
    this.store = store;
    try {
      blocks = CaptureBlocks.open(store);
    } catch (NotACaptureException e) {
      store.close();
      throw new CaptureException(CaptureException.NOT_A_CAPTURE, name, e.getMessage());
    } catch (InternalError _) {
      store.close();
      throw new CaptureException(CaptureException.EMPTY, name, Account.EMPTY);
    }
  }

  /** Whether a filter lets parts of TCP connections pass and others not. */
  public static boolean isPartial(String filter) {
    return CaptureFilter.isPartial(filter);
  }

  /**
   * Moves to the next block; false at the end, and where the capture is damaged or was cut by
   * another program meanwhile.
   */
  public boolean next() {
    try {
      boolean there = blocks.next();
      read = there ? blocks.consumed() : read;
      return there;
    } catch (InternalError _) {
      store.shrink();
      return false;
    }
  }

  /** The blocks, moved by {@link #next}. */
  public CaptureBlocks blocks() {
    return blocks;
  }

  /** Octets of the file read so far, compressed ones of a compressed file. */
  public long octetsRead() {
    return store.octetsRead(read);
  }

  /** Octets of the file as {@link #octetsRead} counts them; -1 if unknown. */
  public long size() {
    return store.size();
  }

  /** Why reading ended before the file did, if it did. */
  public Optional<IOException> failure() {
    return store.failure();
  }

  @Override
  public void close() {
    store.close();
  }
}
