package org.mptcpscope.core.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The ways in which a capture may be compressed. Each library is loaded when the first file of its
 * kind is opened, so that all others start as fast as without.
 */
enum Compression {
  GZIP("gzip") {
    @Override
    InputStream unpack(InputStream in) throws IOException {
      return new GZIPInputStream(in, AT_ONCE);
    }
  },
  ZSTD("zstd") {
    @Override
    InputStream unpack(InputStream in) throws IOException {
      return ZstdLibrary.unpack(in);
    }
  },
  XZ("xz") {
    @Override
    InputStream unpack(InputStream in) throws IOException {
      return Xz.unpack(in);
    }
  },
  LZ4("lz4") {
    @Override
    InputStream unpack(InputStream in) throws IOException {
      return Lz4.unpack(in);
    }
  };

  /** Memory that unpacking one capture may take: as much as {@code xz -9} and twice that. */
  static final int MEBIBYTES = 128;

  private static final int AT_ONCE = 64 * 1024;

  private final String label;

  Compression(String label) {
    this.label = label;
  }

  /** Begins to unpack; the stream may throw anything if its octets are damaged. */
  abstract InputStream unpack(InputStream in) throws IOException;

  /** The unpacked octets; fails as {@link UnpackedStream} says. */
  InputStream open(InputStream in) throws IOException {
    return new UnpackedStream(label, in, this::unpack);
  }

  // Classes of their own, so that this one loads without any library.

  private static final class Xz {
    static InputStream unpack(InputStream in) throws IOException {
      try {
        return new Limited(new org.tukaani.xz.XZInputStream(in, MEBIBYTES << 10));
      } catch (org.tukaani.xz.XZIOException e) {
        throw Limited.translated(e);
      }
    }

    /** A later stream or block of the file may need more than the first. */
    private static final class Limited extends java.io.FilterInputStream {
      Limited(InputStream in) {
        super(in);
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        try {
          return in.read(to, offset, length);
        } catch (org.tukaani.xz.XZIOException e) {
          throw translated(e);
        }
      }

      static IOException translated(org.tukaani.xz.XZIOException e) {
        return switch (e) {
          case org.tukaani.xz.MemoryLimitException _ -> UnpackException.tooMuch("xz", "xz -d");
          case org.tukaani.xz.UnsupportedOptionsException _ ->
              UnpackException.unsupported(
                  "the xz data are of a kind that is not read; unpack them with xz -d", e);
          default -> e;
        };
      }
    }
  }

  private static final class Lz4 {
    static InputStream unpack(InputStream in) throws IOException {
      boolean allFrames = true;
      return new org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream(
          in, allFrames);
    }
  }
}
