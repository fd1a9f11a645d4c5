package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.capture.Captures.ETHERNET;
import static org.mptcpscope.core.capture.Captures.SECOND;
import static org.mptcpscope.core.capture.Captures.USER0;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.pcapOf;
import static org.mptcpscope.core.capture.Captures.pcapng;
import static org.mptcpscope.core.capture.Captures.read;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.Captures.Frame;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.core.capture.Captures.Written;
import org.mptcpscope.dissector.Octets;

class CaptureReaderTest {

  @Test
  void deliversWhatTheFileHas() throws CaptureException {
    Read read = read(pcap(SECOND, SECOND + 7));
    assertThat(read.frames())
        .containsExactly(
            new Frame(1, SECOND, 0, ETHERNET, 60, octets(60, 0)),
            new Frame(2, SECOND + 7, 0, ETHERNET, 60, octets(60, 1)));
    assertThat(read.warnings()).isEmpty();
    assertThat(read.facts().frames()).isEqualTo(2);
    assertThat(read.facts().linkTypes()).containsOnlyKeys(ETHERNET);
    assertThat(read.facts().hasTiming()).isTrue();
    assertThat(read.facts().framesMoved()).isZero();
  }

  @Test
  void aHeaderWithoutFramesIsACapture() throws CaptureException {
    Read read = read(pcap());
    assertThat(read.frames()).isEmpty();
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void mergesInterfacesByTime() throws CaptureException {
    List<Written> frames =
        List.of(
            written(0, 10),
            written(0, 20),
            written(0, 30), // one interface wrote its frames ...
            written(1, 5),
            written(1, 20),
            written(1, 25)); // ... before the other wrote its own
    Read read = read(pcapng(List.of(ETHERNET, ETHERNET), frames));
    assertThat(read.numbers()).containsExactly(4, 1, 2, 5, 6, 3);
    assertThat(read.frames()).extracting(Frame::interfaceId).containsExactly(1, 0, 0, 1, 1, 0);
    assertThat(read.frames()).extracting(Frame::octets).contains(octets(70, 25));
    assertThat(read.facts().framesMoved()).isEqualTo(3);
    assertThat(read.facts().hasTiming()).isTrue();
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void aStepBackBeyondTheLookAheadIsAClockStep() throws CaptureException {
    Read read =
        read(pcap(100 * SECOND, 101 * SECOND, 40 * SECOND, 40 * SECOND - SECOND / 20, 41 * SECOND));
    // What was captured before the step stays before what was captured behind it.
    assertThat(read.numbers()).containsExactly(1, 2, 4, 3, 5);
    assertThat(read.facts().clockStepFrame()).isEqualTo(3);
    assertThat(read.facts().hasTiming()).isFalse();
    assertThat(read.warnings())
        .containsExactly(
            new CaptureWarning(
                "clockStep",
                "frame 3 is 61.000 s older than a frame before it,"
                    + " times are not judged from there on",
                3));
  }

  @Test
  void aStepOfOneInterfaceIsAClockStep() throws CaptureException {
    long half = SECOND / 2;
    Read read = read(pcap(10 * SECOND, 10 * SECOND + half, 10 * SECOND, 10 * SECOND + 1));
    assertThat(read.numbers()).containsExactly(1, 2, 3, 4);
    assertThat(read.facts().clockStepFrame()).isEqualTo(3);
    List<Written> frames = List.of(written(0, half), written(1, 1), written(0, half - 1));
    Read two = read(pcapng(List.of(ETHERNET, ETHERNET), frames));
    assertThat(two.numbers()).containsExactly(2, 3, 1);
    assertThat(two.facts().clockStepFrame()).isZero();
  }

  @Test
  void aFrameThatComesTooLateIsAClockStepToo() throws CaptureException {
    long[] times = new long[LookAhead.FRAMES + 3];
    for (int i = 0; i < times.length; i++) {
      times[i] = 1000L + i;
    }
    times[times.length - 1] = 1;
    Read read = read(pcap(times));
    assertThat(read.frames()).hasSize(times.length);
    assertThat(read.numbers().get(3)).isEqualTo(times.length);
    assertThat(read.facts().clockStepFrame()).isEqualTo(times.length);
  }

  @Test
  void timesThatAreAllEqualAreNoTiming() throws CaptureException {
    assertThat(read(pcap(7, 7, 7)).facts().hasTiming()).isFalse();
  }

  @Test
  void framesCutByTheSnaplenAreCounted() throws CaptureException {
    Read read = read(pcapOf(ETHERNET, 1514, 1, 2));
    assertThat(read.frames()).extracting(Frame::wire).containsExactly(1514, 1514);
    assertThat(read.facts().cutFrames()).isEqualTo(2);
    assertThat(read.messages())
        .containsExactly(
            "60 octets kept of each frame, MPTCP options may be cut off; capture with -s 0");
  }

  @Test
  void framesOfUnknownLinkTypesAreCountedAndNamed() throws CaptureException {
    List<Written> frames = List.of(written(0, 1), written(1, 2), written(0, 3));
    Read read = read(pcapng(List.of(USER0, ETHERNET), frames));
    assertThat(read.frames()).hasSize(3);
    assertThat(read.messages())
        .containsExactly("link type 147 (USER0) is not known, 2 frames passed over");
  }

  @Test
  void givesAFrameAgain() throws CaptureException {
    byte[][] captures = {
      pcap(1, 2, 3),
      pcapOf(ETHERNET, 1514, 1, 2, 3),
      pcapng(List.of(ETHERNET), List.of(written(0, 1), written(0, 2), written(0, 3))),
      Captures.gzip(pcap(1, 2, 3))
    };
    for (byte[] capture : captures) {
      try (FrameSource source = CaptureSource.memory("a", capture).open()) {
        source.next();
        Frame first = Frame.of(source);
        long position = source.position();
        while (source.next()) {
          assertThat(source.position()).isNotEqualTo(position);
        }
        List<Octets> again = new ArrayList<>();
        boolean found =
            source.reread(
                position,
                (buffer, offset, captured, wire, linkType) -> {
                  again.add(Octets.copyOf(buffer, offset, captured));
                  assertThat(wire).isEqualTo(first.wire());
                  assertThat(linkType).isEqualTo(ETHERNET);
                });
        assertThat(found).isTrue();
        assertThat(again).containsExactly(first.octets());
        assertThat(source.reread(Long.MAX_VALUE, (_, _, _, _, _) -> {})).isFalse();
        assertThat(source.reread(-1, (_, _, _, _, _) -> {})).isFalse();
      }
    }
  }

  @Test
  void aFrameWithoutLengthsIsDeliveredOnce() throws CaptureException {
    byte[] section = pcapng(List.of(ETHERNET), List.of());
    ByteBuffer block = ByteBuffer.allocate(16 + 60); // a simple packet block
    block.putInt(3).putInt(16 + 60).putInt(60).put(octets(60, 5).toArray()).putInt(16 + 60);
    byte[] capture = Arrays.copyOf(section, section.length + block.capacity());
    System.arraycopy(block.array(), 0, capture, section.length, block.capacity());
    try (FrameSource source = CaptureSource.memory("a", capture).open()) {
      assertThat(source.next()).isTrue();
      assertThat(Frame.of(source).octets()).isEqualTo(octets(60, 5));
      assertThat(source.position()).isNegative();
    }
  }

  @Test
  void interfacesKeepTheirNumbersOverSections() throws CaptureException {
    byte[] section = pcapng(List.of(ETHERNET), List.of(written(0, 1)));
    byte[] two = new byte[2 * section.length];
    System.arraycopy(section, 0, two, 0, section.length);
    System.arraycopy(section, 0, two, section.length, section.length);
    assertThat(read(two).frames()).extracting(Frame::interfaceId).containsExactly(0, 1);
  }

  /** Wireshark numbers blocks that are no frames among the frames. */
  @Test
  void framesHaveTheNumbersOfWireshark() throws CaptureException {
    byte[] first = pcapng(List.of(ETHERNET), List.of(new Written(0, 1, octets(60, 1))));
    byte[] custom =
        ByteBuffer.allocate(16).putInt(0xbad).putInt(16).putInt(32473).putInt(16).array();
    byte[] capture = new byte[2 * first.length + 2 * custom.length];
    ByteBuffer.wrap(capture).put(first).put(custom).put(first).put(custom);
    Read read = read(capture);
    assertThat(read.numbers()).containsExactly(1, 3);
    assertThat(read.warnings()).isEmpty();
    byte[] cut = Arrays.copyOf(capture, capture.length - custom.length - 1);
    assertThat(read(cut).messages())
        .containsExactly("ends inside frame 3; 1 frame was judged (--strict makes this an error)");
  }

  @Test
  void saysHowFarItIs() throws CaptureException {
    byte[] capture = pcap(IntStream.range(0, 50).mapToLong(i -> i * SECOND).toArray());
    try (FrameSource source = CaptureSource.memory("a", capture).open()) {
      long last = 0;
      while (source.next()) {
        assertThat(source.octetsRead()).isBetween(last, source.size());
        last = source.octetsRead();
      }
      assertThat(source.octetsRead()).isEqualTo(capture.length).isEqualTo(source.size());
    }
  }

  private static Written written(int interfaceId, long time) {
    return new Written(interfaceId, time, octets(70, (int) time));
  }
}
