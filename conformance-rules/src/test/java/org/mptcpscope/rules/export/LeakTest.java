package org.mptcpscope.rules.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.export.Anonymiser;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.Wire;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;
import org.mptcpscope.rules.Lab;

/** Nothing that a capture should not tell stands in what was made of it, wherever one looks. */
class LeakTest {
  private static final TraceOptions.Progress ON = (octets, size, frames) -> true;

  /** Octets of a secret with fewer different values are found anywhere. */
  private static final int FEWEST_DIFFERENT = 4;

  /** What a capture has that must not be found, by its first octets. */
  static final class Secrets {
    private final Map<Long, String> eight = new HashMap<>();
    private final Map<Long, String> six = new HashMap<>();
    private final Map<Integer, String> four = new HashMap<>();

    void number(String what, long value) {
      if (different(value, 8) >= FEWEST_DIFFERENT) {
        eight.put(value, what + " %016x".formatted(value));
      }
    }

    void mac(long value) {
      if (different(value, 6) >= FEWEST_DIFFERENT) {
        six.put(value, "MAC %012x".formatted(value));
      }
    }

    void word(String what, int value) {
      if (different(value & 0xffff_ffffL, 4) >= FEWEST_DIFFERENT) {
        four.put(value, what + " %08x".formatted(value));
      }
    }

    private static int different(long value, int octets) {
      BitSet values = new BitSet();
      for (int i = 0; i < octets; i++) {
        values.set((int) (value >>> 8 * i & 0xff));
      }
      return values.cardinality();
    }
  }

  /** Walks over all frames. */
  private interface Visitor {
    void frame(MemorySegment buffer, long offset, int length, int wire, int linkType);
  }

  private static void walk(CaptureSource source, Visitor visitor) throws CaptureException {
    try (FrameSource frames = source.open()) {
      while (frames.next()) {
        visitor.frame(
            frames.buffer(),
            frames.offset(),
            frames.capturedLength(),
            frames.wireLength(),
            frames.linkType());
      }
    }
  }

  static Secrets gather(CaptureSource source) throws CaptureException {
    Secrets secrets = new Secrets();
    FrameView ip = new FrameView();
    SegmentView segment = new SegmentView();
    walk(
        source,
        (buffer, offset, length, wire, linkType) -> {
          Outcome outcome = ip.wrap(buffer, offset, length, wire, linkType);
          for (long at : ip.ethernetOffsets()) {
            if (at + 12 <= offset + length) {
              secrets.mac(Wire.i64(buffer, at) >>> 16);
              secrets.mac(Wire.i64(buffer, at + 6 - 2) & 0xffff_ffff_ffffL);
            }
          }
          for (long at : ip.ipOffsets()) {
            addresses(buffer, at, secrets);
          }
          if (outcome == Outcome.TCP && segment.wrap(ip)) {
            options(segment, secrets);
            payload(segment, secrets);
          }
        });
    return secrets;
  }

  private static void addresses(MemorySegment buffer, long at, Secrets secrets) {
    if (Wire.u8(buffer, at) >> 4 == 4) {
      secrets.word("address", Wire.i32(buffer, at + 12));
      secrets.word("address", Wire.i32(buffer, at + 16));
      return;
    }
    // The second half is the host; the first one may be that of all link-local addresses.
    for (int i = 8; i < 40; i += 8) {
      secrets.number("address", Wire.i64(buffer, at + i));
    }
  }

  private static void options(SegmentView segment, Secrets secrets) {
    SegmentKind on =
        !segment.isSyn()
            ? SegmentKind.OTHER
            : segment.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
    OptionCursor options = new OptionCursor();
    options.reset(segment);
    while (options.next()) {
      if (options.kind() == TcpOptions.MPTCP) {
        option(
            MptcpOption.parse(options.buffer(), options.offset(), options.length(), on), secrets);
      }
    }
  }

