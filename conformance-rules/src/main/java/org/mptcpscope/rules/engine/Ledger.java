package org.mptcpscope.rules.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mptcpscope.core.spill.Spill;
import org.mptcpscope.core.spill.SummaryCodec;
import org.mptcpscope.core.trace.StreamRanks;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;

/**
 * The connections that are over, in the order of their ids: a few in memory, many in temporary
 * files without a name. They come in any order, each id once and none left out; they are read when
 * the last one came.
 */
final class Ledger extends AbstractList<ConnectionReport> {
  /** So many are kept in memory. */
  static final int FEW = 5000;

  private final Path directory;
  private final List<ConnectionReport> few = new ArrayList<>();
  private final Octets octets = new Octets();
  private StreamRanks streams = StreamRanks.SAME;
  private Spill spill;
  private int size;

  /** What does not fit in memory could not be put aside, or not be read again. */
  static final class TemporaryFileException extends UncheckedIOException {
    @Serial private static final long serialVersionUID = 1;

    private TemporaryFileException(IOException cause) {
      super(cause);
    }
  }

  /** A stream whose octets need no copy. */
  private static final class Octets extends ByteArrayOutputStream {
    private byte[] array() {
      return buf;
    }
  }

  /** A ledger that writes into this directory when there are many. */
  Ledger(Path directory) {
    this.directory = directory;
  }

  /** The directory for temporary files. */
  static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** One more connection that is over. */
  void enter(ConnectionReport report) {
    size++;
    try {
      if (spill == null && size <= FEW) {
        few.add(report);
        return;
      }
      if (spill == null) {
        spill = new Spill(directory);
        for (ConnectionReport earlier : few) {
          write(earlier);
        }
        few.clear();
      }
      write(report);
    } catch (IOException e) {
      throw new TemporaryFileException(e);
    }
  }

  private void write(ConnectionReport report) throws IOException {
    octets.reset();
    DataOutputStream out = new DataOutputStream(octets);
    SummaryCodec.write(out, report.summary());
    VerdictCounts verdicts = report.verdicts();
    out.writeInt(verdicts.passed());
    out.writeInt(verdicts.violated());
    out.writeInt(verdicts.inconclusive());
    out.writeInt(verdicts.notApplicable());
    spill.put(report.summary().id(), octets.array(), octets.size());
  }

  /** That was the last one. */
  List<ConnectionReport> close(StreamRanks ranks) {
    streams = ranks;
    few.sort(Comparator.comparingInt(report -> report.summary().id()));
    return this;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public synchronized ConnectionReport get(int index) {
    ConnectionReport report = spill == null ? few.get(index) : read(index);
    return streams == StreamRanks.SAME
        ? report
        : new ConnectionReport(streams.renumbered(report.summary()), report.verdicts());
  }

  private ConnectionReport read(int index) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(spill.get(index)));
      return new ConnectionReport(
          SummaryCodec.read(in),
          new VerdictCounts(in.readInt(), in.readInt(), in.readInt(), in.readInt()));
    } catch (IOException e) {
      throw new TemporaryFileException(e);
    }
  }

  /** Whether it is in temporary files. */
  boolean isSpilled() {
    return spill != null;
  }
}
