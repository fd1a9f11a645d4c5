package org.mptcpscope.core.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Light or dark: what each role's colour is, and what each style name means. All values stand in
 * {@code theme.txt}, so that pictures and window cannot drift apart.
 */
public final class Theme {
  /** How many subflows have a colour of their own. */
  public static final int SUBFLOW_COLOURS = 8;

  private static final Map<String, Map<String, String>> STYLES = new LinkedHashMap<>();
  private static final Map<String, String> DASHES = new LinkedHashMap<>();

  /** Dark on light: paper, and the default. */
  public static final Theme LIGHT = new Theme("light", new LinkedHashMap<>());

  /** Light on dark. */
  public static final Theme DARK = new Theme("dark", new LinkedHashMap<>());

  static {
    read();
  }

  private final String name;
  private final Map<String, Integer> colours;

  private Theme(String name, Map<String, Integer> colours) {
    this.name = name;
    this.colours = colours;
  }

  /** Returns {@code light} or {@code dark}. */
  public String name() {
    return name;
  }

  /** Returns the colour of a role as 0xRRGGBB; the role must stand in {@code theme.txt}. */
  public int colour(String role) {
    Integer colour = colours.get(role);
    if (colour == null) {
      throw new IllegalArgumentException("no colour for " + role);
    }
    return colour;
  }

  /** Returns the colour of a role as {@code #rrggbb}. */
  public String hex(String role) {
    return String.format(java.util.Locale.ROOT, "#%06x", colour(role));
  }

  /** Returns the roles that have a colour, in the order of the file. */
  public List<String> roles() {
    return List.copyOf(colours.keySet());
  }

  /** Returns the style name of a subflow's colour. */
  public static String subflow(int number) {
    return "subflow" + Math.floorMod(number, SUBFLOW_COLOURS);
  }

  /** Returns the style name of a digit on the colour of a subflow. */
  public static String digit(int number) {
    return "digit" + Math.floorMod(number, SUBFLOW_COLOURS);
  }

  /** Returns the dashes of a line in the colour of a subflow: {@code solid}, or {@code 6,3}. */
  public static String dash(int number) {
    return DASHES.get(subflow(number));
  }

  /** Returns the look of a mark; {@code style} holds names separated by a space. */
  public Look look(String style) {
    Set<String> names = names(style);
    Map<String, String> merged = new HashMap<>();
    STYLES.forEach(
        (styleName, properties) -> {
          if (names.contains(styleName)) {
            merged.putAll(properties);
          }
        });
    return new Look(this, merged);
  }

  /** Returns the properties of one style name as written, or empty if it has none. */
  static Map<String, String> style(String name) {
    return STYLES.getOrDefault(name, Map.of());
  }

  /** Returns all style names, in the order in which they override each other. */
  static List<String> styleNames() {
    return List.copyOf(STYLES.keySet());
  }

  static Set<String> names(String style) {
    return new HashSet<>(List.of(style.split(" ", -1)));
  }

  private static void read() {
    String section = "";
    for (String raw : text().split("\n", -1)) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("# ")) {
        continue;
      }
      if (line.startsWith("[")) {
        section = line;
        continue;
      }
      String[] words = line.split(" +", -1);
      switch (section) {
        case "[colours]" -> {
          LIGHT.colours.put(words[0], Integer.parseInt(words[1].substring(1), 16));
          DARK.colours.put(words[0], Integer.parseInt(words[2].substring(1), 16));
        }
        case "[styles]" -> {
          Map<String, String> properties = new LinkedHashMap<>();
          for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            properties.put(words[i].substring(0, equals), words[i].substring(equals + 1));
          }
          STYLES.put(words[0], properties);
        }
        default -> DASHES.put(words[0], words[1]);
      }
    }
  }

  private static String text() {
    try (InputStream in = Theme.class.getResourceAsStream("theme.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
