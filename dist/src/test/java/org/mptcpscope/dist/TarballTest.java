package org.mptcpscope.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void orderOfAddingDoesNotShow(@TempDir Path folder) throws IOException {
    Tarball one = new Tarball();
    one.addProgram("bin/run", new byte[] {1});
    one.add("docs/b", new byte[] {2});
    one.add("docs/a", new byte[300_000]);
    Tarball other = new Tarball();
    other.add("docs/a", new byte[300_000]);
    other.add("docs/b", new byte[] {2});
    other.addProgram("bin/run", new byte[] {1});

    one.write(folder.resolve("one.tar.gz"), "top", TIME);
    other.write(folder.resolve("other.tar.gz"), "top", TIME);

    assertThat(folder.resolve("one.tar.gz")).hasSameBinaryContentAs(folder.resolve("other.tar.gz"));
    assertThat(list(folder.resolve("one.tar.gz")))
        .containsExactly(
            "40755 top/",
            "40755 top/bin/",
            "40755 top/docs/",
            "100755 top/bin/run",
            "100644 top/docs/a",
            "100644 top/docs/b");
  }

  @Test
  void oneNameOnce() {
    Tarball tar = new Tarball();
    tar.add("a", new byte[0]);

    assertThatThrownBy(() -> tar.add("a", new byte[1])).hasMessageContaining("twice");
  }

  private static List<String> list(Path archive) throws IOException {
    List<String> entries = new ArrayList<>();
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
        assertThat(entry.getLongUserId()).isZero();
        entries.add(Integer.toOctalString(entry.getMode()) + " " + entry.getName());
      }
    }
    return entries;
  }
}
