package org.mptcpscope.rules.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.config.Expectations.Allowed;
import org.mptcpscope.rules.config.Expectations.Check;
import org.mptcpscope.rules.config.Expectations.Count;
import org.mptcpscope.rules.config.Expectations.Wanted;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads CAPTURE.expect.yaml; see docs/expect.schema.json. */
final class ExpectReader {
  private final YamlFile yaml;
  private final List<Count> counts = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private Allowed allowed;

  private ExpectReader(YamlFile yaml) {
    this.yaml = yaml;
  }

  static Expectations read(Path file) {
    YamlFile yaml = YamlFile.read(file);
    ExpectReader reader = new ExpectReader(yaml);
    if (yaml.root() == null) {
      throw new ConfigException(
          yaml.name() + ":1: expects nothing; say for example 'version: 1', or remove the file");
    }
    Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
    keys.put("connections", reader::connections);
    keys.putAll(reader.facts(-1));
    keys.put("connection", reader::each);
    keys.put("findings", reader::findings);
    yaml.mapping(yaml.root(), keys);
    yaml.check();
    return new Expectations(yaml.name(), reader.counts, reader.checks, reader.allowed);
  }

  private void connections(Node node) {
    yaml.number(node).ifPresent(count -> counts.add(new Count(YamlFile.line(node), count)));
  }

  private Map<String, Consumer<Node>> facts(int connection) {
    Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
    keys.put("version", node -> version(connection, node));
    keys.put("state", node -> state(connection, node));
    keys.put("subflows", node -> subflows(connection, node));
    keys.put("refused", node -> refused(connection, node));
    keys.put("fallback", node -> fallback(connection, node));
    keys.put("closed-by", node -> closedBy(connection, node));
    return keys;
  }

  private void each(Node node) {
    for (Map.Entry<ScalarNode, Node> entry : yaml.entries(node, "connections by id").entrySet()) {
      yaml.number(entry.getKey()).ifPresent(id -> yaml.mapping(entry.getValue(), facts(id)));
    }
  }

  private void check(
      String key,
      int connection,
      Node node,
      String expected,
      Function<ConnectionSummary, String> instead) {
    checks.add(new Check(YamlFile.line(node), key, connection, expected, instead));
  }

  private void version(int connection, Node node) {
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (!text.equals("0") && !text.equals("1")) {
      yaml.mistake(node, "expected 0 or 1; found " + YamlFile.kind(node));
      return;
    }
    int version = Integer.parseInt(text);
    check(
        "version",
        connection,
        node,
        "version " + version,
        one -> {
          int there = one.dialect().version();
          return there == version
              ? null
              : there < 0 ? "a version that is not known" : "version " + there;
        });
  }

  private void state(int connection, Node node) {
    yaml.choice(node, ConnectionSummary.State.values(), ConnectionSummary.State::word)
        .ifPresent(
            state ->
                check(
                    "state",
                    connection,
                    node,
                    "state " + state.word(),
                    one -> one.state() == state ? null : one.state().word()));
  }

  private void subflows(int connection, Node node) {
    yaml.number(node)
        .ifPresent(
            count ->
                check(
                    "subflows",
                    connection,
                    node,
                    "subflows opened: " + count,
                    one -> {
                      long there = Seen.opened(one);
                      return there == count ? null : String.valueOf(there);
                    }));
  }

  private void refused(int connection, Node node) {
    List<Refusal> wanted = new ArrayList<>();
    for (Node one : yaml.list(node)) {
      Refusal.of(one instanceof ScalarNode scalar ? scalar.getValue() : "")
          .ifPresentOrElse(
              wanted::add,
              () ->
                  yaml.mistake(
                      one,
                      "expected a reason of MP_TCPRST such as 0x01, rst (a RST without one) or any;"
                          + " found "
                          + YamlFile.kind(one)));
    }
    String words = wanted.isEmpty() ? "none" : Refusal.words(wanted);
    check(
        "refused",
        connection,
        node,
        "refused joins: " + words,
        one -> {
          List<String> there = Seen.refusals(one);
          return Refusal.match(wanted, there)
              ? null
              : there.isEmpty() ? "none" : String.join("; ", there);
        });
  }

