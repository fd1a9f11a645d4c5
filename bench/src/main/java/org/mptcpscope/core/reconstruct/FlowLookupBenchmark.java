package org.mptcpscope.core.reconstruct;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What finding the flow of a segment costs, with few flows open and with many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class FlowLookupBenchmark {
  private static final long SERVER = 0xffff_c612_0a01L;

  @Param({"16", "10000", "1000000"})
  public int flows;

  private final FlowTable table = new FlowTable();
  private int next;

  /** Opens the flows. */
  @Setup
  public void open() {
    for (int i = 0; i < flows; i++) {
      key(i);
      table.insert(0, i);
    }
  }

  @Benchmark
  public int find() {
    next = next + 1 == flows ? 0 : next + 1;
    key(next);
    return table.find();
  }

  private void key(int flow) {
    long client = 0xffff_0a00_0000L + (flow >> 4);
    table.key(0, client, 40_000 + (flow & 0xf), 0, SERVER, 443);
  }
}
