package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/**
 * A capture file read by libpcap, through pcap4j, and written again as pcap with nanoseconds: so
 * its frames take the same path as those of the native reader.
 */
final class LibpcapFeed implements Feed {
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
  private static final String CALL = "pcap_next_ex(): ";

  private final PcapHandle handle;
  private byte[] pending;
  private int sent;
  private long octetsRead;

  private LibpcapFeed(PcapHandle handle, byte[] header) {
    this.handle = handle;
    this.pending = header;
  }

  /**
   * Opens a file.
   *
   * @throws CaptureException if libpcap is not there or refuses the file, with its own words
   */
  static LibpcapFeed open(String name, Path file) throws CaptureException {
    if (Libpcap.flaw().isPresent()) {
      throw new CaptureException(CaptureException.NO_LIBPCAP, name, Libpcap.flaw().get());
    }
    try {
      PcapHandle handle = Pcaps.openOffline(file.toString(), TimestampPrecision.NANO);
      return new LibpcapFeed(handle, header(handle));
    } catch (PcapNativeException | NotOpenException e) {
      throw new CaptureException(
          CaptureException.UNREADABLE,
          name,
          "libpcap cannot read it, " + words(file, e) + "; leave out --reader to read it without");
    }
  }

  private static String words(Path file, Exception e) {
    String words = e.getMessage() == null ? "without a reason" : e.getMessage().strip();
    String prefix = file + ": ";
    return words.startsWith(prefix) ? words.substring(prefix.length()) : words;
  }

  private static byte[] header(PcapHandle handle) throws NotOpenException {
    return ByteBuffer.allocate(FILE_HEADER)
        .putInt(NANOSECOND_MAGIC)
        .putShort((short) 2)
        .putShort((short) 4)
        .putInt(0)
        .putInt(0)
        .putInt(handle.getSnapshot())
        .putInt(handle.getDlt().value())
        .array();
  }

  @Override
  public int read(MemorySegment to, long offset, long length) throws IOException {
    if (sent == pending.length) {
      byte[] record = nextRecord();
      if (record == null) {
        return -1;
      }
      pending = record;
      sent = 0;
    }
    int count = (int) Math.min(length, pending.length - sent);
    MemorySegment.copy(pending, sent, to, JAVA_BYTE, offset, count);
    sent += count;
    octetsRead += count;
    return count;
  }

  private byte[] nextRecord() throws IOException {
    try {
      // The plain getNextRawPacket() hides errors: a file that breaks off would look complete.
      byte[] octets = handle.getNextRawPacketEx();
      Timestamp time = handle.getTimestamp();
      return ByteBuffer.allocate(RECORD_HEADER + octets.length)
          .putInt((int) Math.floorDiv(time.getTime(), 1000))
          .putInt(time.getNanos())
          .putInt(octets.length)
          .putInt(handle.getOriginalLength())
          .put(octets)
          .array();
    } catch (EOFException _) {
      return null;
    } catch (PcapNativeException | NotOpenException | TimeoutException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static IOException failure(String message, Exception cause) {
    String words =
        message.substring(message.indexOf(CALL) < 0 ? 0 : message.indexOf(CALL) + CALL.length());
    // Its words for a file that ends inside a record, which the reader has its own for.
    return words.contains("truncated dump file")
        ? new EOFException(words)
        : new IOException("libpcap says: " + words, cause);
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public long octetsRead() {
    return octetsRead;
  }

  @Override
  public long size() {
    return -1;
  }

  @Override
  public void close() {
    handle.close();
  }
}
