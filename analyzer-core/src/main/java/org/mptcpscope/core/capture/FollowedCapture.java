package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A capture file that grows while it is read: what is appended is read too, until {@link #stop}. A
 * file that is replaced by another one of its name is followed no further than it grows itself.
 */
public final class FollowedCapture implements CaptureSource {
  private final String name;
  private final Path path;
  private boolean stopped;
  private FollowFeed feed;

  /** A file with the name to show. */
  public FollowedCapture(String name, Path path) {
    this.name = name;
    this.path = path;
  }

  @Override
  public String name() {
    return name;
  }

  /** Ends the capture where the file ends now; from any thread. */
  public synchronized void stop() {
    stopped = true;
    if (feed != null) {
      feed.stop();
    }
  }

  /**
   * Begins to read, once there are the first octets.
   *
   * @throws CaptureException if the file is not there, not readable, no capture or compressed, or
   *     the capture was stopped before its first octets came
   */
  @Override
  public FrameSource open() throws CaptureException {
    try {
      if (!Files.isRegularFile(path)) {
        String what = Files.exists(path) ? "is no file that could grow" : missing();
        throw new CaptureException(CaptureException.UNREADABLE, name, what);
      }
      WindowStore store = new WindowStore(begin());
      MemorySegment window = store.window(0, Magic.LENGTH);
      long length = Math.min(Magic.LENGTH, window.byteSize());
      byte[] first = window.asSlice(0, length).toArray(JAVA_BYTE);
      Magic magic = Magic.of(first);
      if (magic.isCapture()) {
        return new CaptureReader(name, store);
      }
      store.close();
      if (magic.compression() != null) {
        throw new CaptureException(
            CaptureException.UNREADABLE, name, "is compressed and cannot be followed");
      }
      throw StreamCapture.refused(name, first, null);
    } catch (NoSuchFileException _) {
      throw new CaptureException(CaptureException.MISSING, name, missing());
    } catch (IOException e) {
      throw new CaptureException(CaptureException.UNREADABLE, name, CaptureFiles.reason(e));
    }
  }

  private String missing() {
    return CaptureFiles.missing(name, path);
  }

  private synchronized FollowFeed begin() throws IOException {
    feed = new FollowFeed(FileChannel.open(path, StandardOpenOption.READ));
    if (stopped) {
      feed.stop();
    }
    return feed;
  }
}
