package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Shown;
import org.mptcpscope.rules.api.Severity;

/** Findings of very many connections: few are kept, all are counted. */
class FindingBookTest {
  private final FindingBook book = new FindingBook();

  private static Finding finding(String requirement, int connection, String message, int count) {
    FrameRef frame = new FrameRef(10 * connection + 1, connection);
    Shown shown =
        new Shown(frame, connection, 0, Side.INITIATOR, "shown", Octets.EMPTY, List.of(), false);
    return new Finding(
        "rule",
        requirement,
        List.of(requirement),
        "RFC8684",
        "3.1",
        Severity.WARNING,
        connection,
        0,
        Fault.of(Side.INITIATOR),
        null,
        Confidence.CERTAIN,
        "",
        message,
        null,
        List.of(shown),
        count,
        List.of());
  }

  private static long standFor(List<Finding> findings) {
    return findings.stream().mapToLong(Finding::standsFor).sum();
  }

  @Test
  void aThousandAreKeptAsTheyAre() {
    List<Finding> all = new ArrayList<>();
    for (int i = 0; i < FindingBook.MOST_ALIKE; i++) {
      all.add(finding("A", i, "the same", 1));
    }
    List<Finding> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(book::add);
    assertThat(book.findings()).isEqualTo(all);
  }

  /** Whatever the order in which the connections ended: the first ten are those of the capture. */
  @Test
  void ofMoreTheFirstTenAreKeptAndAllAreCounted() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 5000).boxed().toList());
    Collections.shuffle(order, new Random(2));
    for (int connection : order) {
      book.add(finding("A", connection, "the same", 3));
      book.add(finding("A", connection, "the same", 1));
    }
    List<Finding> findings = book.findings();
    assertThat(findings)
        .extracting(Finding::connection)
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(findings.getFirst().grouped())
        .isEqualTo(new Finding.Grouped(10_000, 5000, 20_000, FindingBook.FIRST));
    assertThat(findings.subList(1, 10)).allMatch(finding -> finding.grouped() == null);
    assertThat(standFor(findings)).isEqualTo(10_000);
  }

  @Test
  void otherFindingsAreNotTouched() {
    for (int i = 0; i < 3000; i++) {
      book.add(finding("A", i, "the same", 1));
    }
    book.add(finding("A", 7, "another", 1));
    book.add(finding("B", 7, "the same", 1));
    assertThat(book.findings()).hasSize(12);
    assertThat(standFor(book.findings())).isEqualTo(3002);
  }

  /** Messages with a value of the attacker's choice, so that no two read equal. */
  @Test
  void messagesThatAllDifferAreGroupedAllTheSame() {
    int flood = 3 * FindingBook.MOST_OF_FAMILY;
    for (int i = 0; i < flood; i++) {
      book.add(finding("A", i, "Address ID 5 was " + i, 1));
    }
    List<Finding> findings = book.findings();
    assertThat(findings).hasSize(FindingBook.FIRST);
    assertThat(findings.getFirst().message()).isEqualTo("Address ID 5 was 0");
    assertThat(standFor(findings)).isEqualTo(flood);
  }

  /** Many requirements, each below its own limit. */
  @Test
  void allTogetherStaysWithinTheBound() {
    int families = 100;
    int each = 900;
    for (int i = 0; i < each; i++) {
      for (int family = 0; family < families; family++) {
        book.add(finding("R" + family, i, "the same", 1));
      }
    }
    List<Finding> findings = book.findings();
    assertThat(findings).hasSizeLessThanOrEqualTo(FindingBook.MOST);
    assertThat(standFor(findings)).isEqualTo((long) families * each);
  }
}
