package org.mptcpscope.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar.gz that depends on what it holds only: names sorted, one owner, one time, two modes. */
final class Tarball {
  private static final int FOLDER = 040755;
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final TreeSet<String> programs = new TreeSet<>();

  /** Adds a file at this path inside the archive. */
  void add(String path, byte[] octets) {
    if (files.put(path, octets) != null) {
      throw new IllegalArgumentException(path + " is there twice");
    }
  }

  /** Adds a file that can be run. */
  void addProgram(String path, byte[] octets) {
    add(path, octets);
    programs.add(path);
  }

  /** What was added. */
  SortedMap<String, byte[]> files() {
    return files;
  }

  /** Writes the archive; all of it lies in one folder. */
  void write(Path to, String folder, Instant time) throws IOException {
    Path unfinished = to.resolveSibling(to.getFileName() + ".tmp");
    try (OutputStream file = Files.newOutputStream(unfinished);
        GZIPOutputStream zip =
            new GZIPOutputStream(file, 1 << 16) {
              {
                def.setLevel(Deflater.BEST_COMPRESSION);
              }
            };
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(zip, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      TreeSet<String> folders = new TreeSet<>();
      folders.add("");
      files.keySet().forEach(path -> parents(path, folders));
      for (String each : folders) {
        put(tar, folder + "/" + each, FOLDER, new byte[0], time);
      }
      for (var each : files.entrySet()) {
        int mode = programs.contains(each.getKey()) ? PROGRAM : FILE;
        put(tar, folder + "/" + each.getKey(), mode, each.getValue(), time);
      }
    }
    Files.move(unfinished, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void parents(String path, Set<String> folders) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash + 1));
    }
  }

  private static void put(
      TarArchiveOutputStream tar, String name, int mode, byte[] octets, Instant time)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(octets.length);
    entry.setModTime(time.toEpochMilli());
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    tar.putArchiveEntry(entry);
    tar.write(octets);
    tar.closeArchiveEntry();
  }
}
