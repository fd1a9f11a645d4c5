package org.mptcpscope.rules.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.stress.Recording;

/** A checksum of a real capture is computed in a way that is often wrong, and that is named. */
class ChecksumDiagnosisTest {
  private static final String CAPTURE = "linux-6.18/csum_odd_lengths/client.pcap";

  /** A wrong computation, and the words that name it. */
  enum Mistake {
    NOT_COMPLEMENTED("was not complemented", (dss, sum) -> ~right(dss, sum)),
    PAYLOAD_ALONE("without the pseudo-header", (_, sum) -> ~sum),
    NO_LENGTH("was left out", (dss, sum) -> MptcpCrypto.checksum(dss.dsn, (int) dss.ssn, 0, sum)),
    SWAPPED("in the other order", (dss, sum) -> InternetChecksum.swap(right(dss, sum))),
    NARROW("upper 32 bits", (dss, sum) -> checksum(dss.dsn & 0xffff_ffffL, dss, sum)),
    ZERO("left at zero", (_, _) -> 0);

    private final String words;
    private final ToIntBiFunction<DssFields, Integer> computation;

    Mistake(String words, ToIntBiFunction<DssFields, Integer> computation) {
      this.words = words;
      this.computation = computation;
    }

    private static int right(DssFields dss, int sum) {
      return checksum(dss.dsn, dss, sum);
    }

    private static int checksum(long dsn, DssFields dss, int sum) {
      return MptcpCrypto.checksum(dsn, (int) dss.ssn, dss.length, sum);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMistakeIsNamed(Mistake mistake) {
    Tape tape = tape();
    Frame frame = Edits.checksummed().and("whole", (_, one) -> Edits.isWhole(one)).nth(2).of(tape);
    byte[] payload = frame.payload();
    int sum = InternetChecksum.sum(payload, 0, payload.length);
    set(tape, frame, mistake.computation.applyAsInt(DssEdits.fields(frame), sum));
    assertThat(diagnosis(tape)).contains(mistake.words);
  }

  @Test
  void theLengthOfTheSegmentIsNamed() {
    Tape tape = tape();
    Frame frame = Edits.checksummed().and("part", (_, one) -> !Edits.isWhole(one)).of(tape);
    DssFields dss = DssEdits.fields(frame);
    dss.length = frame.payload().length;
    byte[] other = dss.emit();
    int checksum = ByteBuffer.wrap(other).getShort(other.length - 2);
    DssEdits.copies(tape, frame).forEach(one -> set(tape, one, checksum));
    assertThat(diagnosis(tape)).contains("the length of the segment");
  }

  @Test
  void theChecksumOfTcpIsNamed() {
    Tape tape = tape();
    Frame frame = Edits.checksummed().and("whole", (_, one) -> Edits.isWhole(one)).nth(2).of(tape);
    // What one of the two grows by the other one shrinks by.
    int both = DssEdits.fields(frame).checksum + frame.checksum();
    set(tape, frame, both % 2 == 0 ? both / 2 : (both + 0xffff) / 2);
    assertThat(DssEdits.fields(frame).checksum).isEqualTo(frame.checksum());
    assertThat(diagnosis(tape)).contains("of the TCP header");
  }

  private static Tape tape() {
    Optional<Path> folder = Lab.references();
    assumeTrue(folder.isPresent(), "no reference captures");
    return new Tape(Recording.of(CaptureSource.file(folder.orElseThrow().resolve(CAPTURE))));
  }

  private static void set(Tape tape, Frame frame, int checksum) {
    Edits.option(
            Subtype.DSS,
            dss -> {
              byte[] wrong = Arrays.copyOf(dss, dss.length);
              ByteBuffer.wrap(wrong).putShort(dss.length - 2, (short) checksum);
              return wrong;
            })
        .apply(tape, frame);
  }

  private static String diagnosis(Tape tape) {
    return Lab.judge(tape.source(CAPTURE), true).findings().stream()
        .filter(finding -> finding.rule().equals("checksum-wrong"))
        .map(Finding::diagnosis)
        .reduce("", String::concat);
  }
}
