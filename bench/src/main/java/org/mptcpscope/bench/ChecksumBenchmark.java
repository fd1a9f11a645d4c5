package org.mptcpscope.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.mptcpscope.dissector.InternetChecksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the sum over the payload of one segment of full size costs, odd and even. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ChecksumBenchmark {
  private static final int PAYLOAD = 1420;

  private final MemorySegment octets = Arena.global().allocate(2 * PAYLOAD).fill((byte) 0x5a);

  @Benchmark
  public int even() {
    return InternetChecksum.sum(octets, 66, PAYLOAD);
  }

  @Benchmark
  public int odd() {
    return InternetChecksum.sum(octets, 65, PAYLOAD - 1);
  }
}
