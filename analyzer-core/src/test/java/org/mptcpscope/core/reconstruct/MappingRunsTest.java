package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Novelty;
import org.mptcpscope.core.model.MappingTable.Range;

class MappingRunsTest {
  private static final long FOUR_GIB = 1L << 32;

  private final OctetStream stream = new OctetStream(List.of());
  private final MappingRuns runs = new MappingRuns(stream);
  private int frame;

  private Novelty insert(long dsn, long ssn, int length) {
    frame++;
    return runs.insert(dsn, ssn, length, false, frame, frame * 1000L);
  }

  @Test
  void inStrideMappingsAreOneRun() {
    assertThat(insert(1000, 1, 100)).isEqualTo(Novelty.NEW_RUN);
    assertThat(insert(1100, 101, 100)).isEqualTo(Novelty.EXTENDS);
    assertThat(insert(1200, 201, 100)).isEqualTo(Novelty.EXTENDS);
    assertThat(runs.size()).isEqualTo(1);
    assertThat(runs.at(150)).contains(new Mapping(1100, 101, 100, false, new FrameRef(2, 2000)));
    assertThat(runs.at(301)).isEmpty();
    assertThat(runs.at(0)).isEmpty();
  }

  @Test
  void copiesByOffloadAreReplicas() {
    insert(1000, 1, 3000);
    assertThat(insert(1000, 1, 3000)).isEqualTo(Novelty.REPLICA);
    assertThat(insert(1000, 1, 3000)).isEqualTo(Novelty.REPLICA);
    assertThat(runs.fresh()).isZero();
    insert(4000, 3001, 10);
    assertThat(insert(1000, 1, 3000)).isEqualTo(Novelty.REPLICA);
    assertThat(runs.frameOf(1)).isEqualTo(1);
  }

  @Test
  void shorterAndSplitMappingsOfARetransmissionAreReplicas() {
    insert(1000, 1, 1400);
    assertThat(insert(1000, 1, 700)).isEqualTo(Novelty.REPLICA);
    assertThat(insert(1700, 701, 700)).isEqualTo(Novelty.REPLICA);
    assertThat(insert(1700, 701, 1400)).isEqualTo(Novelty.EXTENDS);
    assertThat(runs.fresh()).isEqualTo(700);
    assertThat(runs.size()).isEqualTo(1);
  }

  @Test
  void dataOfAnotherSubflowInBetweenOpensARun() {
    insert(1000, 1, 100);
    assertThat(insert(5000, 101, 100)).isEqualTo(Novelty.NEW_RUN);
    assertThat(insert(1100, 201, 100)).isEqualTo(Novelty.NEW_RUN);
    assertThat(runs.size()).isEqualTo(3);
    assertThat(runs.delta(1)).isEqualTo(999);
    assertThat(runs.delta(101)).isEqualTo(4899);
    assertThat(runs.delta(201)).isEqualTo(899);
  }

  @Test
  void firstMappingStaysInForce() {
    insert(1000, 1, 100);
    insert(1100, 101, 100);
    assertThat(insert(9000, 51, 100)).isEqualTo(Novelty.CONFLICT);
    assertThat(runs.conflict()).isEqualTo(new Range(51, 151));
    assertThat(runs.conflictWith())
        .isEqualTo(new Mapping(1000, 1, 100, false, new FrameRef(1, 1000)));
    assertThat(runs.delta(60)).isEqualTo(999);
    assertThat(runs.fresh()).isZero();
  }

  @Test
  void conflictConcernsTheOverlapOnly() {
    insert(1000, 101, 100);
    assertThat(insert(5000, 151, 100)).isEqualTo(Novelty.CONFLICT);
    assertThat(runs.conflict()).isEqualTo(new Range(151, 201));
    assertThat(runs.fresh()).isEqualTo(50);
    assertThat(runs.delta(200)).isEqualTo(899);
    assertThat(runs.delta(201)).isEqualTo(4849);
    assertThat(runs.covers(250)).isTrue();
    assertThat(runs.covers(251)).isFalse();
  }

  @Test
  void octetBehindADataFinIsFree() {
    // Data-Level Length 101 with DATA_FIN maps 100 octets of payload; SSN 101 is not taken.
    insert(1000, 1, 100);
    assertThat(insert(7000, 101, 10)).isEqualTo(Novelty.NEW_RUN);
  }

