package org.mptcpscope.core.capture;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** From the arguments of a command to captures. */
public final class CaptureFiles {
  /** The argument that means standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final Pattern EXTENSIONS =
      Pattern.compile("(\\.(pcap|pcapng|cap|dmp|gz|zst|lz4|xz))+$", Pattern.CASE_INSENSITIVE);

  private CaptureFiles() {}

  /**
   * Expands arguments: a file stands for itself, a directory for all captures below it in the order
   * of their names, {@code -} for standard input. Whether something can be read is found out when
   * it is opened: a directory without captures becomes one source whose opening says so, so that
   * all others are still reported.
   */
  public static List<CaptureSource> expand(List<String> arguments, Reader reader, InputStream in) {
    return expand(arguments, reader, in, () -> true);
  }

  /**
   * The same; what waits for octets, as standard input and FIFOs do, ends as soon as {@code goOn}
   * is false.
   */
  public static List<CaptureSource> expand(
      List<String> arguments, Reader reader, InputStream in, BooleanSupplier goOn) {
    List<CaptureSource> sources = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(STANDARD_INPUT)) {
        sources.add(standardInput(reader, in, goOn));
        continue;
      }
      try {
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
          sources.addAll(new Folder(argument, reader).captures(path));
        } else {
          sources.add(CaptureSource.file(argument, path, reader, goOn));
        }
      } catch (InvalidPathException _) {
        sources.add(
            new FailedSource(
                new CaptureException(CaptureException.MISSING, argument, "no such file")));
      } catch (CaptureException e) {
        sources.add(new FailedSource(e));
      }
    }
    return List.copyOf(sources);
  }

  private static CaptureSource standardInput(Reader reader, InputStream in, BooleanSupplier goOn) {
    return switch (reader) {
      case NATIVE -> CaptureSource.standardInput(in, goOn);
      case PCAP4J ->
          new FailedSource(
              new CaptureException(
                  CaptureException.UNREADABLE,
                  STANDARD_INPUT,
                  "the reader pcap4j takes files only; leave out --reader"));
    };
  }

  /** Something that was named, and known not to be readable before it is opened. */
  private record FailedSource(CaptureException reason) implements CaptureSource {
    @Override
    public String name() {
      return reason.subject();
    }

    @Override
    public FrameSource open() throws CaptureException {
      throw reason;
    }
  }

  /** One directory that was named, and what was found in it. */
  private static final class Folder {
    private final String name;
    private final Reader reader;
    private int files;

    Folder(String name, Reader reader) {
      this.name = name;
      this.reader = reader;
    }

    List<CaptureSource> captures(Path folder) throws CaptureException {
      List<CaptureSource> sources = new ArrayList<>();
      String prefix = name.endsWith("/") ? name : name + "/";
      try {
        collect(sources, folder, prefix);
      } catch (IOException e) {
        throw new CaptureException(CaptureException.UNREADABLE, name, reason(e));
      }
      if (sources.isEmpty()) {
        throw new CaptureException(
            CaptureException.NO_CAPTURES,
            name,
            "no captures among %d %s (looked for pcap and pcapng, also gzip, zstd, lz4, xz)"
                .formatted(files, files == 1 ? "file" : "files"));
      }
      return sources;
    }

    private void collect(List<CaptureSource> sources, Path folder, String prefix)
        throws IOException {
      for (Path entry : byName(folder)) {
        String shown = prefix + entry.getFileName();
        // A link to a directory may lead back here: it is not followed.
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          try {
            collect(sources, entry, shown + "/");
          } catch (AccessDeniedException _) {
            // passed over, as a file that is no capture
          }
        } else if (Files.isRegularFile(entry)) {
          files++;
          if (looksLikeCapture(entry)) {
            sources.add(CaptureSource.file(shown, entry, reader));
          }
        }
      }
    }
  }

  private static List<Path> byName(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    entries.sort((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
    return entries;
  }

  private static boolean looksLikeCapture(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(Magic.LENGTH);
      Magic magic = Magic.of(first);
      if (magic.compression() == null) {
        return magic.isCapture();
      }
      InputStream again = new SequenceInputStream(new ByteArrayInputStream(first), in);
      return Magic.of(magic.compression().open(again).readNBytes(Magic.LENGTH)).isCapture();
    } catch (IOException _) {
      // It cannot be looked into: by its name it is one, and opening it will say what is wrong.
      return EXTENSIONS.matcher(file.getFileName().toString()).find();
    }
  }

  /** The words for why a file cannot be read. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof EOFException) {
      return "compressed data cut off, nothing is left to judge";
    }
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? "cannot be read"
        : "cannot be read, " + message.lines().findFirst().orElse("").strip();
  }

  /** The sentence for a file that is not there, with what may have been meant. */
  static String missing(String name, Path path) {
    return "no such file"
        + meant(path).map(m -> "; did you mean " + beside(name, m) + "?").orElse("");
  }

  private static String beside(String name, String sibling) {
    return name.substring(0, name.lastIndexOf('/') + 1) + sibling;
  }

  private static Optional<String> meant(Path path) {
    Path file = path.getFileName();
    if (file == null) {
      return Optional.empty();
    }
    Path folder = path.toAbsolutePath().getParent();
    List<String> names = new ArrayList<>();
    try {
      byName(folder).forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException _) {
      return Optional.empty();
    }
    String stem = stem(file.toString());
    return names.stream()
        .filter(name -> stem(name).equals(stem) && !name.equals(file.toString()))
        .findFirst()
        .or(() -> Spelling.nearest(file.toString(), names));
  }

  private static String stem(String name) {
    String stem = EXTENSIONS.matcher(name).replaceFirst("");
    return stem.isEmpty() ? name : stem;
  }
}
