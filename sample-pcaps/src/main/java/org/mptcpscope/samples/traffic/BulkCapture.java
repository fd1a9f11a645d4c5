package org.mptcpscope.samples.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A capture of bulk downloads, a few at a time, until it has the frames that were asked for. */
public record BulkCapture(Path file, long frames, long octets, int connections) {
  private static final int AT_A_TIME = 4;
  private static final long LARGEST_DOWNLOAD = 64 << 20;

  /**
   * Writes a capture.
   *
   * @param shape whose number of frames is reached to the next burst of each connection
   */
  public static BulkCapture write(Path file, BulkShape shape) throws IOException {
    try (FrameSink sink = new FrameSink(file, shape.snaplen())) {
      int connections = write(sink, shape);
      return new BulkCapture(file, sink.frames(), sink.octets(), connections);
    }
  }

  /** Writes such frames. */
  public static int write(FrameSink sink, BulkShape shape) throws IOException {
    int connections = 0;
    while (sink.frames() < shape.frames()) {
      long missing = BulkConnection.octetsOf(shape.frames() - sink.frames());
      long download = Math.min(LARGEST_DOWNLOAD, missing / AT_A_TIME);
      List<BulkConnection> open = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        BulkConnection connection = new BulkConnection(connections++, sink, download, shape);
        connection.open();
        open.add(connection);
      }
      run(open);
    }
    return connections;
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
  public static BulkCapture writeTenPackets(Path file) throws IOException {
    try (FrameSink sink = new FrameSink(file, BulkShape.WHOLE)) {
      BulkConnection.openTenPackets(sink);
      return new BulkCapture(file, sink.frames(), sink.octets(), 1);
    }
  }
}
