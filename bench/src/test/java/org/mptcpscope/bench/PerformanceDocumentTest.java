package org.mptcpscope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceDocumentTest {
  @TempDir Path folder;

  @Test
  void replacesThePartOfAHeadingAndKeepsWhatAPersonWrote() throws IOException {
    Path file = folder.resolve("performance.md");
    Files.writeString(file, "# Performance\n\nWords.\n\n## A\n\nold\n\n## B\n\nkept\n");
    PerformanceDocument document = new PerformanceDocument(file);
    document.put("A", "new\n");
    document.put("C", "added");
    document.save();
    assertThat(file)
        .hasContent("# Performance\n\nWords.\n\n## A\n\nnew\n\n## B\n\nkept\n\n## C\n\nadded\n");
    Path again = folder.resolve("again.md");
    Files.copy(file, again);
    new PerformanceDocument(again).save();
    assertThat(again).hasSameTextualContentAs(file);
  }

  @Test
  void beginsWhereThereIsNoFile() throws IOException {
    Path file = folder.resolve("new.md");
    PerformanceDocument document = new PerformanceDocument(file);
    document.put("A", "text");
    document.save();
    assertThat(file).hasContent("# Performance\n\n## A\n\ntext\n");
  }

  @Test
  void oneSlowRunDoesNotMoveAMedian() {
    assertThat(Contender.median(List.of(3.0, 1.0, 100.0))).isEqualTo(3.0);
    assertThat(Contender.median(List.of(1.0, 3.0))).isEqualTo(2.0);
    assertThat(Contender.processor("0m1.25s 1m0.5s")).isEqualTo(61.75);
  }

  @Test
  void aStageIsNamedByItsClasses() {
    assertThat(Profile.stage("org.mptcpscope.core.reconstruct.TcpTracker")).isEqualTo("TCP state");
    assertThat(Profile.stage("org.mptcpscope.core.reconstruct.RangeSet")).isNull();
    assertThat(Profile.stage("jdk.internal.misc.Unsafe")).isNull();
  }

  @Test
  void aCommandThatIsNotThereIsARowThatSaysSo() throws InterruptedException {
    Contender absent = new Contender("absent", 1, "mptcpscope-no-such-program", "FILE");
    absent.run();
    assertThat(absent.ran()).isFalse();
    assertThat(absent.flaw()).isEqualTo("is not installed");
  }
}
