package org.mptcpscope.dist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples of docs/ci.md, executed in a working copy like those of a pipeline. */
class CiDocumentTest {
  /** A fence with the comment before it, if there is one. */
  private static final Pattern FENCE =
      Pattern.compile(
          "(?m)^(?:<!-- ([^\\n]*) -->\\n)?```(sh|yaml|groovy)\\n(.*?)^```$", Pattern.DOTALL);

  private static final String FAULTY = "own-fastclose_rst_wrong_key.pcap";

  @TempDir Path home;

  private Path work;
  private Path project;

  private record Block(String remark, String language, String text) {}

  @BeforeEach
  void checkOut() throws IOException {
    assumeTrue(Unpacked.has("curl"), "curl is not installed");
    project = Unpacked.archive().getParent().getParent().getParent();
    work = Files.createDirectory(home.resolve("work copy"));
    // What stands for the user's own test: captures of one fault.
    Path script = Files.createDirectory(work.resolve("tests")).resolve("capture.sh");
    Files.writeString(script, "#!/bin/sh\nmkdir -p \"$1\" && cp ../" + FAULTY + " \"$1\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.copy(
        project.resolve("sample-pcaps/captures/scripted-peer/" + FAULTY),
        home.resolve(FAULTY),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private List<Block> blocks(String language) throws IOException {
    List<Block> all = new ArrayList<>();
    Matcher fence = FENCE.matcher(Files.readString(project.resolve("docs/ci.md")));
    while (fence.find()) {
      if (fence.group(2).equals(language)) {
        String remark = fence.group(1) == null ? "" : fence.group(1);
        all.add(new Block(remark, language, fence.group(3)));
      }
    }
    return all;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home.toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("MPTCPSCOPE_URL", Unpacked.archive().toUri().toString());
    environment.put("MPTCPSCOPE_AOT", "off");
    return environment;
  }

  private Unpacked.Run sh(Map<String, String> environment, String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    return Unpacked.run(work, environment, command.toArray(String[]::new));
  }

  @Test
  void plainShell() throws IOException {
    assertThat(sh(environment(), "tests/capture.sh", "captures/").code()).isZero();
    List<Block> blocks = blocks("sh");
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
    int run = 0;
    for (Block block : blocks) {
      if (block.remark().startsWith("not run: ")) {
        continue;
      }
      Unpacked.Run done = sh(environment(), "sh", "-eu", "-c", block.text());
      int expected =
          block.remark().startsWith("exit: ")
              ? Integer.parseInt(block.remark().substring("exit: ".length()))
              : 0;
      assertThat(done.code()).as(block.text() + done.out() + done.err()).isEqualTo(expected);
      run++;
    }
    assertThat(run).isGreaterThanOrEqualTo(3);
    assertThat(work.resolve("mptcp.md")).content().contains("fast-close-key-wrong");
  }

  @Test
  void gitHub() throws IOException {
    Map<?, ?> job = map(map(yaml(0).get("jobs")).get("conformance"));
    Map<String, String> environment = environment();
    Path path = Files.createFile(home.resolve("path"));
    environment.put("GITHUB_PATH", path.toString());
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary").toString());
    List<String> actions = new ArrayList<>();
    Map<String, Unpacked.Run> runs = new HashMap<>();
    boolean failed = false;
    for (Object each : (List<?>) job.get("steps")) {
      Map<?, ?> step = map(each);
      boolean always = "always()".equals(step.get("if"));
      if (step.containsKey("uses")) {
        actions.add(((String) step.get("uses")).replaceFirst("@v\\d+$", ""));
        if (actions.getLast().endsWith("upload-sarif")) {
          assertThat(always).as("findings are uploaded though the step before failed").isTrue();
          Path sarif = work.resolve((String) map(step.get("with")).get("sarif_file"));
          assertThat(sarif)
              .content()
              .contains("\"2.1.0\"", "fast-close-key-wrong", "captures/" + FAULTY);
        }
      } else if (!failed || always) {
        String added = String.join(":", Files.readAllLines(path));
        environment.put("PATH", added + ":" + System.getenv("PATH"));
        Unpacked.Run done =
            sh(environment, "bash", "-eo", "pipefail", "-c", (String) step.get("run"));
        runs.put((String) step.get("name"), done);
        failed |= done.code() != 0;
      }
    }

    assertThat(actions)
        .containsExactly(
            "actions/checkout", "actions/setup-java", "github/codeql-action/upload-sarif");
    assertThat(runs.keySet()).containsOnly("Install mptcpscope", "Capture", "Judge", "Summary");
    runs.forEach(
        (name, done) ->
            assertThat(done.code())
                .as(name + done.out() + done.err())
                .isEqualTo(name.equals("Judge") ? 1 : 0));
    assertThat(runs.get("Judge").out()).contains("::error ");
    assertThat(home.resolve("summary")).content().contains("fast-close-key-wrong");
  }

  @Test
  void gitLab() throws IOException {
    Map<?, ?> job = map(yaml(1).get("mptcp"));
    List<String> lines = new ArrayList<>();
    ((List<?>) job.get("before_script")).forEach(line -> lines.add((String) line));
    ((List<?>) job.get("script")).forEach(line -> lines.add((String) line));

    Unpacked.Run done =
        sh(environment(), "bash", "-eo", "pipefail", "-c", String.join("\n", lines));

    assertThat(done.code()).as(done.out() + done.err()).isEqualTo(1);
    Map<?, ?> artifacts = map(job.get("artifacts"));
    assertThat(artifacts.get("when")).isEqualTo("always");
    String report = (String) map(artifacts.get("reports")).get("junit");
    assertThat(work.resolve(report)).content().contains("<testsuite", "fast-close-key-wrong");
  }

  @Test
  void jenkins() throws IOException {
    Block install = blocks("sh").getFirst();
    assertThat(sh(environment(), "sh", "-eu", "-c", install.text()).code()).isZero();
    String pipeline = blocks("groovy").getFirst().text();
    Matcher step = Pattern.compile("\\bsh '([^']*)'").matcher(pipeline);
    List<Integer> codes = new ArrayList<>();
    while (step.find()) {
      codes.add(sh(environment(), "sh", "-xe", "-c", step.group(1)).code());
    }
    assertThat(codes).containsExactly(0, 1);
    Matcher report = Pattern.compile("junit '([^']*)'").matcher(pipeline);
    assertThat(report.find()).isTrue();
    assertThat(work.resolve(report.group(1))).exists();
  }

  private Map<?, ?> yaml(int number) throws IOException {
    List<Block> blocks = blocks("yaml");
    assertThat(blocks).hasSize(2);
    Load load = new Load(LoadSettings.builder().build());
    return map(load.loadFromString(blocks.get(number).text()));
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }
}
