package org.mptcpscope.rules.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mptcpscope.core.capture.Spelling;
import org.mptcpscope.rules.catalogue.Names;
import org.mptcpscope.rules.catalogue.UnknownNameException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A file in YAML, read by hand so that each mistake in it is told with its place. */
final class YamlFile {
  /** No file of settings is longer. */
  private static final int LARGEST = 1 << 20;

  /** No setting lies deeper. */
  private static final int DEEPEST = 16;

  private final String name;
  private final List<String> mistakes = new ArrayList<>();
  private final Node root;

  private YamlFile(String name, Node root) {
    this.name = name;
    this.root = root;
  }

  /** Reads a file; its content is taken apart with the other methods. */
  static YamlFile read(Path file) {
    String name = file.toString();
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException(name + ": is a directory; name a file");
      }
      String text = text(name, file);
      return new YamlFile(name, compose(name, text));
    } catch (NoSuchFileException _) {
      throw new ConfigException(name + ": no such file" + "; is the name right?");
    } catch (AccessDeniedException _) {
      throw new ConfigException(name + ": permission denied");
    } catch (CharacterCodingException _) {
      throw new ConfigException(name + ": not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      throw new ConfigException(name + ": " + e.getMessage());
    }
  }

  /** The text of a file, which may be a pipe whose size nobody knows. */
  private static String text(String name, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(LARGEST + 1);
      if (octets.length > LARGEST) {
        throw tooLong(name);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    }
  }

  private static ConfigException tooLong(String name) {
    return new ConfigException(name + ": longer than 1 MiB; not a file of settings");
  }

  private static Node compose(String name, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .setUseMarks(true)
            .build();
    try {
      checkShape(name, settings, text);
      return new Composer(settings, parser(settings, text)).getSingleNode().orElse(null);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> place(name, mark)).orElse(name);
      throw new ConfigException(where + ": not YAML: " + oneLine(e.getProblem()) + hint(e));
    } catch (YamlEngineException e) {
      throw new ConfigException(name + ": not YAML: " + oneLine(e.getMessage()));
    }
  }

  private static Parser parser(LoadSettings settings, String text) {
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  /**
   * Refuses what no file of settings needs and what could make a small file large: names that stand
   * for values, depth, several documents.
   */
  private static void checkShape(String name, LoadSettings settings, String text) {
    int depth = 0;
    int documents = 0;
    Parser events = parser(settings, text);
    while (events.hasNext()) {
      Event event = events.next();
      String trouble = null;
      switch (event) {
        case AliasEvent alias -> trouble = "alias *" + alias.getAlias() + "; write the value out";
        case NodeEvent node when node.getAnchor().isPresent() ->
            trouble = "anchor &" + node.getAnchor().get() + "; write the value out";
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        case DocumentStartEvent _ -> documents++;
        default -> {}
      }
      if (depth > DEEPEST) {
        trouble = "nested too deep; settings have a few levels";
      } else if (documents > 1) {
        trouble = "a second document; put all into one, without ---";
      }
      if (trouble != null) {
        String where = event.getStartMark().map(mark -> place(name, mark)).orElse(name);
        throw new ConfigException(where + ": " + trouble);
      }
    }
  }

  private static String oneLine(String text) {
    return text == null ? "cannot be read" : text.strip().replaceAll("\\s*\\R\\s*", ", ");
  }

  private static String hint(MarkedYamlEngineException e) {
    String problem = e.getContext() + " " + e.getProblem();
    if (problem.contains("TAB")) {
      return "; indent with spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "; quote a value that has a colon, or mend the indentation";
    }
    if (problem.contains("alias")) {
      return "; quote a value that begins with *";
    }
    return "; is a quote, a bracket or the indentation wrong?";
  }

  private static String place(String name, Mark mark) {
    return name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  String name() {
    return name;
  }

  /** The outermost value; null in an empty file. */
  Node root() {
    return root;
  }

  /** The line of a value, from 1. */
  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** File and line of a value. */
  String where(Node node) {
    return name + ":" + line(node);
  }

  /** Notes a mistake at this value. */
  void mistake(Node at, String text) {
    mistakes.add(at.getStartMark().map(mark -> place(name, mark)).orElse(name) + ": " + text);
  }

  /** Throws all mistakes that were noted, if any. */
  void check() {
    if (!mistakes.isEmpty()) {
      throw new ConfigException(mistakes);
    }
  }

  /**
   * Hands each entry of a mapping to the one who knows its key; notes keys that nobody knows, that
   * are there twice, and those of the needed ones that are not there.
   */
  void mapping(Node node, Map<String, Consumer<Node>> keys, String... needed) {
    if (!(node instanceof MappingNode mapping)) {
      mistake(
          node,
          "expected a mapping with " + String.join(", ", keys.keySet()) + "; found " + kind(node));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode name)) {
        mistake(entry.getKeyNode(), "expected a word as key; found " + kind(entry.getKeyNode()));
        continue;
      }
      String key = name.getValue();
      Consumer<Node> reader = keys.get(key);
      if (reader == null) {
        String meant =
            Spelling.nearest(key, keys.keySet())
                .map(known -> "; did you mean " + known + "?")
                .orElse("; known are " + String.join(", ", keys.keySet()));
        mistake(entry.getKeyNode(), "no key " + kind(entry.getKeyNode()) + meant);
      } else if (!seen.add(key)) {
        mistake(entry.getKeyNode(), "'" + key + "' is there twice; put it into one");
      } else {
        reader.accept(entry.getValueNode());
      }
    }
    for (String key : needed) {
      if (!seen.contains(key)) {
        mistake(node, "'" + key + "' is missing");
      }
    }
  }

  /** The entries of a mapping whose keys are names. */
  Map<ScalarNode, Node> entries(Node node, String what) {
    Map<ScalarNode, Node> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          entries.put(key, entry.getValueNode());
        } else {
          mistake(entry.getKeyNode(), "expected " + what + "; found " + kind(entry.getKeyNode()));
        }
      }
    } else {
      mistake(node, "expected a mapping of " + what + "; found " + kind(node));
    }
    return entries;
  }

  /** The values of a list; one alone is a list of one. */
  List<Node> list(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  /** A word or sentence; a mistake is noted if it is none. */
  Optional<String> text(Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return Optional.of(scalar.getValue());
    }
    mistake(node, "expected a word; found " + kind(node));
    return Optional.empty();
  }

  /** Names of rules and requirements, prefixes or globs; one that means nothing is a mistake. */
  void names(Node node, List<String> into) {
    for (Node one : list(node)) {
      text(one)
          .ifPresent(
              text -> {
                for (String name : text.split(",", -1)) {
                  if (isName(one, name.strip())) {
                    into.add(name.strip());
                  }
                }
              });
    }
  }

  /** Notes a mistake if a word means no rule and no requirement. */
  boolean isName(Node at, String name) {
    try {
      Names.check(List.of(name));
      return true;
    } catch (UnknownNameException e) {
      mistake(at, e.getMessage());
      return false;
    }
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> bool(Node node) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.parseBoolean(scalar.getValue()));
    }
    mistake(node, "expected true or false; found " + kind(node));
    return Optional.empty();
  }

  /** A whole number from 0 on. */
  Optional<Integer> number(Node node) {
    if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,9}")) {
      return Optional.of(Integer.valueOf(scalar.getValue()));
    }
    mistake(node, "expected a number; found " + kind(node));
    return Optional.empty();
  }

  /** One of the constants, by its word. */
  <E extends Enum<E>> Optional<E> choice(Node node, E[] constants, Function<E, String> word) {
    return choice(node, "", constants, word);
  }

  /** The same where something else is possible, too, which {@code or} says. */
  <E extends Enum<E>> Optional<E> choice(
      Node node, String or, E[] constants, Function<E, String> word) {
    List<String> known = Arrays.stream(constants).map(word).toList();
    int found = node instanceof ScalarNode scalar ? known.indexOf(scalar.getValue()) : -1;
    if (found < 0) {
      String meant =
          node instanceof ScalarNode scalar && scalar.getValue().length() > 2
              ? Spelling.nearest(scalar.getValue(), known)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("")
              : "";
      String all = or + "one of " + String.join(", ", known);
      mistake(node, "expected " + all + "; found " + kind(node) + meant);
      return Optional.empty();
    }
    return Optional.of(constants[found]);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 60 ? line.substring(0, 57) + "..." : line;
  }

  /** What a value is, for a person who wrote another kind. */
  static String kind(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
      case ScalarNode scalar -> "'" + shortened(scalar.getValue()) + "'";
      default -> "something else";
    };
  }
}
