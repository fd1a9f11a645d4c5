package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.FrameRef;

class SegmentLogTest {
  private final SegmentLog log = new SegmentLog();

  private void add(int n) {
    log.add(1 + n * 100L, 100, n + 1, n * 10L, n * 1000L);
    log.mapLast(5000 + n * 100L);
  }

  @Test
  void findsTheFirstCopyBySsnAndByDsn() {
    for (int n = 0; n < 100; n++) {
      add(n);
    }
    assertThat(log.frame(log.findSsn(1))).isEqualTo(1);
    assertThat(log.frame(log.findSsn(150))).isEqualTo(2);
    assertThat(log.frame(log.findSsn(201))).isEqualTo(3);
    assertThat(log.ref(log.findDsn(5000 + 9950))).isEqualTo(new FrameRef(100, 990));
    assertThat(log.findSsn(10_001)).isEqualTo(-1);
    assertThat(log.findDsn(4999)).isEqualTo(-1);
  }

  @Test
  void walksOverWhatOverlaps() {
    for (int n = 0; n < 9; n++) {
      add(n);
    }
    log.dropBelow(301);
    assertThat(log.size()).isEqualTo(6);
    int at = log.nextOverlap(-1, 250, 560);
    assertThat(log.frame(at)).isEqualTo(4);
    at = log.nextOverlap(at, 250, 560);
    assertThat(log.frame(at)).isEqualTo(5);
    at = log.nextOverlap(at, 250, 560);
    assertThat(log.frame(at)).isEqualTo(6);
    assertThat(log.nextOverlap(at, 250, 560)).isEqualTo(-1);
  }

  @Test
  void forgetsTheOldestAboveItsCap() {
    for (int n = 0; n < SegmentLog.CAP + 10; n++) {
      add(n);
    }
    assertThat(log.size()).isEqualTo(SegmentLog.CAP);
    assertThat(log.findSsn(1)).isEqualTo(-1);
    assertThat(log.frame(log.findSsn(1001))).isEqualTo(11);
  }
}
