package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

class ChecksumLedgerTest {
  /** First DSN of the key 0000000000000001 in version 1. */
  private static final long DSN = 0x19ec_5090_83d0_0a51L;

  private final List<String> verdicts = new ArrayList<>();
  private final ChecksumLedger ledger =
      new ChecksumLedger(
          new ChecksumLedger.Judge() {
            @Override
            public void right(ChecksumLedger.Entry entry) {
              verdicts.add("right " + entry.ssn);
            }

            @Override
            public void wrong(ChecksumLedger.Entry entry) {
              verdicts.add("wrong " + entry.ssn + " " + Integer.toHexString(entry.computed()));
            }

            @Override
            public void spoiled(ChecksumLedger.Entry entry) {
              verdicts.add("spoiled " + entry.ssn);
            }
          });

  private ChecksumLedger.Entry open(long dsn, int ssn, int length, int octets, int checksum) {
    ChecksumLedger.Entry entry = ledger.open(ssn, length, checksum);
    if (entry != null) {
      entry.dsn = dsn;
      entry.ssnField = ssn;
      entry.octets = octets;
    }
    return entry;
  }

  private void feed(long ssn, byte[] octets) {
    ledger.feed(MemorySegment.ofArray(octets), 0, ssn, octets.length, octets.length);
    ledger.settle();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void agreesWithThePublishedVectors() {
    open(DSN, 1, 5, 5, 0xc389);
    feed(1, text("hello"));
    open(DSN + 5, 6, 6, 5, 0xc37e);
    feed(6, text("hello"));
    open(DSN + 5, 0, 1, 0, 0x075c);
    ledger.settle();
    assertThat(verdicts).containsExactly("right 1", "right 6", "right 0");
  }

  @Test
  void tellsTheRightValueOfAWrongOne() {
    open(DSN, 1, 5, 5, 0x1234);
    feed(1, text("hello"));
    assertThat(verdicts).containsExactly("wrong 1 c389");
  }

  @Test
  void octetsMayComeInAnyOrderAndTwice() {
    open(DSN, 1, 5, 5, 0xc389);
    feed(4, text("lo"));
    feed(2, text("e"));
    feed(4, text("xx"));
    assertThat(verdicts).isEmpty();
    feed(1, text("hel"));
    assertThat(verdicts).containsExactly("right 1");
  }

  @Test
  void aCopyIsNotJudgedAgain() {
    open(DSN, 1, 5, 5, 0xc389);
    assertThat(open(DSN, 1, 5, 5, 0xc389)).isNull();
    feed(1, text("hello"));
    assertThat(open(DSN, 1, 5, 5, 0xc389)).isNull();
    feed(1, text("hello"));
    assertThat(verdicts).containsExactly("right 1");
  }

  @Test
  void aSplitMappingIsAnEntryOfItsOwn() {
    open(DSN, 1, 5, 5, 0xc389);
    int payload = InternetChecksum.sum(text("hel"), 0, 3);
    open(DSN, 1, 3, 3, MptcpCrypto.checksum(DSN, 1, 3, payload));
    feed(1, text("hello"));
    assertThat(verdicts).containsExactly("right 1", "right 1");
  }

  @Test
  void cutOctetsSpoilTheMappingsTheyTouchOnly() {
    open(DSN, 1, 5, 5, 0xc389);
    open(DSN + 5, 6, 6, 5, 0xc37e);
    ledger.feed(MemorySegment.ofArray(text("hel")), 0, 1, 3, 5);
    feed(6, text("hello"));
    assertThat(verdicts).containsExactly("spoiled 1", "right 6");
  }

  @Test
  void zeroAndAllOnesAreTheSameChecksum() {
    byte[] octets = new byte[2];
    int rest = InternetChecksum.complement(MptcpCrypto.checksum(DSN, 1, 2, 0)) ^ 0xffff;
    octets[0] = (byte) (rest >> 8);
    octets[1] = (byte) rest;
    open(DSN, 1, 2, 2, 0);
    feed(1, octets);
    open(DSN, 1, 2, 2, 0xffff);
    feed(1, octets);
    assertThat(verdicts).containsExactly("right 1", "right 1");
  }

  @Test
  void acknowledgedMappingsThatNeverBecomeCompleteAreGivenUp() {
    open(DSN, 1, 5, 5, 0xc389);
    ledger.acknowledged(6, 0);
    assertThat(ledger.isWaiting()).isFalse();
  }

  @Test
  void waitingMappingsAreBounded() {
    for (int i = 0; i <= ChecksumLedger.CAP; i++) {
      open(DSN, 1 + i * 10, 10, 10, 7);
    }
    feed(1, new byte[10]);
    assertThat(verdicts).isEmpty();
  }

  /** Any cut of any mapping into segments gives the same sum as all its octets at once. */
  @Test
  void sumDoesNotDependOnHowOctetsAreCut() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      byte[] octets = new byte[1 + random.nextInt(200)];
      random.nextBytes(octets);
      int ssn = 1 + round * 1000;
      int sum = InternetChecksum.sum(octets, 0, octets.length);
      open(
          DSN,
          ssn,
          octets.length,
          octets.length,
          MptcpCrypto.checksum(DSN, ssn, octets.length, sum));
      List<int[]> cuts = new ArrayList<>();
      for (int at = 0; at < octets.length; ) {
        int length = Math.min(octets.length - at, 1 + random.nextInt(30));
        cuts.add(new int[] {at, length});
        at += length;
      }
      java.util.Collections.shuffle(cuts, random);
      for (int[] cut : cuts) {
        feed(ssn + cut[0], java.util.Arrays.copyOfRange(octets, cut[0], cut[0] + cut[1]));
      }
      assertThat(verdicts.removeLast()).isEqualTo("right " + ssn);
    }
  }
}
