package org.mptcpscope.core.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.Vantage;

/** What is put aside comes back as it was, and leaves nothing behind. */
class SpillTest {
  @TempDir Path folder;

  private static byte[] record(int number) {
    Random random = new Random(number);
    // One of a thousand is larger than what is read at a time.
    byte[] octets = new byte[number % 1000 == 7 ? 100_000 : random.nextInt(300)];
    random.nextBytes(octets);
    return octets;
  }

  @Test
  void recordsAreReadInAnyOrder() throws IOException {
    int count = 80_000;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order.subList(10_000, 20_000), new Random(1));
    try (Spill spill = new Spill(folder)) {
      for (int number : order) {
        byte[] octets = record(number);
        spill.put(number, octets, octets.length);
      }
      for (int number = 0; number < count; number++) {
        assertThat(spill.get(number)).isEqualTo(record(number));
      }
      Random random = new Random(2);
      for (int i = 0; i < 1000; i++) {
        int number = random.nextInt(count);
        assertThat(spill.get(number)).isEqualTo(record(number));
      }
    }
  }

  @Test
  void theFilesHaveNoNameAndAreGone() throws IOException {
    try (Spill spill = new Spill(folder)) {
      spill.put(0, new byte[100_000], 100_000);
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        assertThat(names()).isEmpty();
      }
      assertThat(spill.get(0)).hasSize(100_000);
    }
    assertThat(names()).isEmpty();
  }

  private List<Path> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> new Spill(folder.resolve("nothing"))).isInstanceOf(IOException.class);
  }

  @Test
  void summariesComeBackEqual() throws IOException {
    for (ConnectionSummary summary : List.of(full(), bare())) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      SummaryCodec.write(new DataOutputStream(octets), summary);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets.toByteArray()));
      assertThat(SummaryCodec.read(in)).isEqualTo(summary);
      assertThat(in.available()).isZero();
    }
  }

  /** A component that is added to a summary must be given a value in {@link #full}, too. */
  @Test
  void everyComponentIsPutToTheTest() throws ReflectiveOperationException {
    differs(full(), bare());
    ConnectionSummary full = full();
    SubflowSummary first = full.subflows().getFirst();
    SubflowSummary none =
        new SubflowSummary(0, 0, null, null, null, null, null, null, null, null, null, null, 0, 0);
    differs(first, none);
    differs(first.initiator(), new SubflowSummary.End(null, 0, false));
    differs(full.fallback(), new Fallback(null, null, null, false));
    differs(full.firstFrame(), new FrameRef(0, 0));
  }

  private static <R extends Record> void differs(R full, R bare)
      throws ReflectiveOperationException {
    for (RecordComponent component : full.getClass().getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      assertThat(accessor.invoke(full))
          .as("%s of %s", component.getName(), full.getClass().getSimpleName())
          .isNotNull()
          .isNotEqualTo(accessor.invoke(bare));
    }
  }

  private static ConnectionSummary full() {
    return new ConnectionSummary(
        123_456_789,
        Dialect.V1_BIS,
        "SHA-1 where RFC 8684 has SHA-256, frame 7",
        State.FALLBACK,
        Vantage.BETWEEN,
        new Fallback(Side.LISTENER, Fallback.Reason.MP_FAIL, new FrameRef(5, -1), true),
        new Fallback(Side.INITIATOR, Fallback.Reason.SILENT, new FrameRef(6, 9), false),
        ClosedBy.FAST_CLOSE,
        Side.INITIATOR,
        new FrameRef(Integer.MAX_VALUE, Long.MAX_VALUE),
        1L << 40,
        2,
        77,
        new FrameRef(2, 3),
        new FrameRef(9, 10),
        List.of(Side.LISTENER),
        new ConnectionSummary.Signals(new FrameRef(8, 11), true, 3),
        List.of(
            subflow("192.0.2.1", "198.51.100.7", "RST, MP_TCPRST 0x06", -1),
            subflow("2001:db8::1", "2001:db8::2", null, 255)));
  }

  private static ConnectionSummary bare() {
    return new ConnectionSummary(
        0,
        Dialect.UNKNOWN,
        null,
        State.MIDSTREAM,
        Vantage.UNKNOWN,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        -1,
        new FrameRef(1, 0),
        new FrameRef(1, 0),
        List.of(),
        ConnectionSummary.Signals.NONE,
        List.of());
  }

  private static SubflowSummary subflow(String from, String to, String reason, int addressId) {
    return new SubflowSummary(
        3,
        -1,
        new SubflowSummary.End(address(from), addressId, true),
        new SubflowSummary.End(address(to), 0, false),
        Side.LISTENER,
        Vantage.BOTH,
        SubflowSummary.State.REFUSED,
        reason,
        reason == null ? null : new FrameRef(4, 5),
        "reset",
        new FrameRef(2, 3),
        new FrameRef(4, 5),
        11,
        1L << 33);
  }

  private static InetSocketAddress address(String host) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), 65_535);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
