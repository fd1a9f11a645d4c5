package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table of flows: found by either direction, forgotten when they are stale. */
class FlowTableTest {
  private static final long SECOND = 1_000_000_000L;

  private final FlowTable flows = new FlowTable();

  private void key(int client, boolean toServer) {
    if (toServer) {
      flows.key(0, 0xffff_0a00_0001L, client, 0, 0xffff_0a00_0101L, 443);
    } else {
      flows.key(0, 0xffff_0a00_0101L, 443, 0, 0xffff_0a00_0001L, client);
    }
  }

  @Test
  void bothDirectionsAreOneFlow() {
    key(40_000, true);
    assertThat(flows.find()).isNegative();
    int slot = flows.insert(0, 7);
    boolean upper = flows.fromUpper();
    key(40_000, false);
    assertThat(flows.find()).isEqualTo(slot);
    assertThat(flows.fromUpper()).isNotEqualTo(upper);
    assertThat(flows.stream(slot)).isEqualTo(7);
    key(40_001, true);
    assertThat(flows.find()).isNegative();
  }

  @Test
  void everyFlowIsFoundAgainAfterTheTableGrew() {
    for (int i = 0; i < 50_000; i++) {
      key(i, true);
      flows.insert(i, i);
    }
    for (int i = 0; i < 50_000; i++) {
      key(i, false);
      assertThat(flows.stream(flows.find())).isEqualTo(i);
    }
  }

  @Test
  void closedFlowsAreForgottenInAMinuteSilentOnesInTen() {
    key(1, true);
    int slot = flows.insert(0, 0);
    assertThat(flows.isStale(slot, 599 * SECOND)).isFalse();
    assertThat(flows.isStale(slot, 601 * SECOND)).isTrue();
    flows.set(slot, FlowTable.CLOSED);
    assertThat(flows.isStale(slot, 59 * SECOND)).isFalse();
    assertThat(flows.isStale(slot, 61 * SECOND)).isTrue();
    flows.content(slot, "a live connection");
    assertThat(flows.isStale(slot, 9999 * SECOND)).isFalse();
  }

  @Test
  void aStreamOfShortFlowsDoesNotFillTheTable() {
    for (int i = 0; i < 400_000; i++) {
      flows.key(0, 0xffff_0a00_0001L, i & 0xffff, 0, 0xffff_0a00_0101L + (i >> 16), 443);
      int slot = flows.insert(i * SECOND / 100, i);
      flows.set(slot, FlowTable.CLOSED);
    }
    // A minute holds 6000 of them.
    assertThat(flows.size()).isLessThan(40_000);
    assertThat(flows.forgot()).isTrue();
  }

  @Test
  void aReleasedFlowLeavesAGhost() {
    key(1, true);
    int slot = flows.insert(0, 0);
    Object content = new Object();
    flows.content(slot, content);
    flows.release(content, SECOND);
    assertThat(flows.content(slot)).isNull();
    assertThat(flows.has(slot, FlowTable.GHOST)).isTrue();
    assertThat(flows.isStale(slot, 30 * SECOND)).isFalse();
    assertThat(flows.isStale(slot, 62 * SECOND)).isTrue();
  }
}
