package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.FrameRef;

class PendingOctetsTest {
  private final PendingOctets pending = new PendingOctets();

  private void add(long from, long to, int frame) {
    pending.add(
        new PendingOctets.Piece(
            from, to, true, false, new FrameRef(frame, frame), frame, from, (int) (to - from)));
  }

  @Test
  void neighboursAreOnePieceWithTheFirstFrame() {
    add(1, 101, 1);
    add(101, 201, 2);
    List<PendingOctets.Piece> due = pending.overdue(300, 99);
    assertThat(due).hasSize(1);
    assertThat(due.getFirst().to()).isEqualTo(201);
    assertThat(due.getFirst().first().number()).isEqualTo(1);
  }

  @Test
  void aWindowBehindThemMustBeAcknowledged() {
    add(1, 101, 1);
    assertThat(pending.isOverdue(200, 100)).isFalse();
    assertThat(pending.overdue(200, 100)).isEmpty();
    assertThat(pending.isOverdue(201, 100)).isTrue();
  }

  @Test
  void aLateMappingTakesItsPart() {
    add(1, 101, 1);
    List<String> found = new ArrayList<>();
    pending.found(40, 61, (from, to, first) -> found.add(from + "-" + to + "@" + first.number()));
    assertThat(found).containsExactly("40-61@1");
    assertThat(pending.waits(40, 61)).isFalse();
    assertThat(pending.waits(39, 40)).isTrue();
    assertThat(pending.waits(61, 62)).isTrue();
    assertThat(pending.total()).isEqualTo(79);
    assertThat(pending.drain()).hasSize(2);
    assertThat(pending.isEmpty()).isTrue();
    assertThat(pending.total()).isEqualTo(79);
  }

  @Test
  void piecesAreBoundedButOctetsAreCounted() {
    for (int i = 0; i < 2 * PendingOctets.CAP; i++) {
      add(1 + i * 20L, 11 + i * 20L, i + 1);
    }
    assertThat(pending.total()).isEqualTo(20L * PendingOctets.CAP);
    assertThat(pending.drain()).hasSize(PendingOctets.CAP);
  }
}
