package org.mptcpscope.core.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.capfile.NotACaptureException;

/**
 * Where a capture file keeps a frame.
 *
 * @param offset of the frame's first octet, from the start of the file
 * @param length octets that are kept of it
 */
public record FrameOffset(long offset, int length) {

  /**
   * Looks frames up in a file by a walk over its records.
   *
   * @param file as it was named
   * @param frames their numbers, from 1
   * @return those that were found: none in a compressed file, where an offset means nothing, in a
   *     stream, or in what cannot be read
   */
  public static Map<Integer, FrameOffset> find(String file, Set<Integer> frames) {
    if (frames.isEmpty()) {
      return Map.of();
    }
    try {
      Path path = Path.of(file);
      return Files.isRegularFile(path) ? find(path, frames) : Map.of();
    } catch (IOException | InvalidPathException | InternalError _) {
      // No capture, too. The error is what the JVM throws where mapped octets have gone.
      return Map.of();
    }
  }

  private static Map<Integer, FrameOffset> find(Path path, Set<Integer> frames)
      throws IOException, NotACaptureException {
    Map<Integer, FrameOffset> found = new HashMap<>();
    int last = Collections.max(frames);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        MappedStore store = MappedStore.of(file)) {
      FrameCursor cursor = FrameCursor.open(store);
      int read = 0;
      while (found.size() < frames.size() && cursor.next()) {
        read++;
        int number = read + cursor.others();
        if (number > last) {
          break;
        }
        if (frames.contains(number)) {
          found.put(number, new FrameOffset(cursor.position(), cursor.capturedLength()));
        }
      }
    }
    return found;
  }
}
