package org.mptcpscope.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} says of each number what it is; the tables are made of the measures. */
class MetricsPageTest {
  private static final String BEGIN = "<!-- generated: ";
  private static final String END = "<!-- end -->";

  private static Path page() {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("docs/metrics.md");
  }

  @Test
  void tablesAreUpToDate() throws IOException {
    String text = Files.readString(page());
    String expected =
        replaced(
            replaced(text, "subflow", table(Measure.OF_SUBFLOW)), "data", table(Measure.OF_STREAM));
    if (Boolean.getBoolean("mptcpscope.update")) {
      Files.writeString(page(), expected);
    }
    assertThat(Files.readString(page())).isEqualTo(expected);
  }

  /** Each kind of observation has its threshold in words. */
  @Test
  void observationsAreExplained() throws IOException {
    String text = Files.readString(page());
    for (Observation.Kind kind : Observation.Kind.values()) {
      assertThat(text).contains("| " + kind.title() + " | `" + kind.word() + "` |");
    }
  }

  private static String replaced(String text, String name, String table) {
    int begin = text.indexOf(BEGIN + name + " -->");
    int end = text.indexOf(END, begin);
    assertThat(begin).as(name).isNotNegative();
    assertThat(end).as(name).isPositive();
    int body = text.indexOf('\n', begin) + 1;
    return text.substring(0, body) + table + text.substring(end);
  }

  private static <T> String table(List<Measure<T>> measures) {
    StringBuilder table = new StringBuilder("| name | unit | what it is |\n|---|---|---|\n");
    for (Measure<T> measure : measures) {
      table.append("| `").append(measure.name()).append("` | ").append(measure.unit().word());
      table.append(" | ").append(measure.meaning()).append(" |\n");
    }
    return table.toString();
  }
}
