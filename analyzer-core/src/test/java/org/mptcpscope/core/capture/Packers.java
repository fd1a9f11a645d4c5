package org.mptcpscope.core.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses octets, in small blocks where the format has them. */
enum Packers {
  GZIP {
    @Override
    OutputStream open(OutputStream to) throws IOException {
      return new GZIPOutputStream(to);
    }
  },
  ZSTD {
    @Override
    OutputStream open(OutputStream to) throws IOException {
      return new com.github.luben.zstd.ZstdOutputStreamNoFinalizer(to).setChecksum(true);
    }
  },
  XZ {
    @Override
    OutputStream open(OutputStream to) throws IOException {
      return new XZOutputStream(to, new LZMA2Options(0));
    }
  },
  LZ4 {
    @Override
    OutputStream open(OutputStream to) throws IOException {
      return lz4(to, false);
    }
  },
  LZ4_LINKED {
    @Override
    OutputStream open(OutputStream to) throws IOException {
      return lz4(to, true);
    }
  };

  abstract OutputStream open(OutputStream to) throws IOException;

  private static OutputStream lz4(OutputStream to, boolean linked) throws IOException {
    return new FramedLZ4CompressorOutputStream(
        to,
        new Parameters(
            BlockSize.K64,
            true,
            true,
            linked,
            BlockLZ4CompressorOutputStream.createParameterBuilder().build()));
  }

  byte[] pack(byte[] octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = open(out)) {
      packed.write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
