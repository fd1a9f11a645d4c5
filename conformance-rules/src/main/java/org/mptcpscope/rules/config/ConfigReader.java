package org.mptcpscope.rules.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.config.LintConfig.Layer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads mptcpscope.yaml; see docs/mptcpscope.schema.json. */
final class ConfigReader {
  private final YamlFile yaml;
  private final Path directory;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Known> known = new ArrayList<>();

  private ConfigReader(YamlFile yaml, Path directory) {
    this.yaml = yaml;
    this.directory = directory;
  }

  /** A layer while it is read. */
  private static final class Draft {
    private final List<String> paths = new ArrayList<>();
    private final List<String> select = new ArrayList<>();
    private final List<String> ignore = new ArrayList<>();
    private final Map<Demand, Integer> require = new EnumMap<>(Demand.class);
    private final List<Cap> caps = new ArrayList<>();
    private Boolean advisory;
    private Threshold failOn;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with every mistake in it
   */
  static LintConfig read(Path file) {
    YamlFile yaml = YamlFile.read(file);
    ConfigReader reader = new ConfigReader(yaml, file.toAbsolutePath().getParent());
    if (yaml.root() != null) {
      reader.document(yaml.root());
    }
    yaml.check();
    return new LintConfig(yaml.name(), reader.layers, reader.known);
  }

  private void document(Node root) {
    Draft base = new Draft();
    List<Draft> overrides = new ArrayList<>();
    Map<String, Consumer<Node>> keys = settings(base);
    keys.put("overrides", node -> yaml.list(node).forEach(one -> overrides.add(override(one))));
    keys.put("expected", node -> yaml.list(node).forEach(this::expected));
    yaml.mapping(root, keys);
    layers.add(layer(base));
    overrides.forEach(draft -> layers.add(layer(draft)));
  }

  private Layer layer(Draft draft) {
    return new Layer(
        new PathGlobs(directory, draft.paths),
        draft.select,
        draft.ignore,
        draft.advisory,
        draft.failOn,
        draft.require,
        draft.caps);
  }

  private Map<String, Consumer<Node>> settings(Draft draft) {
    Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
    keys.put("select", node -> yaml.names(node, draft.select));
    keys.put("ignore", node -> yaml.names(node, draft.ignore));
    keys.put("advisory", node -> yaml.bool(node).ifPresent(on -> draft.advisory = on));
    keys.put(
        "fail-on",
        node ->
            yaml.choice(node, Threshold.values(), Threshold::word)
                .ifPresent(word -> draft.failOn = word));
    keys.put(
        "require",
        node ->
            yaml.list(node)
                .forEach(
                    one ->
                        yaml.choice(one, Demand.values(), Demand::word)
                            .ifPresent(demand -> draft.require.put(demand, YamlFile.line(one)))));
    keys.put("severity", node -> severities(node, draft.caps));
    return keys;
  }

  private Draft override(Node node) {
    Draft draft = new Draft();
    Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
    keys.put("paths", paths -> globs(paths, draft.paths));
    keys.putAll(settings(draft));
    yaml.mapping(node, keys, "paths");
    return draft;
  }

  private void expected(Node node) {
    List<String> paths = new ArrayList<>();
    List<String> rule = new ArrayList<>();
    List<String> reason = new ArrayList<>();
    List<Side> fault = new ArrayList<>();
    Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
    keys.put("rule", value -> yaml.names(value, rule));
    keys.put("paths", value -> globs(value, paths));
    keys.put("fault", value -> yaml.choice(value, Side.values(), Side::word).ifPresent(fault::add));
    keys.put("reason", value -> yaml.text(value).ifPresent(reason::add));
    yaml.mapping(node, keys, "rule", "reason");
    if (reason.isEmpty()) {
      return;
    }
    for (String name : rule) {
      known.add(
          new Known(
              new PathGlobs(directory, paths),
              name,
              fault.isEmpty() ? null : fault.getFirst(),
              reason.getFirst(),
              yaml.where(node)));
    }
  }

  private void severities(Node node, List<Cap> into) {
    for (Map.Entry<ScalarNode, Node> entry :
        yaml.entries(node, "rules or requirements").entrySet()) {
      String name = entry.getKey().getValue();
      if (yaml.isName(entry.getKey(), name)) {
        yaml.choice(entry.getValue(), Severity.values(), Severity::word)
            .filter(most -> isWithin(entry.getValue(), name, most))
            .ifPresent(most -> into.add(new Cap(name, most)));
      }
    }
  }

  /** Says so to whoever thinks that he raises a severity. */
  private boolean isWithin(Node at, String name, Severity most) {
    Severity ceiling = Cap.ceiling(name);
    if (most.compareTo(ceiling) > 0) {
      yaml.mistake(
          at,
          name
              + " weighs "
              + ceiling.word()
              + " at most, and a severity can only be lowered; fail-on: "
              + ceiling.word()
              + " makes it a failure");
      return false;
    }
    return true;
  }

  private void globs(Node node, List<String> into) {
    if (yaml.list(node).isEmpty()) {
      yaml.mistake(node, "expected a glob; found an empty list");
    }
    for (Node one : yaml.list(node)) {
      for (String glob : yaml.text(one).stream().toList()) {
        if (glob.isEmpty() || !PathGlobs.isBelow(glob)) {
          yaml.mistake(
              one, YamlFile.kind(one) + " is not below this file; paths are relative to it");
        } else {
          into.add(glob);
        }
      }
    }
  }
}