  private void fallback(int connection, Node node) {
    if (node instanceof ScalarNode scalar && scalar.getValue().equals("none")) {
      check(
          "fallback",
          connection,
          node,
          "fallback: none",
          one -> one.fallback() == null ? null : Seen.words(one.fallback()));
      return;
    }
    List<Fallback.Reason> reason = new ArrayList<>();
    List<Side> by = new ArrayList<>();
    List<Boolean> certain = new ArrayList<>();
    Consumer<Node> why =
        value ->
            yaml.choice(value, Fallback.Reason.values(), Fallback.Reason::word)
                .ifPresent(reason::add);
    if (node instanceof MappingNode) {
      Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
      keys.put("reason", why);
      keys.put("by", value -> yaml.choice(value, Side.values(), Side::word).ifPresent(by::add));
      keys.put("certain", value -> yaml.bool(value).ifPresent(certain::add));
      yaml.mapping(node, keys);
    } else {
      yaml.choice(node, "none, a mapping, or ", Fallback.Reason.values(), Fallback.Reason::word)
          .ifPresent(reason::add);
    }
    String words =
        "fallback:"
            + (reason.isEmpty() ? " any" : " " + reason.getFirst().word())
            + (by.isEmpty() ? "" : " by the " + by.getFirst().word())
            + (certain.isEmpty() ? "" : certain.getFirst() ? ", certain" : ", not certain");
    check(
        "fallback",
        connection,
        node,
        words,
        one -> {
          Fallback there = one.fallback();
          boolean met =
              there != null
                  && (reason.isEmpty() || reason.getFirst() == there.reason())
                  && (by.isEmpty() || by.getFirst() == there.by())
                  && (certain.isEmpty() || certain.getFirst() == there.certain());
          return met ? null : there == null ? "none" : Seen.words(there);
        });
  }

  private void closedBy(int connection, Node node) {
    List<ClosedBy> how = new ArrayList<>();
    List<Side> by = new ArrayList<>();
    Consumer<Node> way =
        value -> yaml.choice(value, ClosedBy.values(), ClosedBy::word).ifPresent(how::add);
    if (node instanceof MappingNode) {
      Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
      keys.put("how", way);
      keys.put("by", value -> yaml.choice(value, Side.values(), Side::word).ifPresent(by::add));
      yaml.mapping(node, keys, "how");
    } else {
      way.accept(node);
    }
    if (how.isEmpty()) {
      return;
    }
    String words =
        "closed-by: "
            + how.getFirst().word()
            + (by.isEmpty() ? "" : " of the " + by.getFirst().word());
    check(
        "closed-by",
        connection,
        node,
        words,
        one ->
            one.closedBy() == how.getFirst() && (by.isEmpty() || by.getFirst() == one.closer())
                ? null
                : Seen.ending(one));
  }

  private void findings(Node node) {
    List<Wanted> wanted = new ArrayList<>();
    for (Node one : yaml.list(node)) {
      wanted(one, wanted);
    }
    allowed = new Allowed(YamlFile.line(node), wanted);
  }

  private void wanted(Node node, List<Wanted> into) {
    List<String> rules = new ArrayList<>();
    List<Side> fault = new ArrayList<>();
    List<Boolean> optional = new ArrayList<>();
    if (node instanceof MappingNode) {
      Map<String, Consumer<Node>> keys = new LinkedHashMap<>();
      keys.put("rule", value -> yaml.names(value, rules));
      keys.put(
          "fault", value -> yaml.choice(value, Side.values(), Side::word).ifPresent(fault::add));
      keys.put("optional", value -> yaml.bool(value).ifPresent(optional::add));
      yaml.mapping(node, keys, "rule");
    } else {
      yaml.names(node, rules);
    }
    for (String rule : rules) {
      into.add(
          new Wanted(
              YamlFile.line(node),
              rule,
              fault.isEmpty() ? null : fault.getFirst(),
              !optional.isEmpty() && optional.getFirst()));
    }
  }
}
