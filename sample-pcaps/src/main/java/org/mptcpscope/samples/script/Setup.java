package org.mptcpscope.samples.script;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.Habits;
import org.mptcpscope.samples.scenario.Host;
import org.mptcpscope.samples.scenario.Link;
import org.mptcpscope.samples.scenario.Path;
import org.mptcpscope.samples.scenario.Side;
import org.mptcpscope.samples.scenario.SubflowEnd;

/** Carries out the lines that set something up. */
final class Setup {
  private static final Set<String> HOST_WORDS =
      Set.of(
          "ttl",
          "win",
          "wscale",
          "mss",
          "isn",
          "clock",
          "key",
          "ipid",
          "offload",
          "no-timestamps",
          "no-sack");
  private static final int FIRST_CLIENT_PORT = 40_000;
  private static final int SERVER_PORT = 443;

  private final World world;

  Setup(World world) {
    this.world = world;
  }

  void run(Statement.Setting setting) {
    Token head = setting.head();
    List<Token> words = setting.words();
    switch (head.text()) {
      case "host" -> host(setting.line(), words);
      case "connection" -> connection(setting.line(), words);
      case "path" -> path(setting.line(), words);
      case "tcp" -> tcp(head, words);
      case "link" -> link(only(setting.line(), words, "ethernet or raw"));
      case "interface" -> captureInterface(setting.line(), words);
      case "snaplen" -> world.snaplen = snaplen(only(setting.line(), words, "octets"));
      case "start" -> start(only(setting.line(), words, "a time (2026-01-01T00:00:00Z)"));
      case "vantage" ->
          world.vantage = vantage(only(setting.line(), words, "the host captured at"));
      case "unsorted" -> {
        new Words(head, words).end();
        world.capture.unsorted();
      }
      default -> throw head.expected("a setting");
    }
  }

  private static Token only(Line line, List<Token> words, String what) {
    if (words.isEmpty()) {
      throw line.end().expected(what);
    }
    if (words.size() > 1) {
      throw words.get(1).expected("end of line");
    }
    return words.getFirst();
  }

  private static Token first(Line line, List<Token> words, String what) {
    if (words.isEmpty()) {
      throw line.end().expected(what);
    }
    return words.getFirst();
  }

  private void host(Line line, List<Token> tokens) {
    Token name = first(line, tokens, "a name for the host");
    if (!name.text().matches("[A-Za-z][A-Za-z0-9]*")) {
      throw name.expected("a name for the host");
    }
    boolean server = !world.hosts.isEmpty();
    Host host = world.hosts.computeIfAbsent(name.text(), Host::new);
    List<Token> settings = new ArrayList<>();
    for (Token token : tokens.subList(1, tokens.size())) {
      if (HOST_WORDS.contains(token.name())) {
        settings.add(token);
      } else {
        endpoint(host, token, server);
      }
    }
    Words words = new Words(name, settings);
    host.habits(habits(host.habits(), words));
    words.end();
  }

  private static Habits habits(Habits old, Words words) {
    Value key = words.value("key");
    return new Habits(
        words.small("ttl", old.hopLimit(), 255),
        words.small("win", old.window(), Integer.MAX_VALUE),
        words.small("wscale", old.windowScale(), 14),
        words.small("mss", old.mss(), 65_535),
        !words.flag("no-timestamps") && old.timestamps(),
        !words.flag("no-sack") && old.sack(),
        words.flag("offload") || old.offload(),
        number(words, "isn", old.isn()),
        number(words, "clock", old.clock()),
        number(words, "ipid", old.ipId()),
        key == null ? old.key() : (Long) key.plain(0));
  }

  private static Integer number(Words words, String name, Integer old) {
    Value value = words.value(name);
    return value == null ? old : (Integer) (int) value.plain(0);
  }

  private void endpoint(Host host, Token token, boolean server) {
    String value = token.value();
    if (value == null || !token.name().matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw token.expected(
          "an address (A0=10.0.0.1:40000) or one of "
              + String.join(" ", HOST_WORDS.stream().sorted().toList()));
    }
    if (world.endpoint(token.name()) != null) {
      throw token.problem("there is an address '" + token.name() + "' already");
    }
    int slash = value.indexOf('/');
    Optional<Integer> id = Optional.empty();
    if (slash >= 0) {
      id = Optional.of(world.addressId(token, value.substring(slash + 1)));
      value = value.substring(0, slash);
    }
    Addresses address = Addresses.of(token, value);
    int port = server ? SERVER_PORT : FIRST_CLIENT_PORT + host.endpoints().size();
    host.add(token.name(), address.address(), address.port() < 0 ? port : address.port(), id);
  }

  private void connection(Line line, List<Token> tokens) {
    Token name = first(line, tokens, "a name for the connection");
    List<Token> words = new ArrayList<>();
    List<Host> hosts = new ArrayList<>();
    int version = -1;
    for (Token token : tokens.subList(1, tokens.size())) {
      if (world.hosts.containsKey(token.text())) {
        hosts.add(world.hosts.get(token.text()));
      } else if (token.text().matches("v[01]")) {
        version = token.text().charAt(1) - '0';
      } else {
        words.add(token);
      }
    }
    if (hosts.size() == 1 || hosts.size() > 2) {
      throw name.problem("a connection has two hosts: first the initiator, then the listener");
    }
    Connection known = world.connections.get(name.text());
    boolean first = known == null;
    if (first && name.text().equals("0") && hosts.isEmpty()) {
      known = world.current(name);
    } else if (first) {
      Host initiator = hosts.isEmpty() ? world.first(name, 0) : hosts.get(0);
      Host listener = hosts.isEmpty() ? world.first(name, 1) : hosts.get(1);
      known = world.connect(name.text(), initiator, listener, 1);
    } else if (!hosts.isEmpty()) {
      throw name.problem("connection " + name.text() + " has its hosts already");
    }
    boolean changes = version >= 0 || !words.isEmpty();
    if (changes && known.hasSent()) {
      throw name.problem(
          "connection " + name.text() + " has begun: its settings stand before its segments");
    }
    if (version >= 0) {
      known.fixVersion(version);
    }
    settings(known, new Words(name, words));
    world.connection = known;
  }

