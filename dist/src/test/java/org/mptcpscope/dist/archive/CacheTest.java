package org.mptcpscope.dist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache that the unpacked program makes for itself. */
class CacheTest {
  private static final String NOBODY = "65534";

  @TempDir static Path folder;

  private static Unpacked unpacked;

  @BeforeAll
  static void unpack() throws IOException {
    unpacked = Unpacked.in(folder);
    // Others must get through to it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Somebody who may not write to the program's folder starts it twice at once. */
  @Test
  void isMadeOnceInTheUsersCacheWhereTheFolderIsReadOnly()
      throws IOException, InterruptedException, ExecutionException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    boolean root = System.getProperty("user.name").equals("root");
    assumeTrue(!root || Unpacked.has("setpriv"), "root, and there is no setpriv to become nobody");
    if (!root) {
      Files.setPosixFilePermissions(
          unpacked.path(""), PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<Unpacked.Run> one = both.submit(() -> version(root, home));
      Future<Unpacked.Run> other = both.submit(() -> version(root, home));
      assertThat(one.get()).isEqualTo(other.get());
      assertThat(one.get().code()).as(one.get().err()).isZero();
      assertThat(one.get().out()).startsWith("mptcpscope ");
      assertThat(one.get().err()).isEmpty();
    }

    assertThat(unpacked.path("cache")).doesNotExist();
    Path caches;
    try (Stream<Path> all = Files.list(home.resolve(".cache/mptcpscope"))) {
      caches = all.toList().getFirst();
    }
    assertThat(names(caches)).containsExactly("cli.aot", "cli.key");
    // What is cut short or of another JVM is passed over, without a word.
    Path cache = caches.resolve("cli.aot");
    Files.write(cache, Arrays.copyOf(Files.readAllBytes(cache), 1 << 20));
    Unpacked.Run third = version(root, home);
    assertThat(third.code()).isZero();
    assertThat(third.out()).startsWith("mptcpscope ");
    assertThat(third.err()).isEmpty();
  }

  private static Unpacked.Run version(boolean root, Path home) {
    List<String> words = new ArrayList<>();
    if (root) {
      words.addAll(
          List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
    }
    words.addAll(List.of(unpacked.path("bin/mptcpscope").toString(), "--version"));
    return Unpacked.run(
        folder,
        Map.of("MPTCPSCOPE_AOT", "wait", "HOME", home.toString()),
        words.toArray(String[]::new));
  }

  @Test
  void isMadeAgainForAnotherJdkAndADayAfterItFailed() throws IOException {
    Path caches = Files.createDirectory(folder.resolve("caches"));
    String head =
        "set -eu; lib='%s'; caches='%s'; key=this; jdk=/nonexistent; . \"$lib/launcher/cache.sh\"; "
            .formatted(unpacked.path("lib"), caches);

    assertThat(ask(head)).as("never made").isEqualTo("no");
    Files.writeString(caches.resolve("cli.key"), "this\n");
    assertThat(ask(head)).as("failed a moment ago").isEqualTo("yes");
    Files.setLastModifiedTime(
        caches.resolve("cli.key"),
        FileTime.from(
            Files.getLastModifiedTime(caches.resolve("cli.key"))
                .toInstant()
                .minus(Duration.ofDays(3))));
    assertThat(ask(head)).as("failed three days ago").isEqualTo("no");
    Files.writeString(caches.resolve("cli.aot"), "octets");
    assertThat(ask(head)).as("made three days ago").isEqualTo("yes");
    assertThat(ask(head.replace("key=this", "key=that"))).as("another JDK").isEqualTo("no");
  }

  private static String ask(String head) {
    Unpacked.Run run =
        Unpacked.run(
            folder,
            Map.of(),
            "sh",
            "-c",
            head + "if is_trained cli; then echo yes; else echo no; fi");
    assertThat(run.err()).isEmpty();
    return run.out().strip();
  }

  /** On a disk without room the answer is the same, and nothing is left. */
  @Test
  void doesWithoutOneOnAFullDisk() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=4m none '%s'".formatted(disk);
    assumeTrue(
        Unpacked.has("unshare")
            && Unpacked.run(folder, Map.of(), "unshare", "-m", "sh", "-c", mount).code() == 0,
        "a small file system needs root");
    String script =
        """
        %s
        export XDG_CACHE_HOME='%s' MPTCPSCOPE_AOT=wait
        chmod 777 '%s'
        setpriv --reuid %s --regid %s --clear-groups '%s' --version || exit 1
        find '%s/mptcpscope' -name '*.aot' -o -name '*.new*' -o -name '*.lock'
        """
            .formatted(mount, disk, disk, NOBODY, NOBODY, unpacked.path("bin/mptcpscope"), disk);

    Unpacked.Run run = Unpacked.run(folder, Map.of(), "unshare", "-m", "sh", "-c", script);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("mptcpscope ").hasLineCount(1);
    assertThat(run.err()).isEmpty();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
