package org.mptcpscope.core.capture;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks Zstandard (RFC 8878) with the reference implementation, which is native code. */
final class ZstdLibrary {
  /** 2^27 octets are {@link Compression#MEBIBYTES}. */
  private static final int LARGEST_WINDOW = 27;

  private ZstdLibrary() {}

  static InputStream unpack(InputStream in) throws IOException {
    load();
    return new Translated(new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW));
  }

  /**
   * Loads the native code. Unless it is installed, it comes from the jar by way of a file, which is
   * gone again when this returns.
   */
  private static synchronized void load() throws IOException {
    if (Native.isLoaded()) {
      return;
    }
    Path folder = Files.createTempDirectory("mptcpscope");
    try {
      Native.load(folder.toFile());
    } catch (LinkageError e) {
      throw UnpackException.unsupported(
          "zstd data cannot be unpacked on this machine; unpack them with zstd -d", e);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Says in words for people what the library says in codes. */
  private static final class Translated extends FilterInputStream {
    Translated(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        return in.read(to, offset, length);
      } catch (ZstdIOException e) {
        long code = e.getErrorCode();
        if (code == Zstd.errFrameParameterWindowTooLarge()) {
          throw UnpackException.tooMuch("zstd", "zstd -d --long=31");
        }
        if (code == Zstd.errDictionaryWrong()) {
          throw UnpackException.unsupported(
              "the zstd data need a dictionary; unpack them with zstd -d -D DICTIONARY", e);
        }
        throw e;
      }
    }
  }
}
