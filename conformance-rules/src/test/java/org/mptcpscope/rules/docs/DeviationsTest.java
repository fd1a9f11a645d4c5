package org.mptcpscope.rules.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;

/** The page of known deviations has every error and warning that nobody made on purpose. */
class DeviationsTest {
  private static final List<Deviations.Origin> ORIGINS = Deviations.origins();

  @Test
  void everyRowOfAHealthyCaptureIsListed() {
    String page = Lab.read(Lab.project().resolve("docs/known-deviations.md"));
    List<Deviations.Row> rows = Deviations.rows();
    assertThat(rows).hasSizeGreaterThan(100);
    for (Deviations.Row row : rows) {
      if (!Deviations.implementation(row, ORIGINS).equals(Deviations.MADE)) {
        assertThat(page)
            .contains("[" + row.rule() + "]")
            .contains("`" + row.capture() + "`")
            .contains(row.side() + " " + row.frames())
            .contains(row.reason().replace("|", "\\|"));
        assertThat(row.reason()).hasSizeGreaterThan(20);
      }
    }
  }

  /** A capture of the kernel in which a violation was made has a box on its path. */
  @Test
  void whatWasMadeOnPurposeWasMadeByABox() throws IOException {
    Path folder =
        Lab.references().map(captures -> captures.resolve("linux-6.18")).orElse(Path.of("absent"));
    assumeTrue(Files.isDirectory(folder), "no reference captures (mptcpscope.referenceCaptures)");
    TreeSet<String> honest = new TreeSet<>();
    for (Deviations.Row row : Deviations.rows()) {
      boolean made = Deviations.implementation(row, ORIGINS).equals(Deviations.MADE);
      if (made && row.capture().startsWith("linux-6.18/")) {
        String scenario = row.capture().split("/", -1)[1];
        String truth = Files.readString(folder.resolve(scenario).resolve("truth.json"));
        if (truth.contains("\"middlebox\": null")) {
          honest.add(row.key());
        }
      }
    }
    assertThat(honest).isEmpty();
  }
}
