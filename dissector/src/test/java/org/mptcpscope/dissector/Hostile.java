package org.mptcpscope.dissector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.capfile.NotACaptureException;
import org.mptcpscope.dissector.capfile.OctetFeed;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/**
 * Reads octets of any kind with all readers, down to the last field. Buffers are as long as their
 * octets, so whoever reads too far fails; what must hold of any input is asserted.
 */
public final class Hostile {
  /** Link types that are read, and one that is not. */
  public static final List<Integer> LINK_TYPES =
      List.of(0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 127, 204, 228, 229, 258, 276, 147);

  private final FrameView frame = new FrameView();
  private final SegmentView segment = new SegmentView();
  private final OptionCursor options = new OptionCursor();
  private final OptionSummary summary = new OptionSummary();

  private long octetsWalked;

  /** Makes readers that have read nothing. */
  public Hostile() {}

  /**
   * Reads a capture to its end or its damage, once whole and once in windows that hold no octet
   * more than was asked for; returns how many frames it had, or -1 if it is none.
   */
  public int capture(MemorySegment octets) {
    OctetFeed narrow =
        (position, needed) -> {
          long from = Math.min(position, octets.byteSize());
          return octets.asSlice(from, Math.min(needed, octets.byteSize() - from));
        };
    int frames = capture(octets, OctetFeed.of(octets));
    assertThat(capture(octets, narrow)).isEqualTo(frames);
    return frames;
  }

  private int capture(MemorySegment octets, OctetFeed feed) {
    FrameCursor cursor;
    try {
      cursor = FrameCursor.open(feed);
    } catch (NotACaptureException e) {
      assertThat(e).hasMessageMatching(".{10,200}");
      return -1;
    }
    int frames = 0;
    long consumed = 0;
    while (cursor.next()) {
      frames++;
      assertThat(cursor.consumed()).isGreaterThan(consumed);
      consumed = cursor.consumed();
      assertThat(cursor.capturedLength()).isBetween(0, cursor.wireLength());
      assertThat(cursor.offset() + cursor.capturedLength())
          .isLessThanOrEqualTo(cursor.buffer().byteSize());
      assertThat(cursor.interfaces()).hasSizeGreaterThan(cursor.interfaceId());
      assertThat(cursor.comments()).doesNotContainNull();
      frame(
          cursor.buffer(),
          cursor.offset(),
          cursor.capturedLength(),
          cursor.wireLength(),
          cursor.linkType());
    }
    assertThat(cursor.next()).isFalse();
    if (cursor.damage() == null) {
      assertThat(cursor.consumed()).isEqualTo(octets.byteSize());
    } else {
      assertThat(cursor.damage().offset()).isBetween(0L, octets.byteSize());
      assertThat(cursor.damage().describe()).containsPattern("octet \\d+");
    }
    return frames;
  }

  /** Reads a frame; the octets behind it must not be looked at. */
  public Outcome frame(MemorySegment buffer, long offset, int captured, int wire, int linkType) {
    MemorySegment exact = buffer.asSlice(0, offset + captured);
    Outcome outcome = frame.wrap(exact, offset, captured, wire, linkType);
    if (outcome != Outcome.TCP && outcome != Outcome.FRAGMENT) {
      return outcome;
    }
    long behind = frame.ipPayloadOffset() + frame.ipPayloadCaptured();
    assertThat(frame.ipPayloadCaptured()).isBetween(0, frame.ipPayloadLength());
    assertThat(frame.ipPayloadCaptured() == 0 || behind <= offset + captured).isTrue();
    MemorySegment header = Native.of(new byte[40]);
    assertThat(frame.writeHeader(header, 0, 0)).isEqualTo(frame.ipVersion() == 4 ? 20 : 40);
    if (outcome == Outcome.TCP && segment.wrap(frame)) {
      segment();
    }
    return outcome;
  }

  private void segment() {
    assertThat(segment.payloadCaptured()).isBetween(0, segment.payloadLength());
    assertThat(segment.optionsCaptured()).isBetween(0, segment.optionsLength());
    assertThat(segment.optionsLength()).isBetween(0, 40);
    boolean good = segment.checksumGood(frame);
    assertThat(good && !segment.checksumVerifiable(frame)).isFalse();
    octetsWalked += segment.checksumPartial(frame) ? 1 : 0;
    octetsWalked += segment.payloadSum(segment.payloadOffset(), segment.payloadCaptured());
    octetsWalked += segment.window() + segment.urgentPointer() + segment.seq() + segment.ack();
    summary.scan(segment);
    options.reset(segment);
    int mptcp = options(SegmentKind.of(segment.isSyn(), segment.isAck()));
    assertThat(summary.mptcpOptions()).isEqualTo(mptcp);
    assertThat(summary.isSound()).isEqualTo(!options.cut() && !options.broken());
  }

  /** Reads an option area of which all octets are there. */
  public void area(MemorySegment octets) {
    for (SegmentKind on : SegmentKind.values()) {
      options.reset(octets, 0, (int) octets.byteSize(), (int) octets.byteSize());
      options(on);
      assertThat(options.cut()).isFalse();
    }
  }

  private int options(SegmentKind on) {
    int mptcp = 0;
    while (options.next()) {
      assertThat(options.length()).isBetween(2, options.left());
      Octets octets = Octets.copyOf(options.buffer(), options.offset(), options.length());
      MptcpOption option =
          MptcpOption.parse(options.buffer(), options.offset(), options.length(), on);
      check(option, octets);
      check(
          MptcpOption.parseForeign(options.buffer(), options.offset(), options.length(), on), null);
      mptcp += options.kind() == TcpOptions.MPTCP ? 1 : 0;
      plainOption();
    }
    assertThat(options.next()).isFalse();
    if (options.broken()) {
      check(Malformed.of(options), null);
      assertThat(options.flaw().describe()).isNotEmpty();
    }
    return mptcp;
  }

  private static void check(MptcpOption option, Octets octets) {
    if (octets != null) {
      assertThat(option.emit()).isEqualTo(octets);
    }
    assertThat(option.name()).isNotEmpty();
    assertThat(option.flaw() != null).isEqualTo(option instanceof Malformed);
    assertThat(option.flaw() == null || !option.flaw().describe().isEmpty()).isTrue();
  }

  private void plainOption() {
    octetsWalked += TcpOptions.mss(options) + TcpOptions.windowScale(options);
    octetsWalked += TcpOptions.tsVal(options) + TcpOptions.tsEcr(options);
    octetsWalked += TcpOptions.fastOpenCookieLength(options);
    for (int i = 0; i < TcpOptions.sackBlocks(options); i++) {
      octetsWalked += TcpOptions.sackLeft(options, i) + TcpOptions.sackRight(options, i);
    }
  }

  /** Returns a number that depends on all that was read, so that no read is left out. */
  public long trace() {
    return octetsWalked;
  }
}
