package org.mptcpscope.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicencesTest {
  @TempDir Path folder;

  private Licences licences;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("components.txt"),
        """
        # a remark
        free    MIT         https://example.org/free
        native  Apache-2.0,MIT  https://example.org/native
        """);
    Path ours = Files.writeString(folder.resolve("ours"), "TERMS AND CONDITIONS FOR USE");
    licences = new Licences(folder, ours);
  }

  @Test
  void takesWhatTheJarHolds() throws IOException {
    Path jar = jar("META-INF/LICENSE.txt", "META-INF/NOTICE", "a/License.class", "a/b.txt");

    Map<String, byte[]> texts = licences.texts(Map.of("free", jar));

    assertThat(texts).containsOnlyKeys("free/LICENSE.txt", "free/NOTICE");
    assertThat(texts.get("free/NOTICE"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("META-INF/NOTICE");
  }

  @Test
  void addsTheApacheLicenseWhereOnlyThatOfAPartIsThere() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("native")).resolve("part.txt"), "MIT");

    assertThat(licences.texts(Map.of("native", jar("a.class"))))
        .containsOnlyKeys("native/part.txt", "native/LICENSE.txt");
  }

  @Test
  void refusesWhatIsNotKnownOrHasNoText() throws IOException {
    Path bare = jar("a.class");

    assertThatThrownBy(() -> licences.texts(Map.of("unheard", bare)))
        .hasMessageContaining("unheard: not in components.txt");
    assertThatThrownBy(() -> licences.texts(Map.of("free", bare)))
        .hasMessageContaining("free: no license text");
    // A notice is no license.
    assertThatThrownBy(() -> licences.texts(Map.of("free", jar("META-INF/NOTICE"))))
        .hasMessageContaining("free: no license text");
  }

  @Test
  void knowsWhoseAJarIsByItsPlace() {
    String path =
        "/r/org/free/free/1.2/free-1.2.jar:/p/cli/target/cli-1.jar:/r/fx/3/fx-3.jar:/r/fx/3/fx-3-linux.jar";

    assertThat(Licences.others(path))
        .containsOnlyKeys("free", "fx")
        .containsValue(Path.of("/r/fx/3/fx-3-linux.jar"));
    assertThat(Licences.version(Path.of("/r/org/free/free/1.2/free-1.2.jar"))).isEqualTo("1.2");
  }

  private Path jar(String... names) throws IOException {
    Path jar = Files.createTempFile(folder, "x", ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
