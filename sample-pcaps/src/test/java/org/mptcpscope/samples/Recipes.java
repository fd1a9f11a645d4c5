package org.mptcpscope.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scripts in {@code docs/packet-scripts.md}. */
final class Recipes {
  private static final Pattern BLOCK = Pattern.compile("(?s)```pkt\n(.*?)```");

  private Recipes() {}

  static List<String> all() throws IOException {
    List<String> recipes = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(root().resolve("docs/packet-scripts.md")));
    while (blocks.find()) {
      recipes.add(blocks.group(1));
    }
    return recipes;
  }

  /** The top of the project: the first folder above that has {@code dev}. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("dev"))) {
      root = root.getParent();
    }
    return root;
  }
}