  private static void option(MptcpOption option, Secrets secrets) {
    switch (option) {
      case MpCapable it -> {
        secrets.number("key", it.senderKey());
        secrets.number("key", it.receiverKey());
      }
      case MpJoinSyn it -> {
        secrets.word("token", it.token());
        secrets.word("nonce", it.nonce());
      }
      case MpJoinSynAck it -> {
        secrets.number("HMAC", it.hmac());
        secrets.word("nonce", it.nonce());
      }
      case MpJoinAck it -> secrets.number("HMAC", it.hmac().i64(4));
      case AddAddr it -> {
        secrets.number("HMAC", it.hmac());
        Octets address = it.address();
        if (address.length() == 4) {
          secrets.word("address", address.u32(0));
        } else {
          secrets.number("address", address.i64(8));
        }
      }
      case Dss it -> {
        if (it.dsnWide()) {
          secrets.number("DSN", it.dsn());
        }
        if (it.dataAckWide()) {
          secrets.number("Data ACK", it.dataAck());
        }
      }
      case MpFail it -> secrets.number("DSN", it.dsn());
      case MpFastclose it -> secrets.number("key", it.key());
      default -> {}
    }
  }

  private static void payload(SegmentView segment, Secrets secrets) {
    long end = segment.payloadOffset() + segment.payloadCaptured();
    for (long at = segment.payloadOffset(); at + 8 <= end; at++) {
      secrets.number("payload", Wire.i64(segment.buffer(), at));
    }
  }

  /** All that is found, with where. */
  static List<String> search(byte[] capture, Secrets secrets) {
    List<String> found = new ArrayList<>();
    MemorySegment whole = MemorySegment.ofArray(capture);
    for (int at = 0; at + 8 <= capture.length; at++) {
      long window = Wire.i64(whole, at);
      String what = secrets.eight.get(window);
      what = what == null ? secrets.six.get(window >>> 16) : what;
      what = what == null ? secrets.four.get((int) (window >>> 32)) : what;
      if (what != null) {
        found.add(what + " at octet " + at);
      }
    }
    return found;
  }

  /** Frames that are no TCP are zeros. */
  private static List<String> notBlank(CaptureSource source, byte[] capture)
      throws CaptureException {
    List<Boolean> blank = new ArrayList<>();
    FrameView ip = new FrameView();
    walk(
        source,
        (buffer, offset, length, wire, linkType) ->
            blank.add(ip.wrap(buffer, offset, length, wire, linkType) != Outcome.TCP));
    List<String> found = new ArrayList<>();
    int[] frame = new int[1];
    walk(
        CaptureSource.memory("after", capture),
        (buffer, offset, length, wire, linkType) -> {
          boolean zero = true;
          for (long at = offset; at < offset + length; at++) {
            zero &= Wire.u8(buffer, at) == 0;
          }
          if (blank.get(frame[0]++) && !zero) {
            found.add("frame " + frame[0] + " is not blank");
          }
        });
    return found;
  }

  /** What the search finds, it finds: in the capture itself there is all of it. */
  @Test
  void theOriginalHasAllOfIt() throws Exception {
    Path file =
        Lab.project().resolve("sample-pcaps/captures/scripted-peer/own-add_addr_hmac_wrong.pcap");
    Secrets secrets = gather(CaptureSource.file(file));
    List<String> found = search(Files.readAllBytes(file), secrets);
    assertThat(found)
        .anyMatch(line -> line.startsWith("key "))
        .anyMatch(line -> line.startsWith("address "))
        .anyMatch(line -> line.startsWith("HMAC "));
  }

  @Test
  void nothingOfTheOriginalIsFound() throws Exception {
    List<String> leaks = new ArrayList<>();
    int searched = 0;
    for (Path file : ReferenceFiles.oneIn(11, 200_000)) {
      CaptureSource source = CaptureSource.file(file);
      byte[] capture;
      Secrets secrets;
      try {
        secrets = gather(source);
        Anonymiser anonymiser =
            new Anonymiser("another seed".getBytes(StandardCharsets.US_ASCII), false);
        try (FrameSource frames = source.open()) {
          TraceAnalyzer.run(frames, TraceOptions.DEFAULT, List.of(anonymiser.survey()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        anonymiser.write(source, out, "test", ON);
        capture = out.toByteArray();
      } catch (CaptureException _) {
        continue; // modified pcap
      }
      searched++;
      List<String> found = search(capture, secrets);
      found.addAll(notBlank(source, capture));
      if (!found.isEmpty()) {
        leaks.add(
            file.getFileName() + ": " + found.size() + " " + found.stream().limit(4).toList());
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(searched).isGreaterThan(30);
  }
}
