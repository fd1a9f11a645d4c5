package org.mptcpscope.core.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * A capture in a file: mapped if it can be, else read as a stream. A FIFO is opened once, and ends
 * where {@code goOn} is no longer true.
 */
record FileCapture(String name, Path path, Reader reader, BooleanSupplier goOn)
    implements CaptureSource {

  @Override
  public FrameSource open() throws CaptureException {
    return new CaptureReader(name, store());
  }

  @Override
  public CaptureOctets octetsToWrite() throws CaptureException {
    return new CaptureOctets(name, store());
  }

  private Store store() throws CaptureException {
    try {
      if (Files.isDirectory(path)) {
        throw new CaptureException(
            CaptureException.UNREADABLE, name, "is a directory; name a capture in it");
      }
      return switch (reader) {
        case NATIVE -> Files.isRegularFile(path) ? fileStore() : streamStore();
        case PCAP4J -> libpcapStore();
      };
    } catch (NoSuchFileException _) {
      throw new CaptureException(CaptureException.MISSING, name, CaptureFiles.missing(name, path));
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }

  private Store fileStore() throws IOException, CaptureException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    MappedStore store = null;
    try {
      byte[] first = first(file);
      Magic magic = Magic.of(first);
      if (magic.isCapture()) {
        store = map(file);
      } else if (magic.compression() == null) {
        throw StreamCapture.refused(name, first, null);
      }
    } finally {
      if (store == null) {
        file.close();
      }
    }
    return store == null ? streamStore() : store;
  }

  private static byte[] first(FileChannel file) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(Magic.LENGTH);
    while (first.hasRemaining() && file.read(first, first.position()) > 0) {
      // A read may give fewer octets than there are.
    }
    return Arrays.copyOf(first.array(), first.position());
  }

  /** Maps the file; null where the file system or the address space does not allow it. */
  private static MappedStore map(FileChannel file) {
    try {
      return MappedStore.of(file);
    } catch (IOException | OutOfMemoryError _) {
      return null;
    }
  }

  private Store streamStore() throws IOException, CaptureException {
    boolean regular = Files.isRegularFile(path);
    InputStream in = regular ? Files.newInputStream(path) : pumped();
    try {
      long size = regular ? Files.size(path) : -1;
      return StreamCapture.store(name, in, size, true);
    } catch (IOException | CaptureException e) {
      in.close();
      throw e;
    }
  }

  private PumpedStream pumped() {
    return new PumpedStream(() -> Files.newInputStream(path), goOn);
  }

  @Override
  public CaptureSource kept() throws CaptureException {
    if (Files.isRegularFile(path) || Files.isDirectory(path) || !Files.exists(path)) {
      return this;
    }
    return StreamCapture.keep(name, pumped());
  }

  private Store libpcapStore() throws IOException, CaptureException {
    // libpcap's own words for these are those of the C library.
    try (InputStream in = Files.newInputStream(path)) {
      if (in.read() < 0) {
        throw new CaptureException(CaptureException.EMPTY, name, Account.EMPTY);
      }
    }
    return new WindowStore(LibpcapFeed.open(name, path));
  }
}
