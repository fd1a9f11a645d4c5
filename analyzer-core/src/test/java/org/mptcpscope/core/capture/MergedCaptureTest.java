package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.ETHERNET;
import static org.mptcpscope.core.capture.Captures.octets;
import static org.mptcpscope.core.capture.Captures.pcap;
import static org.mptcpscope.core.capture.Captures.pcapng;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.core.capture.Captures.Written;
import org.mptcpscope.dissector.Octets;

class MergedCaptureTest {
  private static CaptureSource merged(byte[]... captures) {
    List<CaptureSource> parts = new ArrayList<>();
    for (byte[] capture : captures) {
      parts.add(CaptureSource.memory((char) ('a' + parts.size()) + ".pcap", capture));
    }
    return CaptureSource.merged(parts);
  }

  @Test
  void deliversFramesInTheOrderOfTimeAndCountsThemAnew() throws CaptureException {
    CaptureSource source = merged(pcap(10, 30, 50), pcap(20, 30, 40));
    Read read = Captures.read(source);
    assertThat(source.name()).isEqualTo("a.pcap + b.pcap");
    assertThat(read.frames())
        .extracting(Captures.Frame::time)
        .containsExactly(10L, 20L, 30L, 30L, 40L, 50L);
    assertThat(read.numbers()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(read.frames())
        .extracting(Captures.Frame::interfaceId)
        .containsExactly(0, 1, 0, 1, 1, 0);
    assertThat(read.facts().frames()).isEqualTo(6);
    assertThat(read.facts().interfaces()).hasSize(2);
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void knowsWhereEachFrameComesFrom() throws CaptureException {
    try (FrameSource source = merged(pcap(10, 30), pcap(20, 40)).open()) {
      List<FrameOrigin> origins = new ArrayList<>();
      while (source.next()) {
        origins.add(source.origin(source.number()).orElseThrow());
      }
      assertThat(origins)
          .containsExactly(
              new FrameOrigin("a.pcap", 1),
              new FrameOrigin("b.pcap", 1),
              new FrameOrigin("a.pcap", 2),
              new FrameOrigin("b.pcap", 2));
      assertThat(source.origin(0)).isEmpty();
      assertThat(source.origin(5)).isEmpty();
    }
  }

  @Test
  void readsAnyFrameAgain() throws CaptureException {
    byte[] a = pcapng(List.of(ETHERNET, 113), List.of(frame(1, 10, 1), frame(0, 30, 2)));
    byte[] b = pcapng(List.of(101), List.of(frame(0, 20, 3), frame(0, 40, 4)));
    try (FrameSource source = merged(a, b).open()) {
      List<Long> positions = new ArrayList<>();
      List<Octets> seen = new ArrayList<>();
      while (source.next()) {
        positions.add(source.position());
        seen.add(Captures.Frame.of(source).octets());
      }
      for (int i = 0; i < positions.size(); i++) {
        Octets expected = seen.get(i);
        boolean found =
            source.reread(
                positions.get(i),
                (buffer, offset, captured, _, _) ->
                    assertThat(Octets.of(buffer.asSlice(offset, captured).toArray(JAVA_BYTE)))
                        .isEqualTo(expected));
        assertThat(found).isTrue();
      }
      assertThat(source.reread(-1, (_, _, _, _, _) -> {})).isFalse();
      assertThat(source.facts().interfaces())
          .extracting(CaptureInterface::linkType)
          .containsExactlyInAnyOrder(ETHERNET, 113, 101);
    }
  }

  private static Written frame(int interfaceId, long time, int seed) {
    return new Written(interfaceId, time, octets(60 + seed, seed));
  }

  @Test
  void goesOnWhereOneOfThemIsDamaged() throws CaptureException {
    byte[] whole = pcap(10, 20, 30);
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    Read read = Captures.read(merged(cut, pcap(15, 40)));
    assertThat(read.frames()).hasSize(4);
    assertThat(read.messages())
        .containsExactly(
            "a.pcap: ends inside frame 3; 2 frames were judged (--strict makes this an error)");
    assertThat(read.warnings().getFirst().code()).isEqualTo(CaptureWarning.TRUNCATED);
  }

  @Test
  void refusesAllIfOneCannotBeRead() {
    CaptureSource source = merged(pcap(10), new byte[0]);
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(source::open)
        .withMessageStartingWith("b.pcap: empty")
        .satisfies(e -> assertThat(e.subject()).isEqualTo("a.pcap + b.pcap"));
  }

  @Test
  void mergesNoMoreThanItCanTellApart() {
    byte[][] many = new byte[MergedReader.MOST_FILES + 1][];
    Arrays.fill(many, pcap(10));
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(merged(many)::open)
        .withMessageContaining("at most 256");
  }
}
