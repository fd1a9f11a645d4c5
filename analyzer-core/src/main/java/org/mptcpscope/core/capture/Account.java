package org.mptcpscope.core.capture;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.dissector.capfile.CaptureFlaw;
import org.mptcpscope.dissector.capfile.FrameCursor;

/** Keeps account of what was delivered of a capture, and says what is wrong with it. */
final class Account {
  static final String EMPTY =
      "empty, 0 octets; was the capture stopped before its header was written?";

  private static final String NO_CHECKSUMS = "checksums cannot be judged";

  /** Ethernet, IPv4 and the longest TCP header: where less is kept, options may be missing. */
  private static final int WHOLE_HEADERS = 14 + 20 + 60;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final String name;
  private final FrameCursor cursor;
  private final Store store;
  private final List<CaptureWarning> warnings = new ArrayList<>();
  private final LinkTypeCounts linkTypes = new LinkTypeCounts();

  private long frames;
  private long firstTime;
  private boolean timesDiffer;
  private long cutFrames;
  private int octetsKept;
  private int clockStepFrame;
  private boolean mappingLost;

  Account(String name, FrameCursor cursor, Store store) {
    this.name = name;
    this.cursor = cursor;
    this.store = store;
  }

  void count(int linkType, int captured, int wire, long time) {
    linkTypes.count(linkType);
    if (captured < wire) {
      cutFrames++;
      octetsKept = Math.max(octetsKept, captured);
    }
    if (frames++ == 0) {
      firstTime = time;
    }
    timesDiffer |= time != firstTime;
  }

  /** A frame is so much older than one that the file has before it, which cannot be mended. */
  void clockStep(int frame, long nanos) {
    if (clockStepFrame != 0) {
      return;
    }
    clockStepFrame = frame;
    warnings.add(
        new CaptureWarning(
            CaptureWarning.CLOCK_STEP,
            "frame %d is %s older than a frame before it, times are not judged from there on"
                .formatted(frame, seconds(nanos)),
            frame));
  }

  private static String seconds(long nanos) {
    long millis = nanos / 1_000_000;
    return "%d.%03d s".formatted(millis / 1000, millis % 1000);
  }

  private long dropped() {
    return cursor.dropped() + store.dropped();
  }

  private static String lost(long frames) {
    return (frames == 1 ? "1 frame was" : frames + " frames were")
        + " lost by the system that captured, what is missing may be among them";
  }

  void mappingLost() {
    mappingLost = true;
  }

  /**
   * Ends the account: nothing more will be read.
   *
   * @param read frames that were found in the capture
   * @throws CaptureException if there was nothing to judge for another reason than that the capture
   *     holds no frame
   */
  void finish(int read) throws CaptureException {
    CaptureWarning end = end(read);
    if (end != null) {
      if (frames == 0) {
        throw new CaptureException(end.code(), name, end.message());
      }
      warnings.add(end);
    }
    List<CaptureWarning> unknown = linkTypes.unknown();
    if (frames > 0 && linkTypes.allUnknown()) {
      throw new CaptureException(CaptureWarning.LINK_TYPE, name, unknown.getFirst().message());
    }
    warnings.addAll(unknown);
    if (dropped() > 0) {
      warnings.add(new CaptureWarning(CaptureWarning.DROPS, lost(dropped()), 0));
    }
    if (cutFrames > 0) {
      warnings.add(
          new CaptureWarning(
              CaptureWarning.SNAPLEN,
              octetsKept
                  + " octets kept of each frame, "
                  + (octetsKept < WHOLE_HEADERS ? "MPTCP options may be cut off" : NO_CHECKSUMS)
                  + "; capture with -s 0",
              0));
    }
  }

  /** How the capture ended, or null if as it should. */
  private CaptureWarning end(int read) {
    CaptureFlaw flaw = cursor.damage();
    Optional<IOException> failure = store.failure();
    boolean cut = mappingLost || failure.filter(e -> e instanceof EOFException).isPresent();
    if (cut || failure.isEmpty() && flaw != null && flaw.truncated()) {
      // Of a file cut while it was read, frames may be gone that were already counted.
      long judged = mappingLost ? frames : read;
      int frame = (int) judged + cursor.others() + 1;
      return new CaptureWarning(CaptureWarning.TRUNCATED, endsInside(frame, judged), frame);
    }
    String what =
        failure.map(Account::words).orElseGet(() -> flaw == null ? null : flaw.describe());
    if (what == null) {
      return null;
    }
    int last = read == 0 ? 0 : read + cursor.others();
    String until =
        read == 0 ? ", no frame was read" : ", nothing behind frame " + last + " was read";
    return new CaptureWarning(CaptureWarning.DAMAGED, what + until, last);
  }

  private static String endsInside(int frame, long judged) {
    String ends = "ends inside frame " + frame;
    return switch ((int) Math.min(judged, 2)) {
      case 0 -> ends + ", nothing is left to judge";
      case 1 -> ends + "; 1 frame was judged (--strict makes this an error)";
      default -> ends + "; " + judged + " frames were judged (--strict makes this an error)";
    };
  }

  static String words(IOException e) {
    String message = e.getMessage() == null ? "without a reason" : e.getMessage().strip();
    return message.lines().findFirst().orElse(message);
  }

  List<CaptureWarning> warnings() {
    return List.copyOf(warnings);
  }

  CaptureFacts facts(long moved) {
    List<CaptureInterface> interfaces = new ArrayList<>();
    long resolution = 1;
    for (var one : cursor.interfaces()) {
      long ticks = one.ticksPerSecond();
      long nanos = ticks <= 0 ? 1 : Math.max(1, NANOS_PER_SECOND / ticks);
      resolution = Math.max(resolution, nanos);
      interfaces.add(new CaptureInterface(one.id(), one.linkType(), one.snaplen(), nanos));
    }
    return new CaptureFacts(
        frames,
        linkTypes.toMap(),
        List.copyOf(interfaces),
        cutFrames,
        octetsKept,
        resolution,
        timesDiffer,
        dropped(),
        moved,
        clockStepFrame);
  }
}