  @Test
  void holesAreFilledFromBothSides() {
    insert(1000, 1, 100);
    insert(1200, 201, 100);
    assertThat(runs.uncovered(51, 251)).containsExactly(new Range(101, 201));
    assertThat(insert(1100, 101, 100)).isEqualTo(Novelty.EXTENDS);
    assertThat(runs.size()).isEqualTo(1);
    assertThat(runs.uncovered(1, 301)).isEmpty();
    assertThat(runs.uncovered(1, 310)).containsExactly(new Range(301, 310));
  }

  @Test
  void oneMappingMayCoverSeveralHoles() {
    insert(1010, 11, 10);
    insert(1030, 31, 10);
    assertThat(insert(1000, 1, 60)).isEqualTo(Novelty.EXTENDS);
    assertThat(runs.fresh()).isEqualTo(40);
    assertThat(runs.size()).isEqualTo(1);
  }

  @Test
  void reachesBeyondFourGibAndAroundTheWrapOfDsns() {
    long dsn = -50;
    insert(dsn, FOUR_GIB - 20, 100);
    assertThat(insert(50, FOUR_GIB + 80, 100)).isEqualTo(Novelty.EXTENDS);
    assertThat(runs.at(FOUR_GIB + 100)).map(Mapping::dsn).contains(50L);
    assertThat(runs.delta(FOUR_GIB) + FOUR_GIB).isEqualTo(-30);
  }

  @Test
  void acknowledgedRunsStayForOneWindow() {
    insert(1000, 1, 100);
    insert(5000, 101, 100);
    insert(9000, 201, 100);
    runs.acknowledged(201, 100);
    assertThat(runs.at(50)).isEmpty();
    assertThat(runs.at(150)).isPresent();
    runs.acknowledged(301, 0);
    assertThat(runs.size()).isZero();
    assertThat(insert(9100, 301, 100)).isEqualTo(Novelty.NEW_RUN);
  }

  @Test
  void theTailAndTheTableAreBounded() {
    for (int i = 0; i < 3 * MappingRuns.CAP; i++) {
      insert(i * 10_000L, 1 + i * 100L, 100);
    }
    assertThat(runs.size()).isEqualTo(MappingRuns.CAP);
    runs.acknowledged(1 + 3 * MappingRuns.CAP * 100L, Long.MAX_VALUE / 2);
    assertThat(runs.size()).isEqualTo(MappingRuns.TAIL);
  }

  @Test
  void countsWhatIsDataAckedButNotAcknowledged() {
    insert(1000, 1, 100);
    insert(2000, 101, 100);
    stream.send(0, 1000, 100, 1, 0);
    stream.send(0, 2000, 100, 2, 0);
    stream.acknowledge(2050, 3, 0, true, 0);
    assertThat(runs.dataAckedUnacked()).isEqualTo(150);
    runs.acknowledged(101, 1000);
    assertThat(runs.dataAckedUnacked()).isEqualTo(50);
  }

  /** Against an array of deltas, one per SSN. */
  @Test
  void behavesAsATableOfFirstMappings() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      MappingRuns table = new MappingRuns(stream);
      Long[] model = new Long[160];
      for (int step = 0; step < 40; step++) {
        int ssn = 1 + random.nextInt(120);
        int length = 1 + random.nextInt(30);
        long delta = random.nextInt(3) * 1000L;
        boolean conflict = false;
        int fresh = 0;
        for (int i = ssn; i < ssn + length; i++) {
          conflict |= model[i] != null && model[i] != delta;
          fresh += model[i] == null ? 1 : 0;
          model[i] = model[i] == null ? Long.valueOf(delta) : model[i];
        }
        Novelty novelty = table.insert(ssn + delta, ssn, length, false, step, step);
        assertThat(novelty == Novelty.CONFLICT).isEqualTo(conflict);
        assertThat(table.fresh()).isEqualTo(fresh);
        if (!conflict) {
          assertThat(novelty == Novelty.REPLICA).isEqualTo(fresh == 0);
        }
      }
      for (int ssn = 1; ssn < model.length; ssn++) {
        assertThat(table.covers(ssn)).isEqualTo(model[ssn] != null);
        if (model[ssn] != null) {
          assertThat(table.delta(ssn)).isEqualTo(model[ssn]);
        }
      }
    }
  }
}
