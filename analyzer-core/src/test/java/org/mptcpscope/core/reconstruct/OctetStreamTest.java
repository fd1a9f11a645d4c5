package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host.FinalDsn;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

class OctetStreamTest {
  private static final long KEY = 1;

  /** Of the key 0000000000000001 in version 1. */
  private static final long IDSN = 0x19ec_5090_83d0_0a50L;

  private final OctetStream stream = new OctetStream(List.of());

  private void keyed() {
    stream.key(1, KEY, IDSN);
  }

  @Test
  void countsDistinctOctetsOnly() {
    keyed();
    assertThat(stream.send(0, IDSN + 1, 100, 1, 10)).isEqualTo(100);
    assertThat(stream.send(1, IDSN + 51, 100, 2, 20)).isEqualTo(50);
    assertThat(stream.send(1, IDSN + 1, 100, 3, 30)).isZero();
    assertThat(stream.octets()).isEqualTo(150);
    assertThat(stream.end()).hasValue(IDSN + 151);
    assertThat(stream.lowest()).hasValue(IDSN + 1);
  }

  @Test
  void knowsHolesAndTheEndOfThePrefix() {
    keyed();
    stream.send(0, IDSN + 1, 100, 1, 10);
    stream.send(0, IDSN + 201, 100, 2, 20);
    assertThat(stream.contiguousEnd()).hasValue(IDSN + 101);
    stream.send(1, IDSN + 101, 100, 3, 30);
    assertThat(stream.contiguousEnd()).hasValue(IDSN + 301);
  }

  @Test
  void prefixBeginsBehindTheIdsn() {
    keyed();
    stream.send(0, IDSN + 101, 100, 1, 10);
    assertThat(stream.contiguousEnd()).hasValue(IDSN + 1);
  }

  @Test
  void dataFinTakesADsnButIsNoOctet() {
    keyed();
    stream.send(0, IDSN + 1, 100, 1, 10);
    stream.finish(IDSN + 101, 2, 20);
    stream.finish(IDSN + 101, 5, 50);
    assertThat(stream.octets()).isEqualTo(100);
    assertThat(stream.end()).hasValue(IDSN + 102);
    assertThat(stream.outstanding()).isEqualTo(100);
    assertThat(stream.finishAcknowledged(IDSN + 101, 6, 60)).isFalse();
    assertThat(stream.finishAcknowledged(IDSN + 102, 7, 70)).isTrue();
    assertThat(stream.finishAcknowledged(IDSN + 102, 8, 80)).isFalse();
    assertThat(stream.finalDsn())
        .contains(new FinalDsn(IDSN + 101, new FrameRef(2, 20), new FrameRef(7, 70)));
  }

  @Test
  void highestDataAckCountsWhateverSubflowCarriesIt() {
    keyed();
    stream.send(0, IDSN + 1, 1000, 1, 10);
    assertThat(stream.acknowledge(IDSN + 501, 2, 20, true, 0)).isTrue();
    assertThat(stream.acknowledge(IDSN + 401, 3, 30, true, 0)).isFalse();
    assertThat(stream.dataAcked().orElseThrow().value()).isEqualTo(IDSN + 501);
    assertThat(stream.dataAcked().orElseThrow().frame()).isEqualTo(new FrameRef(2, 20));
    assertThat(stream.outstanding()).isEqualTo(500);
  }

  @Test
  void aDataAckBeyondAllThatWasSentSaysNothingOfWhatComes() {
    keyed();
    stream.send(0, IDSN + 1, 1000, 1, 10);
    stream.acknowledge(IDSN + 900_000, 2, 20, true, 0);
    stream.send(0, IDSN + 1001, 1000, 3, 30);
    assertThat(stream.outstanding()).isEqualTo(1000);
  }

  @Test
  void outstandingOnlyOnOneSubflow() {
    keyed();
    stream.send(0, IDSN + 1, 300, 1, 10);
    stream.send(1, IDSN + 301, 300, 2, 20);
    stream.send(1, IDSN + 101, 100, 3, 30);
    stream.acknowledge(IDSN + 51, 4, 40, true, 1000);
    SubflowStub zero = new SubflowStub(0);
    SubflowStub one = new SubflowStub(1);
    assertThat(stream.outstandingOnlyOn(zero.subflow())).isEqualTo(150);
    assertThat(stream.outstandingOnlyOn(one.subflow())).isEqualTo(300);
    assertThat(stream.reinjectedOn(one.subflow())).contains(new FrameRef(3, 30));
    assertThat(stream.reinjectedOn(zero.subflow())).isEmpty();
    assertThat(stream.carrierIds(IDSN + 101, IDSN + 102)).containsExactlyInAnyOrder(0, 1);
    assertThat(stream.carrierIds(IDSN + 401, IDSN + 402)).containsExactly(1);
    assertThat(stream.isReinjectionOutstanding()).isTrue();
    stream.acknowledge(IDSN + 201, 5, 50, true, 1000);
    assertThat(stream.isReinjectionOutstanding()).isFalse();
  }

  @Test
  void streamMayWrapAtTwoToTheSixtyFour() {
    stream.key(1, KEY, -51);
    stream.send(0, -50, 100, 1, 10);
    stream.send(0, 50, 100, 2, 20);
    assertThat(stream.octets()).isEqualTo(200);
    assertThat(stream.contiguousEnd()).hasValue(150);
    assertThat(stream.acknowledge(-10, 3, 30, true, 0)).isTrue();
    assertThat(stream.acknowledge(20, 4, 40, true, 0)).isTrue();
    assertThat(stream.acknowledge(-5, 5, 50, true, 0)).isFalse();
    assertThat(stream.outstanding()).isEqualTo(130);
    assertThat(stream.acknowledgedOf(-50, 150)).isEqualTo(70);
  }

  @Test
  void highHalfFoundLateMovesWhatWasSent() {
    long dsn = stream.promoteDsn(0xffff_ff00L, false);
    stream.send(0, dsn, 100, 1, 10);
    long wide = stream.promoteDsn(0x0000_0001_ffff_ff64L, true);
    assertThat(wide).isEqualTo(0x0000_0001_ffff_ff64L);
    assertThat(stream.rebased()).isEqualTo(0x1_0000_0000L);
    assertThat(stream.end()).hasValue(wide);
  }

  @Test
  void explainsAWrongFirstDsn() {
    keyed();
    assertThat(stream.explain(IDSN + 1)).isEmpty();
    assertThat(stream.explain(IDSN)).contains(Variant.WITHOUT_SYN_OCTET);
    // IDSN of the same key in version 0, from the vectors of the catalogue.
    assertThat(stream.explain(0x38f1_1011_007a_d27dL + 1)).contains(Variant.OTHER_HASH);
    assertThat(stream.explain(Long.rotateLeft(IDSN, 32) + 1)).contains(Variant.WORD_SWAPPED);
    assertThat(stream.explain(MptcpCrypto.hash(1, KEY).i64(0) + 1)).contains(Variant.DIGEST_HEAD);
    assertThat(stream.explain(MptcpCrypto.hash(1, KEY).i64(12) + 1))
        .contains(Variant.TRUNCATED_TAIL);
    assertThat(stream.explain(MptcpCrypto.idsn(1, 1L << 56) + 1)).contains(Variant.KEY_REVERSED);
    assertThat(stream.explain((IDSN + 1) & 0xffff_ffffL)).contains(Variant.HIGH_HALF_ZERO);
    assertThat(stream.explain(42)).isEmpty();
  }
}
