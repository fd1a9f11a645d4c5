package org.mptcpscope.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A capture of bulk downloads, a few at a time, until it has the size that was asked for. */
record BulkCapture(Path file, long frames, long octets, int connections) {
  private static final int AT_A_TIME = 4;
  private static final long LARGEST_DOWNLOAD = 64 << 20;

  /**
   * Writes a capture.
   *
   * @param size octets of the file, reached to the next burst of each connection
   */
  static BulkCapture write(Path file, long size) throws IOException {
    int connections = 0;
    try (FrameSink sink = new FrameSink(file)) {
      while (sink.octets() < size) {
        long download = Math.min(LARGEST_DOWNLOAD, (size - sink.octets()) / AT_A_TIME);
        List<BulkConnection> open = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
          BulkConnection connection = new BulkConnection(connections++, sink, download);
          connection.open();
          open.add(connection);
        }
        run(open);
      }
      return new BulkCapture(file, sink.frames(), sink.octets(), connections);
    }
  }

  private static void run(List<BulkConnection> open) throws IOException {
    List<BulkConnection> active = new ArrayList<>(open);
    while (!active.isEmpty()) {
      for (BulkConnection connection : List.copyOf(active)) {
        if (!connection.transfer()) {
          connection.close();
          active.remove(connection);
        }
      }
    }
  }

  /** Writes the handshake and the first join of one connection: what a run costs without data. */
  static BulkCapture writeTenPackets(Path file) throws IOException {
    try (FrameSink sink = new FrameSink(file)) {
      BulkConnection.openTenPackets(sink);
      return new BulkCapture(file, sink.frames(), sink.octets(), 1);
    }
  }
}