  private static void settings(Connection made, Words words) {
    if (words.flag("checksums")) {
      made.useChecksums(true);
    }
    for (Side side : Side.values()) {
      String word = "key." + side.letter();
      Token key = words.valued(word);
      if (key != null && key.value().equals("wrap")) {
        made.key(side, made.wrappingKey(side));
      } else if (key != null) {
        made.key(side, Value.of(key, key.value()).plain(made.key(side)));
      }
    }
    words.end();
  }

  private void path(Line line, List<Token> tokens) {
    Token name = first(line, tokens, "a name for the path");
    if (!name.text().matches("[A-Za-z0-9_]+")) {
      throw name.expected("a name for the path (a number, or letters)");
    }
    if (tokens.size() < 4 || !tokens.get(2).text().equals("-")) {
      throw (tokens.size() < 2 ? line.end() : tokens.get(Math.min(2, tokens.size() - 1)))
          .expected("two endpoints: path 1 A1 - B0");
    }
    Connection connection = world.current(name);
    Path path =
        new Path(
            name.text(),
            world.incarnations.merge(name.text(), 1, Integer::sum),
            connection,
            end(tokens.get(1), connection),
            end(tokens.get(3), connection));
    if (path.left().endpoint().host() == path.right().endpoint().host()) {
      throw tokens.get(3).expected("an endpoint of the other host");
    }
    if (path.left().endpoint().address().getClass()
        != path.right().endpoint().address().getClass()) {
      throw tokens.get(3).problem("the two ends of a path are of one IP version");
    }
    Words words = new Words(name, tokens.subList(4, tokens.size()));
    translate(path.left(), words.valued("nat"));
    translate(path.right(), words.valued("rnat"));
    path.capturedOn(words.small("if", 0, 255));
    path.tag(words.small("vlan", -1, 4095));
    words.end();
    world.paths.put(name.text(), path);
  }

  private static void translate(SubflowEnd end, Token token) {
    if (token != null) {
      Addresses address = Addresses.of(token, token.value());
      end.translate(address.address(), address.port() < 0 ? end.endpoint().port() : address.port());
    }
  }

  private Host.Endpoint end(Token token, Connection connection) {
    int colon = token.text().indexOf(':');
    String name = colon < 0 ? token.text() : token.text().substring(0, colon);
    Host.Endpoint endpoint = world.endpoint(name);
    if (endpoint == null) {
      throw token.expected("an address that a host line names");
    }
    if (connection.host(Side.INITIATOR) != endpoint.host()
        && connection.host(Side.LISTENER) != endpoint.host()) {
      throw token.problem(
          "host " + endpoint.host().name() + " is no end of connection " + connection.name());
    }
    return colon < 0
        ? endpoint
        : new Host.Endpoint(
            name,
            endpoint.host(),
            endpoint.address(),
            Addresses.port(token, token.text().substring(colon + 1)),
            endpoint.addressId());
  }

  private void tcp(Token head, List<Token> tokens) {
    Words words = new Words(head, tokens);
    world.timestamps &= !words.flag("no-timestamps");
    world.sack &= !words.flag("no-sack");
    world.windowScale &= !words.flag("no-wscale");
    words.end();
  }

  private void link(Token word) {
    world.link =
        switch (word.text()) {
          case "ethernet" -> Link.ETHERNET;
          case "raw" -> Link.RAW;
          default -> throw word.expected("ethernet or raw");
        };
  }

  private static int snaplen(Token word) {
    long octets = Value.of(word, word.text()).plain(0);
    if (octets < 14 || octets > World.NO_SNAPLEN) {
      throw word.expected("octets from 14 to " + World.NO_SNAPLEN);
    }
    return (int) octets;
  }

  private void captureInterface(Line line, List<Token> tokens) {
    Token number = first(line, tokens, "the number of the interface");
    if (!number.text().matches("[0-9]{1,2}")) {
      throw number.expected("the number of the interface, from 0");
    }
    Words words = new Words(number, tokens.subList(1, tokens.size()));
    Token name = words.valued("name");
    Token snaplen = words.valued("snaplen");
    words.end();
    int octets = world.snaplen;
    if (snaplen != null) {
      octets =
          snaplen(
              new Token(snaplen.value(), snaplen.script(), snaplen.line(), snaplen.column(), true));
    }
    world.interfaces.put(
        Integer.valueOf(number.text()),
        new World.Interface(name == null ? "if" + number.text() : name.value(), octets));
  }

  private void start(Token word) {
    try {
      Instant time = Instant.parse(word.text());
      world.capture.start(
          Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
    } catch (DateTimeException | ArithmeticException _) {
      throw word.expected("a time (2026-01-01T00:00:00Z)");
    }
  }

  private Host vantage(Token word) {
    return world.host(word, word.text());
  }
}
