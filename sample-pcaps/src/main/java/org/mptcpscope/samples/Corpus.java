package org.mptcpscope.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.samples.script.PacketScript;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.script.ScriptException;

/**
 * Writes captures and their ground truth: {@code Corpus [SCRIPT.pkt...] -o DIR}.
 *
 * <p>Without scripts, all that this module holds. A tool of the developers, run by {@code ./dev
 * corpus}.
 */
public final class Corpus {
  private static final String USAGE = "usage: ./dev corpus [SCRIPT.pkt...] -o DIR";

  private Corpus() {}

  /** Exits with 2 if a script or the folder is at fault, after one line that says why. */
  public static void main(String[] args) {
    int status = run(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    List<Path> scripts = new ArrayList<>();
    Path folder = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("-o") && i + 1 < args.length) {
        folder = Path.of(args[++i]);
      } else if (args[i].startsWith("-")) {
        err.println(USAGE);
        return 2;
      } else {
        scripts.add(Path.of(args[i]));
      }
    }
    if (folder == null) {
      err.println(USAGE);
      return 2;
    }
    try {
      int written = scripts.isEmpty() ? all(folder) : given(scripts, folder);
      out.println(written + " captures in " + folder);
      return 0;
    } catch (ScriptException e) {
      err.println("error: " + e.getMessage());
    } catch (IOException e) {
      err.println("error: " + e);
    }
    return 2;
  }

  private static int all(Path folder) throws IOException {
    for (String name : Samples.list()) {
      write(Samples.load(name), folder.resolve(name));
    }
    return Samples.list().size();
  }

  private static int given(List<Path> scripts, Path folder) throws IOException {
    for (Path script : scripts) {
      String text = Files.readString(script, StandardCharsets.UTF_8);
      Sample sample = PacketScript.parse(script.toString(), text).run();
      write(sample, folder.resolve(script.getFileName()));
    }
    return scripts.size();
  }

  /** Writes NAME.pcapng and NAME.truth.json for NAME.pkt. */
  private static void write(Sample sample, Path script) throws IOException {
    String file = script.getFileName().toString();
    String name = file.endsWith(".pkt") ? file.substring(0, file.length() - 4) : file;
    Files.createDirectories(script.toAbsolutePath().getParent());
    Files.write(script.resolveSibling(name + ".pcapng"), sample.toPcapng());
    Files.writeString(script.resolveSibling(name + ".truth.json"), sample.truthJson());
  }
}
