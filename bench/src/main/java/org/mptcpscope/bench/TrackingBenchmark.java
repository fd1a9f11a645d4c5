package org.mptcpscope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.samples.traffic.BulkCapture;
import org.mptcpscope.samples.traffic.BulkShape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one frame of bulk data costs from its record to the model, up to two stages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 1)
public class TrackingBenchmark {
  private static final int FRAMES = 100_000;

  /** Whether frames are whole, cut to their headers, or whole with DSS checksums to verify. */
  @Param({"whole", "cut", "checksums"})
  public String shape;

  private CaptureSource capture;

  /** Writes the capture and takes it into memory. */
  @Setup
  public void write() {
    try (Arena file = Arena.ofConfined()) {
      Path path = Files.createTempFile("mptcpscope-bench", ".pcap");
      int snaplen = shape.equals("cut") ? 100 : BulkShape.WHOLE;
      BulkCapture.write(path, new BulkShape(FRAMES, snaplen, shape.equals("checksums")));
      try (FileChannel channel = FileChannel.open(path)) {
        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), file);
        MemorySegment octets = Arena.global().allocate(mapped.byteSize()).copyFrom(mapped);
        capture = CaptureSource.memory("bulk.pcap", octets);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records only: the frames in the order of time. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long records() throws CaptureException {
    long sum = 0;
    try (FrameSource frames = capture.open()) {
      while (frames.next()) {
        sum += frames.offset();
      }
    }
    return sum;
  }

  /** All of the reconstruction, with nobody who hears events. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long reconstruction() throws CaptureException {
    try (FrameSource frames = capture.open()) {
      return TraceAnalyzer.run(frames, TraceOptions.DEFAULT, List.of()).frames();
    }
  }
}
