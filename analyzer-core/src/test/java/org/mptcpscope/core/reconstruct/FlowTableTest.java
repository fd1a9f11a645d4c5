package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
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

  /** At its largest the table forgets the older half; whatever it keeps is found. */
  @Test
  void aFloodOfOpenFlowsStaysWithinTheLargestTable() {
    FlowTable small = new FlowTable(1 << 12, 1);
    int flood = 50_000;
    for (int i = 0; i < flood; i++) {
      small.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      small.insert(i, i);
    }
    assertThat(small.size()).isLessThanOrEqualTo(1 << 12);
    assertThat(small.crowdedOut()).isGreaterThan(flood - (1 << 12) - 1).isLessThan(flood);
    int found = 0;
    for (int i = 0; i < flood; i++) {
      small.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      int slot = small.find();
      if (slot >= 0) {
        found++;
        assertThat(small.stream(slot)).isEqualTo(i);
      }
    }
    assertThat(found).isEqualTo(small.size());
    // The newest are there.
    small.key(0, 0xffff_0a00_0000L + flood - 1, 40_000, 0, 0xffff_c612_0a01L, 443);
    assertThat(small.find()).isNotNegative();
  }

  /** Flows that are over go before those that are open, and that is nothing to warn of. */
  @Test
  void endedFlowsMakeRoomForOpenOnes() {
    FlowTable small = new FlowTable(1 << 12, 1);
    for (int i = 0; i < 1000; i++) {
      small.key(0, 0xffff_0b00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      small.insert(0, i);
    }
    for (int i = 0; i < 50_000; i++) {
      small.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      small.set(small.insert(i, 1000 + i), FlowTable.CLOSED);
    }
    assertThat(small.crowdedOut()).isZero();
    assertThat(small.size()).isLessThanOrEqualTo(1 << 11);
    for (int i = 0; i < 1000; i++) {
      small.key(0, 0xffff_0b00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      assertThat(small.find()).isNotNegative();
    }
  }

  /** Flows of live connections are never forgotten: the table grows with them. */
  @Test
  void flowsWithContentStay() {
    FlowTable small = new FlowTable(1 << 10, 1);
    for (int i = 0; i < 5000; i++) {
      small.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      small.content(small.insert(i, i), "live");
    }
    assertThat(small.size()).isEqualTo(5000);
    for (int i = 0; i < 5000; i++) {
      small.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      assertThat(small.stream(small.find())).isEqualTo(i);
    }
  }

  /** Flows that all lie in one place of one table are scattered in another. */
  @Test
  void whoKnowsOneTableKnowsNoOther() {
    FlowTable other = new FlowTable(1 << 20, 2);
    Set<Integer> slots = new HashSet<>();
    int colliding = 0;
    for (int i = 0; colliding < 20 && i < 1_000_000; i++) {
      other.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      FlowTable empty = new FlowTable(1 << 20, 1);
      empty.key(0, 0xffff_0a00_0000L + i, 40_000, 0, 0xffff_c612_0a01L, 443);
      if (empty.insert(0, 0) == 7) {
        colliding++;
        slots.add(other.insert(0, i));
      }
    }
    assertThat(colliding).isEqualTo(20);
    // In a table of 256 slots, 20 flows find more than a dozen places of their own.
    assertThat(slots.stream().filter(slot -> Math.abs(slot - 7) > 20).count()).isGreaterThan(12);
  }
}
