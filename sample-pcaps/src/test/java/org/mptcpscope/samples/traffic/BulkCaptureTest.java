package org.mptcpscope.samples.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/** The capture that is measured is a sound one: else a run would measure something else. */
class BulkCaptureTest {
  private static final int FULL_FRAME = 1514;

  @TempDir Path folder;

  private final List<MptcpOption> options = new ArrayList<>();
  private int frames;
  private int fullFrames;

  @Test
  void hasTheSizeThatWasAskedFor() throws IOException {
    Path file = folder.resolve("bulk.pcap");
    BulkCapture capture = BulkCapture.write(file, BulkShape.ofSize(5_000_000, false));
    assertThat(Files.size(file)).isEqualTo(capture.octets() + 24).isBetween(5_000_000L, 6_000_000L);
    read(file);
    assertThat((long) frames).isEqualTo(capture.frames());
    assertThat(fullFrames).isGreaterThan(frames / 2);
    assertThat(all(MpJoinSyn.class)).hasSize(3 * capture.connections());
  }

  @Test
  void mapsEachOctetOnceFromTheInitialDataSequenceNumber() throws IOException {
    Path file = folder.resolve("bulk.pcap");
    BulkCapture.write(file, BulkShape.ofSize(1_000_000, false));
    read(file);
    long firstKey =
        all(MpCapable.class).stream()
            .filter(capable -> capable.hasReceiverKey())
            .findFirst()
            .orElseThrow()
            .receiverKey();
    long next = MptcpCrypto.idsn(1, firstKey) + 1;
    Set<Dss> mappings = new HashSet<>();
    for (Dss dss : all(Dss.class)) {
      if (dss.dsn() == next && dss.hasMapping() && !dss.dataFin() && mappings.add(dss)) {
        assertThat(dss.dsnWide() && dss.dataAckWide()).isTrue();
        next += dss.dataLength();
      }
    }
    long end = next;
    assertThat(mappings).hasSizeGreaterThan(4);
    assertThat(all(Dss.class)).anyMatch(dss -> dss.dataFin() && dss.dsn() == end);
    assertThat(all(Dss.class)).anyMatch(dss -> dss.hasDataAck() && dss.dataAck() == end + 1);
  }

  @Test
  void keepsOfEachFrameWhatTheSnaplenAllows() throws IOException {
    Path file = folder.resolve("small.pcap");
    BulkCapture capture = BulkCapture.write(file, new BulkShape(10_000, 100, false));
    assertThat(capture.frames()).isBetween(10_000L, 11_000L);
    assertThat(Files.size(file)).isBetween(100 * capture.frames(), 116 * capture.frames() + 24);
  }

  @Test
  void checksumsAreRight() throws IOException {
    Path file = folder.resolve("bulk.pcap");
    BulkCapture.write(file, BulkShape.ofSize(1_000_000, true));
    read(file);
    assertThat(all(MpCapable.class)).allMatch(capable -> (capable.flags() & MpCapable.A) != 0);
    MpCapable request =
        all(MpCapable.class).stream().filter(MpCapable::hasDataLength).findFirst().orElseThrow();
    assertThat(request.checksum()).isNotNegative();
    // Each mapping spans 16 segments of the same payload pattern; the first carry 1420 octets each.
    assertThat(all(Dss.class))
        .filteredOn(dss -> dss.hasMapping())
        .isNotEmpty()
        .allMatch(Dss::hasChecksum);
  }

  @Test
  void tenPacketsAreTen() throws IOException {
    Path file = folder.resolve("ten.pcap");
    assertThat(BulkCapture.writeTenPackets(file).frames()).isEqualTo(10);
    read(file);
    assertThat(frames).isEqualTo(10);
  }

  private <T> List<T> all(Class<T> type) {
    return options.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void read(Path file) throws IOException {
    FrameView frame = new FrameView();
    SegmentView segment = new SegmentView();
    OptionCursor cursor = new OptionCursor();
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      FrameCursor in =
          FrameCursor.open(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      while (in.next()) {
        frames++;
        fullFrames += in.wireLength() == FULL_FRAME ? 1 : 0;
        MemorySegment buffer = in.buffer();
        assertThat(
                frame.wrap(
                    buffer, in.offset(), in.capturedLength(), in.wireLength(), in.linkType()))
            .isEqualTo(Outcome.TCP);
        assertThat(
                segment.wrap(
                    buffer,
                    frame.ipPayloadOffset(),
                    frame.ipPayloadCaptured(),
                    frame.ipPayloadLength()))
            .isTrue();
        assertThat(segment.checksumGood(frame)).as("checksum of frame %d", frames).isTrue();
        cursor.reset(segment);
        while (cursor.next()) {
          if (cursor.kind() == TcpOptions.MPTCP) {
            options.add(MptcpOption.parse(buffer, cursor.offset(), cursor.length(), kind(segment)));
          }
        }
        assertThat(cursor.flaw()).isNull();
      }
      assertThat(in.damage()).isNull();
    }
  }

  private static SegmentKind kind(SegmentView segment) {
    boolean syn = (segment.flags() & SegmentView.SYN) != 0;
    boolean ack = (segment.flags() & SegmentView.ACK) != 0;
    return syn ? ack ? SegmentKind.SYN_ACK : SegmentKind.SYN : SegmentKind.OTHER;
  }
}
